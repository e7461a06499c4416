// Tracks of a data set, read several at a time ahead of their use.
#pragma once

#include "datasets/access/extent_map.hpp"
#include "datasets/dasd/track.hpp"

namespace coldsite::access {

class TrackWindow {
 public:
  TrackWindow(dasd::Volume& volume, const ExtentMap& map) : volume_(&volume), map_(map) {}

  [[nodiscard]] const ExtentMap& map() const { return map_; }

  /// A checked track. Its records are good until the next call. Reads ahead when tracks are asked
  /// for in order. errors: CSV0010E; CSI0002E.
  Result<dasd::TrackReader> open_track(std::uint32_t relative);
  /// The slot behind the last open_track().
  [[nodiscard]] ByteView slot() const { return slot_; }

 private:
  Result<void> fill(std::uint32_t relative);

  dasd::Volume* volume_;
  ExtentMap map_;
  Bytes slots_;
  std::uint32_t first_ = 0;  ///< relative track of the first slot
  std::uint32_t count_ = 0;
  std::uint32_t read_ahead_ = 1;
  dasd::TrackRange where_;  ///< of slots_, on the volume
  ByteView slot_;
};

}  // namespace coldsite::access
