// Relative tracks to tracks of the volume.
#include "datasets/access/extent_map.hpp"

#include <algorithm>

namespace coldsite::access {
namespace {

constexpr std::uint8_t kUserLabels = 0x40;

}  // namespace

ExtentMap::ExtentMap(const dasd::DataSetLabel& data_set, const dasd::Geometry& geometry) {
  for (const dasd::Extent& extent : data_set.extents) {
    if (extent.type == kUserLabels || extent.high < extent.low) {
      continue;
    }
    extents_.push_back({extent.first_track(geometry), extent.track_count(geometry)});
    track_count_ += extents_.back().count;
  }
}

dasd::TrackRange ExtentMap::run(std::uint32_t first, std::uint32_t count_max) const {
  CS_CHECK(first < track_count_);
  for (const dasd::TrackRange& extent : extents_) {
    if (first < extent.count) {
      return {extent.first + first, std::min(count_max, extent.count - first)};
    }
    first -= extent.count;
  }
  CS_CHECK(false);
  return {};
}

std::uint32_t ExtentMap::relative(std::uint32_t absolute_track) const {
  std::uint32_t before = 0;
  for (const dasd::TrackRange& extent : extents_) {
    if (absolute_track >= extent.first && absolute_track - extent.first < extent.count) {
      return before + absolute_track - extent.first;
    }
    before += extent.count;
  }
  return track_count_;
}

}  // namespace coldsite::access
