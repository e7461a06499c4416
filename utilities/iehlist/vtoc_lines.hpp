// The print lines of a VTOC listing, 120 columns at most. Pure.
#pragma once

#include <string>
#include <vector>

#include "datasets/dasd/dscb_codec.hpp"
#include "datasets/dasd/vtoc.hpp"

namespace coldsite::iehlist {

/// The column heads of the edited form.
[[nodiscard]] std::string edited_heading();
/// One data set on one line; `is_flagged` puts the asterisk of DATE= behind the name.
[[nodiscard]] std::string edited_line(const dasd::DataSetLabel& data_set,
                                      const dasd::Geometry& geometry, bool is_flagged);

/// The block of the format 4 DSCB.
[[nodiscard]] std::vector<std::string> format4_lines(const dasd::Format4& format4,
                                                     dasd::RecordAddress address);

/// The block of one data set: two pairs of heads and values, then its extents.
[[nodiscard]] std::vector<std::string> format_lines(const dasd::DataSetLabel& data_set,
                                                    const dasd::Geometry& geometry);

/// What the lines of a dumped DSCB hold.
[[nodiscard]] std::vector<std::string> dump_heading();
/// Key; bytes 44 to 98; bytes 99 to 139 and the address. The key of format 1 and 8 is a name.
[[nodiscard]] std::vector<std::string> dump_lines(ByteView dscb, char format,
                                                  dasd::RecordAddress address);

/// Whole cylinders in the free extents, and the tracks that are left of them.
struct EmptySpace {
  std::uint32_t cylinders = 0;
  std::uint32_t tracks = 0;
};
[[nodiscard]] EmptySpace empty_space(const dasd::Vtoc& vtoc, const dasd::Geometry& geometry);

/// "PARTITIONED", "SEQUENTIAL" ...
[[nodiscard]] std::string_view file_type(dasd::Organization organization);
/// "PO", "PSU" ...
[[nodiscard]] std::string organization_text(const dasd::DataSetLabel& data_set);
/// "CYLS", "TRKS", "BLKS", "ABSTR": how the space was asked for.
[[nodiscard]] std::string_view space_unit_text(const dasd::DataSetLabel& data_set);

}  // namespace coldsite::iehlist
