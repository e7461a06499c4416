#include "datasets/dasd/free_space.hpp"

#include <algorithm>

namespace coldsite::dasd {
namespace {

/// The whole units inside each run.
std::vector<FreeRun> align(std::span<const FreeRun> free, std::uint32_t unit) {
  std::vector<FreeRun> aligned;
  for (const FreeRun& run : free) {
    const std::uint32_t first = (run.first_track + unit - 1) / unit * unit;
    const std::uint32_t end = (run.first_track + run.track_count) / unit * unit;
    if (end > first) {
      aligned.push_back({first, end - first});
    }
  }
  return aligned;
}

/// The index of the smallest run of at least `tracks`, or nothing.
std::optional<std::size_t> best_fit(std::span<const FreeRun> free, std::uint32_t tracks) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < free.size(); ++i) {
    if (free[i].track_count >= tracks && (!best || free[i].track_count < free[*best].track_count)) {
      best = i;
    }
  }
  return best;
}

}  // namespace

std::vector<FreeRun> subtract_used(std::uint32_t tracks, std::vector<FreeRun> used) {
  std::ranges::sort(used, {}, &FreeRun::first_track);
  std::vector<FreeRun> free;
  std::uint32_t next = 0;
  for (const FreeRun& run : used) {
    if (run.first_track > next && next < tracks) {
      free.push_back({next, std::min(run.first_track, tracks) - next});
    }
    next = std::max(next, run.first_track + run.track_count);
  }
  if (next < tracks) {
    free.push_back({next, tracks - next});
  }
  return free;
}

std::optional<std::vector<FreeRun>> choose_runs(std::span<const FreeRun> free,
                                                const SpaceNeed& need) {
  std::vector<FreeRun> runs = align(free, need.unit_tracks);
  std::vector<FreeRun> chosen;
  std::uint32_t missing = need.tracks;
  while (missing != 0) {
    if (const auto fit = best_fit(runs, missing)) {
      chosen.push_back({runs[*fit].first_track, missing});
      return chosen.size() <= need.pieces_max ? std::optional(chosen) : std::nullopt;
    }
    if (need.contiguous || runs.empty() || chosen.size() == need.pieces_max) {
      return std::nullopt;
    }
    const auto largest = std::ranges::max_element(runs, {}, &FreeRun::track_count);
    chosen.push_back(*largest);
    missing -= largest->track_count;
    runs.erase(largest);
  }
  return chosen;
}

}  // namespace coldsite::dasd
