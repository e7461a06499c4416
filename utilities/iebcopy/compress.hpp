// Compress in place: members are moved to the front of the library, over the space of deleted and
// replaced ones.
#pragma once

#include "utilities/iebcopy/member_copy.hpp"

namespace coldsite::iebcopy {

struct CompressResult {
  std::size_t moved = 0;
  std::size_t in_place = 0;        ///< never moved
  std::vector<std::string> left;   ///< not moved for want of room to do it safely
  std::optional<Failure> stopped;  ///< a member that could not be read, or x37
};

/// A kill at any moment loses no member, and running it again finishes the work: a member is copied
/// to tracks that hold nothing the directory points to, and the directory changes after that.
/// Members that stand in the way are first moved behind the last one; where there is no room for
/// that (the data set is extended when it may be), they and what follows stay where they are.
[[nodiscard]] Result<CompressResult> compress_library(access::PartitionedDataSet& library,
                                                      dasd::Volume& volume);

}  // namespace coldsite::iebcopy
