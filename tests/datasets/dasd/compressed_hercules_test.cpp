// Compressed images as Hercules makes them in use: shadow files that a running guest wrote into,
// and big-endian files. The judge of what they mean is cckd2ckd.
#include <algorithm>
#include <csignal>
#include <fstream>

#include "tests/datasets/dasd/hercules_fixture.hpp"

namespace coldsite::dasd {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint32_t kChangedTrack = 20;
constexpr std::uint32_t kChangedBytes = 80;

class CompressedHerculesTest : public DasdHerculesTest {
 protected:
  void SetUp() override {
    DasdHerculesTest::SetUp();
    if (!testing::are_installed("hercules cckdswap")) {
      GTEST_SKIP() << "hercules and cckdswap are not installed";
    }
  }

  /// base.cckd, with blocks on some tracks, and channel programs for IPL that write over the first
  /// record of one of them and end in a wait.
  void make_base(const std::string& method) {
    run("rm -f v.ckd base*.cckd");
    auto volume = make_volume(at("v.ckd"), "3390", 4, 5);
    fill(*volume, kChangedTrack, 5);
    put_ipl_program(*volume);
    CS_ASSERT_OK(volume->sync());
    run("ckd2cckd -q -r " + method + " v.ckd base.cckd");
  }

  static void put_ipl_program(Volume& volume) {
    Bytes slot(volume.geometry().slot_bytes);
    CS_ASSERT_OK(volume.read_slots({0, 1}, slot));
    auto track = TrackReader::open(slot, {}, volume.geometry());
    ASSERT_TRUE(track);
    const auto first = track->next();
    const auto second = track->next();
    const TrackAddress where = volume.geometry().track_address(kChangedTrack);
    // PSW: disabled wait. Read the next record to X'800', go on there.
    const Bytes ipl1 = {0x00, 0x0A, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x06, 0x00, 0x08, 0x00,
                        0x60, 0x00, 0x00, 0x90, 0x08, 0x00, 0x08, 0x00, 0x00, 0x00, 0x00, 0x01};
    // SEEK, SEARCH ID EQUAL, TIC back, WRITE DATA; seek address; the data
    Bytes ipl2 = {0x07, 0x00, 0x08, 0x20, 0x40, 0x00, 0x00, 0x06, 0x31, 0x00,         0x08,
                  0x22, 0x40, 0x00, 0x00, 0x05, 0x08, 0x00, 0x08, 0x08, 0x00,         0x00,
                  0x00, 0x01, 0x05, 0x00, 0x08, 0x28, 0x20, 0x00, 0x00, kChangedBytes};
    ipl2.resize(144);
    store_be(ipl2, 34, 2, where.cylinder);
    store_be(ipl2, 36, 2, where.head);
    ipl2[38] = 1;
    std::fill_n(ipl2.begin() + 40, kChangedBytes, std::uint8_t{0xE2});
    const auto offset_of = [&](ByteView data) {
      return static_cast<std::uint32_t>(data.data() - slot.data());
    };
    CS_ASSERT_OK(volume.write_part(0, offset_of(first->data), ipl1));
    CS_ASSERT_OK(volume.write_part(0, offset_of(second->data), ipl2));
  }

  /// An empty shadow file as the command sf+ makes it (which goes on behind the commands that
  /// follow it, and so is no use in a script): the header of the base, all tracks "see below".
  void add_shadow(int number) {
    constexpr std::size_t kHeadersBytes = 1'024, kLevel1Bytes = 4;
    Bytes shadow = content("base.cckd");
    shadow.resize(kHeadersBytes);
    shadow[4] = 'S';
    for (const std::size_t offset : {524U, 528U}) {  // size and bytes in use
      store_le(shadow, offset, 4, kHeadersBytes + kLevel1Bytes);
    }
    std::fill(shadow.begin() + 532, shadow.begin() + 552, std::uint8_t{0});  // no free space
    shadow.insert(shadow.end(), kLevel1Bytes, 0xFF);
    CS_ASSERT_OK(io::replace_file(*store_, at("base_" + std::to_string(number) + ".cckd"), shadow));
  }

