#include "control-cards/cards/statement_state.hpp"

#include <algorithm>
#include <charconv>

#include "datasets/messages/css.hpp"

namespace coldsite::cards {
namespace {

constexpr std::size_t kFoundCharactersMax = 24;

/// What stands at `offset`, as a message shows it: a word, one delimiter, or the end.
std::string found_at(std::string_view text, std::size_t offset) {
  const std::size_t begin = std::min(text.find_first_not_of(' ', offset), text.size());
  if (begin == text.size()) {
    return "the end of the statement";
  }
  if (text[begin] == '\'') {
    const std::size_t close = std::min(text.find('\'', begin + 1), text.size() - 1);
    if (close - begin < kFoundCharactersMax) {
      return std::string(text.substr(begin, close - begin + 1));
    }
  }
  std::size_t end = text.find_first_of(" ,()='", begin);
  end = end == begin ? begin + 1 : std::min(end, text.size());
  if (end - begin > kFoundCharactersMax) {
    end = begin + kFoundCharactersMax;
    while (end > begin + 1 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
      --end;
    }
  }
  return "'" + std::string(text.substr(begin, end - begin)) + "'";
}

}  // namespace

void StatementState::begin_operand(std::string_view canonical, std::size_t offset) {
  if (seen_.empty()) {
    command_offset_ = offset;
  }
  if (!seen_.emplace(canonical, offset).second) {
    fail<msg::CSS0012E>(offset, canonical);
  }
}

void StatementState::require(std::initializer_list<std::string_view> any_of,
                             std::string_view statement) {
  if (std::ranges::any_of(any_of, [&](std::string_view name) { return has(name); })) {
    return;
  }
  std::string names;
  for (const std::string_view name : any_of) {
    names += (names.empty() ? "" : " or ") + std::string(name);
  }
  add(failure<msg::CSS0013E>(names, statement).at(command_position()));
}

void StatementState::exclude(std::string_view first, std::string_view second) {
  const auto a = seen_.find(first);
  const auto b = seen_.find(second);
  if (a != seen_.end() && b != seen_.end()) {
    fail<msg::CSS0014E>(std::max(a->second, b->second), first, second);
  }
}

std::uint32_t StatementState::number(std::string_view text, std::size_t offset, std::uint32_t least,
                                     std::uint32_t most, int base) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
    fail<msg::CSS0015E>(offset, text, least, most);
    return least;
  }
  return value;
}

void StatementState::fail_expected(std::string_view expected, std::size_t offset) {
  std::string found = found_at(statement_.text(), offset);
  const SourcePosition place = position(offset);
  constexpr std::size_t kLastColumns = 70, kSequenceColumn = 72;
  if (place.column > kLastColumns && place.card.size() > kSequenceColumn &&
      place.card.find_first_not_of(' ', kSequenceColumn) != std::string::npos) {
    found += " (columns 73 to 80 are not read)";
  }
  fail<msg::CSS0010E>(offset, expected, found);
}

std::string unquote(std::string_view quoted) {
  std::string text;
  quoted = quoted.substr(1, quoted.size() - 2);
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    text += quoted[i];
    if (quoted[i] == '\'') {
      ++i;  // the second of a pair
    }
  }
  return text;
}

bool is_data_set_name(std::string_view text) {
  constexpr std::size_t kNameMax = 44, kQualifierMax = 8;
  constexpr std::string_view kFirst = "ABCDEFGHIJKLMNOPQRSTUVWXYZ#@$";
  constexpr std::string_view kOther = "ABCDEFGHIJKLMNOPQRSTUVWXYZ#@$0123456789-";
  if (text.size() > kNameMax) {
    return false;
  }
  while (true) {
    const std::string_view qualifier = text.substr(0, text.find('.'));
    if (qualifier.empty() || qualifier.size() > kQualifierMax ||
        kFirst.find(qualifier.front()) == std::string_view::npos ||
        qualifier.find_first_not_of(kOther) != std::string_view::npos) {
      return false;
    }
    if (qualifier.size() == text.size()) {
      return true;
    }
    text.remove_prefix(qualifier.size() + 1);
  }
}

void limit_errors(std::vector<Failure>& errors, std::string_view source) {
  if (errors.size() > kErrorsMax) {
    errors.erase(errors.begin() + static_cast<std::ptrdiff_t>(kErrorsMax), errors.end());
    errors.push_back(failure<msg::CSS0009E>(kErrorsMax, source));
  }
}

}  // namespace coldsite::cards
