#include "utilities/data-copy/dump_reader.hpp"

#include <fmt/format.h>

#include "datasets/messages/csk.hpp"

namespace coldsite::copy {
namespace {

constexpr std::size_t kSegmentLimit = kSegmentBytesMax + (1 << 20);

}  // namespace

Result<DumpReader> DumpReader::open(std::unique_ptr<io::BlockReader> blocks) {
  DumpReader reader;
  reader.blocks_ = std::move(blocks);
  Bytes segment;
  CS_ASSIGN(const SegmentType type, reader.read_segment(segment));
  if (type != SegmentType::kHeader) {
    return failure<msg::CSK0007E>("type", 0, static_cast<int>(type));
  }
  CS_ASSIGN(reader.header_, decode_header(segment));
  return reader;
}

Result<CheckedBlock> DumpReader::next_block() {
  CS_ASSIGN(const std::optional<ByteView> block, blocks_->read_block());
  if (!block) {
    return failure<msg::CSK0005E>(block_number_);
  }
  CS_ASSIGN(CheckedBlock checked, check_block(*block, block_number_));
  if (!dump_id_) {
    dump_id_ = checked.place.dump_id;
  }
  if (checked.place.dump_id != *dump_id_) {
    return failure<msg::CSK0008E>(block_number_);
  }
  return checked;
}

Result<SegmentType> DumpReader::read_segment(Bytes& segment) {
  segment.clear();
  const std::uint64_t wanted = is_started_ ? segment_ + 1 : 0;
  for (std::uint32_t piece = 0;; ++piece) {
    CS_ASSIGN(const CheckedBlock block, next_block());
    if (block.place.segment != wanted || block.place.piece != piece) {
      return failure<msg::CSK0004E>(block_number_, block.place.segment, block.place.piece, wanted,
                                    piece);
    }
    if (segment.size() + block.payload.size() > kSegmentLimit) {
      return failure<msg::CSK0007E>("length", wanted, segment.size() + block.payload.size());
    }
    segment.insert(segment.end(), block.payload.begin(), block.payload.end());
    if (block.place.type != SegmentType::kTrailer) {
      tally_->add_block(block.checksum);
    }
    ++block_number_;
    if (block.place.is_last) {
      is_started_ = true;
      segment_ = wanted;
      ++tally_->totals.segments;
      return block.place.type;
    }
  }
}

Result<void> DumpReader::count_tracks(const Bytes& segment) {
  CS_ASSIGN(const TracksSegment tracks, decode_tracks(segment, segment_, header_));
  if (tracks.entries.front().track < next_track_) {
    return failure<msg::CSK0007E>("track number", segment_, tracks.entries.front().track);
  }
  next_track_ = tracks.entries.back().track + 1;
  tally_->totals.tracks += tracks.entries.size();
  tally_->totals.track_bytes += tracks.raw_bytes;
  for (const TrackEntry& entry : tracks.entries) {
    tally_->totals.damaged_tracks += entry.is_damaged ? 1 : 0;
  }
  return {};
}

Result<void> DumpReader::check_trailer(const Bytes& segment) {
  CS_ASSIGN(totals_, decode_trailer(segment, segment_));
  DumpTotals found = tally_->finish();
  --found.segments;  // the trailer itself
  const auto check = [](std::string_view what, std::uint64_t is,
                        std::uint64_t said) -> Result<void> {
    return is == said ? Result<void>() : Result<void>(failure<msg::CSK0006E>(what, is, said));
  };
  CS_TRY(check("segments", found.segments, totals_.segments));
  CS_TRY(check("blocks", found.blocks, totals_.blocks));
  CS_TRY(check("tracks", found.tracks, totals_.tracks));
  CS_TRY(check("tracks of the map", header_.map.count(), totals_.tracks));
  CS_TRY(check("bytes of track data", found.track_bytes, totals_.track_bytes));
  CS_TRY(check("damaged tracks", found.damaged_tracks, totals_.damaged_tracks));
  CS_TRY(check("checksum", found.checksum, totals_.checksum));
  CS_ASSIGN(const std::optional<ByteView> more, blocks_->read_block());
  return more ? Result<void>(failure<msg::CSK0006E>("end", "followed by more blocks", "the end"))
              : Result<void>();
}

Result<bool> DumpReader::read_tracks(Bytes& segment) {
  CS_ASSIGN(const SegmentType type, read_segment(segment));
  switch (type) {
    case SegmentType::kHeader:
      return failure<msg::CSK0007E>("type", segment_, 1);
    case SegmentType::kTracks:
      CS_TRY(count_tracks(segment));
      return true;
    case SegmentType::kTrailer:
      CS_TRY(check_trailer(segment));
      return false;
  }
  return false;
}

Result<DumpTotals> verify_dump(const DumpOpener& open_dump) {
  CS_ASSIGN(std::unique_ptr<io::BlockReader> blocks, open_dump());
  CS_ASSIGN(DumpReader reader, DumpReader::open(std::move(blocks)));
  Bytes segment;
  for (;;) {
    CS_ASSIGN(const bool more, reader.read_tracks(segment));
    if (!more) {
      return reader.totals();
    }
  }
}

}  // namespace coldsite::copy
