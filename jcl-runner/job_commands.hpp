// The operator's commands that stand in a job: COMMAND statements, JCL commands, JES2's /*$.
// threads: the job's own.
#pragma once

#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

/// Gives them, once in the life of the job, also when it is released or restarted; what the
/// operator is answered with stands in JESMSGLG and on the terminal. They cannot fail the job.
///   <site>/spool/JOB00012/.commands   empty; there from before the first is given
void give_commands(RunningJob& running);

}  // namespace coldsite::jcl
