// IEHPROGM: scratches, renames, catalogs and uncatalogs. README.md in this folder is the reference
// page.
#pragma once

#include "utilities/batch/program.hpp"

namespace coldsite::iehprogm {

inline constexpr batch::ProgramDescription kDescription = {
    .name = "iehprogm",
    .title = "scratches, renames, catalogs and uncatalogs data sets and members",
    .help_extra =
        "DDs:  SYSIN statements   SYSPRINT   any other DD names a volume\n"
        "PARM: PRINT (taken) or NOPRINT: whether SYSPRINT shows the statements\n"
        "SYSIN: SCRATCH {VTOC|DSNAME=name},VOL=device=serial[,PURGE][,MEMBER=name][,SYS]\n"
        "       RENAME  DSNAME=name,VOL=device=serial,NEWNAME=name[,MEMBER=name]\n"
        "       CATLG   DSNAME=name,VOL=device=serial      UNCATLG DSNAME=name\n"
        "       BLDG    INDEX=name,ENTRIES=n[,EMPTY][,DELETE]   DLTX INDEX=name\n"};

/// The program. A statement that does not hold is told and passed over at CC 8, as on z/OS; the
/// others are carried out in their order.
void run(batch::StepContext& context);

}  // namespace coldsite::iehprogm
