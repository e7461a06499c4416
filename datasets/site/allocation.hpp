// Allocation: a DD request becomes real things (volume and data set, tape volumes, host file, spool
// file), and at the end of the step its disposition is carried out. Used by the runner for jobs and
// by a single program for --dd. Opening is in open.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "datasets/access/partitioned.hpp"
#include "datasets/access/records.hpp"
#include "datasets/catalog/entry.hpp"
#include "datasets/io/clock.hpp"
#include "datasets/site/dd_request.hpp"
#include "datasets/site/site.hpp"
#include "datasets/vsam/component.hpp"

namespace coldsite::site {

enum class AllocationKind {
  kDummy,
  kInstream,
  kHostFile,
  kDasdDataSet,
  kDasdVolume,
  kVsam,  ///< a cluster, alternate index or path by its catalog entry
  kTape,
  kSysout
};

/// One allocated DD part. Opening happens later, by the functions of open.hpp.
struct Allocation {
  DdRequest request;
  AllocationKind kind = AllocationKind::kDummy;
  bool is_new = false;                        ///< made by this allocation
  bool is_cataloged = false;                  ///< found by the catalog
  std::optional<vsam::ClusterPlace> cluster;  ///< kVsam
  std::string data_set_name;         ///< as it stands on the volume ("&&X" resolved); empty: none
  std::string volume_path;           ///< DASD: the image
  std::string volser;                ///< DASD: its label, empty when it has none
  std::uint16_t device_address = 0;  ///< 0: an image outside the site
  std::vector<std::string> tape_volsers;     ///< in order; scratch volumes that were mounted too
  std::vector<std::string> tape_paths;       ///< of tape_volsers
  std::string host_path;                     ///< host and spool files; "-" a standard stream
  std::vector<std::shared_ptr<void>> holds;  ///< locks and drives, until deallocate()
};

/// One DD with its concatenation, allocated.
struct DdAllocation {
  std::string ddname;
  std::vector<Allocation> parts;
};

class StepCatalogs;  // cataloged.hpp

/// What allocation needs to know of the job.
struct AllocationContext {
  Site* site = nullptr;  ///< nullptr: only images and host files named by path
  io::FileStore* store = nullptr;
  io::Clock* clock = nullptr;
  std::string job_name, step_name;
  std::istream* input = nullptr;   ///< PATH='-' for reading; nullptr: standard input
  std::ostream* output = nullptr;  ///< PATH='-' and SYSOUT without spool; nullptr: standard output
  std::string spool_directory;     ///< SYSOUT goes to STEP.DDNAME here; empty: to `output`
  bool is_step_of_runner = false;  ///< the runner has allocated: it holds locks and drives, and
                                   ///< carries out dispositions
  std::string temporary_prefix;    ///< of "&&" names; empty: made at the first one. A job keeps it
  std::uint32_t temporary_count = 0;  ///< data sets without a name so far
  std::function<void(const Failure&)>
      note;  ///< takes what is worth telling (CSE0040I); may be empty
  std::map<std::string, std::weak_ptr<void>> held;  ///< images locked by allocations of this step
  std::weak_ptr<void> drives_of_dd;  ///< tape drives that the parts of a concatenation share
  std::shared_ptr<std::set<std::uint32_t>> drives_taken =  ///< numbers, by this step
      std::make_shared<std::set<std::uint32_t>>();
  std::shared_ptr<StepCatalogs> catalogs;  ///< made at the first need
  /// Generation groups as they were when the job first named them: the steps of a job share them.
  std::shared_ptr<std::map<std::string, catalog::GenerationGroupEntry>> generation_groups =
      std::make_shared<std::map<std::string, catalog::GenerationGroupEntry>>();
  bool searches_volumes = false;  ///< what no catalog knows is looked for in the VTOCs
  bool may_wait = true;           ///< for drives and volumes in use; false: IEF244I, CSE0031E
};

/// Finds or makes what `request` asks for. A data set without VOL is found by the catalogs; where a
/// site has none, in the VTOCs of all online volumes: exactly one must have it. errors: IEF212I
/// data set not found; IEF253I duplicate name on volume; IEF257I space not available; IEF244I no
/// unit; CSE0020E found on several volumes; CSE0021E needs a site; CSE0022E contradictory or
/// unsupported request.
[[nodiscard]] Result<Allocation> allocate(const DdRequest& request, AllocationContext& context);

/// Allocates every DD of a step, one step of the site at a time (so that two steps that wait for
/// drives never wait for each other). On a failure what was made is deleted again.
[[nodiscard]] Result<std::vector<DdAllocation>> allocate_step(
    const std::vector<DdBinding>& bindings, AllocationContext& context);

/// Carries out DISP: keep, delete, (catalog: kept; see README), and gives back locks and drive.
/// `abnormal`: the step abended or could not be started. Returns what was done, in the words of
/// IEF285I: "KEPT", "DELETED", "CATALOGED", "PASSED"; "" for what has no disposition. Doing it
/// twice does nothing more.
[[nodiscard]] Result<std::string> deallocate(Allocation& allocation, bool abnormal,
                                             AllocationContext& context);

/// The request that finds the same thing again: for the bindings the runner hands to a program, and
/// for a passed data set. DISP=NEW has become OLD, names and volumes are filled in.
[[nodiscard]] DdRequest resolved_request(const Allocation& allocation);

/// DISP with its defaults filled in: {normal, abnormal}.
[[nodiscard]] std::pair<Disposition, Disposition> effective_dispositions(const DdRequest& request,
                                                                         bool is_new);

}  // namespace coldsite::site
