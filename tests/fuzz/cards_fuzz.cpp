// Any text as cards, under both continuation rules: every offset of a statement has a place.
#include "tests/fuzz/deck_fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coldsite;  // NOLINT(google-build-using-namespace)
  const auto deck = cards::CardDeck::from_text("SYSIN", fuzz::text_of(data, size));
  for (const auto rule : {cards::ContinuationRule::kTrailingHyphenOrPlus,
                          cards::ContinuationRule::kCommaOrColumn72}) {
    const auto parsed = cards::read_statements(deck, rule);
    for (const cards::Statement& statement : parsed.statements) {
      for (std::size_t offset = 0; offset <= statement.text().size(); ++offset) {
        const SourcePosition position = statement.position(offset);
        CS_CHECK(position.line >= 1 && position.line <= deck.cards.size());
        CS_CHECK(position.column >= 1 && position.column <= 81);
      }
    }
    for (const Failure& failure : parsed.errors) {
      CS_CHECK(failure.position()->line >= 1 && !cards::describe(failure).empty());
    }
  }
  return 0;
}
