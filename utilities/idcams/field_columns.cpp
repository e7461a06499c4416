#include "utilities/idcams/field_columns.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace coldsite::idcams {

std::string field(std::string_view name, std::string_view value, std::size_t width) {
  const std::size_t used = name.size() + value.size();
  const std::size_t dashes = width > used + 2 ? width - used : 2;
  return std::string(name) + std::string(dashes, '-') + std::string(value);
}

std::string field(std::string_view name, std::uint64_t value, std::size_t width) {
  return field(name, std::to_string(value), width);
}

std::string columns(const std::vector<std::string>& fields) {
  constexpr std::size_t kGap = 5;
  std::string line;
  std::size_t column = 0;
  for (const std::string& text : fields) {
    line.resize(std::max(column, line.size()), ' ');
    line += text;
    column += kFieldWidth + kGap;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::vector<std::string> word_columns(const std::vector<std::string>& words) {
  constexpr std::size_t kWordsPerLine = 8;
  std::vector<std::string> lines;
  for (std::size_t first = 0; first < words.size(); first += kWordsPerLine) {
    std::vector<std::string> pairs;
    const std::size_t end = std::min(words.size(), first + kWordsPerLine);
    for (std::size_t at = first; at < end; at += 2) {
      const std::string& left = words[at];
      const std::string right = at + 1 < end ? words[at + 1] : "";
      const std::size_t width = kFieldWidth - std::min(kFieldWidth, left.size());
      pairs.push_back(fmt::format("{}{:>{}}", left, right, width));
    }
    lines.push_back(columns(pairs));
  }
  return lines;
}

}  // namespace coldsite::idcams
