#include "utilities/batch/reply_script.hpp"

#include <algorithm>
#include <cctype>

#include "datasets/messages/csp.hpp"

namespace coldsite::batch {
namespace {

constexpr std::string_view kBlanks = " \t\r";

/// * and ?, without regard to case. Goes back to the last * only, so its time is bounded.
bool meets(std::string_view mask, std::string_view text) {
  const auto upper = [](char c) { return std::toupper(static_cast<unsigned char>(c)); };
  std::size_t m = 0, t = 0, star = std::string_view::npos, covered = 0;
  while (t < text.size()) {
    if (m < mask.size() && mask[m] == '*') {
      star = m++;
      covered = t;
    } else if (m < mask.size() && (mask[m] == '?' || upper(mask[m]) == upper(text[t]))) {
      ++m;
      ++t;
    } else if (star != std::string_view::npos) {
      m = star + 1;
      t = ++covered;
    } else {
      return false;
    }
  }
  return mask.find_first_not_of('*', m) == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The first word, which is taken off.
std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
  text = trimmed(text.substr(word.size()));
  return word;
}

}  // namespace

Result<ReplyScript> ReplyScript::parse(std::string_view text, std::string_view source) {
  ReplyScript script;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view whole = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(whole.size() + 1, text.size()));
    std::string_view rest = trimmed(whole);
    if (rest.empty() || rest.starts_with('#')) {
      continue;
    }
    Line line;
    line.job = take_word(rest);
    line.message_id = take_word(rest);
    line.reply = rest;
    if (line.reply.empty()) {
      return failure<msg::CSP0022E>().at(
          {std::string(source), number, whole.size() + 1, std::string(whole)});
    }
    script.lines_.push_back(std::move(line));
  }
  return script;
}

std::optional<std::string> ReplyScript::find(std::string_view job, std::string_view message) const {
  const std::string_view id = message.substr(0, message.find(' '));
  const auto found = std::ranges::find_if(
      lines_, [&](const Line& line) { return meets(line.job, job) && meets(line.message_id, id); });
  return found == lines_.end() ? std::nullopt : std::optional(found->reply);
}

}  // namespace coldsite::batch
