// IDCAMS, Access Method Services: the program as a function of its step. README.md here is the
// reference page.
#pragma once

#include "utilities/batch/program.hpp"

namespace coldsite::idcams {

[[nodiscard]] batch::ProgramDescription description();

/// Runs the commands of SYSIN, one after the other, whatever becomes of each.
void run(batch::StepContext& context);

}  // namespace coldsite::idcams
