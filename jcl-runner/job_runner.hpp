// One job from the reader to the end of its log.
#pragma once

#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

/// How a job comes to run.
struct JobStart {
  int initiator = 1;  ///< counts from 1
  /// What it has in the spool already (it waited, or it runs again), with the lock that says so;
  /// none: it takes the next number.
  std::optional<SpoolJob> spool = {};
  std::shared_ptr<site::HeldLock> held = {};
};

/// Runs the job (or says why not) and leaves its spool behind. Waits for jobs of the same name and
/// for data sets that other jobs hold. errors: the spool or the site cannot be used at all.
[[nodiscard]] Result<JobRecord> run_job(const JclJob& job, const JobStart& start,
                                        const RunnerEnvironment& environment);

}  // namespace coldsite::jcl
