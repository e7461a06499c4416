// Hercules' tools as the judge: they read what we write, we read what they write.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "datasets/io/real_store.hpp"
#include "tests/datasets/access/test_volume.hpp"
#include "tests/shell.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::access {
namespace {

class Hercules : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::are_installed("dasdseq dasdcat dasdpdsu dasdload dasdls")) {
      GTEST_SKIP() << "Hercules' tools are not installed";
    }
  }
  std::string run(const std::string& command) {
    return testing::run_shell("(" + command + ") 2>&1", directory_.path()).output;
  }
  Bytes file(const std::string& name) {
    std::ifstream stream(directory_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void make_file(const std::string& name, const Bytes& content) {
    std::ofstream stream(directory_ / name, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(content.data()),
                 static_cast<std::streamsize>(content.size()));
  }
  static Bytes joined(const BlockList& blocks) {
    Bytes all;
    for (const Bytes& block : blocks) {
      all.insert(all.end(), block.begin(), block.end());
    }
    return all;
  }

  testing::TemporaryDirectory directory_;
  std::unique_ptr<io::FileStore> store_ = io::make_real_store();
};

TEST_F(Hercules, DasdseqReadsWhatWeWriteOverManyExtents) {
  const auto volume = make_volume(*store_, directory_ / "v.ckd");
  for (const std::uint32_t block_bytes : {80U, 800U, 6'160U, 27'920U}) {
    const std::string name = fmt::format("OUR.SEQ{}", block_bytes);
    const DataControlBlock dcb = make_dcb(kFB, 80, block_bytes);
    make_data_set(*volume, name, dcb, 8, 5);
    BlockList blocks = make_blocks(320'000 / block_bytes, block_bytes, 3);
    blocks.back().resize(80);
    ASSERT_TRUE(write_data_set(*volume, name, dcb, blocks).ok());
    run("dasdseq v.ckd " + name);
    EXPECT_EQ(file(name), joined(blocks)) << name;
  }
  EXPECT_THAT(run("dasdls v.ckd"), ::testing::HasSubstr("OUR.SEQ27920"));
}

TEST_F(Hercules, DasdcatAndDasdpdsuReadOurMembers) {
  const auto volume = make_volume(*store_, directory_ / "v.ckd");
  const auto library = PartitionedDataSet::open(
      *volume, make_library(*volume, "OUR.LIB", make_dcb(kFB, 80, 800), 3, 20, 3));
  ASSERT_TRUE(library.ok());
  for (int i = 0; i < 100; ++i) {
    Member member{.name = fmt::format("MEM{:03}", 99 - i)};
    member.user_data = make_statistics({});
    const auto writer = (*library)->write_member(member, false);
    ASSERT_TRUE(write_blocks(**writer, make_blocks(static_cast<std::size_t>(i % 7), 800, 1)).ok());
  }
  ASSERT_TRUE((*library)->delete_member("MEM050").ok());
  ASSERT_TRUE((*library)->rename_member("MEM051", "AAA").ok());
  std::string names;
  for (const Member& member : (*library)->members()) {
    names += member.name + "\n";
  }
  std::string listed = run("dasdcat -i v.ckd 'OUR.LIB/?' 2>/dev/null");
  std::ranges::transform(listed, listed.begin(),
                         [](char c) { return static_cast<char>(std::toupper(c)); });
  std::erase(listed, ' ');
  EXPECT_EQ(listed, names);
  run("dasdpdsu v.ckd OUR.LIB");
  for (const Member& member : (*library)->members()) {
    std::string name = member.name + ".mac";
    std::ranges::transform(name, name.begin(),
                           [](char c) { return static_cast<char>(std::tolower(c)); });
    EXPECT_EQ(file(name), joined(*read_member(**library, member.name))) << name;
  }
}

TEST_F(Hercules, WeReadWhatDasdloadLoads) {
  Bytes content(80 * 5'000);
  for (std::size_t i = 0; i < content.size(); ++i) {
    content[i] = static_cast<std::uint8_t>(i * i >> 3);
  }
  make_file("b.bin", content);
  make_file("ctl", {});
  std::ofstream(directory_ / "ctl") << "TSTVOL 3390 30\n"
                                       "test.bin SEQ b.bin TRK 20 1 0 PS FB 80 27920 0\n"
                                       "test.small SEQ b.bin TRK 50 1 0 PS FB 80 800 0\n"
                                       "test.po EMPTY TRK 3 1 5 PO FB 80 800 0\n"
                                       "sysvtoc VTOC TRK 15\n";
  run("dasdload ctl out.ckd 1");
  const auto volume = dasd::open_volume(*store_, directory_ / "out.ckd", dasd::Access::kUpdate);
  ASSERT_TRUE(volume.ok());
  for (const char* name : {"TEST.BIN", "TEST.SMALL"}) {
    const auto blocks = read_data_set(**volume, name);
    ASSERT_TRUE(blocks.ok()) << to_string(blocks.failure());
    EXPECT_EQ(joined(*blocks), content) << name;
  }
  const auto library = PartitionedDataSet::open(**volume, find_label(**volume, "TEST.PO"));
  ASSERT_TRUE(library.ok()) << to_string(library.failure());
  EXPECT_TRUE((*library)->members().empty());
  ASSERT_TRUE(add_member(**library, "NEW", make_blocks(3, 800, 1)).ok());
  EXPECT_EQ(run("dasdcat -i out.ckd TEST.PO/NEW 2>/dev/null").size(), 2'400U);
  ASSERT_TRUE(write_data_set(**volume, "TEST.BIN", make_dcb(kFB, 80, 27'920),
                             make_blocks(2, 27'920, 5), WriteMode::kExtend)
                  .ok());
  EXPECT_EQ(find_label(**volume, "TEST.BIN").last_block, (dasd::RelativeAddress{8, 1}));
  EXPECT_EQ(read_data_set(**volume, "TEST.BIN")->size(), 17U);
  run("dasdseq out.ckd TEST.BIN");
  EXPECT_EQ(file("TEST.BIN").size(), content.size() + 2 * 27'920);
}

}  // namespace
}  // namespace coldsite::access
