// Hercules' tape tools as the outside judge: they read what we write, we read what they write.
// Their return codes say nothing; their output and files do.
#include <gmock/gmock.h>

#include "datasets/io/real_store.hpp"
#include "tests/datasets/tape/tape_fixture.hpp"
#include "tests/shell.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::tape {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TapeHerculesTest : public TapeTest {
 protected:
  void SetUp() override {
    if (!testing::are_installed("hetmap hetget hetupd hetinit tapemap")) {
      GTEST_SKIP() << "Hercules' tape tools are not installed";
    }
    store_ = io::make_real_store();
  }
  std::string at(const std::string& name) const { return directory_ / name; }

  std::string run(const std::string& command) const {
    return testing::run_shell(command + " 2>&1", directory_.path()).output;
  }

  void make_labelled(const std::string& path, const TapeFormat& format) {
    auto tape = create_tape(*store_, path, format);
    ASSERT_TRUE(tape) << to_string(tape.failure());
    ASSERT_TRUE(initialize_tape(**tape, {"HERC01", "COLDSITE"}));
  }

  testing::TemporaryDirectory directory_;
};

/// The volume's name differs from its path here.
class PathVolumes : public TestVolumes {
 public:
  using TestVolumes::TestVolumes;
  std::string volser(std::size_t) const override { return ""; }
};

struct FormatName {
  Compression compression;
  std::uint32_t chunk_bytes;
};

class TapeHerculesFormats : public TapeHerculesTest,
                            public ::testing::WithParamInterface<FormatName> {};

TEST_P(TapeHerculesFormats, HerculesReadsOurTapes) {
  TapeFormat format;
  format.compression = GetParam().compression;
  format.chunk_bytes_max = GetParam().chunk_bytes;
  make_labelled(at("t"), format);
  PathVolumes volumes(*store_, {at("t")}, format);
  ASSERT_EQ(write_file(volumes, request_for("HERC.FILE1", 1), 20), "");
  ASSERT_EQ(write_file(volumes, request_for("HERC.FILE2", 2), 7, 32760), "");

  const std::string map = run("hetmap -t t");
  EXPECT_THAT(map, HasSubstr("VOL1HERC01"));
  EXPECT_THAT(map, HasSubstr("HDR1HERC.FILE1"));
  EXPECT_THAT(map, HasSubstr("EOF1HERC.FILE2"));
  EXPECT_THAT(map, Not(HasSubstr("returned")));
  EXPECT_THAT(run("hetmap -a t"), HasSubstr("HERC.FILE2"));

  run("hetget t out 2 U 0 32760");
  Bytes wanted;
  for (std::uint32_t i = 0; i < 7; ++i) {
    const Bytes block = make_block(32760, i);
    wanted.insert(wanted.end(), block.begin(), block.end());
  }
  EXPECT_EQ(*io::read_file(*store_, at("out")), wanted);
}

TEST_P(TapeHerculesFormats, ConvertingThereAndBackKeepsEveryByte) {
  TapeFormat format;
  format.compression = Compression::kNone;
  format.chunk_bytes_max = GetParam().chunk_bytes;
  make_labelled(at("a.aws"), format);
  PathVolumes volumes(*store_, {at("a.aws")}, format);
  ASSERT_EQ(write_file(volumes, request_for("HERC.FILE1", 1), 20), "");
  const bool is_bzip2 = GetParam().compression == Compression::kBzip2;
  run(is_bzip2 ? "hetupd -b a.aws b.het" : "hetupd -z a.aws b.het");
  PathVolumes converted(*store_, {at("b.het")});
  EXPECT_EQ(read_file(converted, request_for("HERC.FILE1")), "20 blocks");
  run("hetupd -d b.het c.aws");
  if (GetParam().chunk_bytes == 65535) {
    EXPECT_EQ(*io::read_file(*store_, at("c.aws")), *io::read_file(*store_, at("a.aws")));
  }
  run("hetupd -s b.het d.het");
  PathVolumes split(*store_, {at("d.het")});
  EXPECT_EQ(read_file(split, request_for("HERC.FILE1")), "20 blocks");
}

INSTANTIATE_TEST_SUITE_P(All, TapeHerculesFormats,
                         ::testing::Values(FormatName{Compression::kNone, 65535},
                                           FormatName{Compression::kZlib, 65535},
                                           FormatName{Compression::kZlib, 4096},
                                           FormatName{Compression::kBzip2, 65535}));

TEST_F(TapeHerculesTest, TapesThatHetinitMakesAreWritable) {
  run("hetinit -i i.het HERC02 OWNER");
  auto tape = *open_tape(*store_, at("i.het"), Access::kRead);
  const auto map = map_tape(*tape);
  ASSERT_TRUE(map) << to_string(map.failure());
  EXPECT_EQ(map->label.volser, "HERC02");
  EXPECT_EQ(map->label.owner, "OWNER");
  EXPECT_TRUE(map->files.empty());
  tape = nullptr;
  PathVolumes volumes(*store_, {at("i.het")});
  ASSERT_EQ(write_file(volumes, request_for("HERC.NEW"), 5), "");
  EXPECT_EQ(read_file(volumes, request_for("HERC.NEW")), "5 blocks");
}

TEST_F(TapeHerculesTest, TapemapSeesTheSameAwstapeAsHetmap) {
  TapeFormat format;
  format.compression = Compression::kNone;
  make_labelled(at("t"), format);
  PathVolumes volumes(*store_, {at("t")}, format);
  ASSERT_EQ(write_file(volumes, request_for("HERC.FILE1", 1), 20), "");
  EXPECT_THAT(run("tapemap t"), HasSubstr("20"));
  EXPECT_THAT(run("tapemap t"), HasSubstr("EOF1HERC.FILE1"));
}

}  // namespace
}  // namespace coldsite::tape
