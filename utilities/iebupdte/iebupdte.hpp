// IEBUPDTE: makes and changes members and sequential data sets of card images. README.md in this
// folder is the reference page.
#pragma once

#include "utilities/batch/program.hpp"

namespace coldsite::iebupdte {

inline constexpr batch::ProgramDescription kDescription = {
    .name = "iebupdte",
    .title = "makes and changes members of card images",
    .help_extra =
        "DDs:  SYSUT1 old master   SYSUT2 new master   SYSIN statements and data   SYSPRINT\n"
        "PARM: NEW (no old master) or MOD\n"
        "SYSIN: ./ ADD|REPL|CHANGE|REPRO NAME=member,LIST=ALL,SEQFLD=ddl,...\n"
        "       ./ NUMBER SEQ1=,SEQ2=,NEW1=,INCR=,INSERT=YES   ./ DELETE SEQ1=,SEQ2=\n"
        "       ./ ALIAS NAME=   ./ ENDUP\n"};

/// The program: everything it needs comes with `context`, everything it says goes to its report.
void run(batch::StepContext& context);

}  // namespace coldsite::iebupdte
