#include "utilities/data-copy/dump_writer.hpp"

#include <algorithm>
#include <future>

#include "datasets/dasd/track.hpp"
#include "datasets/io/compress.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csk.hpp"
#include "utilities/data-copy/pipeline.hpp"

namespace coldsite::copy {
namespace {

constexpr std::size_t kSegmentBytesWanted = 1 << 20;
constexpr std::size_t kDepth = 4;

/// What a worker keeps from segment to segment.
struct WorkerState {
  Bytes slots;  ///< with compression: what a segment is made of
  Bytes raw;
  std::optional<io::ZstdCompressor> compressor;
};

/// A finished segment on its way to the outputs, with the storage that its blocks point into.
struct SegmentBlocks {
  Bytes head;
  Bytes data;  ///< whole slots, or a compressed frame
  BlockRun run;
  std::uint32_t tracks = 0;
  std::uint64_t raw_bytes = 0;
  std::vector<Failure> damaged;
};

class Dumper {
 public:
  Dumper(const DumpRequest& request, const std::vector<io::BlockWriter*>& outputs)
      : request_(&request), outputs_(outputs) {
    summary_.output_failures.resize(outputs.size());
  }

  Result<DumpSummary> run();

 private:
  void plan_segments();
  Result<SegmentBlocks> make_segment(std::uint64_t index, WorkerState& state);
  Result<void> read_tracks(const std::vector<std::uint32_t>& tracks, Bytes& slots) const;
  static bool compress(const std::vector<ByteView>& parts, WorkerState& state, Bytes& frame);
  [[nodiscard]] std::vector<std::uint32_t> tracks_of(std::uint64_t index) const;
  Result<TrackEntry> measure(std::uint32_t track, ByteView slot, SegmentBlocks& segment) const;
  Result<void> write_run(const BlockRun& run);
  void write_to(std::size_t output, const BlockRun& run);
  Result<void> write_segment(SegmentBlocks& segment);
  Result<void> finish();

