// JCL text that remembers where each piece of it stood: statements are joined from several cards,
// and later changed (symbols, overrides, back-references), but a message still names the card and
// column that the user wrote.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "datasets/result.hpp"

namespace coldsite::jcl {

/// The cards of one member; shared by everything that was read from it.
using SourceHandle = std::shared_ptr<const cards::CardDeck>;

/// Cuts a text into cards: CR LF accepted, tabs expanded to the next multiple of eight columns, a
/// byte order mark and an end-of-file character (X'1A') dropped. What is no UTF-8 is Latin-1.
/// `first_line`: the number of the first card.
[[nodiscard]] SourceHandle make_source(std::string_view name, std::string_view text,
                                       std::size_t first_line = 1);

/// Columns count characters (UTF-8 code points) from 1; offsets count bytes from 0. A column behind
/// the card gives the card's size.
[[nodiscard]] std::size_t offset_of_column(std::string_view card, std::size_t column);
[[nodiscard]] std::size_t column_of_offset(std::string_view card, std::size_t offset);

/// Where a card's column is, with the card for the caret.
[[nodiscard]] SourcePosition position_in(const SourceHandle& source, std::size_t card_index,
                                         std::size_t column);

class JclText {
 public:
  /// Adds text that stands (or, when substituted, is coded) at `column` of the card.
  void append(const SourceHandle& source, std::size_t card_index, std::size_t column,
              std::string_view text);

  /// Adds [begin, end) of another text, places kept.
  void append_slice(const JclText& from, std::size_t begin, std::size_t end);
  /// Adds text that stands for what is coded at `offset` of another text.
  void append_at(const JclText& from, std::size_t offset, std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  /// An offset at or behind the end points behind the last character.
  [[nodiscard]] SourcePosition position(std::size_t offset) const;

  /// The text with `length` bytes at `offset` replaced; what is put in has the place of what went.
  [[nodiscard]] JclText replaced(std::size_t offset, std::size_t length,
                                 std::string_view replacement) const;
  /// The same text for the parsers of control-cards, places kept.
  [[nodiscard]] cards::Statement to_statement() const;

 private:
  struct Piece {
    std::size_t offset;
    SourceHandle source;
    std::size_t card_index;
    std::size_t column;
  };
  [[nodiscard]] std::size_t piece_at(std::size_t offset) const;
  [[nodiscard]] std::size_t piece_end(std::size_t index) const;

  std::string text_;
  std::vector<Piece> pieces_;
};

}  // namespace coldsite::jcl