  /// Starts Hercules with the volume, as the operator would, and gives it these commands. Hercules
  /// now and then hangs in its quit, deaf to SIGTERM: such a run is killed, undone and made again.
  void operate(const std::string& commands) {
    std::ofstream(at("hercules.cnf")) << "MAINSIZE 16\nNUMCPU 1\nARCHMODE ESA/390\n"
                                         "0123 3390 base.cckd sf=base_*.cckd\n";
    std::ofstream(at("hercules.rc")) << commands << "quit\n";
    run("rm -rf before && mkdir before && cp base*.cckd before");
    const std::string hercules =
        "HERCULES_RC=hercules.rc timeout -s KILL 20 hercules -d -f hercules.cnf < /dev/null 2>&1";
    constexpr int kKilled = 128 + SIGKILL, kAttempts = 5;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const testing::ShellRun ended = testing::run_shell(hercules, directory_.path());
      log_ = ended.output;
      if (ended.exit_status != kKilled) {
        return;
      }
      run("cp before/* .");
    }
    FAIL() << "Hercules did not end by itself in " << kAttempts << " attempts\n" << log_;
  }

  /// What cckd2ckd makes of the base with its shadows.
  Bytes judged() {
    run("rm -f judge.ckd; cckd2ckd -q -r base.cckd 'sf=base_*.cckd' judge.ckd");
    return all_slots(**open_volume(*store_, at("judge.ckd"), Access::kRead));
  }

  Bytes ours(const std::string& name) {
    const auto volume = open_volume(*store_, at(name), Access::kRead);
    EXPECT_TRUE(volume) << to_string(volume.failure());
    return volume ? all_slots(**volume) : Bytes();
  }

  /// A byte of the record that the guest writes over with X'E2'.
  static std::uint8_t changed_byte(const Bytes& slots) {
    const std::size_t slot_bytes = geometry_of("3390").slot_bytes;
    return slots.at(kChangedTrack * slot_bytes + TrackReader::kFirstRecordOffset + 8 + 4 + 50);
  }

  std::string log_;
};

TEST_F(CompressedHerculesTest, ReadsAShadowFileThatAGuestWroteInto) {
  for (const std::string method : {"", "-0", "-bz2"}) {
    make_base(method);
    const Bytes base = ours("base.cckd");
    add_shadow(1);
    operate("ipl 0123\n");
    const Bytes shadowed = ours("base_1.cckd");
    EXPECT_EQ(changed_byte(base), 50 * kChangedTrack >> 3) << method;
    EXPECT_EQ(changed_byte(shadowed), 0xE2) << method << log_;
    EXPECT_TRUE(shadowed == judged()) << method;
    EXPECT_TRUE(ours("base.cckd") == base) << method;
  }
}

TEST_F(CompressedHerculesTest, ReadsShadowFilesOnShadowFiles) {
  make_base("");
  add_shadow(1);
  operate("ipl 0123\n");
  add_shadow(2);
  add_shadow(3);
  EXPECT_EQ(changed_byte(ours("base_3.cckd")), 0xE2) << log_;
  EXPECT_TRUE(ours("base_3.cckd") == judged());
  EXPECT_EQ(read_vtoc(**open_volume(*store_, at("base_3.cckd"), Access::kRead))->label.volser,
            "TST001");
}

TEST_F(CompressedHerculesTest, ReadsAShadowFileOnAPlainImage) {
  make_base("");
  add_shadow(1);
  operate("ipl 0123\n");
  run("mv base.cckd gone; cp v.ckd base.ckd");
  EXPECT_EQ(changed_byte(ours("base_1.cckd")), 0xE2) << log_;
}

TEST_F(CompressedHerculesTest, ReadsBigEndianFiles) {
  for (const std::string method : {"", "-0", "-bz2"}) {
    make_base(method);
    const Bytes base = ours("base.cckd");
    EXPECT_THAT(run("cckdswap base.cckd"), HasSubstr("converting to big-endian"));
    EXPECT_TRUE(ours("base.cckd") == base) << method;
  }
}

TEST_F(CompressedHerculesTest, ReadsBigEndianShadowFilesOnLittleEndianOnesAndTheOtherWayRound) {
  make_base("");
  add_shadow(1);
  operate("ipl 0123\n");
  add_shadow(2);
  const Bytes expected = ours("base_2.cckd");
  EXPECT_EQ(changed_byte(expected), 0xE2) << log_;
  for (const std::string swapped : {"base_1.cckd", "base.cckd", "base_2.cckd"}) {
    EXPECT_THAT(run("cckdswap " + swapped), HasSubstr("converting to big-endian"));
    EXPECT_TRUE(ours("base_2.cckd") == expected) << swapped;
  }
}

}  // namespace
}  // namespace coldsite::dasd