  const DumpRequest* request_;
  std::vector<io::BlockWriter*> outputs_;
  DumpSummary summary_;
  DumpTally tally_;
  BufferPool buffers_;
  std::uint32_t tracks_per_segment_ = 1;
  std::vector<std::uint32_t> first_tracks_;  ///< of each segment
};

void Dumper::plan_segments() {
  const TrackMap& map = request_->header.map;
  const std::uint32_t slot_bytes = request_->header.slot_bytes;
  const auto fitting = static_cast<std::uint32_t>(kSegmentBytesWanted / slot_bytes);
  const std::uint32_t wanted =
      request_->tracks_per_read == 0 ? request_->header.heads : request_->tracks_per_read;
  tracks_per_segment_ = std::clamp(wanted, 1U, std::max(1U, fitting));
  std::uint32_t in_segment = 0;
  for (std::uint32_t track = map.next(0); track < map.size(); track = map.next(track + 1)) {
    if (in_segment == 0) {
      first_tracks_.push_back(track);
    }
    in_segment = (in_segment + 1) % tracks_per_segment_;
  }
}

std::vector<std::uint32_t> Dumper::tracks_of(std::uint64_t index) const {
  const TrackMap& map = request_->header.map;
  std::vector<std::uint32_t> tracks;
  for (std::uint32_t track = first_tracks_[index];
       track < map.size() && tracks.size() < tracks_per_segment_; track = map.next(track + 1)) {
    tracks.push_back(track);
  }
  return tracks;
}

Result<void> Dumper::read_tracks(const std::vector<std::uint32_t>& tracks, Bytes& slots) const {
  const std::size_t slot_bytes = request_->header.slot_bytes;
  slots.resize(std::max(slots.size(), tracks_per_segment_ * slot_bytes));
  for (std::size_t i = 0; i < tracks.size();) {
    std::uint32_t count = 1;
    while (i + count < tracks.size() && tracks[i + count] == tracks[i] + count) {
      ++count;
    }
    CS_TRY(request_->source->read_slots(
        {tracks[i], count}, ByteSpan(slots).subspan(i * slot_bytes, count * slot_bytes)));
    i += count;
  }
  if (!request_->label_slot.empty() && tracks.front() == 0) {
    std::ranges::copy(request_->label_slot, slots.begin());
  }
  return {};
}

/// How much of the slot travels: to the end mark, or all of a damaged track.
Result<TrackEntry> Dumper::measure(std::uint32_t track, ByteView slot,
                                   SegmentBlocks& segment) const {
  const dasd::Geometry& geometry = request_->source->geometry();
  const dasd::TrackAddress address = geometry.track_address(track);
  const auto reader = dasd::TrackReader::open(slot, address, geometry);
  if (reader) {
    return TrackEntry{track, false, reader->used_bytes()};
  }
  if (!request_->header.is_tolerant) {
    return reader.failure();
  }
  segment.damaged.push_back(failure<msg::CSK0013W>(
      dasd::to_string(address), request_->header.volser, to_string(reader.failure())));
  return TrackEntry{track, true, static_cast<std::uint32_t>(slot.size())};
}

/// Whether the tracks got smaller; `frame` then holds them.
bool Dumper::compress(const std::vector<ByteView>& parts, WorkerState& state, Bytes& frame) {
  state.raw.clear();
  for (const ByteView part : parts) {
    state.raw.insert(state.raw.end(), part.begin(), part.end());
  }
  if (!state.compressor) {
    state.compressor.emplace(1);
  }
  const ByteView packed = state.compressor->compress(state.raw);
  frame.assign(packed.begin(), packed.end());
  return packed.size() < state.raw.size();
}

Result<SegmentBlocks> Dumper::make_segment(std::uint64_t index, WorkerState& state) {
  const std::vector<std::uint32_t> tracks = tracks_of(index);
  SegmentBlocks segment;
  segment.data = buffers_.take();
  Bytes& slots = request_->header.is_compressed ? state.slots : segment.data;
  CS_TRY(read_tracks(tracks, slots));
  std::vector<TrackEntry> entries;
  std::vector<ByteView> parts(1);
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    const std::size_t slot_bytes = request_->header.slot_bytes;
    const ByteView slot = ByteView(slots).subspan(i * slot_bytes, slot_bytes);
    CS_ASSIGN(const TrackEntry entry, measure(tracks[i], slot, segment));
    entries.push_back(entry);
    parts.push_back(slot.first(entry.bytes));
    segment.raw_bytes += entry.bytes;
  }
  segment.tracks = static_cast<std::uint32_t>(tracks.size());
  bool is_compressed = false;
  if (request_->header.is_compressed) {
    is_compressed = compress(parts, state, segment.data);
    if (!is_compressed) {
      segment.data = state.raw;
    }
    parts.assign({ByteView(), segment.data});
  }
  segment.head =
      encode_tracks_header(entries, static_cast<std::uint32_t>(segment.raw_bytes), is_compressed);
  parts.front() = segment.head;
  segment.run = make_blocks(SegmentType::kTracks, index + 1, request_->dump_id, parts,
                            request_->block_bytes_max);
  return segment;
}

void Dumper::write_to(std::size_t output, const BlockRun& run) {
  if (summary_.output_failures[output]) {
    return;
  }
  if (auto written = outputs_[output]->write_blocks(run.blocks); !written) {
    summary_.output_failures[output] = written.failure();
  }
}

Result<void> Dumper::write_run(const BlockRun& run) {
  std::vector<std::future<void>> others;
  for (std::size_t i = 1; i < outputs_.size(); ++i) {
    others.push_back(std::async(std::launch::async, [this, i, &run] { write_to(i, run); }));
  }
  write_to(0, run);
  for (std::future<void>& other : others) {
    other.wait();
  }
  for (const std::uint64_t checksum : run.checksums) {
    tally_.add_block(checksum);
  }
  summary_.stored_bytes += run.bytes;
  const bool is_alive =
      std::ranges::any_of(summary_.output_failures, [](const auto& failed) { return !failed; });
  return is_alive ? Result<void>() : Result<void>(*summary_.output_failures.front());
}

Result<void> Dumper::write_segment(SegmentBlocks& segment) {
  CS_TRY(write_run(segment.run));
  buffers_.give_back(std::move(segment.data));
  CS_KILL_POINT("dump.after_segment");
  ++tally_.totals.segments;
  tally_.totals.tracks += segment.tracks;
  tally_.totals.track_bytes += segment.raw_bytes;
  tally_.totals.damaged_tracks += segment.damaged.size();
  summary_.damaged.insert(summary_.damaged.end(), segment.damaged.begin(), segment.damaged.end());
  if (summary_.damaged.size() > kDamagedTracksMax) {
    return failure<msg::CSK0014E>(kDamagedTracksMax, request_->header.volser);
  }
  if (request_->progress) {
    request_->progress(std::uint64_t{segment.tracks} * request_->header.slot_bytes);
  }
  return {};
}

/// Writes the trailer and closes what is still whole.
Result<void> Dumper::finish() {
  const Bytes trailer = encode_trailer(tally_.finish());
  CS_TRY(write_run(make_blocks(SegmentType::kTrailer, tally_.totals.segments, request_->dump_id,
                               {ByteView(trailer)}, request_->block_bytes_max)));
  CS_KILL_POINT("dump.after_trailer");
  bool is_any_whole = false;
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    if (!summary_.output_failures[i]) {
      if (auto closed = outputs_[i]->close(); !closed) {
        summary_.output_failures[i] = closed.failure();
      }
    }
    is_any_whole = is_any_whole || !summary_.output_failures[i];
  }
  return is_any_whole ? Result<void>() : Result<void>(*summary_.output_failures.front());
}

Result<DumpSummary> Dumper::run() {
  plan_segments();
  for (io::BlockWriter* output : outputs_) {
    output->expect_incompressible();
  }
  const Bytes header = encode_header(request_->header);
  CS_TRY(write_run(make_blocks(SegmentType::kHeader, 0, request_->dump_id, {ByteView(header)},
                               request_->block_bytes_max)));
  tally_.totals.segments = 1;
  // Reading alone is faster than writing: one reader keeps the writer busy.
  const unsigned workers = request_->header.is_compressed ? worker_count() : 1;
  std::vector<WorkerState> states(workers);
  CS_TRY(run_ordered<SegmentBlocks>(
      first_tracks_.size(), workers, kDepth,
      [&](std::uint64_t index, unsigned worker) { return make_segment(index, states[worker]); },
      [&](SegmentBlocks& segment) { return write_segment(segment); }));
  CS_TRY(finish());
  summary_.totals = tally_.finish();
  return std::move(summary_);
}

}  // namespace

Result<DumpSummary> write_dump(const DumpRequest& request,
                               const std::vector<io::BlockWriter*>& outputs) {
  CS_CHECK(!outputs.empty() && request.block_bytes_max >= kDumpBlockBytesMin);
  return Dumper(request, outputs).run();
}

}  // namespace coldsite::copy
