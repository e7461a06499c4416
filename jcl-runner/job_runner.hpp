// One job from the reader to the end of its log.
#pragma once

#include "jcl-runner/job_entry.hpp"
#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

/// Runs a job (or says why not) and leaves its spool behind. Waits for jobs of the same name and
/// for data sets that other jobs hold. `initiator` counts from 1. errors: the spool or the site
/// cannot be used at all.
[[nodiscard]] Result<JobRecord> run_job(const EnteredJob& entered, int initiator,
                                        const RunnerEnvironment& environment);

}  // namespace coldsite::jcl
