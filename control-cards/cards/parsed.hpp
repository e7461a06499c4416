// What every card language hands back: the statements that hold, and every error of the deck.
// A program reports all errors and carries out nothing when there is one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "datasets/result.hpp"

namespace coldsite::cards {

/// At most this many errors are told of one deck; then CSS0009E ends the list.
inline constexpr std::size_t kErrorsMax = 20;

template <class Statement>
struct Parsed {
  std::vector<Statement> statements;
  std::vector<Failure> errors;    ///< each with card and column
  std::vector<Failure> warnings;  ///< operands that are known and change nothing here

  [[nodiscard]] bool ok() const { return errors.empty(); }
};

/// A word of the user's with its place, for messages that come later (volume not found ...).
struct Word {
  std::string text;
  SourcePosition position;
};

}  // namespace coldsite::cards
