#include "utilities/iebcopy/unload.hpp"

#include "datasets/access/directory.hpp"
#include "datasets/messages/ieb.hpp"
#include "datasets/text/code_page.hpp"
#include "tests/utilities/copy_fixture.hpp"
#include "utilities/iebcopy/iebcopy.hpp"

namespace coldsite::iebcopy {
namespace {

using access::make_blocks;
using ::testing::HasSubstr;

class Unload : public testing::CopyTest {
 protected:
  explicit Unload(testing::Files files = testing::Files::kMemory) : CopyTest(files) {}
  void SetUp() override {
    access::make_volume(*store_, image());
    make_library("IN.LIB", access::make_dcb(access::kFB, 80, 3'120), 10, 20);
    for (unsigned i = 0; i < 30; ++i) {
      access::Member member{.name = "MEM" + std::to_string(100 + i)};
      member.user_data = testing::statistics_of(i);
      add_member("IN.LIB", member, make_blocks(i % 6, 3'120, i));
    }
  }
  testing::ProgramRun copy(const std::string& in, const std::string& out,
                           const std::string& cards = "") {
    return run(kDescription, iebcopy::run, {in, out}, cards);
  }
  void expect_same(const std::string& library) {
    const auto from = members("IN.LIB");
    const auto to = members(library);
    ASSERT_EQ(from.size(), to.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
      EXPECT_EQ(from[i].name, to[i].name);
      EXPECT_EQ(from[i].user_data, to[i].user_data);
      EXPECT_EQ(member("IN.LIB", from[i].name), member(library, to[i].name)) << from[i].name;
    }
  }
  static std::string tape(const std::string& ddname, const std::string& path,
                          const std::string& disposition) {
    return "--dd=" + ddname + "=UNIT=TAPE,PATH='" + path + "',DSN=UNLOAD,DISP=" + disposition;
  }
};

TEST_F(Unload, ToADataSetAndBackGivesTheSameLibrary) {
  const auto unloaded =
      copy(dd("SYSUT1", "IN.LIB"), dd("SYSUT2", "UN.LOAD", "DISP=(NEW,KEEP),SPACE=(TRK,(5,5))"));
  ASSERT_EQ(unloaded.condition_code, 0) << unloaded.output;
  EXPECT_THAT(unloaded.output, HasSubstr("IEB154I MEM129 HAS BEEN SUCCESSFULLY UNLOADED"));
  {
    const auto volume = open_volume();
    const auto label = access::find_label(*volume, "UN.LOAD");
    EXPECT_EQ(to_string(label.record_format), "VS");
    EXPECT_EQ(label.block_bytes, 3'140U);
  }
  make_library("OUT.LIB", access::make_dcb(access::kFB, 80, 3'120), 10, 20);
  const auto loaded = copy(dd("SYSUT1", "UN.LOAD"), dd("SYSUT2", "OUT.LIB", "DISP=OLD"));
  ASSERT_EQ(loaded.condition_code, 0) << loaded.output;
  EXPECT_THAT(loaded.output, HasSubstr("IEB154I MEM100 HAS BEEN SUCCESSFULLY LOADED"));
  expect_same("OUT.LIB");
}

TEST_F(Unload, ToTapeAndBackGivesTheSameLibrary) {
  const std::string path = root_ + "/t.aws";
  const auto unloaded = copy(dd("SYSUT1", "IN.LIB"), tape("SYSUT2", path, "(NEW,KEEP)"));
  ASSERT_EQ(unloaded.condition_code, 0) << unloaded.output;
  make_library("OUT.LIB", {}, 10, 20);
  const auto loaded = copy(tape("SYSUT1", path, "OLD"), dd("SYSUT2", "OUT.LIB", "DISP=OLD"));
  ASSERT_EQ(loaded.condition_code, 0) << loaded.output;
  expect_same("OUT.LIB");
}

TEST_F(Unload, SelectedMembersComeOutOfAnUnload) {
  ASSERT_EQ(
      copy(dd("SYSUT1", "IN.LIB"), dd("SYSUT2", "UN.LOAD", "DISP=(NEW,KEEP),SPACE=(TRK,(5,5))"))
          .condition_code,
      0);
  make_library("OUT.LIB", {}, 10, 20);
  const auto loaded =
      copy(dd("SYSUT1", "UN.LOAD"), dd("SYSUT2", "OUT.LIB", "DISP=OLD"),
           " COPY OUTDD=SYSUT2,INDD=SYSUT1\n SELECT MEMBER=((MEM105,NEW),MEM120)\n");
  ASSERT_EQ(loaded.condition_code, 0) << loaded.output;
  EXPECT_EQ(names("OUT.LIB"), (std::vector<std::string>{"MEM120", "NEW"}));
  EXPECT_EQ(member("OUT.LIB", "NEW"), member("IN.LIB", "MEM105"));
}

TEST_F(Unload, WhatIsNoUnloadIsRefused) {
  make_file("x.txt", "JUST TEXT\n");
  make_library("OUT.LIB", {}, 10, 20);
  const auto loaded = copy(file("SYSUT1", "x.txt"), dd("SYSUT2", "OUT.LIB", "DISP=OLD"));
  EXPECT_EQ(loaded.condition_code, 8) << loaded.output;
  EXPECT_THAT(loaded.output, HasSubstr("IEB120E UNLOAD DATA SET VALIDATION ERROR"));
}

/// Unloads inside TSO TRANSMIT files, for Hercules' dasdload.
class UnloadAndHercules : public Unload {
 protected:
  UnloadAndHercules() : Unload(testing::Files::kReal) {}

  using Segments = std::string;
  static void add_segments(Segments& out, ByteView record, std::uint8_t flags) {
    bool is_first = true;
    do {
      const std::size_t piece = std::min<std::size_t>(record.size(), 253);
      const bool is_last = piece == record.size();
      out += static_cast<char>(piece + 2);
      out += static_cast<char>(flags | (is_first ? 0x80 : 0) | (is_last ? 0x40 : 0));
      out.append(record.begin(), record.begin() + static_cast<std::ptrdiff_t>(piece));
      record = record.subspan(piece);
      is_first = false;
    } while (!record.empty());
  }
  static void add_unit(Bytes& record, std::uint16_t key, const Bytes& value) {
    const std::size_t offset = record.size();
    record.resize(offset + 6);
    store_be(record, offset, 2, key);
    store_be(record, offset + 2, 2, 1);
    store_be(record, offset + 4, 2, value.size());
    record.insert(record.end(), value.begin(), value.end());
  }
  static Bytes ebcdic(std::string_view text) { return text::label_from_utf8(text, text.size()); }
  /// The control records of a library that IEBCOPY unloaded and INMCOPY sent.
  static Segments control_records() {
    Segments out;
    Bytes first = ebcdic("INMR01");
    add_unit(first, 0x0042, {0, 80});
    add_unit(first, 0x1011, ebcdic("HERE"));
    add_unit(first, 0x1012, ebcdic("IBMUSER"));
    add_unit(first, 0x1001, ebcdic("THERE"));
    add_unit(first, 0x1002, ebcdic("IBMUSER"));
    add_unit(first, 0x102F, {1});
    add_segments(out, first, 0x20);
    Bytes second = ebcdic("INMR02");
    second.insert(second.end(), {0, 0, 0, 1});
    add_unit(second, 0x1028, ebcdic("IEBCOPY"));
    add_unit(second, 0x102C, {0, 1, 0, 0});
    add_unit(second, 0x003C, {0x02, 0x00});
    add_unit(second, 0x0042, {0, 80});
    add_unit(second, 0x0030, {0x0C, 0x30});
    add_unit(second, 0x0049, {0x90, 0x00});
    add_unit(second, 0x000C, {0, 0, 20});
    add_unit(second, 0x0002, ebcdic("INLIB"));
    add_segments(out, second, 0x20);
    Bytes copy = ebcdic("INMR02");
    copy.insert(copy.end(), {0, 0, 0, 1});
    add_unit(copy, 0x1028, ebcdic("INMCOPY"));
    add_unit(copy, 0x102C, {0, 1, 0, 0});
    add_unit(copy, 0x003C, {0x40, 0x00});
    add_unit(copy, 0x0049, {0x48, 0x00});
    add_unit(copy, 0x0030, {0x0C, 0x44});
    add_segments(out, copy, 0x20);
    Bytes third = ebcdic("INMR03");
    add_unit(third, 0x102C, {0, 1, 0, 0});
    add_unit(third, 0x003C, {0x40, 0x00});
    add_unit(third, 0x0042, {0, 80});
    add_unit(third, 0x0049, {0x00, 0x01});
    add_segments(out, third, 0x20);
    return out;
  }
};

TEST_F(UnloadAndHercules, DasdloadMakesTheSameLibraryOfIt) {
  if (shell("command -v dasdload").empty()) {
    GTEST_SKIP() << "Hercules' tools are not installed";
  }
  ASSERT_EQ(
      copy(dd("SYSUT1", "IN.LIB"), dd("SYSUT2", "UN.LOAD", "DISP=(NEW,KEEP),SPACE=(TRK,(9,5))"))
          .condition_code,
      0);
  std::string transmitted = control_records();
  {
    const auto volume = open_volume();
    const auto label = access::find_label(*volume, "UN.LOAD");
    const auto reader = access::make_record_reader(*access::open_dasd_reader(*volume, label),
                                                   access::attributes_of(label));
    while (const std::optional<ByteView> record = *reader->read_record()) {
      add_segments(transmitted, *record, 0);
    }
  }
  add_segments(transmitted, ebcdic("INMR06"), 0x20);
  transmitted.resize((transmitted.size() + 79) / 80 * 80, '\x40');
  make_file("x.xmi", transmitted);
  make_file("ctl", "LOADED 3390 30\nload.lib XMIT x.xmi\nsysvtoc VTOC TRK 15\n");
  const std::string log = shell("dasdload ctl loaded.ckd 1 2>&1");
  const auto volume = dasd::open_volume(*store_, root_ + "/loaded.ckd", dasd::Access::kRead);
  ASSERT_TRUE(volume.ok()) << log;
  const auto loaded =
      access::PartitionedDataSet::open(**volume, access::find_label(**volume, "LOAD.LIB"));
  ASSERT_TRUE(loaded.ok()) << to_string(loaded.failure());
  ASSERT_EQ((*loaded)->members().size(), 30U) << log;
  for (const access::Member& entry : (*loaded)->members()) {
    EXPECT_TRUE(*access::read_member(**loaded, entry.name) == member("IN.LIB", entry.name))
        << entry.name;
    EXPECT_EQ(access::statistics(entry)->user, "IBMUSER");
  }
}

TEST(UnloadFormat, EveryCutAndEveryFlippedHeaderByteIsFoundOrHarmless) {
  std::vector<Bytes> records;
  const auto store = io::make_memory_store();
  const auto volume = access::make_volume(*store, "v.ckd");
  const auto label =
      access::make_library(*volume, "A.LIB", access::make_dcb(access::kFB, 80, 800), 2, 1);
  const auto library = access::PartitionedDataSet::open(*volume, label);
  ASSERT_TRUE(access::add_member(**library, "ONE", make_blocks(2, 800, 1)).ok());
  const access::DataControlBlock vs =
      unload_attributes(make_header((*library)->label(), volume->geometry()));
  MemberPlan plan;
  plan.members.push_back({(*library)->members()[0], "ONE", true});
  access::BlockList blocks;
  const auto writer =
      access::make_record_writer(std::make_unique<access::MemoryBlockWriter>(blocks), vs);
  ASSERT_TRUE(unload_members(**library, *volume, plan, *writer).ok());
  const auto load = [&](const access::BlockList& damaged) -> Result<access::BlockList> {
    CS_ASSIGN(const auto source, UnloadSource::open(access::make_record_reader(
                                     std::make_unique<access::MemoryBlockReader>(damaged), vs)));
    if (source->members().empty()) {
      return failure<msg::IEB120E>("TEST", "NO MEMBER");
    }
    CS_ASSIGN(const auto reader, source->open(source->members()[0]));
    return access::read_blocks(*reader);
  };
  const auto whole = load(blocks);
  ASSERT_TRUE(whole.ok()) << to_string(whole.failure());
  EXPECT_EQ(*whole, make_blocks(2, 800, 1));
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    for (std::size_t i = 0; i < blocks[b].size(); ++i) {
      access::BlockList flipped = blocks;
      flipped[b][i] ^= 0xFF;
      static_cast<void>(load(flipped));  // never crashes; data bytes carry no checksum
      access::BlockList cut = blocks;
      cut[b].resize(i);
      EXPECT_FALSE(load(cut).ok()) << b << " " << i;
    }
    access::BlockList ends(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(b));
    EXPECT_FALSE(load(ends).ok()) << b;
  }
}

}  // namespace
}  // namespace coldsite::iebcopy
