// The target of a volume copy or restore: is it fit, what label will it get, and the order of
// writes that leaves it recognisably incomplete until the last one.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "datasets/dasd/vtoc.hpp"
#include "utilities/data-copy/label_track.hpp"

namespace coldsite::copy {

enum class LabelRule {
  kKeepTarget,        ///< the target keeps its volser
  kCopyVolumeId,      ///< the target gets the source's
  kDumpConditioning,  ///< keeps its own and remembers the source's for a later dump
};

struct SourceShape {
  std::uint16_t device_type = 0;
  std::uint32_t cylinders = 0;
  std::string volser;
};

struct TargetRequest {
  SourceShape source;
  LabelRule label_rule = LabelRule::kKeepTarget;
  bool is_full = true;  ///< FULL: the label rule applies; TRACKS: the tracks go as they are
  bool purge = false;
  dasd::LabelDate today;
  /// TRACKS: the least number of cylinders the target must have.
  std::uint32_t cylinders_needed = 0;
};

/// What the checks found; nothing has been written yet.
struct TargetPlan {
  std::string old_volser;       ///< empty: no label
  std::string new_volser;       ///< after the operation
  bool was_incomplete = false;  ///< an earlier operation on it did not end
  bool is_larger = false;       ///< free space must be rebuilt
  std::uint32_t source_cylinders = 0;
};

/// errors: CSK0010E device; CSK0011E too small; CSK0012E unexpired data set; CSK0024E no label to
/// keep.
[[nodiscard]] Result<TargetPlan> plan_target(dasd::Volume& target, const TargetRequest& request);

/// The label track as it goes onto the target.
[[nodiscard]] Result<Bytes> final_label_slot(Bytes source_slot, const dasd::Geometry& geometry,
                                             const TargetPlan& plan, const TargetRequest& request);

/// Writes the final label track, durably, and rebuilds the free space of a larger target.
[[nodiscard]] Result<void> finish_target(dasd::Volume& target, const Bytes& label_slot,
                                         const TargetPlan& plan);

}  // namespace coldsite::copy
