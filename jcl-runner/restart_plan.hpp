// A job that goes on where it stopped: what it takes up, and what it takes away before.
// threads: one job, one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "jcl-runner/checkpoint.hpp"
#include "jcl-runner/condition.hpp"
#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

/// Where a job goes on, and what it had done before.
struct RestartPlan {
  Checkpoint checkpoint;
  std::size_t first_step = 0;
  /// At the step that failed, whose new data sets are made again; false: the user chose the step.
  bool is_automatic = false;
};

/// Gives the job its temporary and passed data sets and the generation groups as they were when it
/// first named them. Where the user chose the step, groups that only steps from there on name are
/// taken as they are now.
void take_up(const RestartPlan& plan, RunningJob& running);

/// Takes the SYSOUT of the steps from `first_step` on out of the spool: it is written anew.
void remove_output(std::size_t first_step, RunningJob& running);

/// Deletes data sets and says so in JESYSMSG.
void delete_data_sets(const std::vector<site::DdRequest>& requests, RunningJob& running);

/// JOBRC: the code of the last step, or of a named one. nullopt: the highest counts, as it does
/// where that step abended or did not run.
[[nodiscard]] std::optional<std::uint32_t> job_code_of(const JobCodeRule& rule,
                                                       const std::vector<StepOutcome>& outcomes);

}  // namespace coldsite::jcl
