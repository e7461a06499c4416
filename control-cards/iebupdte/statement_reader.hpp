// Finds the statements of IEBUPDTE in a stream of cards, one card at a time, so that the data
// between them need not be kept.
#pragma once

#include <string>

#include "control-cards/cards/card_deck.hpp"

namespace coldsite::iebupdte {

class StatementReader {
 public:
  explicit StatementReader(std::string source) : cards_{std::move(source), {}} {}

  enum class Card {
    kData,       ///< not of a statement
    kOpen,       ///< of a statement that goes on
    kStatement,  ///< the last of a statement: take_cards() has it
  };
  [[nodiscard]] Card take(const cards::Card& card);

  /// The cards of the statement; the reader begins anew. Also where the deck ends in the middle of
  /// one.
  [[nodiscard]] cards::CardDeck take_cards();
  [[nodiscard]] bool is_open() const { return !cards_.cards.empty(); }

 private:
  cards::CardDeck cards_;
};

/// Where the operands of a control card end, and whether it goes on.
struct CardEnd {
  std::size_t text_end_column = 1;  ///< behind the last character of the statement
  bool goes_on = false;
};
/// `first_column`: where the operand field begins or goes on; 0: behind the operation.
[[nodiscard]] CardEnd find_card_end(std::string_view card, std::size_t first_column);

/// The first column behind ./ that is not blank; 72 when there is none.
[[nodiscard]] std::size_t continuation_column(std::string_view card);

}  // namespace coldsite::iebupdte
