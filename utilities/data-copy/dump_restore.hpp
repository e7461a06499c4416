// RESTORE: a dump onto a volume. The dump is read twice: once to verify it whole, before the first
// track is written, and once to restore it.
#pragma once

#include <cstdint>
#include <vector>

#include "datasets/dasd/volume.hpp"
#include "utilities/data-copy/dump_reader.hpp"
#include "utilities/data-copy/dump_writer.hpp"
#include "utilities/data-copy/volume_target.hpp"

namespace coldsite::copy {

/// One range of RESTORE TRACKS or COPY TRACKS: where the tracks come from and where they go.
struct TrackMove {
  dasd::TrackRange from;
  std::uint32_t to = 0;  ///< first track on the target
};

struct RestoreRequest {
  DumpOpener open_dump;
  dasd::Volume* target = nullptr;
  TargetRequest checks;          ///< `source` is filled in from the dump
  std::vector<TrackMove> moves;  ///< TRACKS; empty with FULL
  bool verify = true;            ///< false: NOVERIFY
  bool is_plan_only = false;     ///< NORUN: header and target are checked, nothing is written
  ProgressFunction progress;
};

struct RestoreSummary {
  DumpHeader header;
  TargetPlan target;
  DumpTotals totals;
  std::uint64_t tracks = 0;  ///< restored
};

/// errors: those of DumpReader and plan_target(); CSK0021E; CSK0022E. A restore that fails after
/// the first track leaves the target marked incomplete (FULL).
[[nodiscard]] Result<RestoreSummary> restore_dump(const RestoreRequest& request);

/// Writes the new address into home address and counts of a track that moves.
void relocate_track(ByteSpan slot, dasd::TrackAddress from, dasd::TrackAddress to,
                    const dasd::Geometry& geometry);

}  // namespace coldsite::copy
