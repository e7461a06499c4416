#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <random>

#include "tests/kill_sweep.hpp"
#include "tests/utilities/copy_fixture.hpp"
#include "utilities/iebcopy/iebcopy.hpp"

namespace coldsite::iebcopy {
namespace {

using access::make_blocks;
using ::testing::HasSubstr;

const access::DataControlBlock kDcb = access::make_dcb(access::kFB, 80, 4'000);

class Compress : public testing::CopyTest {
 protected:
  explicit Compress(testing::Files files = testing::Files::kMemory) : CopyTest(files) {}
  /// A library that members came to and went from, by this seed.
  void make_used_library(std::uint32_t tracks, unsigned seed, unsigned name_count = 25) {
    static_cast<void>(store_->remove_file(image()));
    access::make_volume(*store_, image());
    make_library("A.LIB", kDcb, tracks, 6);
    const auto volume = open_volume();
    const auto open =
        access::PartitionedDataSet::open(*volume, access::find_label(*volume, "A.LIB"));
    std::mt19937 random(seed);
    expected_.clear();
    for (unsigned step = 1; step < 400; ++step) {
      const std::string name = fmt::format("M{:02}", random() % name_count);
      const auto blocks = make_blocks(random() % 8, 4'000, step);
      if (!access::add_member(**open, name, blocks, true)) {
        break;  // full: now is the time to compress
      }
      expected_[name] = blocks;
    }
  }
  void check_members() {
    const auto volume = open_volume();
    const auto open =
        access::PartitionedDataSet::open(*volume, access::find_label(*volume, "A.LIB"));
    ASSERT_TRUE(open.ok()) << to_string(open.failure());
    ASSERT_EQ((*open)->members().size(), expected_.size());
    for (const auto& [name, blocks] : expected_) {
      ASSERT_NE((*open)->find(name), nullptr) << name;
      EXPECT_EQ(*access::read_member(**open, name), blocks) << name;
    }
  }
  testing::ProgramRun compress() {
    return run(kDescription, iebcopy::run, {dd("A", "A.LIB", "DISP=OLD")},
               " COPY OUTDD=A,INDD=A\n");
  }
  [[nodiscard]] std::uint32_t used_tracks() {
    const auto volume = open_volume();
    return access::find_label(*volume, "A.LIB").last_block.track + 1;
  }

  std::map<std::string, access::BlockList> expected_;
};

TEST_F(Compress, GivesBackTheSpaceOfReplacedMembers) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    make_used_library(30, seed);
    const std::uint32_t before = used_tracks();
    const auto done = compress();
    EXPECT_LE(done.condition_code, 4) << done.output;
    EXPECT_THAT(done.output, HasSubstr("IEB161I"));
    EXPECT_THAT(done.output, HasSubstr("CSU0012I"));
    EXPECT_LT(used_tracks(), before / 2);
    check_members();
  }
}

TEST_F(Compress, OfACompressedLibraryMovesNothing) {
  make_used_library(30, 1);
  compress();
  const auto again = compress();
  EXPECT_EQ(again.condition_code, 0) << again.output;
  EXPECT_THAT(again.output, HasSubstr("IEB153I"));
  check_members();
}

TEST_F(Compress, WithoutRoomLeavesMembersWhereTheyAre) {
  access::make_volume(*store_, image());
  make_library("A.LIB", kDcb, 1, 2);
  add_member("A.LIB", {.name = "GONE"}, make_blocks(3, 4'000, 1));
  add_member("A.LIB", {.name = "STAYS"}, make_blocks(4, 4'000, 2));
  {
    const auto volume = open_volume();
    const auto open =
        access::PartitionedDataSet::open(*volume, access::find_label(*volume, "A.LIB"));
    ASSERT_TRUE((*open)->delete_member("GONE").ok());
  }
  expected_["STAYS"] = make_blocks(4, 4'000, 2);
  const auto done = compress();
  EXPECT_EQ(done.condition_code, 4) << done.output;
  EXPECT_THAT(done.output, HasSubstr("CSU0011W Member 'STAYS'"));
  check_members();
}

class CompressKill : public Compress {
 protected:
  CompressKill() : Compress(testing::Files::kReal) {}
};

TEST_F(CompressKill, LosesNoMemberAnywhereAndTheRerunFinishes) {
  make_used_library(5, 3, 5);
  const std::string saved = image() + ".saved";
  std::filesystem::copy_file(image(), saved);
  std::uint32_t compressed_tracks = 0;
  const std::size_t points = testing::run_kill_sweep(
      {.worker = "CompressKill.DISABLED_Compress",
       .directory = directory_.path(),
       .set_up =
           [&] {
             std::filesystem::copy_file(saved, image(),
                                        std::filesystem::copy_options::overwrite_existing);
           },
       .check = [&](const std::string&) { check_members(); },
       .check_end =
           [&](const std::string&) {
             check_members();
             if (compressed_tracks == 0) {
               compressed_tracks = used_tracks();
             }
             EXPECT_LE(used_tracks(), compressed_tracks + 1);
           }});
  EXPECT_GE(points, 20U);
}

TEST_F(CompressKill, DISABLED_Compress) {
  const std::string volume = testing::worker_directory() + "/v.ckd";
  const auto done =
      run(kDescription, iebcopy::run, {"--dd=A=DSN=A.LIB,UNIT=3390,PATH='" + volume + "',DISP=OLD"},
          " COPY OUTDD=A,INDD=A\n");
  ASSERT_LE(done.condition_code, 4) << done.output;
}

}  // namespace
}  // namespace coldsite::iebcopy
