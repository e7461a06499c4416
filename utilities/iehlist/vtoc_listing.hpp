// LISTVTOC: edited (one line a data set), FORMAT (every field) or DUMP (DSCBs in hexadecimal).
#pragma once

#include "control-cards/iehlist/iehlist_statement.hpp"
#include "datasets/dasd/volume.hpp"
#include "utilities/batch/report.hpp"

namespace coldsite::iehlist {

/// Reads the VTOC once and prints it in its own order. What does not hold together in it is told
/// with its CCHHR and does not stop the rest.
/// says: IEH910E no label or VTOC; IEH904E name not there; IEH905W and IEH906E findings; IEH908W.
void list_vtoc(batch::Report& report, dasd::Volume& volume, const ListVtoc& statement);

}  // namespace coldsite::iehlist
