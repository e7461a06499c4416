// VERIFY: the end of a data set as it is on the volumes, put into the VVRs; what an interrupted job
// began (splits, erases) is finished. Opening a data set that was not closed does the same for
// itself; this does it on request, also where the open indicator says nothing.
#pragma once

#include <string>

#include "datasets/vsam/component.hpp"

namespace coldsite::vsam {

struct VerifyReport {
  bool was_open = false;   ///< the last user had not closed it
  bool is_in_use = false;  ///< another job writes it now: nothing was verified
  std::uint64_t data_high_used_before = 0, data_high_used = 0;
  std::uint64_t index_high_used_before = 0, index_high_used = 0;
  std::string found;  ///< what was met, in words
};

/// errors: CSM0042E in use (SHAREOPTIONS 1 and 2); those of Cluster::open and close.
[[nodiscard]] Result<VerifyReport> verify_cluster(VolumeSet& volumes, const ClusterPlace& place);

}  // namespace coldsite::vsam
