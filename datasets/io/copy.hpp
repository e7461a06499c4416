// Copies between any two files, for stores that have nothing faster. Inside datasets/io only.
#pragma once

#include <functional>

#include "datasets/io/file_store.hpp"

namespace coldsite::io {

/// Reads and writes `range` piece by piece. errors: CSI0002E, also when the source ends in it.
[[nodiscard]] Result<void> copy_through_memory(File& source, ByteRange range, File& target,
                                               std::uint64_t target_offset);

/// Calls `copy_data(range of source, target offset)` for each run of data in `range`; where the
/// source has holes the target gets holes.
[[nodiscard]] Result<void> copy_keeping_holes(
    File& source, ByteRange range, File& target, std::uint64_t target_offset,
    const std::function<Result<void>(ByteRange, std::uint64_t)>& copy_data);

}  // namespace coldsite::io
