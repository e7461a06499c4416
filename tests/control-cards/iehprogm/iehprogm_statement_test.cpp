#include "control-cards/iehprogm/iehprogm_statement.hpp"

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "control-cards/iehprogm/iehprogm_grammar.hpp"
#include "tests/control-cards/golden.hpp"

namespace coldsite::iehprogm {
namespace {

std::vector<IehprogmStatement> parsed(std::string_view text) {
  auto deck = parse_iehprogm(cards::CardDeck::from_text("SYSIN", text));
  EXPECT_TRUE(deck.ok()) << test::describe_all(deck.errors);
  return deck.statements;
}

TEST(IehprogmCards, RequestsOnVolumes) {
  const auto statements = parsed(
      " SCRATCH DSNAME=A.B,VOL=3390=(VOL001,VOL002),PURGE\n"
      " SCRATCH VTOC,VOL=3390=VOL001,SYS\n"
      "NAME1 RENAME DSNAME=A.LIB,VOL=3390=VOL001,\n"
      "               NEWNAME=NEW,MEMBER=OLD\n");
  ASSERT_EQ(statements.size(), 3U);
  EXPECT_EQ(statements[0].operation, Operation::kScratch);
  EXPECT_EQ(statements[0].data_set.text, "A.B");
  ASSERT_EQ(statements[0].volumes.size(), 2U);
  EXPECT_EQ(statements[0].volumes[1].serial.text, "VOL002");
  EXPECT_TRUE(statements[0].purges);
  EXPECT_TRUE(statements[1].is_vtoc);
  EXPECT_TRUE(statements[1].only_temporary);
  EXPECT_EQ(statements[2].operation, Operation::kRename);
  EXPECT_EQ(statements[2].member->text, "OLD");
  EXPECT_EQ(statements[2].new_name->text, "NEW");
}

TEST(IehprogmCards, RequestsOnCatalogs) {
  const auto statements = parsed(
      " CATLG DSNAME=A.T,VOL=3490=(T00001,1,T00002,2)\n"
      " CATLG DSNAME=A.B,VOL=3390=111111\n"
      " UNCATLG DSNAME=A.B\n"
      " BLDG INDEX=A.G,ENTRIES=5,EMPTY,DELETE\n"
      " DLTX INDEX=A.G\n");
  ASSERT_EQ(statements.size(), 5U);
  ASSERT_EQ(statements[0].volumes.size(), 2U);
  EXPECT_EQ(statements[0].volumes[1].file_sequence, 2);
  EXPECT_EQ(statements[1].volumes[0].serial.text, "111111");
  EXPECT_EQ(statements[3].entries, 5U);
  EXPECT_TRUE(statements[3].empties);
  EXPECT_TRUE(statements[3].deletes);
  EXPECT_EQ(statements[4].operation, Operation::kDeleteGroup);
}

TEST(IehprogmCards, GoldenErrors) {
  test::expect_golden("iehprogm", [](const std::string& deck) {
    return test::describe_deck(parse_iehprogm, deck);
  });
}

TEST(IehprogmCards, GrammarHasNoLoopWithoutProgress) {
  EXPECT_EQ(tao::pegtl::analyze<grammar::statement>(), 0U);
}

}  // namespace
}  // namespace coldsite::iehprogm
