// COPY: volume to volume without a dump in between. Where the file system shares blocks the whole
// image is one reflink; else used tracks move inside the kernel, in several threads.
#pragma once

#include <string>
#include <vector>

#include "datasets/dasd/volume.hpp"
#include "utilities/data-copy/dump_restore.hpp"
#include "utilities/data-copy/volume_target.hpp"

namespace coldsite::copy {

enum class FastReplication { kPreferred, kRequired, kNone };

struct CopyRequest {
  dasd::Volume* source = nullptr;
  dasd::Volume* target = nullptr;
  TargetRequest checks;
  TrackMap map;                  ///< FULL: the tracks that travel
  std::vector<TrackMove> moves;  ///< TRACKS; empty with FULL
  FastReplication fast_replication = FastReplication::kPreferred;
  bool is_plan_only = false;
  ProgressFunction progress;  ///< may be called by several threads
};

struct CopySummary {
  TargetPlan target;
  bool was_reflinked = false;
  std::string why_not_reflinked;  ///< where it was not
  std::uint64_t tracks = 0;
};

/// errors: those of plan_target(); CSK0017E; CSI0002E CSI0003E CSI0004E. A copy that fails after
/// the first track leaves the target marked incomplete (FULL).
[[nodiscard]] Result<CopySummary> copy_volume(const CopyRequest& request);

}  // namespace coldsite::copy
