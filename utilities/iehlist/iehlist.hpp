// IEHLIST: lists VTOCs and PDS directories. README.md in this folder is the reference page.
#pragma once

#include "utilities/batch/program.hpp"

namespace coldsite::iehlist {

[[nodiscard]] batch::ProgramDescription description();

/// Carries out the statements of SYSIN in order. Nothing is listed when one of them is in error; a
/// volume or data set that cannot be listed is told at CC 8 and the next statement goes on.
void run(batch::StepContext& context);

}  // namespace coldsite::iehlist
