#include "utilities/data-copy/volume_copy.hpp"

#include <algorithm>

#include "datasets/dasd/image_header.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csi.hpp"
#include "datasets/messages/csk.hpp"
#include "utilities/data-copy/pipeline.hpp"

namespace coldsite::copy {
namespace {

constexpr std::uint64_t kCloneAlignment = 4096;
/// A piece of host copy: large enough for the kernel to be busy, small enough to share out.
constexpr std::uint64_t kPieceBytes = 16 << 20;
constexpr std::uint32_t kBufferTracks = 16;

class Copier {
 public:
  explicit Copier(const CopyRequest& request)
      : request_(&request),
        slot_bytes_(request.source->geometry().slot_bytes),
        source_file_(request.source->single_file()),
        target_file_(request.target->single_file()) {}

  Result<CopySummary> run();

 private:
  Result<void> copy_full(CopySummary& summary);
  Result<void> try_reflink(CopySummary& summary);
  Result<void> reflink();
  Result<void> copy_runs(CopySummary& summary);
  Result<void> copy_run(dasd::TrackRange run);
  Result<void> copy_through_buffer(dasd::TrackRange run, std::uint32_t to);
  Result<void> copy_moves(CopySummary& summary);
  [[nodiscard]] std::uint64_t offset_of(std::uint32_t track) const {
    return dasd::kImageHeaderBytes + std::uint64_t{track} * slot_bytes_;
  }

