#include "control-cards/iebupdte/statement_reader.hpp"

#include <utility>

#include "control-cards/cards/card_columns.hpp"

namespace coldsite::iebupdte {
namespace {

constexpr std::size_t kLastColumn = 71;
constexpr std::size_t kMarkColumn = 72;
/// More cards than any statement needs: what never ends is given up.
constexpr std::size_t kCardsMax = 32;

using cards::CardColumns;

CardColumns columns_of(std::string_view card) {
  CardColumns columns;
  (void)columns.cut(card);  // what is no character is told by the parser
  return columns;
}

std::size_t skip_blanks(const CardColumns& columns, std::size_t column) {
  while (column <= kLastColumn && columns.is_blank(column)) {
    ++column;
  }
  return column;
}

std::size_t skip_text(const CardColumns& columns, std::size_t column) {
  while (column <= kLastColumn && !columns.is_blank(column)) {
    ++column;
  }
  return column;
}

}  // namespace

CardEnd find_card_end(std::string_view card, std::size_t first_column) {
  const CardColumns columns = columns_of(card);
  std::size_t column = first_column;
  if (column == 0) {
    const std::size_t operation = skip_blanks(columns, skip_text(columns, 1));
    const std::size_t behind = skip_text(columns, operation);
    column = skip_blanks(columns, behind);
    if (column > kLastColumn) {
      return {behind, false};
    }
  }
  const std::size_t end = skip_text(columns, column);
  const bool is_full = end > kLastColumn && !columns.is_blank(kMarkColumn);
  return {end, end > column && (is_full || columns.at(end - 1) == ",")};
}

std::size_t continuation_column(std::string_view card) {
  return skip_blanks(columns_of(card), 3);
}

StatementReader::Card StatementReader::take(const cards::Card& card) {
  if (!card.text.starts_with("./")) {
    if (!is_open()) {
      return Card::kData;
    }
    cards_.cards.push_back(card);  // the parser tells that it is no continuation
    return Card::kStatement;
  }
  const std::size_t first = is_open() ? continuation_column(card.text) : 0;
  cards_.cards.push_back(card);
  const bool goes_on = find_card_end(card.text, first).goes_on;
  return goes_on && cards_.cards.size() < kCardsMax ? Card::kOpen : Card::kStatement;
}

cards::CardDeck StatementReader::take_cards() {
  cards::CardDeck taken{cards_.source, {}};
  std::swap(taken.cards, cards_.cards);
  return taken;
}

}  // namespace coldsite::iebupdte
