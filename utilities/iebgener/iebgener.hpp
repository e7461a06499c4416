// IEBGENER: copies and edits a sequential data set, or makes members of it.
#pragma once

#include "utilities/batch/program.hpp"

namespace coldsite::iebgener {

inline constexpr batch::ProgramDescription kDescription = {
    .name = "iebgener",
    .title = "Data set utility - GENERATE",
    .help_extra =
        "DDs:  SYSUT1 input   SYSUT2 output   SYSIN statements (DUMMY: plain copy)   SYSPRINT\n"
        "SYSIN: GENERATE MAXNAME=n,MAXFLDS=n,MAXGPS=n,MAXLITS=n\n"
        "       MEMBER   NAME=(member,alias...)\n"
        "       RECORD   IDENT=(length,'name',location),FIELD=(length,from,conversion,to)\n",
    .takes_simulate = true};

/// The program: everything it needs comes with `context`, everything it says goes to its report.
void run(batch::StepContext& context);

}  // namespace coldsite::iebgener
