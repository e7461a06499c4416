// What the targets of the card languages share: any bytes as a deck. A language answers with
// statements, or with errors that have a place and can be shown; never with neither.
#pragma once

#include <string_view>

#include "control-cards/cards/card_deck.hpp"
#include "datasets/check.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace coldsite::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void check_failures(const std::vector<Failure>& failures) {
  CS_CHECK(failures.size() <= cards::kErrorsMax + 1);
  for (const Failure& failure : failures) {
    CS_CHECK(!cards::describe(failure).empty());
    CS_CHECK(failure.position().has_value() || &failure == &failures.back());
  }
}

/// Runs a deck through the language `parse`.
template <class Parse>
int run_deck(const Parse& parse, const std::uint8_t* data, std::size_t size) {
  const auto parsed = parse(cards::CardDeck::from_text("SYSIN", text_of(data, size)));
  check_failures(parsed.errors);
  return 0;
}

}  // namespace coldsite::fuzz
