// Initiators: threads of jclrun, each of which takes the next job until none is left.
#pragma once

#include <vector>

#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

/// What became of the jobs, in the order of submission. A job that could not even get a spool
/// directory is in `failures`; jobs behind a cancel are not started and in neither list.
struct JobResults {
  std::vector<JobRecord> records;
  std::vector<Failure> failures;
};

/// Runs every job; `count` at a time. Jobs start in the order given.
[[nodiscard]] JobResults run_jobs(const std::vector<JclJob>& jobs, std::size_t count,
                                  const RunnerEnvironment& environment);

}  // namespace coldsite::jcl
