// Which step a name means: COND=(0,NE,STEP), IF STEP.PROCSTEP.RC, DSN=*.STEP.PROCSTEP.DD.
//   STEP           a step of the same procedure, or of the job around it
//   STEP.PROCSTEP  the step PROCSTEP of the procedure that the EXEC statement STEP called
// threads: immutable data.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

/// The step a DD reference from procedure call `call` means, the last before; nullptr: none.
[[nodiscard]] const JclStep* find_step(const JclJob& job, std::size_t call, std::string_view step,
                                       std::string_view procedure_step);

/// The first step that RESTART= or an operator means: STEP, STEP.PROCSTEP, or the first step of the
/// procedure that STEP calls.
[[nodiscard]] std::optional<std::size_t> index_of_step(const JclJob& job, std::string_view step,
                                                       std::string_view procedure_step);

/// The keys of the steps that a test means: one, or all of a procedure when only its EXEC is named.
[[nodiscard]] std::vector<std::string> keys_of_steps(const JclJob& job, std::size_t call,
                                                     std::string_view step,
                                                     std::string_view procedure_step);

}  // namespace coldsite::jcl
