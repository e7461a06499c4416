// Whether a job can begin at a later step: what the steps from there on need of those before it.
// source: z/OS MVS JCL Reference, "Cautions when coding the RESTART parameter".
// threads: one job, one thread.
#pragma once

#include <vector>

#include "datasets/site/allocation.hpp"
#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/passed_data_sets.hpp"

namespace coldsite::jcl {

/// What would dangle: temporary and passed data sets of steps that are not run and that `passed`
/// does not have, VOL=REF to them, PGM=*. of them. Cataloged data sets are fine; a VOL=REF to one
/// is put into `passed`. Results: CSJ0401E, CSJ0402E, each at its DD or step.
[[nodiscard]] std::vector<Failure> check_restart(const JclJob& job, std::size_t first_step,
                                                 PassedDataSets& passed,
                                                 site::AllocationContext& context);

}  // namespace coldsite::jcl
