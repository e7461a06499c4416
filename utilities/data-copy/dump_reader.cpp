#include "utilities/data-copy/dump_reader.hpp"

#include <fmt/format.h>

#include "datasets/io/gather.hpp"
#include "datasets/messages/csk.hpp"

namespace coldsite::copy {
namespace {

constexpr std::size_t kSegmentLimit = kSegmentBytesMax + (1 << 20);
constexpr std::size_t kVerifyDepth = 4;

/// What stands against the order of things; but a block that is damaged is first of all that.
Failure out_of_order(const DumpSegment& segment, const Failure& failure) {
  const auto intact = segment.check_sums();
  return intact ? failure : intact.failure();
}

}  // namespace

Result<void> DumpSegment::check_sums() const {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    CS_TRY(check_block_sum(blocks[i], first_block + i));
  }
  return {};
}

std::size_t DumpSegment::payload_bytes() const {
  std::size_t bytes = 0;
  for (const ByteView payload : payloads) {
    bytes += payload.size();
  }
  return bytes;
}

Result<DumpReader> DumpReader::open(std::unique_ptr<io::BlockReader> blocks) {
  DumpReader reader;
  reader.blocks_ = std::move(blocks);
  DumpSegment segment;
  CS_ASSIGN(const SegmentType type, reader.read_segment(segment));
  CS_TRY(segment.check_sums());
  if (type != SegmentType::kHeader) {
    return failure<msg::CSK0007E>("type", 0, static_cast<int>(type));
  }
  CS_ASSIGN(reader.header_, decode_header(io::join_pieces(segment.payloads)));
  return reader;
}

/// False at the end of the dump's blocks.
Result<bool> DumpReader::fill_batch() {
  if (batch_ != nullptr && next_in_batch_ < batch_->blocks.size()) {
    return true;
  }
  batch_ = BatchPool::take(pool_);
  next_in_batch_ = 0;
  CS_TRY(blocks_->read_blocks(*batch_));
  return !batch_->blocks.empty();
}

Result<CheckedBlock> DumpReader::next_block(DumpSegment& segment) {
  CS_ASSIGN(const bool is_there, fill_batch());
  if (!is_there) {
    return failure<msg::CSK0005E>(block_number_);
  }
  const ByteView block = batch_->blocks[next_in_batch_++];
  auto frame = read_block_frame(block, block_number_);
  if (!frame && frame.failure().is(msg::CSK0001E)) {
    return frame.failure();
  }
  segment.blocks.push_back(block);
  if (segment.batches.empty() || segment.batches.back() != batch_) {
    segment.batches.push_back(batch_);
  }
  if (!frame) {
    return out_of_order(segment, frame.failure());
  }
  if (!dump_id_) {
    dump_id_ = frame->place.dump_id;
  }
  if (frame->place.dump_id != *dump_id_) {
    return out_of_order(segment, failure<msg::CSK0008E>(block_number_));
  }
  segment.payloads.push_back(frame->payload);
  return frame;
}

Result<SegmentType> DumpReader::read_segment(DumpSegment& segment) {
  const std::uint64_t wanted = is_started_ ? segment_ + 1 : 0;
  segment = {};
  segment.number = wanted;
  segment.first_block = block_number_;
  std::size_t bytes = 0;
  for (std::uint32_t piece = 0;; ++piece) {
    CS_ASSIGN(const CheckedBlock block, next_block(segment));
    if (block.place.segment != wanted || block.place.piece != piece) {
      return out_of_order(segment, failure<msg::CSK0004E>(block_number_, block.place.segment,
                                                          block.place.piece, wanted, piece));
    }
    bytes += block.payload.size();
    if (bytes > kSegmentLimit) {
      return out_of_order(segment, failure<msg::CSK0007E>("length", wanted, bytes));
    }
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

Result<void> DumpReader::count_tracks(DumpSegment& segment) {
  auto tracks = decode_tracks(segment.payloads, segment_, header_);
  if (!tracks) {
    return out_of_order(segment, tracks.failure());
  }
  if (tracks->entries.front().track < next_track_) {
    return out_of_order(
        segment, failure<msg::CSK0007E>("track number", segment_, tracks->entries.front().track));
  }
  next_track_ = tracks->entries.back().track + 1;
  tally_->totals.tracks += tracks->entries.size();
  tally_->totals.track_bytes += tracks->raw_bytes;
  for (const TrackEntry& entry : tracks->entries) {
    tally_->totals.damaged_tracks += entry.is_damaged ? 1 : 0;
  }
  segment.tracks = *std::move(tracks);
  return {};
}

Result<void> DumpReader::check_trailer(const DumpSegment& segment) {
  CS_TRY(segment.check_sums());
  CS_ASSIGN(totals_, decode_trailer(io::join_pieces(segment.payloads), segment_));
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
  CS_ASSIGN(const bool more, fill_batch());
  return more ? Result<void>(failure<msg::CSK0006E>("end", "followed by more blocks", "the end"))
              : Result<void>();
}

Result<bool> DumpReader::read_tracks(DumpSegment& segment) {
  CS_ASSIGN(const SegmentType type, read_segment(segment));
  switch (type) {
    case SegmentType::kHeader:
      return out_of_order(segment, failure<msg::CSK0007E>("type", segment_, 1));
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
  WorkQueue<DumpSegment> queue(worker_count(), kVerifyDepth,
                               [](DumpSegment& segment, unsigned) { return segment.check_sums(); });
  for (bool more = true; more;) {
    DumpSegment segment;
    CS_ASSIGN(more, reader.read_tracks(segment));
    if (more && !queue.push(std::move(segment))) {
      break;
    }
  }
  CS_TRY(queue.finish());
  return reader.totals();
}

}  // namespace coldsite::copy
