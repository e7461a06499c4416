// One COPY statement carried out.
#pragma once

#include "control-cards/iebcopy/iebcopy_statement.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::iebcopy {

/// Copies, loads, unloads or compresses, by what the DDs are. Says what it did member by member.
[[nodiscard]] Result<void> run_step(const CopyStep& step, batch::StepContext& context);

}  // namespace coldsite::iebcopy
