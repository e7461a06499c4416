// The rows that --json gets of a VTOC: tables "volumes", "data_sets", "extents", "free_extents" and
// "findings". README.md lists their columns.
#pragma once

#include <string_view>

#include "datasets/dasd/vtoc.hpp"
#include "utilities/batch/report.hpp"
#include "utilities/iehlist/vtoc_lines.hpp"

namespace coldsite::iehlist {

void tell_volume(batch::Report& report, const dasd::Volume& volume, const dasd::Vtoc& vtoc,
                 const EmptySpace& space);
void tell_data_set(batch::Report& report, std::string_view volser,
                   const dasd::DataSetLabel& data_set, const dasd::Geometry& geometry);
void tell_finding(batch::Report& report, std::string_view volser, const dasd::VtocFinding& finding);

}  // namespace coldsite::iehlist
