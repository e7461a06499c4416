// Checks of a job as a whole, once all statements have been read.
#pragma once

#include "jcl-runner/card_operands.hpp"
#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

/// errors (into `findings`): IEFC607I no steps (unless they may be elsewhere), CSJ0040E too many,
/// CSJ0041E a DD twice.
void check_job(const JclJob& job, bool may_have_steps_elsewhere, Findings& findings);

/// Finds the steps that RESTART= and JOBRC= of the JOB statement mean.
/// errors (into `findings`): CSJ0400E no such step.
void resolve_job_steps(JclJob& job, bool may_have_steps_elsewhere, Findings& findings);

/// Puts the keys of the steps that are meant into the tests of a step that is not yet in `job`.
/// errors (into `findings`): IEFC645I no such step before it.
void resolve_condition(JclStep& step, const JclJob& job, bool may_have_steps_elsewhere,
                       Findings& findings);

/// The same for an operand of an IF; a step that is not there makes the test false, with a warning.
void resolve_if_operand(const JclJob& job, std::size_t call, bool may_have_steps_elsewhere,
                        IfOperand& operand, Findings& findings);

}  // namespace coldsite::jcl
