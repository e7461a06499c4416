// Initiators: threads of jclrun, each of which takes the next job of its classes (job_queue.hpp)
// until none is left that may run.
#pragma once

#include <vector>

#include "jcl-runner/initiator_classes.hpp"
#include "jcl-runner/job_entry.hpp"
#include "jcl-runner/job_network.hpp"
#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

/// What became of the jobs, in the order of submission. What could not be done at all is in
/// `failures`: a job whose spool directory cannot be written, one that no initiator serves.
struct JobResults {
  std::vector<JobRecord> records;
  std::vector<Failure> failures;
  std::vector<JobNetwork::GroupReport> groups;
};

/// Runs every job, those that they submit through internal readers too. What does not run, behind
/// a cancel or for want of an initiator of its class, is held.
[[nodiscard]] JobResults run_jobs(std::vector<EnteredJob> jobs, std::vector<JobGroup> groups,
                                  const std::vector<InitiatorClasses>& initiators,
                                  const RunnerEnvironment& environment);

}  // namespace coldsite::jcl
