// Blocks of a physical sequential data set on DASD volumes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "datasets/access/records.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/block_io.hpp"

namespace coldsite::access {

/// Reads the data blocks of the extents in order, whole tracks at a time ahead; ends at the
/// end-of-file record of the last volume. errors: CSV0010E; CSA0010E extents end without an
/// end-of-file record (and LSTAR says where it should be).
[[nodiscard]] Result<std::unique_ptr<io::BlockReader>> open_dasd_reader(
    dasd::Volume& volume, const dasd::DataSetLabel& data_set);

/// Where writing begins.
enum class WriteMode { kReplace, kExtend };  ///< OLD/NEW; MOD

/// Writes blocks, track by track, extending the data set when its extents are full (IEC030I B37,
/// IEC031I D37, IEC032I E37 when that fails). close() writes the end-of-file record, LSTAR and
/// TRBAL, then RLSE when asked. `dcb` becomes the data set's attributes. errors: CSA0011E B37 /
/// CSA0012E D37 / CSA0013E E37.
[[nodiscard]] Result<std::unique_ptr<io::BlockWriter>> open_dasd_writer(dasd::Volume& volume,
                                                                        dasd::DataSetLabel data_set,
                                                                        const DataControlBlock& dcb,
                                                                        WriteMode mode,
                                                                        bool release);

}  // namespace coldsite::access
