#include "control-cards/iebupdte/iebupdte_statement.hpp"

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "control-cards/iebupdte/iebupdte_grammar.hpp"
#include "tests/control-cards/golden.hpp"

namespace coldsite::iebupdte {
namespace {

std::vector<IebupdteStatement> parsed(std::string_view text) {
  auto deck = parse_iebupdte(cards::CardDeck::from_text("SYSIN", text));
  EXPECT_TRUE(deck.ok()) << test::describe_all(deck.errors);
  return deck.statements;
}

TEST(IebupdteCards, DataBetweenStatementsIsPassedOver) {
  const auto statements = parsed(
      "./ ADD NAME=ONE,LIST=ALL\n"
      "//STEP EXEC PGM=X\n"
      ". / NOT A STATEMENT\n"
      "./ ALIAS NAME=UNO\n"
      "./ ENDUP\n"
      "./ NONSENSE\n");
  ASSERT_EQ(statements.size(), 3U);
  const auto& add = std::get<FunctionStatement>(statements[0]);
  EXPECT_EQ(add.function, Function::kAdd);
  EXPECT_EQ(add.name->text, "ONE");
  EXPECT_TRUE(add.lists_all);
  EXPECT_EQ(add.old_field.column, 73U);
  EXPECT_EQ(add.old_field.bytes, 8U);
  EXPECT_EQ(std::get<AliasStatement>(statements[1]).name.text, "UNO");
}

TEST(IebupdteCards, FunctionOperands) {
  const auto change =
      std::get<FunctionStatement>(parsed("./L1 CHANGE NAME=A,MEMBER=B,NEW=PO,SEQFLD=(735,016),\n"
                                         "./ COLUMN=7,LEVEL=0A,SOURCE=1\n")[0]);
  EXPECT_EQ(change.function, Function::kChange);
  EXPECT_EQ(change.member->text, "B");
  EXPECT_EQ(change.organization, NewOrganization::kPartitioned);
  EXPECT_EQ(change.old_field.column, 73U);
  EXPECT_EQ(change.old_field.bytes, 5U);
  EXPECT_EQ(change.new_field.column, 1U);
  EXPECT_EQ(change.new_field.bytes, 6U);
  EXPECT_EQ(change.column, 7U);
  EXPECT_EQ(change.level, 0x0A);
  EXPECT_EQ(change.is_user_source, true);
  EXPECT_EQ(std::get<FunctionStatement>(parsed("./ REPL NAME=A,SSI=89abCDEF\n")[0]).system_status,
            0x89ABCDEFU);
}

TEST(IebupdteCards, AStatementGoesOnBehindAComma) {
  const auto statements = parsed(
      "./ CHANGE NAME=A,                                                      X\n"
      "./                LIST=ALL\n"
      "./ REPRO NAME=B,   a comment\n"
      "./  LIST=ALL  another\n");
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_TRUE(std::get<FunctionStatement>(statements[0]).lists_all);
  EXPECT_TRUE(std::get<FunctionStatement>(statements[1]).lists_all);
}

TEST(IebupdteCards, StatisticsBehindTheOperandsContinueNothing) {
  const auto statements = parsed(
      "./ ADD NAME=$GPDOC   8019-02202-20089-1753-00293-00021-00000-GREG    25\n"
      "DATA\n"
      "./ ENDUP\n");
  EXPECT_EQ(statements.size(), 2U);
}

TEST(IebupdteCards, DetailStatements) {
  const auto statements = parsed(
      "./ NUMBER SEQ1=ALL,NEW1=10,INCR=5\n"
      "./ DELETE SEQ1=10,SEQ2=20\n"
      "./ NUMBER SEQ1=30,NEW1=31,INCR=1,INSERT=YES\n");
  const auto& all = std::get<DetailStatement>(statements[0]);
  EXPECT_TRUE(all.is_all);
  EXPECT_EQ(all.number, 10U);
  EXPECT_EQ(all.increment, 5U);
  EXPECT_TRUE(std::get<DetailStatement>(statements[1]).is_delete);
  EXPECT_TRUE(std::get<DetailStatement>(statements[2]).inserts);
}

TEST(IebupdteCards, GoldenErrors) {
  test::expect_golden("iebupdte", [](const std::string& deck) {
    return test::describe_deck(parse_iebupdte, deck);
  });
}

TEST(IebupdteCards, GrammarHasNoLoopWithoutProgress) {
  EXPECT_EQ(tao::pegtl::analyze<grammar::statement>(), 0U);
}

}  // namespace
}  // namespace coldsite::iebupdte
