#include "utilities/data-copy/dump_restore.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "datasets/dasd/track.hpp"
#include "datasets/io/compress.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csk.hpp"
#include "utilities/data-copy/pipeline.hpp"

namespace coldsite::copy {
namespace {

constexpr std::size_t kDepth = 6;

struct Segment {
  Bytes bytes;
  std::uint64_t number = 0;
};

/// Writes segments onto the target; its work() is called by several threads.
class TrackWriter {
 public:
  TrackWriter(const RestoreRequest& request, const DumpHeader& header, unsigned workers)
      : request_(&request), header_(&header), states_(workers) {}

  Result<void> work(Segment& segment, unsigned worker);
  /// Track 0 of a full restore: kept back, written last.
  [[nodiscard]] Bytes& label_slot() { return label_slot_; }
  [[nodiscard]] std::uint64_t tracks() const { return tracks_; }

 private:
  struct State {
    io::ZstdDecompressor decompressor;
    Bytes slots;
    std::uint32_t first = 0;  ///< target track of slots
    std::uint32_t count = 0;
  };

  Result<void> put(State& state, const TrackEntry& entry, std::uint32_t target, ByteView data);
  Result<void> flush(State& state) const;
  Result<void> put_moved(State& state, const TrackEntry& entry, ByteView data);

  const RestoreRequest* request_;
  const DumpHeader* header_;
  std::vector<State> states_;
  Bytes label_slot_;  ///< only the worker that has track 0 writes it
  std::atomic<std::uint64_t> tracks_ = 0;
};

Result<void> TrackWriter::flush(State& state) const {
  if (state.count == 0) {
    return {};
  }
  const dasd::TrackRange range{state.first, state.count};
  state.count = 0;
  const std::size_t bytes = std::size_t{range.count} * header_->slot_bytes;
  return request_->target->write_slots(range, ByteView(state.slots).first(bytes));
}

/// Adds a track to the run that the worker is gathering.
Result<void> TrackWriter::put(State& state, const TrackEntry& entry, std::uint32_t target,
                              ByteView data) {
  const std::size_t slot_bytes = header_->slot_bytes;
  if (state.count != 0 && target != state.first + state.count) {
    CS_TRY(flush(state));
  }
  if (state.count == 0) {
    state.first = target;
  }
  const std::size_t offset = state.count * slot_bytes;
  state.slots.resize(std::max(state.slots.size(), offset + slot_bytes));
  const ByteSpan slot = ByteSpan(state.slots).subspan(offset, slot_bytes);
  std::ranges::copy(data, slot.begin());
  std::fill(slot.begin() + static_cast<std::ptrdiff_t>(data.size()), slot.end(), std::uint8_t{0});
  if (target != entry.track) {
    const dasd::Geometry& geometry = request_->target->geometry();
    relocate_track(slot, geometry.track_address(entry.track), geometry.track_address(target),
                   geometry);
  }
  ++state.count;
  ++tracks_;
  return {};
}

Result<void> TrackWriter::put_moved(State& state, const TrackEntry& entry, ByteView data) {
  for (const TrackMove& move : request_->moves) {
    if (entry.track >= move.from.first && entry.track - move.from.first < move.from.count) {
      CS_TRY(put(state, entry, move.to + (entry.track - move.from.first), data));
    }
  }
  return {};
}

Result<void> TrackWriter::work(Segment& segment, unsigned worker) {
  State& state = states_[worker];
  CS_ASSIGN(const TracksSegment tracks, decode_tracks(segment.bytes, segment.number, *header_));
  ByteView data = ByteView(segment.bytes).subspan(tracks.data_offset);
  if (tracks.is_compressed) {
    CS_ASSIGN(data, state.decompressor.decompress(data, tracks.raw_bytes));
    if (data.size() != tracks.raw_bytes) {
      return failure<msg::CSK0007E>("bytes of track data", segment.number, data.size());
    }
  }
  for (const TrackEntry& entry : tracks.entries) {
    const ByteView track = data.first(entry.bytes);
    data = data.subspan(entry.bytes);
    if (!request_->moves.empty()) {
      CS_TRY(put_moved(state, entry, track));
    } else if (entry.track == 0) {
      label_slot_.assign(track.begin(), track.end());
      label_slot_.resize(header_->slot_bytes);
      ++tracks_;
    } else {
      CS_TRY(put(state, entry, entry.track, track));
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
  WorkQueue<Segment> queue(workers, kDepth, [&](Segment& segment, unsigned worker) {
    return writer.work(segment, worker);
  });
  for (;;) {
    Segment segment;
    CS_ASSIGN(const bool more, reader.read_tracks(segment.bytes));
    if (!more) {
      break;
    }
    segment.number = reader.segment_number();
    if (request.progress) {
      request.progress(segment.bytes.size());
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
