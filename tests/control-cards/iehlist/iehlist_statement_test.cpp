#include "control-cards/iehlist/iehlist_statement.hpp"

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "control-cards/iehlist/iehlist_grammar.hpp"
#include "tests/control-cards/golden.hpp"

namespace coldsite::iehlist {
namespace {

std::vector<IehlistStatement> parsed(std::string_view text) {
  auto deck = parse_iehlist(cards::CardDeck::from_text("SYSIN", text));
  EXPECT_TRUE(deck.ok()) << test::describe_all(deck.errors);
  return deck.statements;
}

TEST(Iehlist, ListvtocForms) {
  const auto statements = parsed(
      "  LISTVTOC FORMAT,VOL=3390=PRD001\n"
      "NAME  LISTVTOC DUMP,VOL=3390=(PRD002),DSNAME=(A.B,   first\n"
      "               C.D),DATE=36526\n"
      "  LISTVTOC\n");
  ASSERT_EQ(statements.size(), 3U);
  const auto& format = std::get<ListVtoc>(statements[0]);
  EXPECT_EQ(format.form, ListingForm::kFormat);
  EXPECT_EQ(format.volume->device, "3390");
  EXPECT_EQ(format.volume->volser, "PRD001");
  const auto& dump = std::get<ListVtoc>(statements[1]);
  EXPECT_EQ(dump.form, ListingForm::kDump);
  ASSERT_EQ(dump.data_sets.size(), 2U);
  EXPECT_EQ(dump.data_sets[1].position.line, 3U);
  EXPECT_EQ(dump.expires_before, (dasd::LabelDate{2026, 365}));
  EXPECT_FALSE(std::get<ListVtoc>(statements[2]).volume);
}

TEST(Iehlist, ListpdsForms) {
  const auto statements = parsed("  LISTPDS DSNAME=(SYS1.LIB),VOL=3390=PRD001,FORMAT\n");
  ASSERT_EQ(statements.size(), 1U);
  EXPECT_EQ(std::get<ListPds>(statements[0]).data_sets[0].text, "SYS1.LIB");
}

TEST(Iehlist, GoldenErrors) {
  test::expect_golden(
      "iehlist", [](const std::string& deck) { return test::describe_deck(parse_iehlist, deck); });
}

TEST(Iehlist, GrammarHasNoLoopWithoutProgress) {
  EXPECT_EQ(tao::pegtl::analyze<grammar::statement>(), 0U);
}

}  // namespace
}  // namespace coldsite::iehlist
