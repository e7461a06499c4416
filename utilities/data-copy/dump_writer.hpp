// DUMP: used tracks of a volume into one dump or several equal ones, read, compressed and checked
// by several threads, written in order.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "datasets/dasd/volume.hpp"
#include "datasets/io/block_io.hpp"
#include "utilities/data-copy/dump_format.hpp"

namespace coldsite::copy {

/// Bytes of tracks done, for a progress line. Called by one thread.
using ProgressFunction = std::function<void(std::uint64_t)>;

struct DumpRequest {
  dasd::Volume* source = nullptr;
  DumpHeader header;  ///< what travels (its map) and what the dump says of the source
  std::uint64_t dump_id = 0;
  std::size_t block_bytes_max = kDumpBlockBytesMax;
  std::uint32_t tracks_per_read = 0;  ///< OPTIMIZE: 1, 2, 5 or a cylinder; 0: a cylinder
  /// Replaces the source's track 0 (a dump-conditioned volume); empty: as it is.
  Bytes label_slot;
  ProgressFunction progress;
};

struct DumpSummary {
  DumpTotals totals;
  std::uint64_t stored_bytes = 0;                       ///< of all blocks of one output
  std::vector<Failure> damaged;                         ///< CSK0013W each
  std::vector<std::optional<Failure>> output_failures;  ///< of each output; nothing: it is whole
};

/// How many damaged tracks TOLERATE(IOERROR) passes over.
inline constexpr std::uint64_t kDamagedTracksMax = 100;

/// Writes and closes the outputs. An output that fails is left out (and is unfinished); the others
/// go on. errors: CSV0010E damaged track (without tolerance); CSK0014E too many; CSI0002E; what
/// the first output failed with, when all have failed.
[[nodiscard]] Result<DumpSummary> write_dump(const DumpRequest& request,
                                             const std::vector<io::BlockWriter*>& outputs);

}  // namespace coldsite::copy
