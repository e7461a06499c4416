#include "jcl-runner/initiator_classes.hpp"

#include <algorithm>
#include <charconv>

namespace coldsite::jcl {
namespace {

std::optional<std::size_t> parse_count(std::string_view text) {
  std::size_t count = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool is_number = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
  return !text.empty() && is_number ? std::optional(count) : std::nullopt;
}

/// "BC", "*": the classes of one initiator.
std::optional<InitiatorClasses> parse_list(std::string_view text) {
  InitiatorClasses initiator;
  if (text == "*") {
    return initiator;
  }
  for (const char c : text) {
    const char folded = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const bool is_class = (folded >= 'A' && folded <= 'Z') || (folded >= '0' && folded <= '9');
    if (!is_class) {
      return std::nullopt;
    }
    initiator.classes.emplace_back(1, folded);
  }
  return initiator.classes.empty() ? std::nullopt : std::optional(initiator);
}

}  // namespace

bool InitiatorClasses::serves(std::string_view job_class) const {
  return classes.empty() || std::ranges::find(classes, job_class) != classes.end();
}

std::optional<std::vector<InitiatorClasses>> parse_initiators(std::string_view text) {
  std::vector<InitiatorClasses> initiators;
  if (const auto count = parse_count(text)) {
    if (*count < 1 || *count > kInitiatorsMax) {
      return std::nullopt;
    }
    initiators.resize(*count);
    return initiators;
  }
  while (true) {
    const std::size_t comma = text.find(',');
    auto initiator = parse_list(text.substr(0, comma));
    if (!initiator || initiators.size() == kInitiatorsMax) {
      return std::nullopt;
    }
    initiators.push_back(*std::move(initiator));
    if (comma == std::string_view::npos) {
      return initiators;
    }
    text.remove_prefix(comma + 1);
  }
}

}  // namespace coldsite::jcl
