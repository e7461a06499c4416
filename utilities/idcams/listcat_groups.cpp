#include "utilities/idcams/listcat_groups.hpp"

#include <fmt/format.h>

#include "utilities/idcams/field_columns.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::size_t kLabelWidth = 15;
constexpr std::size_t kNestedIndent = 3;

}  // namespace

void EntryLines::add_head(std::string_view label, std::string_view name) {
  const std::size_t indent = style_->is_nested ? kNestedIndent : 0;
  std::string head(indent, ' ');
  head += label;
  head += ' ';
  head.resize(std::max(kLabelWidth, head.size()), '-');
  lines_.push_back({head + " " + std::string(name), batch::Carriage::kSkipLine});
  add("     IN-CAT --- " + style_->catalog_name);
}

void EntryLines::add_fields(const std::vector<std::string>& fields) {
  add("       " + columns(fields));
}

std::string date_text(dasd::LabelDate date) {
  return fmt::format("{:04}.{:03}", date.year, date.day_of_year);
}

std::string device_type_text(std::uint32_t device_type) {
  return fmt::format("X'{:08X}'", device_type);
}

void add_history(EntryLines& lines, const catalog::Ownership& ownership) {
  lines.add_group("HISTORY");
  lines.add_fields({field("DATASET-OWNER", ownership.owner.empty() ? kNull : ownership.owner),
                    field("CREATION", date_text(ownership.created))});
  lines.add_fields({field("RELEASE", 2), field("EXPIRATION", date_text(ownership.expires))});
}

void add_sms_data(EntryLines& lines, const std::string& storage_class,
                  const std::string& data_class, const std::string& management_class) {
  if (storage_class.empty() && data_class.empty() && management_class.empty()) {
    return;
  }
  const auto or_null = [](const std::string& text) { return text.empty() ? kNull : text; };
  lines.add_group("SMSDATA");
  lines.add_fields({field("STORAGECLASS ", or_null(storage_class)),
                    field("MANAGEMENTCLASS", or_null(management_class))});
  lines.add_fields({field("DATACLASS ", or_null(data_class)), field("LBACKUP ", "0000.000.0000")});
}

void add_protection(EntryLines& lines) {
  lines.add("     PROTECTION-PSWD-----(NULL)     RACF----------------(NO)");
}

void add_volumes(EntryLines& lines, const std::vector<catalog::VolumeCell>& volumes) {
  lines.add_group("VOLUMES");
  for (const catalog::VolumeCell& volume : volumes) {
    lines.add_fields({field("VOLSER", volume.volser),
                      field("DEVTYPE", device_type_text(volume.device_type)),
                      field("FSEQN", volume.file_sequence)});
  }
}

void add_associations(EntryLines& lines,
                      const std::vector<std::pair<std::string_view, std::string>>& names) {
  if (names.empty()) {
    lines.add_group("ASSOCIATIONS--------(NULL)");
    return;
  }
  constexpr std::size_t kNameColumn = 9;
  lines.add_group("ASSOCIATIONS");
  for (const auto& [kind, name] : names) {
    std::string text(kind);
    text.resize(kNameColumn, '-');
    lines.add("       " + text + name);
  }
}

}  // namespace coldsite::idcams
