// The groups of fields that several kinds of entries show in LISTCAT: head, HISTORY, VOLUMES,
// ASSOCIATIONS. Used by listcat_lines.cpp and listcat_component.cpp.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utilities/idcams/listcat_lines.hpp"

namespace coldsite::idcams {

inline constexpr std::string_view kNull = "(NULL)";

/// Collects lines at the depth of their entry.
class EntryLines {
 public:
  explicit EntryLines(const ListingStyle& style) : style_(&style) {}

  /// "CLUSTER ------- A.B" (a line skipped before) and "IN-CAT --- catalog".
  void add_head(std::string_view label, std::string_view name);
  /// "     HISTORY": the name of a group.
  void add_group(std::string_view name) { add("     " + std::string(name)); }
  /// Fields of a group.
  void add_fields(const std::vector<std::string>& fields);
  void add(std::string text) { lines_.push_back({std::move(text)}); }

  [[nodiscard]] std::vector<PrintLine> take() { return std::move(lines_); }

 private:
  const ListingStyle* style_;
  std::vector<PrintLine> lines_;
};

/// "2026.325", "0000.000" for none.
[[nodiscard]] std::string date_text(dasd::LabelDate date);
[[nodiscard]] std::string device_type_text(std::uint32_t device_type);

/// HISTORY with its first two lines.
void add_history(EntryLines& lines, const catalog::Ownership& ownership);
void add_sms_data(EntryLines& lines, const std::string& storage_class,
                  const std::string& data_class, const std::string& management_class);
void add_protection(EntryLines& lines);
/// VOLUMES: VOLSER, DEVTYPE, FSEQN.
void add_volumes(EntryLines& lines, const std::vector<catalog::VolumeCell>& volumes);
/// ASSOCIATIONS: {"DATA", "A.B.DATA"} is "DATA-----A.B.DATA"; "(NULL)" without any.
void add_associations(EntryLines& lines,
                      const std::vector<std::pair<std::string_view, std::string>>& names);

}  // namespace coldsite::idcams
