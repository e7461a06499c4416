// Control intervals: what is written is read back, and no damaged byte is trusted.
#include "datasets/vsam/control_interval.hpp"

#include <gmock/gmock.h>

#include "datasets/io/random.hpp"

namespace coldsite::vsam {
namespace {

Bytes record_of(std::size_t bytes, std::uint8_t fill) {
  return Bytes(bytes, fill);
}

TEST(ControlInterval, EqualRecordsShareAPairOfRdfs) {
  Bytes interval(512);
  IntervalBuilder builder(interval);
  for (std::uint8_t i = 1; i <= 3; ++i) {
    builder.add(record_of(100, i));
  }
  EXPECT_EQ(load_be(interval, 512 - 10, 6), 0x080003400064U);
  EXPECT_EQ(load_be32(interval, 508), 0x012C00CAU);
  IntervalDirectory directory;
  ASSERT_EQ(directory.decode(interval), std::nullopt);
  ASSERT_EQ(directory.records.size(), 3U);
  EXPECT_EQ(directory.records[2].in(interval)[0], 3);
}

TEST(ControlInterval, ZeroCidfIsTheSoftwareEndOfFile) {
  Bytes interval(4096, 0xFF);
  write_end_of_file(interval);
  IntervalDirectory directory;
  ASSERT_EQ(directory.decode(interval), std::nullopt);
  EXPECT_TRUE(directory.is_end_of_file);
}

TEST(ControlInterval, SegmentsHaveTwoRdfs) {
  Bytes interval(512);
  write_segment(interval, Segment::kMiddle, 7, record_of(502, 0xC1));
  IntervalDirectory directory;
  ASSERT_EQ(directory.decode(interval), std::nullopt);
  EXPECT_EQ(directory.segment, Segment::kMiddle);
  EXPECT_EQ(directory.update_number, 7);
  EXPECT_EQ(directory.free_bytes, 0U);
}

TEST(ControlInterval, BusyMarkLeavesTheRecords) {
  Bytes interval(512);
  IntervalBuilder(interval).add(record_of(20, 1));
  set_busy(interval, true);
  IntervalDirectory directory;
  ASSERT_EQ(directory.decode(interval), std::nullopt);
  EXPECT_TRUE(directory.is_busy);
  EXPECT_EQ(directory.records.size(), 1U);
  set_busy(interval, false);
  ASSERT_EQ(directory.decode(interval), std::nullopt);
  EXPECT_FALSE(directory.is_busy);
}

TEST(ControlInterval, EmptySlotsAreKept) {
  Bytes interval(512);
  IntervalDirectory directory;
  for (std::uint16_t slot = 0; slot < 4; ++slot) {
    directory.records.push_back({static_cast<std::uint16_t>(slot * 100), 100});
    directory.slot_empty.push_back(slot % 2);
  }
  directory.encode_slots(interval);
  EXPECT_NE(directory.decode(interval), std::nullopt);
  ASSERT_EQ(directory.decode(interval, true), std::nullopt);
  EXPECT_THAT(directory.slot_empty, testing::ElementsAre(0, 1, 0, 1));
}

TEST(ControlInterval, RandomRecordsRoundTrip) {
  const std::uint64_t seed = 20261121;
  SCOPED_TRACE(seed);
  io::Random random(seed);
  for (int round = 0; round < 500; ++round) {
    Bytes interval(std::size_t{512} << random.below(4));
    IntervalBuilder builder(interval);
    std::vector<Bytes> records;
    const std::uint64_t lengths = random.between(1, 4);
    for (;;) {
      const auto bytes = static_cast<std::uint32_t>(20 + random.below(lengths));
      if (builder.free_after(bytes) < 0) {
        break;
      }
      records.push_back(record_of(bytes, static_cast<std::uint8_t>(random.next())));
      builder.add(records.back());
    }
    IntervalDirectory directory;
    ASSERT_EQ(directory.decode(interval), std::nullopt);
    ASSERT_EQ(directory.records.size(), records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      EXPECT_TRUE(std::ranges::equal(directory.records[i].in(interval), records[i]));
    }
    const Bytes before = interval;
    directory.encode(interval);
    EXPECT_EQ(interval, before);
  }
}

TEST(ControlInterval, FlippedControlBytesAreFoundOrHarmless) {
  Bytes interval(512);
  IntervalBuilder builder(interval);
  for (const std::size_t bytes : {30U, 30U, 30U, 41U, 52U, 52U}) {
    builder.add(record_of(bytes, 0xC5));
  }
  IntervalDirectory good;
  ASSERT_EQ(good.decode(interval), std::nullopt);
  for (std::size_t at = good.free_offset + good.free_bytes; at < interval.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes damaged = interval;
      damaged[at] ^= static_cast<std::uint8_t>(1 << bit);
      IntervalDirectory directory;
      const auto wrong = directory.decode(damaged);
      EXPECT_TRUE(wrong || directory.is_busy) << "byte " << at << " bit " << bit;
    }
  }
}

TEST(ControlInterval, RandomBytesNeverCrash) {
  io::Random random(7);
  IntervalDirectory directory;
  for (int round = 0; round < 20'000; ++round) {
    Bytes interval(512);
    random.fill(interval);
    store_be(interval, 508, 2, random.below(500));
    store_be(interval, 510, 2, random.below(500));
    static_cast<void>(directory.decode(interval, random.chance(1, 2)));
  }
}

}  // namespace
}  // namespace coldsite::vsam
