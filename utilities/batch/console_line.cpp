#include "utilities/batch/console_line.hpp"

#include <algorithm>

namespace coldsite::batch {

std::string console_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    std::string field = fields[i];
    std::ranges::replace_if(
        field, [](char c) { return c == '\t' || c == '\n'; }, ' ');
    line += (i == 0 ? "" : "\t") + field;
  }
  return line;
}

std::vector<std::string> console_fields(std::string_view line) {
  std::vector<std::string> fields;
  while (true) {
    const std::size_t tab = line.find('\t');
    fields.emplace_back(line.substr(0, tab));
    if (tab == std::string_view::npos) {
      return fields;
    }
    line.remove_prefix(tab + 1);
  }
}

}  // namespace coldsite::batch
