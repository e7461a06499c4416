// DD statements: back-references replaced by what they stand for, then the operands parsed by the
// grammar that JCL, --dd and the runner's bindings share.
#pragma once

#include <string>

#include "jcl-runner/card_operands.hpp"
#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

/// Adds what `statement` says to `step` (not yet in `job`): a DD or, without a name, the next
/// member of the concatenation. The steps of `job` hold the DDs that may be referred to.
/// `is_syntax_only`: all that is wrong is told, what this program refuses as CSJ0025E.
/// errors (into `findings`): IEFC645I reference to a DD that is not before it; CSJ0043E
/// nothing to concatenate to; those of dd::parse_dd_operands. notes: CSJ0042W.
void add_dd(const JclStatement& statement, const JclJob& job, JclStep& step, Findings& findings,
            bool is_syntax_only);

/// Gives a DD with DDNAME= what the DD of that name says, which goes. Without one it is a DUMMY
/// (IEF686I).
void settle_later_ddnames(JclStep& step, Findings& findings);

struct ReferencedProgram {
  std::string member;
  DdReference dd;
};
/// The member named by the DD that PGM=*.step.dd refers to. errors: IEFC645I.
[[nodiscard]] Result<ReferencedProgram> referenced_program(const JclJob& job, std::size_t call,
                                                           std::string_view reference,
                                                           const SourcePosition& position);

}  // namespace coldsite::jcl
