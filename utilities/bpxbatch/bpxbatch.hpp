// BPXBATCH: runs a shell command or a program of the host as a step. README.md in this folder is
// the reference page.
#pragma once

#include "utilities/batch/program.hpp"

namespace coldsite::bpxbatch {

inline constexpr batch::ProgramDescription kDescription = {
    .name = "bpxbatch",
    .title = "runs a shell command or a program of the host",
    .help_extra =
        "PARM: SH command   PGM path arguments   (or in STDPARM, when there is no PARM)\n"
        "DDs:  STDIN STDOUT STDERR STDPARM STDENV, each with PATH=\n"
        "exit status: that of the command; under jclrun the condition code is 256 times it\n"};

/// Becomes the command: what is behind this call does not happen, unless it cannot be run.
void run(batch::StepContext& context);

}  // namespace coldsite::bpxbatch
