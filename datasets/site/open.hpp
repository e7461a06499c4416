// Opening what has been allocated: records and blocks of data sets, tapes, host and spool files,
// and whole volumes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "datasets/access/partitioned.hpp"
#include "datasets/access/records.hpp"
#include "datasets/io/block_io.hpp"
#include "datasets/site/allocation.hpp"
#include "datasets/tape/tape_file.hpp"

namespace coldsite::site {

/// Opens for sequential reading or writing of records. `program` is what the program itself says of
/// the records; the merge order is program, DD, label. Text host files become records in the site's
/// code page (each line one record, FB LRECL 80 unless said otherwise); binary ones are cut by
/// RECFM/LRECL.
[[nodiscard]] Result<std::unique_ptr<access::RecordReader>> open_reader(
    const std::vector<Allocation>& concatenation, const access::DataControlBlock& program,
    AllocationContext& context);
[[nodiscard]] Result<std::unique_ptr<access::RecordWriter>> open_writer(
    const Allocation& allocation, const access::DataControlBlock& program,
    AllocationContext& context);

/// The same for blocks (BSAM; dumps, unloads). A host file is binary here whatever FILEDATA says; U
/// blocks cannot be written to one. `attributes` comes as what the program says and goes as merged.
[[nodiscard]] Result<std::unique_ptr<io::BlockReader>> open_block_reader(
    const Allocation& allocation, AllocationContext& context, access::DataControlBlock& attributes);
[[nodiscard]] Result<std::unique_ptr<io::BlockWriter>> open_block_writer(
    const Allocation& allocation, const access::DataControlBlock& attributes,
    AllocationContext& context);

/// The volume behind a DASD allocation (kDasdVolume: UNIT and VOL without DSN, or PATH= of an
/// image).
[[nodiscard]] Result<std::unique_ptr<dasd::Volume>> open_allocated_volume(
    const Allocation& allocation, dasd::Access access, AllocationContext& context);

/// The volume that holds a DASD data set, and the data set's label as it is now (PDS access,
/// EXTENTs).
struct OpenDataSet {
  std::unique_ptr<dasd::Volume> volume;
  dasd::DataSetLabel label;
};
/// errors: CSE0023E the DD is not a DASD data set; CSE0025E it is gone.
[[nodiscard]] Result<OpenDataSet> open_data_set(const Allocation& allocation, dasd::Access access,
                                                AllocationContext& context);

/// What the label of an existing data set says of its records: of one on a volume, and of a tape
/// file that DISP=MOD extends. Nothing where there is no such label (a new data set, NL, a file).
[[nodiscard]] Result<access::DataControlBlock> labelled_attributes(const Allocation& allocation,
                                                                   AllocationContext& context);

/// The tape volumes behind a tape allocation, mounting scratch volumes while writing.
[[nodiscard]] Result<std::unique_ptr<tape::VolumeSource>> open_tape_volumes(
    const Allocation& allocation, AllocationContext& context);

/// The code page of the site, or IBM-1047.
[[nodiscard]] const text::CodePage& code_page_of(const AllocationContext& context);
/// Today, in the site's time zone.
[[nodiscard]] dasd::LabelDate today_of(const AllocationContext& context);

}  // namespace coldsite::site