  const CopyRequest* request_;
  std::uint32_t slot_bytes_;
  io::File* source_file_;
  io::File* target_file_;
};

/// Everything but track 0 (whose turn comes last) becomes shared; what does not fill whole blocks
/// of the file system at both ends is copied.
Result<void> Copier::reflink() {
  const std::uint64_t begin = offset_of(1);
  const std::uint64_t end = offset_of(request_->source->tracks());
  const std::uint64_t first = (begin + kCloneAlignment - 1) / kCloneAlignment * kCloneAlignment;
  const std::uint64_t last = end / kCloneAlignment * kCloneAlignment;
  if (first < last) {
    CS_TRY(target_file_->clone_range(*source_file_, {first, last - first}, first));
    CS_KILL_POINT("copy.after_clone");
  }
  const std::uint64_t head_end = std::min(first, end);
  if (begin < head_end) {
    CS_TRY(target_file_->copy_range(*source_file_, {begin, head_end - begin}, begin));
  }
  const std::uint64_t tail_begin = std::max(last, head_end);
  if (tail_begin < end) {
    CS_TRY(target_file_->copy_range(*source_file_, {tail_begin, end - tail_begin}, tail_begin));
  }
  return {};
}

/// Leaves in `summary` whether it went that way, and why not.
Result<void> Copier::try_reflink(CopySummary& summary) {
  if (request_->fast_replication == FastReplication::kNone) {
    summary.why_not_reflinked = "FASTREPLICATION(NONE)";
    return {};
  }
  const bool is_required = request_->fast_replication == FastReplication::kRequired;
  if (source_file_ == nullptr || target_file_ == nullptr) {
    summary.why_not_reflinked = "an image is compressed or in several files";
  } else if (auto shared = reflink(); shared) {
    summary.was_reflinked = true;
  } else if (is_required && !shared.failure().is(msg::CSI0010I)) {
    return shared;  // it broke off on the way: the target stays marked as incomplete
  } else {
    summary.why_not_reflinked = shared.failure().text();
  }
  if (!summary.was_reflinked && is_required) {
    return failure<msg::CSK0017E>(request_->checks.source.volser, summary.why_not_reflinked);
  }
  return {};
}

Result<void> Copier::copy_through_buffer(dasd::TrackRange run, std::uint32_t to) {
  Bytes slots;
  const dasd::Geometry& geometry = request_->source->geometry();
  for (std::uint32_t done = 0; done < run.count;) {
    const dasd::TrackRange piece{run.first + done, std::min(run.count - done, kBufferTracks)};
    slots.resize(std::size_t{piece.count} * slot_bytes_);
    CS_TRY(request_->source->read_slots(piece, slots));
    for (std::uint32_t i = 0; i < piece.count && to != run.first; ++i) {
      relocate_track(ByteSpan(slots).subspan(std::size_t{i} * slot_bytes_, slot_bytes_),
                     geometry.track_address(piece.first + i), geometry.track_address(to + done + i),
                     geometry);
    }
    CS_TRY(request_->target->write_slots({to + done, piece.count}, slots));
    done += piece.count;
    if (request_->progress) {
      request_->progress(std::uint64_t{piece.count} * slot_bytes_);
    }
  }
  return {};
}

Result<void> Copier::copy_run(dasd::TrackRange run) {
  if (source_file_ == nullptr || target_file_ == nullptr) {
    return copy_through_buffer(run, run.first);
  }
  const std::uint64_t bytes = std::uint64_t{run.count} * slot_bytes_;
  CS_TRY(
      target_file_->copy_range(*source_file_, {offset_of(run.first), bytes}, offset_of(run.first)));
  if (request_->progress) {
    request_->progress(bytes);
  }
  return {};
}

Result<void> Copier::copy_runs(CopySummary& summary) {
  WorkQueue<dasd::TrackRange> queue(worker_count(), 64,
                                    [this](dasd::TrackRange& run, unsigned) -> Result<void> {
                                      CS_TRY(copy_run(run));
                                      CS_KILL_POINT("copy.after_run");
                                      return Result<void>();
                                    });
  const TrackMap& map = request_->map;
  const auto piece = static_cast<std::uint32_t>(kPieceBytes / slot_bytes_);
  for (std::uint32_t track = map.next(1); track < map.size();) {
    const std::uint32_t count = map.run_length(track, piece);
    if (!queue.push({track, count})) {
      break;
    }
    summary.tracks += count;
    track = map.next(track + count);
  }
  return queue.finish();
}

Result<void> Copier::copy_full(CopySummary& summary) {
  const dasd::Geometry& geometry = request_->source->geometry();
  Bytes label(slot_bytes_);
  CS_TRY(request_->source->read_slots({0, 1}, label));
  CS_ASSIGN(label, final_label_slot(std::move(label), geometry, summary.target, request_->checks));
  Bytes old_label(slot_bytes_);
  CS_TRY(request_->target->read_slots({0, 1}, old_label));
  CS_TRY(mark_incomplete(*request_->target, request_->checks.source.volser));
  CS_KILL_POINT("copy.after_mark");
  if (auto tried = try_reflink(summary); !tried) {
    if (tried.failure().is(msg::CSK0017E)) {  // nothing but the label was changed
      CS_TRY(request_->target->write_slots({0, 1}, old_label));
      CS_TRY(request_->target->sync());
    }
    return tried;
  }
  if (!summary.was_reflinked) {
    CS_TRY(copy_runs(summary));
  }
  summary.tracks = request_->map.count();
  return finish_target(*request_->target, label, summary.target);
}

Result<void> Copier::copy_moves(CopySummary& summary) {
  summary.why_not_reflinked = "TRACKS are moved by host I/O";
  if (request_->fast_replication == FastReplication::kRequired) {
    return failure<msg::CSK0017E>(request_->checks.source.volser, summary.why_not_reflinked);
  }
  for (const TrackMove& move : request_->moves) {
    CS_TRY(copy_through_buffer(move.from, move.to));
    summary.tracks += move.from.count;
  }
  return request_->target->sync();
}

Result<CopySummary> Copier::run() {
  CopySummary summary;
  CS_ASSIGN(summary.target, plan_target(*request_->target, request_->checks));
  if (request_->is_plan_only) {
    return summary;
  }
  CS_TRY(request_->checks.is_full ? copy_full(summary) : copy_moves(summary));
  return summary;
}

}  // namespace

Result<CopySummary> copy_volume(const CopyRequest& request) {
  return Copier(request).run();
}

}  // namespace coldsite::copy
