#include "datasets/access/records.hpp"

#include <gmock/gmock.h>

#include <random>

#include "datasets/messages/csa.hpp"
#include "tests/datasets/access/memory_blocks.hpp"

namespace coldsite::access {
namespace {

Bytes filled(std::size_t size, std::uint8_t value) {
  return Bytes(size, value);
}

Result<BlockList> write_all(const std::vector<Bytes>& records, const DataControlBlock& dcb) {
  BlockList blocks;
  const auto writer = make_record_writer(std::make_unique<MemoryBlockWriter>(blocks), dcb);
  for (const Bytes& record : records) {
    CS_TRY(writer->write_record(record));
  }
  CS_TRY(writer->close());
  return blocks;
}

void expect_damaged(const BlockList& blocks, const DataControlBlock& dcb, const std::string& text) {
  const auto records = read_all(blocks, dcb);
  ASSERT_FALSE(records.ok());
  EXPECT_TRUE(records.failure().is(msg::CSA0002E));
  EXPECT_THAT(records.failure().text(), ::testing::HasSubstr(text));
}

TEST(Records, FixedBlockedFillsBlocksAndEndsWithAShortOne) {
  const auto blocks = write_all({filled(3, 1), filled(3, 2), filled(3, 3)}, make_dcb(kFB, 3, 6));
  ASSERT_TRUE(blocks.ok());
  EXPECT_EQ(*blocks, (BlockList{{1, 1, 1, 2, 2, 2}, {3, 3, 3}}));
}

TEST(Records, VariableBlockedHasDescriptors) {
  const auto blocks = write_all({{0xAA}, {0xBB, 0xCC}, {0xDD}}, make_dcb(kVB, 10, 15));
  ASSERT_TRUE(blocks.ok());
  EXPECT_EQ(*blocks, (BlockList{{0, 15, 0, 0, 0, 5, 0, 0, 0xAA, 0, 6, 0, 0, 0xBB, 0xCC},
                                {0, 9, 0, 0, 0, 5, 0, 0, 0xDD}}));
}

TEST(Records, SpannedRecordIsSplitWhereTheBlockEnds) {
  const auto blocks = write_all({{1, 2, 3, 4, 5, 6, 7}}, make_dcb(kVBS, kRecordBytesX, 11));
  ASSERT_TRUE(blocks.ok());
  EXPECT_EQ(*blocks, (BlockList{{0, 11, 0, 0, 0, 7, 1, 0, 1, 2, 3},
                                {0, 11, 0, 0, 0, 7, 3, 0, 4, 5, 6},
                                {0, 9, 0, 0, 0, 5, 2, 0, 7}}));
}

TEST(Records, EveryFormatGivesBackWhatWasWritten) {
  std::mt19937 random(20261121);
  for (const std::uint8_t bits : {kF, kFB, kFBS, kV, kVB, kVS, kVBS, kU}) {
    for (const std::uint32_t block_bytes : {18U, 37U, 80U, 800U, 6'233U, 27'998U, 32'760U}) {
      DataControlBlock dcb = make_dcb(bits, 0, block_bytes);
      const bool is_fixed = dcb.record_format.is_fixed();
      const bool is_spanned = dcb.record_format.is_spanned();
      if (is_fixed) {
        dcb.record_bytes = (bits & 0x10) != 0 ? block_bytes / 3 : block_bytes;
        dcb.block_bytes = (bits & 0x10) != 0 ? block_bytes / 3 * 3 : block_bytes;
      } else if (bits != kU) {
        dcb.record_bytes = is_spanned ? kRecordBytesX : block_bytes - 4;
      }
      const std::size_t longest = is_spanned ? 3 * block_bytes : block_bytes - (bits == kU ? 0 : 8);
      std::vector<Bytes> records;
      for (int i = 0; i < 50; ++i) {
        Bytes record(is_fixed ? dcb.record_bytes : 1 + random() % longest);
        for (std::uint8_t& byte : record) {
          byte = static_cast<std::uint8_t>(random());
        }
        records.push_back(std::move(record));
      }
      SCOPED_TRACE(to_string(dcb.record_format) + " " + std::to_string(block_bytes));
      ASSERT_TRUE(check_attributes(dcb).ok());
      const auto blocks = write_all(records, dcb);
      ASSERT_TRUE(blocks.ok()) << to_string(blocks.failure());
      const auto back = read_all(*blocks, dcb);
      ASSERT_TRUE(back.ok()) << to_string(back.failure());
      EXPECT_EQ(*back, records);
    }
  }
}

TEST(Records, BulkAndSingleReadsMayBeMixed) {
  const auto blocks = write_all({{1}, {2}, {3}, {4}, {5}}, make_dcb(kFB, 1, 3));
  ASSERT_TRUE(blocks.ok());
  const auto reader =
      make_record_reader(std::make_unique<MemoryBlockReader>(*blocks), make_dcb(kFB, 1, 3));
  EXPECT_EQ((**reader->read_record())[0], 1);
  const auto rest = reader->read_records();
  ASSERT_TRUE(rest.ok());
  ASSERT_EQ(rest->size(), 2U);
  EXPECT_EQ((*rest)[1][0], 3);
  EXPECT_EQ((**reader->read_record())[0], 4);
  EXPECT_EQ(reader->read_records()->size(), 1U);
  EXPECT_TRUE(reader->read_records()->empty());
}

TEST(Records, LengthsTheOutputCannotTakeAreRefused) {
  for (const auto& [dcb, size] :
       {std::pair{make_dcb(kFB, 80, 800), 79}, std::pair{make_dcb(kVB, 84, 800), 81},
        std::pair{make_dcb(kU, 0, 100), 101}, std::pair{make_dcb(kU, 0, 100), 0},
        std::pair{make_dcb(kVBS, 84, 40), 81}}) {
    const auto blocks = write_all({Bytes(static_cast<std::size_t>(size))}, dcb);
    ASSERT_FALSE(blocks.ok());
    EXPECT_TRUE(blocks.failure().is(msg::CSA0003E));
  }
}

TEST(Records, DamageIsNamedByBlockAndOffset) {
  expect_damaged({filled(6, 1), filled(5, 1)}, make_dcb(kFB, 3, 6), "Block 2 is damaged");
  expect_damaged({filled(7, 1)}, make_dcb(kFB, 1, 6), "more than BLKSIZE=6");
  expect_damaged({filled(3, 1), filled(6, 1)}, make_dcb(kFBS, 3, 6), "block 1 before it is short");
  expect_damaged({{0, 3}}, make_dcb(kVB, 0, 0), "no block descriptor word");
  expect_damaged({{0, 9, 0, 0, 0, 5, 0, 0}}, make_dcb(kVB, 0, 0), "says 9 bytes, the block has 8");
  expect_damaged({{0, 8, 0, 1, 0, 4, 0, 0}}, make_dcb(kVB, 0, 0), "offset 2");
  expect_damaged({{0, 9, 0, 0, 0, 6, 0, 0, 1}}, make_dcb(kVB, 0, 0), "says 6 bytes, 5 are left");
  expect_damaged({{0, 9, 0, 0, 0, 5, 1, 0, 1}}, make_dcb(kVB, 0, 0), "segment code X'0100'");
  expect_damaged({{0, 9, 0, 0, 0, 5, 4, 0, 1}}, make_dcb(kVBS, 0, 0), "segment code X'0400'");
  expect_damaged({{0, 12, 0, 0, 0, 8, 0, 0, 1, 2, 3, 4}}, make_dcb(kVB, 7, 99), "LRECL=7");
  expect_damaged({{0, 9, 0, 0, 0, 5, 2, 0, 1}}, make_dcb(kVBS, 0, 0), "first segment of this");
  expect_damaged({{0, 9, 0, 0, 0, 5, 1, 0, 1}}, make_dcb(kVBS, 0, 0), "last segment of a spanned");
  expect_damaged({{0, 9, 0, 0, 0, 5, 1, 0, 1}, {0, 9, 0, 0, 0, 5, 0, 0, 1}}, make_dcb(kVBS, 0, 0),
                 "last segment of the record before");
}

TEST(Records, EveryFlippedByteAndEveryTruncationOfABlockIsFoundOrChangesOnlyData) {
  const DataControlBlock dcb = make_dcb(kVBS, kRecordBytesX, 16);
  const auto blocks = write_all({filled(5, 1), filled(20, 2), filled(3, 3)}, dcb);
  ASSERT_TRUE(blocks.ok());
  const auto whole = read_all(*blocks, dcb);
  for (std::size_t b = 0; b < blocks->size(); ++b) {
    for (std::size_t i = 0; i < (*blocks)[b].size(); ++i) {
      BlockList flipped = *blocks;
      flipped[b][i] ^= 0xFF;
      const auto back = read_all(flipped, dcb);
      if (back.ok()) {  // a data byte: the same records, of the same lengths
        ASSERT_EQ(back->size(), whole->size());
        for (std::size_t r = 0; r < whole->size(); ++r) {
          EXPECT_EQ((*back)[r].size(), (*whole)[r].size());
        }
      }
      BlockList cut = *blocks;
      cut[b].resize(i);
      EXPECT_FALSE(read_all(cut, dcb).ok());
    }
  }
}

TEST(Attributes, OfTheProgramComeBeforeTheDdAndTheLabel) {
  const DataControlBlock program = make_dcb(0, 0, 800);
  const DataControlBlock dd = make_dcb(kFB, 0, 400);
  const DataControlBlock label = make_dcb(kVB, 80, 84);
  const DataControlBlock merged = merge(merge(program, dd), label);
  EXPECT_EQ(merged.record_format.bits, kFB);
  EXPECT_EQ(merged.record_bytes, 80U);
  EXPECT_EQ(merged.block_bytes, 800U);
}

TEST(Attributes, ThatContradictEachOtherAreRefusedWithTheReasonCode) {
  const std::vector<std::pair<DataControlBlock, std::string>> cases = {
      {make_dcb(kFB, 80, 801), "013-20"},
      {make_dcb(kF, 80, 160), "013-60"},
      {make_dcb(kFB, 0, 800), "013-34"},
      {make_dcb(kF, 0, 0), "013-34"},
      {make_dcb(kVB, 100, 103), "013-20"},
      {make_dcb(kU, 0, 0), "013-34"},
      {make_dcb(kFB, 80, 32'800), "013-68"},
      {make_dcb(0, 80, 800), "013-34"},
      {make_dcb(kVB, kRecordBytesX, 800), "013-20"}};
  for (const auto& [dcb, code] : cases) {
    const auto checked = check_attributes(dcb);
    ASSERT_FALSE(checked.ok()) << code;
    EXPECT_TRUE(checked.failure().is(msg::CSA0001E));
    EXPECT_THAT(checked.failure().text(), ::testing::HasSubstr(code));
  }
}

TEST(Attributes, TheSystemTakesHalfATrackOrATapeBlock) {
  const dasd::Geometry* device = dasd::find_device_model("3390")->geometry;
  EXPECT_EQ(determine_block_bytes(make_dcb(kFB, 80, 0), device), 27'920U);
  EXPECT_EQ(determine_block_bytes(make_dcb(kVB, 255, 0), device), 27'998U);
  EXPECT_EQ(determine_block_bytes(make_dcb(kF, 80, 0), device), 80U);
  EXPECT_EQ(determine_block_bytes(make_dcb(kV, 84, 0), device), 88U);
  EXPECT_EQ(determine_block_bytes(make_dcb(kFB, 80, 0), nullptr), 32'720U);
  EXPECT_EQ(determine_block_bytes(make_dcb(kVBS, kRecordBytesX, 0), nullptr), 32'760U);
  EXPECT_EQ(determine_block_bytes(make_dcb(kU, 0, 0), device), 0U);
  EXPECT_EQ(determine_block_bytes(make_dcb(kFB, 30'000, 0), device), 30'000U);
}

TEST(Concatenation, ReadsLikeDataSetsAsOneAndRefusesUnlikeOnes) {
  const auto reader_of = [](BlockList blocks, const DataControlBlock& dcb) {
    return make_record_reader(std::make_unique<MemoryBlockReader>(std::move(blocks)), dcb);
  };
  std::vector<std::unique_ptr<RecordReader>> readers;
  readers.push_back(reader_of({{1, 2}}, make_dcb(kFB, 1, 2)));
  readers.push_back(reader_of({}, make_dcb(kFB, 1, 2)));
  readers.push_back(reader_of({{3, 4, 5}}, make_dcb(kFB, 1, 9)));
  const auto both = concatenate_readers(std::move(readers));
  ASSERT_TRUE(both.ok());
  EXPECT_EQ((*both)->attributes().block_bytes, 9U);
  EXPECT_EQ(*read_all(**both), (std::vector<Bytes>{{1}, {2}, {3}, {4}, {5}}));

  std::vector<std::unique_ptr<RecordReader>> unlike;
  unlike.push_back(reader_of({}, make_dcb(kFB, 80, 800)));
  unlike.push_back(reader_of({}, make_dcb(kFB, 81, 810)));
  const auto refused = concatenate_readers(std::move(unlike));
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.failure().is(msg::CSA0004E));
}

}  // namespace
}  // namespace coldsite::access
