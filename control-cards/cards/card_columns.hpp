// One card as a row of characters, so that a column is a character and not a byte. For the readers
// that join cards to statements.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace coldsite::cards {

/// Columns count from 1; behind the end there are blanks. A tab is a blank.
struct CardColumns {
  std::vector<std::string_view> characters;

  /// Cuts `text` into characters; false at a control character or at bytes that are not UTF-8: then
  /// the characters before it are there.
  [[nodiscard]] bool cut(std::string_view text);

  [[nodiscard]] std::string_view at(std::size_t column) const {
    return column <= characters.size() ? characters[column - 1] : std::string_view(" ");
  }
  [[nodiscard]] bool is_blank(std::size_t column) const {
    return at(column) == " " || at(column) == "\t";
  }
  [[nodiscard]] bool starts_with(std::size_t column, std::string_view pair) const {
    return at(column) == pair.substr(0, 1) && at(column + 1) == pair.substr(1, 1);
  }
};

}  // namespace coldsite::cards
