// Cards before grammar: 80-column records become logical statements whose every character knows its
// card and column. Parsers of the control languages work on a statement's text; a byte offset is
// mapped back for messages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/result.hpp"

namespace coldsite::cards {

/// One input record. `number` counts from 1 in its source.
struct Card {
  std::string text;
  std::size_t number = 0;
};

/// SYSIN or another source of control statements.
struct CardDeck {
  std::string source;  ///< ddname: "SYSIN"
  std::vector<Card> cards;

  /// Lines of a text; CR LF accepted, tabs and trailing blanks kept as they are.
  static CardDeck from_text(std::string_view source, std::string_view text);
};

/// Text joined from pieces of cards.
class Statement {
 public:
  void append(const CardDeck& deck, std::size_t card_index, std::size_t first_column,
              std::string_view piece);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// Card, column and the card's text for an offset of text(); an offset at the end points behind
  /// the last character.
  [[nodiscard]] SourcePosition position(std::size_t offset) const;

 private:
  struct Segment {
    std::size_t offset;
    std::size_t card_number;
    std::size_t first_column;
    std::string card;
  };
  std::string source_;
  std::string text_;
  std::vector<Segment> segments_;
};

/// How a language continues its statements.
enum class ContinuationRule {
  kTrailingHyphenOrPlus,  ///< IDCAMS, ADRDSSU, ICKDSF: "-" keeps blanks, "+" joins; cols 2-72
  kCommaOrColumn72,  ///< utility statements (IEBGENER, IEBCOPY, IEHLIST): name in col 1, to col 71,
                     ///< "X" in 72, resume col 16
};

/// Upper-cases outside apostrophes; drops cols 73-80; drops comments (/* ... */ or "*" in col 1, by
/// rule). errors: CSS0001E continuation expected but the deck ends; CSS0002E comment not closed;
/// CSS0003E character that no card can hold.
[[nodiscard]] Result<std::vector<Statement>> read_statements(const CardDeck& deck,
                                                             ContinuationRule rule);

}  // namespace coldsite::cards
