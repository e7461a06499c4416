// DD statements: back-references replaced by what they stand for, then the operands parsed by the
// grammar that JCL, --dd and the runner's bindings share.
#pragma once

#include <string>

#include "jcl-runner/card_operands.hpp"
#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

/// Adds what `statement` says to `step` (the last of `job`): a DD or, without a name, the next
/// member of the concatenation. `steps_before` hold the DDs that may be referred to.
/// errors (into `findings`): IEFC645I reference to a DD that is not before it; CSJ0042E override
/// outside a procedure; CSJ0043E nothing to concatenate to; those of dd::parse_dd_operands.
void add_dd(const JclStatement& statement, const std::vector<JclStep>& steps_before, JclStep& step,
            Findings& findings);

}  // namespace coldsite::jcl
