// One step: allocation, the program as a process, dispositions, and what the log says of it.
#pragma once

#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

/// Runs step `index` of the job and fills its record. A step that fails is an outcome, not a
/// failure: JCL error (allocation), abend, or a condition code.
void run_step(RunningJob& running, std::size_t index);

}  // namespace coldsite::jcl
