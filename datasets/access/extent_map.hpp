// Where the relative tracks of a data set stand on its volume.
#pragma once

#include <vector>

#include "datasets/dasd/dscb.hpp"
#include "datasets/dasd/volume.hpp"

namespace coldsite::access {

class ExtentMap {
 public:
  ExtentMap() = default;
  /// User label extents hold no data and are left out.
  ExtentMap(const dasd::DataSetLabel& data_set, const dasd::Geometry& geometry);

  [[nodiscard]] std::uint32_t track_count() const { return track_count_; }
  /// The tracks on the volume from relative track `first` on that stand one after another, at most
  /// `count_max` of them. `first` is below track_count().
  [[nodiscard]] dasd::TrackRange run(std::uint32_t first, std::uint32_t count_max) const;
  [[nodiscard]] std::uint32_t absolute(std::uint32_t relative) const {
    return run(relative, 1).first;
  }
  /// The relative track of a track on the volume; track_count() when it is not of the data set.
  [[nodiscard]] std::uint32_t relative(std::uint32_t absolute_track) const;

 private:
  std::vector<dasd::TrackRange> extents_;
  std::uint32_t track_count_ = 0;
};

}  // namespace coldsite::access
