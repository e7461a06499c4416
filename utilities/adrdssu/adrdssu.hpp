// ADRDSSU (DFSMSdss): COPY, DUMP, RESTORE, PRINT and COPYDUMP of volumes and tracks.
// Its reference page is README.md in this folder.
#pragma once

#include "utilities/batch/program.hpp"

namespace coldsite::adrdssu {

[[nodiscard]] batch::ProgramDescription description();

/// The step: reads SYSIN, runs each command as a task, reports.
void run_adrdssu(batch::StepContext& context);

}  // namespace coldsite::adrdssu
