#include "jcl-runner/keyed_lines.hpp"

namespace coldsite::jcl {
namespace {

std::string unescaped(std::string_view text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '\\' && i + 1 < text.size();
    value += !is_escape ? text[i] : text[i + 1] == 'n' ? '\n' : text[i + 1];
    i += is_escape ? 1 : 0;
  }
  return value;
}

}  // namespace

std::string keyed_line(std::string_view key, std::string_view value) {
  std::string line(key);
  line += ' ';
  for (const char c : value) {
    if (c == '\n' || c == '\\') {
      line += '\\';
    }
    line += c == '\n' ? 'n' : c;
  }
  return line + "\n";
}

std::optional<std::vector<KeyedLine>> parse_keyed_lines(std::string_view text) {
  std::vector<KeyedLine> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const std::size_t blank = line.find(' ');
    if (end == std::string_view::npos || blank == std::string_view::npos) {
      return std::nullopt;
    }
    lines.emplace_back(line.substr(0, blank), unescaped(line.substr(blank + 1)));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace coldsite::jcl
