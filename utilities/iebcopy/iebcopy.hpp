// IEBCOPY: copies, unloads, loads and compresses partitioned data sets.
#pragma once

#include "utilities/batch/program.hpp"

namespace coldsite::iebcopy {

inline constexpr batch::ProgramDescription kDescription = {
    .name = "iebcopy",
    .title = "Partitioned data set copy",
    .help_extra =
        "DDs:  any for INDD and OUTDD (SYSUT1 and SYSUT2 without SYSIN)   SYSIN   SYSPRINT\n"
        "SYSIN: COPY    OUTDD=ddname,INDD=(ddname,(ddname,R)...),LIST=YES|NO\n"
        "       SELECT  MEMBER=(name,(old,new,R)...)\n"
        "       EXCLUDE MEMBER=(name...)\n",
    .takes_simulate = true};

/// The program: everything it needs comes with `context`, everything it says goes to its report.
void run(batch::StepContext& context);

}  // namespace coldsite::iebcopy
