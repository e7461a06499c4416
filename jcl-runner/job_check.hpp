// Checks of a job as a whole, before anything of it runs.
#pragma once

#include "jcl-runner/card_operands.hpp"
#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

/// errors (into `findings`): IEFC607I no steps; CSJ0040E more than 255; CSJ0041E a DD name twice in
/// a step; IEFC645I COND names a step that is not before it.
void check_job(const JclJob& job, Findings& findings);

}  // namespace coldsite::jcl
