// LISTPDS: the directories of partitioned data sets.
#pragma once

#include <string>
#include <vector>

#include "control-cards/iehlist/iehlist_statement.hpp"
#include "datasets/access/partitioned.hpp"
#include "datasets/dasd/volume.hpp"
#include "utilities/batch/report.hpp"

namespace coldsite::iehlist {

/// Prints each directory: without FORMAT name, TTRC and user data in hexadecimal; with FORMAT the
/// ISPF statistics or load module attributes that the user data holds, else the user data.
/// says: IEH910E no label or VTOC; IEH904E name not there; IEH911E no PDS, or a damaged directory.
void list_pds(batch::Report& report, dasd::Volume& volume, const ListPds& statement);

/// The lines of one member with FORMAT.
[[nodiscard]] std::vector<std::string> formatted_member(const access::Member& member,
                                                        const dasd::DataSetLabel& data_set);
/// The lines of one member without FORMAT.
[[nodiscard]] std::vector<std::string> plain_member(const access::Member& member);

}  // namespace coldsite::iehlist
