// A deck through a language: statement by statement, so that an error in one does not hide the
// next one's. For the .cpp of the languages.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "control-cards/cards/statement_state.hpp"

namespace coldsite::cards {

/// Calls `parse_statement(statement, parsed)` for each statement; it appends what it made, and
/// errors; a statement with errors is dropped. The errors come back in the order of the cards, at
/// most kErrorsMax of them.
template <class Result, class Function>
[[nodiscard]] Parsed<Result> parse_deck(const CardDeck& deck, ContinuationRule rule,
                                        const Function& parse_statement) {
  Parsed<Statement> read = read_statements(deck, rule);
  Parsed<Result> parsed;
  parsed.errors = std::move(read.errors);
  for (const Statement& statement : read.statements) {
    const std::size_t statements = parsed.statements.size();
    const std::size_t errors = parsed.errors.size();
    parse_statement(statement, parsed);
    if (parsed.errors.size() != errors) {
      parsed.statements.erase(parsed.statements.begin() + static_cast<std::ptrdiff_t>(statements),
                              parsed.statements.end());
    }
  }
  std::ranges::stable_sort(parsed.errors, {}, [](const Failure& failure) {
    return failure.position() ? failure.position()->line : 0;
  });
  limit_errors(parsed.errors, deck.source);
  return parsed;
}

}  // namespace coldsite::cards
