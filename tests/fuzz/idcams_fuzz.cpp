// Any text as IDCAMS commands: a tree whose bad commands have failures with a place, whose clauses
// are bounded, and whose cards go forward.
#include "control-cards/idcams/idcams_statement.hpp"
#include "tests/fuzz/deck_fuzz.hpp"

namespace coldsite::fuzz {
namespace {

constexpr int kIfNestingMost = 11;

void check_tree(const std::vector<idcams::Statement>& statements, std::size_t cards, int depth) {
  CS_CHECK(depth <= kIfNestingMost);
  for (const idcams::Statement& statement : statements) {
    CS_CHECK(statement.first_card <= statement.end_card && statement.end_card <= cards);
    check_failures(statement.warnings);
    if (const auto* bad = std::get_if<idcams::BadCommand>(&statement.command)) {
      CS_CHECK(!bad->failures.empty());
      check_failures(bad->failures);
    } else if (const auto* command = std::get_if<idcams::IfCommand>(&statement.command)) {
      check_tree(command->then_clause, cards, depth + 1);
      check_tree(command->else_clause, cards, depth + 1);
    }
  }
}

}  // namespace
}  // namespace coldsite::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coldsite;
  const auto text = fuzz::text_of(data, size);
  const auto deck = cards::CardDeck::from_text("SYSIN", text);
  fuzz::check_tree(idcams::parse_idcams(deck), deck.cards.size(), 0);
  (void)idcams::parse_idcams_parm(text);
  return 0;
}
