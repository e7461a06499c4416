// ICKDSF as a program: commands from SYSIN, one after the other, listing on SYSPRINT.
// README.md of this folder is its reference page.
#pragma once

#include "utilities/batch/program.hpp"

namespace coldsite::ickdsf {

[[nodiscard]] batch::ProgramDescription description();

/// A deck with an error in it is told whole and nothing of it is carried out. A command that fails
/// does not stop the next one.
void run(batch::StepContext& context);

}  // namespace coldsite::ickdsf
