#include "utilities/data-copy/dump_restore.hpp"

#include <algorithm>
#include <atomic>
#include <deque>

#include "datasets/dasd/track.hpp"
#include "datasets/io/compress.hpp"
#include "datasets/io/gather.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csk.hpp"
#include "utilities/data-copy/pipeline.hpp"

namespace coldsite::copy {
namespace {

constexpr std::size_t kDepth = 6;

/// Writes segments onto the target; its work() is called by several threads.
class TrackWriter {
 public:
  TrackWriter(const RestoreRequest& request, const DumpHeader& header, unsigned workers)
      : request_(&request), header_(&header), states_(workers) {}

  Result<void> work(DumpSegment& segment, unsigned worker);
  /// Track 0 of a full restore: kept back, written last.
  [[nodiscard]] Bytes& label_slot() { return label_slot_; }
  [[nodiscard]] std::uint64_t tracks() const { return tracks_; }

 private:
  /// A run of target tracks that a worker is gathering; the pieces stand in the segment, or in
  /// `relocated` for tracks that get another address.
  struct State {
    io::ZstdDecompressor decompressor;
    std::vector<dasd::SlotPieces> slots;
    std::deque<Bytes> relocated;
    std::uint32_t first = 0;
  };

  Result<ByteView> expand(const DumpSegment& segment, State& state) const;
  Result<void> put(State& state, const TrackEntry& entry, std::uint32_t target,
                   dasd::SlotPieces data);
  Result<void> flush(State& state) const;
  Result<void> put_moved(State& state, const TrackEntry& entry, const dasd::SlotPieces& data);

