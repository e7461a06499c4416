#include "utilities/data-copy/dump_format.hpp"

#include <gtest/gtest.h>

#include "datasets/io/gather.hpp"
#include "datasets/messages/csk.hpp"

namespace coldsite::copy {
namespace {

DumpHeader sample() {
  DumpHeader header;
  header.device_type = 0x3390;
  header.cylinders = 10;
  header.heads = 15;
  header.slot_bytes = 56832;
  header.volser = "PRD1";
  header.time.us = 1'234'567;
  header.is_full = true;
  header.is_tolerant = true;
  header.map = TrackMap(150);
  header.map.add(0);
  header.map.add(20, 33);
  header.map.add(149);
  return header;
}

TEST(TrackMap, CountsFindsAndMeasuresRuns) {
  const TrackMap map = sample().map;
  EXPECT_EQ(map.count(), 35U);
  EXPECT_EQ(map.next(1), 20U);
  EXPECT_EQ(map.run_length(20, 100), 33U);
  EXPECT_EQ(map.run_length(20, 5), 5U);
  EXPECT_EQ(map.next(53), 149U);
  EXPECT_EQ(map.next(150), 150U);
  EXPECT_FALSE(map.has(1000));
}

TEST(DumpFormat, HeaderComesBackAsWritten) {
  const DumpHeader made = sample();
  const auto read = decode_header(encode_header(made));
  ASSERT_TRUE(read) << to_string(read.failure());
  EXPECT_EQ(read->device_type, made.device_type);
  EXPECT_EQ(read->cylinders, 10U);
  EXPECT_EQ(read->volser, "PRD1");
  EXPECT_EQ(read->time, made.time);
  EXPECT_TRUE(read->is_full && read->is_tolerant);
  EXPECT_FALSE(read->is_compressed || read->has_every_track || read->is_conditioned);
  EXPECT_EQ(read->map.bits(), made.map.bits());
}

TEST(DumpFormat, HeaderFieldsOutOfRangeAreRefused) {
  const Bytes good = encode_header(sample());
  for (const std::size_t offset : {4U, 8U, 12U, 19U, 23U}) {
    Bytes bad = good;
    bad[offset] = 0xFF;
    EXPECT_TRUE(decode_header(bad).failure().is(msg::CSK0007E)) << offset;
  }
  EXPECT_TRUE(decode_header(ByteView(good).first(40)).failure().is(msg::CSK0007E));
}

TEST(DumpFormat, ASegmentIsCutIntoBlocksAndEveryBlockIsChecked) {
  const Bytes a(700, 1);
  const Bytes b(1500, 2);
  const BlockRun run = make_blocks(SegmentType::kTracks, 7, 99, {a, b}, 1024);
  ASSERT_EQ(run.blocks.size(), 3U);
  Bytes joined;
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < run.blocks.size(); ++i) {
    const Bytes whole = io::join_pieces(run.blocks[i]);
    EXPECT_LE(whole.size(), 1024U);
    const auto block = check_block(whole, i);
    ASSERT_TRUE(block) << to_string(block.failure());
    EXPECT_EQ(block->checksum, run.checksums[i]);
    EXPECT_EQ(block->place.segment, 7U);
    EXPECT_EQ(block->place.piece, i);
    EXPECT_EQ(block->place.is_last, i == 2);
    EXPECT_EQ(block->place.dump_id, 99U);
    joined.insert(joined.end(), block->payload.begin(), block->payload.end());
    bytes += whole.size();
  }
  EXPECT_EQ(bytes, run.bytes);
  Bytes wanted = a;
  wanted.insert(wanted.end(), b.begin(), b.end());
  EXPECT_EQ(joined, wanted);
}

TEST(DumpFormat, ForeignBlocksAreToldApart) {
  EXPECT_TRUE(check_block(Bytes(100), 0).failure().is(msg::CSK0001E));
  EXPECT_TRUE(check_block({}, 0).failure().is(msg::CSK0001E));
  Bytes later = io::join_pieces(make_blocks(SegmentType::kTracks, 1, 1, {}, 1024).blocks[0]);
  later[4] = 9;
  store_be(later, later.size() - 8, 8, io::checksum(ByteView(later).first(later.size() - 8)));
  EXPECT_TRUE(check_block(later, 0).failure().is(msg::CSK0002E));
}

TEST(DumpFormat, TracksOfASegmentAreChecked) {
  const DumpHeader header = sample();
  const auto segment = [](const std::vector<TrackEntry>& entries, std::uint32_t raw,
                          std::size_t stored) {
    Bytes bytes = encode_tracks_header(entries, raw, false);
    bytes.resize(bytes.size() + stored);
    return bytes;
  };
  // In one piece, or cut inside the header, the entries and the data.
  const auto decode = [&](const Bytes& bytes) {
    const auto whole = decode_tracks(std::vector<ByteView>{bytes}, 1, header);
    std::vector<ByteView> pieces;
    for (std::size_t offset = 0; offset < bytes.size(); offset += 7) {
      pieces.push_back(
          ByteView(bytes).subspan(offset, std::min<std::size_t>(7, bytes.size() - offset)));
    }
    EXPECT_EQ(decode_tracks(pieces, 1, header).ok(), whole.ok());
    return whole.ok();
  };
  EXPECT_TRUE(decode(segment({{20, false, 50}, {21, true, 70}}, 120, 120)));
  EXPECT_FALSE(decode(segment({{20, false, 50}}, 50, 49)));
  EXPECT_FALSE(decode(segment({{19, false, 50}}, 50, 50)));
  EXPECT_FALSE(decode(segment({{21, false, 50}, {20, false, 50}}, 100, 100)));
  EXPECT_FALSE(decode(segment({{20, false, 56833}}, 56833, 56833)));
  EXPECT_FALSE(decode(segment({}, 0, 0)));
}

TEST(DumpFormat, TrailerComesBackAsWritten) {
  DumpTotals totals;
  totals.segments = 3;
  totals.tracks = 35;
  totals.track_bytes = 1ULL << 40;
  totals.blocks = 5;
  totals.damaged_tracks = 1;
  totals.checksum = 42;
  const auto read = decode_trailer(encode_trailer(totals), 3);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->track_bytes, totals.track_bytes);
  EXPECT_EQ(read->checksum, 42U);
  EXPECT_FALSE(decode_trailer(Bytes(47), 3));
}

}  // namespace
}  // namespace coldsite::copy
