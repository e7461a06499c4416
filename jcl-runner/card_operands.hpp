// JOB and EXEC statements to their parameters.
#pragma once

#include <vector>

#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

/// What checking found so far; a job with errors is not run.
struct Findings {
  std::vector<Failure> errors, notes;
};

/// errors (into `findings`): IEFC630I unknown keyword; CSJ0020E refused keyword; IEFC640I,
/// IEFC642I, CSJ0030E ... values.
[[nodiscard]] JobParameters read_job_operands(const JclStatement& statement, Findings& findings);
/// SCHEDULE.
[[nodiscard]] JobSchedule read_schedule_operands(const JclStatement& statement, Findings& findings);
/// NOTIFY: the user; empty: none that can be told.
[[nodiscard]] std::string read_notify_operands(const JclStatement& statement, Findings& findings);
/// EXEC PGM=. `job` has the steps before it, for PGM=*.step.dd.
[[nodiscard]] JclStep read_exec_operands(const JclStatement& statement, const JclJob& job,
                                         Findings& findings);

}  // namespace coldsite::jcl
