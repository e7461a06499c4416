#include "jcl-runner/jcl_record.hpp"

#include <algorithm>
#include <array>

#include "jcl-runner/jcl_text.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::array<std::string_view, 13> kJesControlWords = {
    "JOBPARM", "MESSAGE", "NETACCT", "NOTIFY", "OUTPUT", "PRIORITY", "ROUTE",
    "SETUP",   "SIGNOFF", "SIGNON",  "XEQ",    "XMIT",   "END"};

constexpr std::array<std::string_view, 6> kJes3ControlWords = {"DATASET", "ENDDATASET", "FORMAT",
                                                               "MAIN",    "NET",        "NETACCT"};

}  // namespace

bool is_blank(std::string_view text) {
  return text.find_first_not_of(' ') == std::string_view::npos;
}

std::string_view text_columns(std::string_view card) {
  return card.substr(0, offset_of_column(card, kLastTextColumn + 1));
}

bool has_continuation_mark(std::string_view card) {
  const std::size_t offset = offset_of_column(card, kContinuationColumn);
  return offset < card.size() && card[offset] != ' ';
}

std::string_view jes_control_word(std::string_view card) {
  if (!card.starts_with("/*")) {
    return {};
  }
  std::string_view word = card.substr(2);
  if (word.starts_with('$')) {
    return word.substr(0, 1);
  }
  word = word.substr(0, word.find(' '));
  return std::ranges::find(kJesControlWords, word) == kJesControlWords.end() ? std::string_view{}
                                                                             : word;
}

std::string_view jes3_control_word(std::string_view card) {
  if (!card.starts_with("//*")) {
    return {};
  }
  const std::string_view text = text_columns(card).substr(3);
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  const bool is_known = std::ranges::find(kJes3ControlWords, word) != kJes3ControlWords.end() &&
                        (word == "ENDDATASET" || text.find('=', end) != std::string_view::npos);
  return is_known ? word : std::string_view{};
}

std::string masked_card(std::string card) {
  constexpr std::string_view kPassword = "PASSWORD=";
  const std::size_t at = card.find(kPassword);
  if (at == std::string::npos || !card.starts_with("//")) {
    return card;
  }
  std::size_t end = at + kPassword.size();
  const bool is_list = end < card.size() && card[end] == '(';
  const std::size_t stop = is_list ? card.find(')', end) : card.find_first_of(", ", end);
  for (; end < std::min(stop, card.size()); ++end) {
    card[end] = card[end] == '(' ? '(' : '*';
  }
  return card;
}

RecordKind classify_record(std::string_view card) {
  if (card.starts_with("/*")) {
    return jes_control_word(card).empty() ? RecordKind::kDelimiter : RecordKind::kJesControl;
  }
  if (!card.starts_with("//")) {
    return RecordKind::kData;
  }
  if (card.starts_with("//*")) {
    return RecordKind::kComment;
  }
  return is_blank(text_columns(card).substr(2)) ? RecordKind::kNull : RecordKind::kStatement;
}

}  // namespace coldsite::jcl
