// Allocation: a DD request becomes real things (volume and data set, tape volumes, host file, spool
// file), and at the end of the step its disposition is carried out. Used by the runner for jobs and
// by a single program for --dd.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/access/partitioned.hpp"
#include "datasets/access/records.hpp"
#include "datasets/io/clock.hpp"
#include "datasets/site/dd_request.hpp"
#include "datasets/site/site.hpp"

namespace coldsite::site {

enum class AllocationKind {
  kDummy,
  kInstream,
  kHostFile,
  kDasdDataSet,
  kDasdVolume,
  kTape,
  kSysout
};

/// One allocated DD part. Opening happens later, by the functions below.
struct Allocation {
  DdRequest request;
  AllocationKind kind = AllocationKind::kDummy;
  bool is_new = false;      ///< made by this allocation
  std::string volume_path;  ///< DASD: the image
  std::string volser;
  std::uint16_t device_address = 0;  ///< 0: an image outside the site
  std::vector<std::string> tape_volsers;
};

/// What allocation needs to know of the job.
struct AllocationContext {
  Site* site = nullptr;  ///< nullptr: only images and host files named by path
  io::FileStore* store = nullptr;
  io::Clock* clock = nullptr;
  std::string job_name, step_name;
};

/// Finds or makes what `request` asks for. A data set without VOL is looked for in the VTOCs of all
/// online volumes (there is no catalog yet): exactly one must have it. errors: IEF212I data set not
/// found; IEF253I duplicate name on volume; IEF257I space not available; IEF244I no unit.
[[nodiscard]] Result<Allocation> allocate(const DdRequest& request, AllocationContext& context);

/// Carries out DISP: keep, delete, (catalog: kept; see README). `abnormal`: the step abended.
/// Returns what was done, in the words of IEF285I: "KEPT", "DELETED", "CATALOGED", "PASSED".
[[nodiscard]] Result<std::string> deallocate(Allocation& allocation, bool abnormal,
                                             AllocationContext& context);

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

/// The same for blocks (BSAM; dumps, unloads).
[[nodiscard]] Result<std::unique_ptr<io::BlockReader>> open_block_reader(
    const Allocation& allocation, AllocationContext& context, access::DataControlBlock& attributes);
[[nodiscard]] Result<std::unique_ptr<io::BlockWriter>> open_block_writer(
    const Allocation& allocation, const access::DataControlBlock& attributes,
    AllocationContext& context);

/// The volume behind a DASD allocation (kDasdVolume: UNIT and VOL without DSN, or PATH= of an
/// image).
[[nodiscard]] Result<std::unique_ptr<dasd::Volume>> open_allocated_volume(
    const Allocation& allocation, dasd::Access access, AllocationContext& context);

}  // namespace coldsite::site
