#include "utilities/bpxbatch/command_text.hpp"

#include <algorithm>

#include "datasets/messages/csu.hpp"

namespace coldsite::bpxbatch {
namespace {

constexpr const char* kShell = "/bin/sh";

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

template <class Take>
void for_each_line(std::string_view text, const Take& take) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!(text = trim(text)).empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

bool is_word(std::string_view text, std::string_view word) {
  return text.size() == word.size() && std::ranges::equal(text, word, [](char a, char b) {
           return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
         });
}

}  // namespace

Result<Command> parse_command(std::string_view parameter, std::string_view home) {
  const std::string_view text = trim(parameter);
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view word = text.substr(0, end);
  const std::string_view rest = trim(text.substr(end));
  if (word.empty() || (is_word(word, "SH") && rest.empty())) {
    return Command{kShell, {"sh", "-s"}};
  }
  if (is_word(word, "SH")) {
    return Command{kShell, {"sh", "-c", std::string(rest)}};
  }
  if (!is_word(word, "PGM") || rest.empty()) {
    return failure<msg::CSU0040S>(text);
  }
  Command command{"", split(rest)};
  command.path = command.arguments.front();
  if (!command.path.starts_with('/')) {
    command.path = std::string(home) + "/" + command.path;
  }
  return command;
}

std::string join_parameter(std::string_view lines) {
  std::string text;
  for_each_line(lines, [&](std::string_view line) {
    const std::string_view part = trim(line);
    if (!part.empty()) {
      text += (text.empty() ? "" : " ") + std::string(part);
    }
  });
  return text;
}

std::vector<std::string> parse_environment(std::string_view lines) {
  std::vector<std::string> variables;
  for_each_line(lines, [&](std::string_view line) {
    const std::string_view text = trim(line);
    const std::size_t equals = text.find('=');
    if (!text.starts_with('#') && equals != std::string_view::npos && equals != 0) {
      variables.emplace_back(text);
    }
  });
  return variables;
}

}  // namespace coldsite::bpxbatch