  const RestoreRequest* request_;
  const DumpHeader* header_;
  std::vector<State> states_;
  Bytes label_slot_;  ///< only the worker that has track 0 writes it
  std::atomic<std::uint64_t> tracks_ = 0;
};

Result<void> TrackWriter::flush(State& state) const {
  if (!state.slots.empty()) {
    CS_TRY(request_->target->write_gathered(state.first, state.slots));
  }
  state.slots.clear();
  state.relocated.clear();
  return {};
}

/// Adds a track to the run that the worker is gathering.
Result<void> TrackWriter::put(State& state, const TrackEntry& entry, std::uint32_t target,
                              dasd::SlotPieces data) {
  if (!state.slots.empty() && target != state.first + state.slots.size()) {
    CS_TRY(flush(state));
  }
  if (state.slots.empty()) {
    state.first = target;
  }
  if (target != entry.track) {
    const dasd::Geometry& geometry = request_->target->geometry();
    Bytes& slot = state.relocated.emplace_back(io::join_pieces(data));
    slot.resize(header_->slot_bytes);
    relocate_track(slot, geometry.track_address(entry.track), geometry.track_address(target),
                   geometry);
    data = {ByteView(slot).first(entry.bytes)};
  }
  state.slots.push_back(std::move(data));
  ++tracks_;
  return {};
}

Result<void> TrackWriter::put_moved(State& state, const TrackEntry& entry,
                                    const dasd::SlotPieces& data) {
  for (const TrackMove& move : request_->moves) {
    if (entry.track >= move.from.first && entry.track - move.from.first < move.from.count) {
      CS_TRY(put(state, entry, move.to + (entry.track - move.from.first), data));
    }
  }
  return {};
}

/// The track data of a compressed segment.
Result<ByteView> TrackWriter::expand(const DumpSegment& segment, State& state) const {
  const Bytes joined = io::join_pieces(segment.payloads);
  CS_ASSIGN(const ByteView data,
            state.decompressor.decompress(ByteView(joined).subspan(segment.tracks.data_offset),
                                          segment.tracks.raw_bytes));
  if (data.size() != segment.tracks.raw_bytes) {
    return failure<msg::CSK0007E>("bytes of track data", segment.number, data.size());
  }
  return data;
}

Result<void> TrackWriter::work(DumpSegment& segment, unsigned worker) {
  State& state = states_[worker];
  CS_TRY(segment.check_sums());
  std::vector<ByteView> pieces = segment.payloads;
  if (segment.tracks.is_compressed) {
    CS_ASSIGN(const ByteView data, expand(segment, state));
    pieces = {data};
  }
  PieceCursor rest(pieces);
  if (!segment.tracks.is_compressed) {
    (void)rest.take(segment.tracks.data_offset);
  }
  for (const TrackEntry& entry : segment.tracks.entries) {
    dasd::SlotPieces track = rest.take(entry.bytes);
    if (!request_->moves.empty()) {
      CS_TRY(put_moved(state, entry, track));
    } else if (entry.track == 0) {
      label_slot_ = io::join_pieces(track);
      label_slot_.resize(header_->slot_bytes);
      ++tracks_;
    } else {
      CS_TRY(put(state, entry, entry.track, std::move(track)));
    }
  }
  CS_TRY(flush(state));
  CS_KILL_POINT("restore.after_segment");
  return {};
}

Result<void> check_moves(const RestoreRequest& request, const DumpHeader& header) {
  for (const TrackMove& move : request.moves) {
    const std::uint32_t end = move.from.first + move.from.count;
    for (std::uint32_t track = move.from.first; track < end; ++track) {
      if (!header.map.has(track)) {
        return failure<msg::CSK0022E>(move.from.first, end - 1);
      }
    }
  }
  return {};
}

/// The second pass: every segment to the workers.
Result<DumpTotals> write_tracks(const RestoreRequest& request, DumpReader& reader,
                                TrackWriter& writer, unsigned workers) {
  WorkQueue<DumpSegment> queue(workers, kDepth, [&](DumpSegment& segment, unsigned worker) {
    return writer.work(segment, worker);
  });
  for (;;) {
    DumpSegment segment;
    CS_ASSIGN(const bool more, reader.read_tracks(segment));
    if (!more) {
      break;
    }
    if (request.progress) {
      request.progress(segment.payload_bytes());
    }
    if (!queue.push(std::move(segment))) {
      break;
    }
  }
  CS_TRY(queue.finish());
  return reader.totals();
}

Result<DumpReader> open_reader(const RestoreRequest& request) {
  CS_ASSIGN(std::unique_ptr<io::BlockReader> blocks, request.open_dump());
  return DumpReader::open(std::move(blocks));
}

Result<RestoreSummary> plan(const RestoreRequest& request, TargetRequest& checks) {
  RestoreSummary summary;
  {
    CS_ASSIGN(const DumpReader reader, open_reader(request));
    summary.header = reader.header();
  }
  const DumpHeader& header = summary.header;
  if (checks.is_full && !header.is_full) {
    return failure<msg::CSK0021E>();
  }
  CS_TRY(check_moves(request, header));
  checks.source = {header.device_type, header.cylinders, header.volser};
  CS_ASSIGN(summary.target, plan_target(*request.target, checks));
  const dasd::Geometry& geometry = request.target->geometry();
  if (header.heads != geometry.heads || header.slot_bytes != geometry.slot_bytes) {
    return failure<msg::CSK0007E>("geometry", 0, header.slot_bytes);
  }
  return summary;
}

}  // namespace

void relocate_track(ByteSpan slot, dasd::TrackAddress from, dasd::TrackAddress to,
                    const dasd::Geometry& geometry) {
  const auto put = [&](std::size_t offset) {
    store_be(slot, offset, 2, to.cylinder);
    store_be(slot, offset + 2, 2, to.head);
  };
  const auto reader = dasd::TrackReader::open(slot, from, geometry);
  if (!reader) {
    return;  // a damaged track goes as it is
  }
  std::vector<std::size_t> counts{1, 5};  // home address, R0
  dasd::TrackReader records = *reader;
  std::size_t offset = dasd::TrackReader::kFirstRecordOffset;
  while (const auto record = records.next()) {
    // A count that names another track (a moved record) keeps its address.
    if (record->count.cylinder == from.cylinder && record->count.head == from.head) {
      counts.push_back(offset);
    }
    offset += 8U + record->key.size() + record->data.size();
  }
  std::ranges::for_each(counts, put);
}

Result<RestoreSummary> restore_dump(const RestoreRequest& request) {
  TargetRequest checks = request.checks;
  CS_ASSIGN(RestoreSummary summary, plan(request, checks));
  if (request.verify) {
    CS_ASSIGN(summary.totals, verify_dump(request.open_dump));
  }
  if (request.is_plan_only) {
    return summary;
  }
  if (checks.is_full) {
    CS_TRY(mark_incomplete(*request.target, checks.source.volser));
    CS_KILL_POINT("restore.after_mark");
  }
  CS_ASSIGN(DumpReader reader, open_reader(request));
  const unsigned workers = worker_count();
  TrackWriter writer(request, summary.header, workers);
  CS_ASSIGN(summary.totals, write_tracks(request, reader, writer, workers));
  summary.tracks = writer.tracks();
  if (!checks.is_full) {
    CS_TRY(request.target->sync());
    return summary;
  }
  CS_ASSIGN(const Bytes label,
            final_label_slot(std::move(writer.label_slot()), request.target->geometry(),
                             summary.target, checks));
  CS_TRY(finish_target(*request.target, label, summary.target));
  return summary;
}

}  // namespace coldsite::copy
