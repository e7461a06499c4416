// Cards before grammar: 80-column records become logical statements whose every character knows its
// card and column. Parsers of the control languages work on a statement's text; a byte offset is
// mapped back for messages. Text is UTF-8 and a column is one character, not one byte.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "control-cards/cards/parsed.hpp"
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
  /// Joins `piece`, which begins in column `first_column` (from 1) of that card.
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
  /// ADRDSSU, ICKDSF: columns 2 to 72; a card that ends in "-" or "+" goes on, "+" without
  /// the next card's leading blanks; /* comment */ anywhere outside apostrophes, over several cards
  /// too. A card of comments alone neither ends nor needs a continuation (ours: IDCAMS wants one).
  kTrailingHyphenOrPlus,
  /// IEBGENER, IEBCOPY, IEHLIST: [name] operation operands comment, columns 1 to 71. A card goes on
  /// after a trailing comma or with anything in column 72; the next one has column 1 blank. Text in
  /// apostrophes that reaches column 71 goes on in column 16. text() keeps the leading blank of a
  /// statement without a name, and ends with the operands.
  kCommaOrColumn72,
};

/// Upper-cases outside apostrophes; drops columns 73 to 80, comments and cards with "*" in column
/// 1. What is wrong with one statement does not hide the others. errors: CSS0001E continuation
/// expected but the deck ends; CSS0002E comment not closed; CSS0003E character that no card can
/// hold; CSS0004E longer than 80 columns; CSS0005E column 1 not blank; CSS0006E not a continuation;
/// CSS0007E apostrophe not closed; CSS0008E a word crosses column 72.
[[nodiscard]] Parsed<Statement> read_statements(const CardDeck& deck, ContinuationRule rule);

/// Upper case outside apostrophes. Only a-z change, so offsets stay.
[[nodiscard]] std::string fold_case(std::string_view text);

/// The lines that tell a failure to a person: "id source(card,column): text", and where the place
/// is known the card and a caret below its column.
[[nodiscard]] std::vector<std::string> describe(const Failure& failure);

}  // namespace coldsite::cards
