#include "jcl-runner/jcl_listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "jcl-runner/jcl_record.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kNumberColumns = 9;

/// The card with the first two columns that say where it is from.
std::string marked(std::string card, ListingMark mark, bool is_overridden) {
  if (mark == ListingMark::kJob || !card.starts_with("//")) {
    return card;
  }
  const char sign = mark == ListingMark::kLibrary ? 'X' : '+';
  card[0] = sign;
  card[1] = is_overridden ? '/' : sign;
  return card;
}

}  // namespace

void JclListing::add(JclStatement& statement, ListingMark mark, bool is_overridden) {
  const bool is_numbered = statement.kind != StatementKind::kComment &&
                           statement.kind != StatementKind::kDelimiter &&
                           statement.kind != StatementKind::kJesControl;
  statement.number = is_numbered ? ++number_ : 0;
  ListedLine line;
  line.is_job_statement = statement.kind == StatementKind::kJob;
  line.is_of_job = mark == ListingMark::kJob;
  if (statement.is_generated) {
    line.text = fmt::format("{:>9} {}", statement.number,
                            marked("//SYSIN    DD *   GENERATED STATEMENT", mark, false));
    lines_.push_back(line);
  }
  for (std::size_t i = 0; i < statement.card_count; ++i) {
    const std::string number = i == 0 && is_numbered ? std::to_string(statement.number) : "";
    const std::string& card = statement.source->cards[statement.first_card + i].text;
    line.text.assign(kNumberColumns - std::min(number.size(), kNumberColumns), ' ');
    line.text += number;
    line.text += ' ';
    line.text += marked(masked_card(card), mark, is_overridden);
    lines_.push_back(line);
  }
}

void JclListing::add_message(const Failure& message, ListingMark mark) {
  ListedLine line;
  line.is_of_job = mark == ListingMark::kJob;
  line.text =
      fmt::format("{:>9} {} {}", "", std::string_view(message.message().id), message.text());
  lines_.push_back(std::move(line));
}

std::vector<std::string> JclListing::shown(int statement_level) const {
  std::vector<std::string> texts;
  for (const ListedLine& line : lines_) {
    const bool is_shown = statement_level == 0   ? line.is_job_statement
                          : statement_level == 2 ? line.is_of_job
                                                 : true;
    if (is_shown) {
      texts.push_back(line.text);
    }
  }
  return texts;
}

}  // namespace coldsite::jcl
