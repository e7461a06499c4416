// Data sets that a DD takes something from: LIKE= and DCB=name their attributes (LIKE the space
// too), VOL=REF=name the volumes.
//   z/OS takes LIKE for SMS-managed data sets only; here it is taken for every new one.
// source: z/OS MVS JCL Reference, "LIKE", "DCB", "VOLUME" parameters.
#pragma once

#include <vector>

#include "datasets/site/allocation.hpp"

namespace coldsite::site {

/// The request with what its models have in the places that it leaves open; a request without
/// models as it is. LIKE counts for a data set that is made (DISP=NEW and MOD).
/// errors: IEF212I the model is not there; CSE0022E it has no such attributes (VSAM, tape).
[[nodiscard]] Result<DdRequest> apply_models(const DdRequest& request, AllocationContext& context);

}  // namespace coldsite::site
