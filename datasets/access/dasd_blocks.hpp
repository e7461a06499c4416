// Blocks of a physical sequential data set on DASD volumes.
//
// What a killed or failed writer leaves (a writer destroyed without close() is a failed one):
//   new data set    the step's disposition deletes it
//   kExtend (MOD)   the data as it was: the track with the old end-of-file record is written last
//   kReplace (OLD)  the old data (nothing was written yet), an empty data set, or, once close() has
//                   begun to write the first track, the new data; never a mixture. z/OS writes over
//                   the old data from the first block on and keeps no promise here.
#pragma once

#include <memory>

#include "datasets/access/records.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/block_io.hpp"

namespace coldsite::access {

/// A reader that can say where the block it gave out stands in the data set (NOTE).
class DasdBlockReader : public io::BlockReader {
 public:
  [[nodiscard]] virtual dasd::RelativeAddress last_address() const = 0;
};

/// Reads the data blocks of the extents in order, whole tracks at a time ahead; ends at the
/// end-of-file record, or at the end of the extents where LSTAR says so. Blocks with keys come as
/// key and data together. errors: CSV0010E; CSA0010E extents end without an end-of-file record (and
/// LSTAR says where it should be).
[[nodiscard]] Result<std::unique_ptr<DasdBlockReader>> open_dasd_reader(
    dasd::Volume& volume, const dasd::DataSetLabel& data_set);

/// Where writing begins.
enum class WriteMode { kReplace, kExtend };  ///< OLD/NEW; MOD

/// Writes blocks, track by track, extending the data set when its extents are full (IEC030I B37,
/// IEC031I D37 when that fails). close() writes the end-of-file record, LSTAR and TRBAL, then
/// gives back unused tracks when `release`. `dcb` becomes the data set's attributes. The volume
/// must outlive the writer. errors: IEC030I B37; IEC031I D37; CSA0014E LSTAR is wrong (kExtend);
/// CSA0015E block does not fit a track.
[[nodiscard]] Result<std::unique_ptr<io::BlockWriter>> open_dasd_writer(dasd::Volume& volume,
                                                                        dasd::DataSetLabel data_set,
                                                                        const DataControlBlock& dcb,
                                                                        WriteMode mode,
                                                                        bool release);

}  // namespace coldsite::access
