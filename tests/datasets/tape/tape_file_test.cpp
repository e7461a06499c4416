#include "tests/datasets/tape/tape_fixture.hpp"

#include <gmock/gmock.h>

namespace coldsite::tape {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class TapeFileTest : public TapeTest {};

TEST_F(TapeFileTest, SeveralFilesOfAVolumeAreFoundByNumber) {
  make_scratch("T00001");
  TestVolumes volumes(*store_, {"T00001"});
  for (std::uint32_t n = 1; n <= 4; ++n) {
    ASSERT_EQ(write_file(volumes, request_for("FILE.N" + std::to_string(n), n), n * 3), "");
  }
  for (std::uint32_t n = 4; n >= 1; --n) {
    EXPECT_EQ(read_file(volumes, request_for("FILE.N" + std::to_string(n), n)),
              std::to_string(n * 3) + " blocks");
  }
  EXPECT_THAT(read_file(volumes, request_for("", 5)), StartsWith("CST0020E"));
  EXPECT_THAT(read_file(volumes, request_for("OTHER", 2)), StartsWith("CST0021E"));
  EXPECT_THAT(write_file(volumes, request_for("X", 6), 1), StartsWith("CST0020E"));
}

TEST_F(TapeFileTest, LabelsTellTheAttributes) {
  make_scratch("T00001");
  TestVolumes volumes(*store_, {"T00001"});
  ASSERT_EQ(write_file(volumes, request_for("PROD.DAILY.BACKUP.G0001V00"), 1), "");
  const auto reader = *TapeFileReader::open(volumes, request_for(""));
  EXPECT_EQ(reader->label().data_set_id, "Y.BACKUP.G0001V00");
  EXPECT_EQ(reader->label().block_bytes, 800U);
  EXPECT_EQ(reader->label().record_bytes, 80U);
  EXPECT_EQ(reader->label().record_format.bits, 0x90);
  EXPECT_EQ(reader->label().set_volser, "T00001");
}

TEST_F(TapeFileTest, TheBulkPathGoesOverVolumesToo) {
  const std::vector<std::string> volsers{"T00001", "T00002", "T00003", "T00004"};
  for (const std::string& volser : volsers) {
    make_scratch(volser);
  }
  TapeFormat format;
  format.capacity_bytes = 50000;
  TestVolumes volumes(*store_, volsers, format);
  auto writer = *TapeFileWriter::open(volumes, request_for("BIG"));
  writer->expect_incompressible();
  const Bytes block = make_block(6000, 1);
  const std::vector<ByteView> pieces{ByteView(block).first(17), ByteView(block).subspan(17)};
  ASSERT_TRUE(writer->write_blocks(std::vector<io::GatheredBlock>(25, pieces)));
  ASSERT_TRUE(writer->close());
  EXPECT_GE(writer->volsers().size(), 3U);
  writer = nullptr;
  auto reader = *TapeFileReader::open(volumes, request_for("BIG"));
  io::BlockBatch batch;
  std::size_t count = 0;
  do {
    const auto read = reader->read_blocks(batch);
    ASSERT_TRUE(read) << to_string(read.failure());
    for (const ByteView one : batch.blocks) {
      EXPECT_TRUE(std::ranges::equal(one, block));
    }
    count += batch.blocks.size();
  } while (!batch.blocks.empty());
  EXPECT_EQ(count, 25U);
}

TEST_F(TapeFileTest, GoesOverVolumesAndBack) {
  const std::vector<std::string> volsers{"T00001", "T00002", "T00003", "T00004"};
  for (const std::string& volser : volsers) {
    make_scratch(volser);
  }
  TapeFormat format;
  format.capacity_bytes = 50000;
  TestVolumes volumes(*store_, volsers, format);
  auto writer = *TapeFileWriter::open(volumes, request_for("BIG"));
  for (std::uint32_t i = 0; i < 25; ++i) {
    ASSERT_TRUE(writer->write_block(make_block(6000, 2 * i + 1)));
  }
  ASSERT_TRUE(writer->close());
  EXPECT_GE(writer->volsers().size(), 3U);
  writer = nullptr;
  auto reader = *TapeFileReader::open(volumes, request_for("BIG"));
  for (std::uint32_t i = 0; i < 25; ++i) {
    const auto block = reader->read_block();
    ASSERT_TRUE(block && *block) << i;
    EXPECT_TRUE(std::ranges::equal(**block, make_block(6000, 2 * i + 1)));
  }
  EXPECT_FALSE(*reader->read_block());
}

TEST_F(TapeFileTest, VolumesInTheWrongOrderAreRefused) {
  TapeFormat format;
  format.capacity_bytes = 3000;
  format.compression = Compression::kNone;
  for (const char* volser : {"T1", "T2", "T3"}) {
    make_scratch(volser);
  }
  TestVolumes volumes(*store_, {"T1", "T2", "T3"}, format);
  ASSERT_EQ(write_file(volumes, request_for("BIG"), 9), "");
  EXPECT_EQ(read_file(volumes, request_for("BIG")), "9 blocks");
  TestVolumes missing(*store_, {"T1", "T3"});
  EXPECT_THAT(read_file(missing, request_for("BIG")), StartsWith("CST0028E"));
  TestVolumes second(*store_, {"T2", "T3"});
  EXPECT_THAT(read_file(second, request_for("BIG")), StartsWith("CST0028E"));
  TestVolumes short_of_one(*store_, {"T1", "T2"});
  EXPECT_THAT(read_file(short_of_one, request_for("BIG")), StartsWith("CST0024E"));
  TestVolumes no_more(*store_, {"T1"}, format);
  EXPECT_THAT(write_file(no_more, request_for("BIG"), 9), StartsWith("CST0024E"));
}

TEST_F(TapeFileTest, ExtendsAFileOnItsLastVolume) {
  TapeFormat format;
  format.capacity_bytes = 3000;
  format.compression = Compression::kNone;
  for (const char* volser : {"T1", "T2", "T3", "T4"}) {
    make_scratch(volser);
  }
  TestVolumes volumes(*store_, {"T1", "T2", "T3", "T4"}, format);
  ASSERT_EQ(write_file(volumes, request_for("BIG"), 6), "");
  TapeFileRequest more = request_for("BIG");
  more.extend = true;
  auto writer = *TapeFileWriter::open(volumes, more);
  for (std::uint32_t i = 6; i < 11; ++i) {
    ASSERT_TRUE(writer->write_block(make_block(800, i)));
  }
  ASSERT_TRUE(writer->close());
  writer = nullptr;
  EXPECT_EQ(read_file(volumes, request_for("BIG")), "11 blocks");
  more.data_set_name = "OTHER";
  EXPECT_TRUE(TapeFileWriter::open(volumes, more).failure().is(msg::CST0021E));
}

TEST_F(TapeFileTest, ExtendingWhatIsNotThereMakesIt) {
  make_scratch("T1");
  TestVolumes volumes(*store_, {"T1"});
  TapeFileRequest request = request_for("NEW");
  request.extend = true;
  ASSERT_EQ(write_file(volumes, request, 3), "");
  EXPECT_EQ(read_file(volumes, request_for("NEW")), "3 blocks");
}

TEST_F(TapeFileTest, UnlabelledFilesAreFoundExtendedAndContinued) {
  TapeFormat format;
  format.compression = Compression::kNone;
  format.capacity_bytes = 8000;
  make_blank("N1");
  make_blank("N2");
  TestVolumes volumes(*store_, {"N1", "N2"}, format);
  TestVolumes first_only(*store_, {"N1"}, format);
  ASSERT_EQ(write_file(volumes, request_for("A", 1, LabelType::kNone), 2), "");
  ASSERT_EQ(write_file(volumes, request_for("B", 2, LabelType::kNone), 12), "");
  EXPECT_EQ(read_file(volumes, request_for("", 1, LabelType::kNone)), "2 blocks");
  EXPECT_EQ(read_file(volumes, request_for("", 2, LabelType::kNone)), "12 blocks");
  EXPECT_EQ(read_file(first_only, request_for("", 2, LabelType::kNone)), "8 blocks");
  EXPECT_THAT(read_file(volumes, request_for("", 3, LabelType::kNone)), StartsWith("CST0020E"));
  EXPECT_THAT(write_file(volumes, request_for("", 4, LabelType::kNone), 1), StartsWith("CST0020E"));
  TapeFileRequest more = request_for("A", 1, LabelType::kNone);
  more.extend = true;
  EXPECT_THAT(write_file(volumes, more, 1), StartsWith("CST0030E"));
  ASSERT_EQ(write_file(first_only, more, 0), "");
  EXPECT_EQ(read_file(first_only, request_for("", 1, LabelType::kNone)), "2 blocks");
}

TEST_F(TapeFileTest, BypassReadsLabelsAsFiles) {
  make_scratch("T1");
  TestVolumes volumes(*store_, {"T1"});
  ASSERT_EQ(write_file(volumes, request_for("A"), 3), "");
  EXPECT_EQ(read_file(volumes, request_for("", 2, LabelType::kBypass)), "3 blocks");
  auto labels = *TapeFileReader::open(volumes, request_for("", 1, LabelType::kBypass));
  EXPECT_EQ(label_identifier(**labels->read_block()), "VOL1");
  EXPECT_THAT(read_file(volumes, request_for("", 1, LabelType::kNone)), StartsWith("CST0029E"));
}

TEST_F(TapeFileTest, AWriterThatIsNotClosedLeavesAnUnfinishedTape) {
  make_scratch("T1");
  TestVolumes volumes(*store_, {"T1"});
  ASSERT_EQ(write_file(volumes, request_for("A", 1), 3), "");
  ASSERT_EQ(write_file(volumes, request_for("B", 2), 3000, 800, false), "");
  EXPECT_EQ(read_file(volumes, request_for("A", 1)), "3 blocks");
  EXPECT_THAT(read_file(volumes, request_for("B", 2)), HasSubstr("CST00"));
  // and it can be written again
  ASSERT_EQ(write_file(volumes, request_for("B", 2), 3), "");
  EXPECT_EQ(read_file(volumes, request_for("B", 2)), "3 blocks");
}

TEST_F(TapeFileTest, AnExpirationDateProtectsTheFile) {
  make_scratch("T1");
  TestVolumes volumes(*store_, {"T1"});
  TapeFileRequest keep = request_for("KEEP");
  keep.attributes.expires = {2026, 330};
  ASSERT_EQ(write_file(volumes, keep, 3), "");
  EXPECT_THAT(write_file(volumes, request_for("NEW"), 1), StartsWith("CST0025E"));
  EXPECT_EQ(read_file(volumes, request_for("KEEP")), "3 blocks");
  TapeFileRequest later = request_for("NEW");
  later.today = {2026, 330};
  EXPECT_EQ(write_file(volumes, later, 1), "");
}

TEST_F(TapeFileTest, TheRightVolumeMustBeMounted) {
  make_scratch("T1");
  make_blank("BLANK");
  ASSERT_TRUE(store_->rename_file("T1", "T9"));
  TestVolumes wrong(*store_, {"T9"});
  EXPECT_THAT(read_file(wrong, request_for("A")), StartsWith("CST0022E"));
  EXPECT_THAT(write_file(wrong, request_for("A"), 1), StartsWith("CST0022E"));
  TestVolumes blank(*store_, {"BLANK"});
  EXPECT_THAT(write_file(blank, request_for("A"), 1), StartsWith("CST0026E"));
}

TEST_F(TapeFileTest, TheMapShowsFilesAndFindings) {
  make_scratch("T1");
  TestVolumes volumes(*store_, {"T1"});
  ASSERT_EQ(write_file(volumes, request_for("A", 1), 3), "");
  ASSERT_EQ(write_file(volumes, request_for("B", 2), 5), "");
  auto tape = *open_tape(*store_, "T1", Access::kUpdate);
  auto map = *map_tape(*tape);
  EXPECT_EQ(map.label.volser, "T1");
  ASSERT_EQ(map.files.size(), 2U);
  EXPECT_EQ(map.files[1].label.data_set_id, "B");
  EXPECT_EQ(map.files[1].blocks, 5U);
  EXPECT_EQ(map.files[1].data_bytes, 4000U);
  EXPECT_TRUE(map.files[0].findings.empty());
  EXPECT_EQ(map.stale_bytes, 0U);

  // Two more marks, and a header that nothing ends.
  ASSERT_TRUE(tape->rewind());
  ASSERT_TRUE(tape->forward_files(4));
  ASSERT_TRUE(tape->write_block(make_block(800, 1)));
  map = *map_tape(*tape);
  ASSERT_EQ(map.files.size(), 2U);
  EXPECT_THAT(map.files[1].findings, ::testing::ElementsAre("unfinished: no trailer labels"));
}

}  // namespace
}  // namespace coldsite::tape
