// Free tracks of a volume as runs, and the choice of runs for a request. Pure: nothing is read or
// written here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "datasets/dasd/dscb_codec.hpp"

namespace coldsite::dasd {

/// What is left of the first `tracks` tracks when `used` (any order, overlaps allowed) is taken
/// away; ascending.
[[nodiscard]] std::vector<FreeRun> subtract_used(std::uint32_t tracks, std::vector<FreeRun> used);

struct SpaceNeed {
  std::uint32_t tracks = 0;
  std::uint32_t unit_tracks = 1;  ///< heads of the device when whole cylinders are wanted
  bool contiguous = false;
  std::size_t pieces_max = 5;
};

/// The smallest single run that holds the need, the lowest of equal ones; else, when that is
/// allowed, the largest runs first. Nothing when the space is not there. Whole units only.
[[nodiscard]] std::optional<std::vector<FreeRun>> choose_runs(std::span<const FreeRun> free,
                                                              const SpaceNeed& need);

}  // namespace coldsite::dasd
