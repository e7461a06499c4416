#include "control-cards/cards/card_deck.hpp"

#include <gtest/gtest.h>

#include <string>

#include "datasets/messages/css.hpp"
#include "tests/control-cards/golden.hpp"

namespace coldsite::cards {
namespace {

std::vector<std::string> texts(std::string_view deck, ContinuationRule rule) {
  const auto parsed = read_statements(CardDeck::from_text("SYSIN", deck), rule);
  EXPECT_TRUE(parsed.ok()) << test::describe_all(parsed.errors);
  std::vector<std::string> texts;
  for (const Statement& statement : parsed.statements) {
    texts.push_back(statement.text());
  }
  return texts;
}
using Texts = std::vector<std::string>;
constexpr auto kHyphen = ContinuationRule::kTrailingHyphenOrPlus;
constexpr auto kComma = ContinuationRule::kCommaOrColumn72;

std::string in_column_72(std::string card) {
  card.resize(71, ' ');
  return card + "X\n";
}

TEST(CardDeck, TakesLinesWithOrWithoutCarriageReturn) {
  const CardDeck deck = CardDeck::from_text("SYSIN", " A\r\n B\n\n C");
  ASSERT_EQ(deck.cards.size(), 4U);
  EXPECT_EQ(deck.cards[0].text, " A");
  EXPECT_EQ(deck.cards[3].text, " C");
  EXPECT_EQ(deck.cards[3].number, 4U);
}

TEST(HyphenStatements, HyphenKeepsBlanksAndPlusJoins) {
  EXPECT_EQ(texts(" COPY FULL -\n   PURGE\n", kHyphen), Texts{" COPY FULL    PURGE"});
  EXPECT_EQ(texts(" INDDNAME(TA+\n     PE)\n", kHyphen), Texts{" INDDNAME(TAPE)"});
}

TEST(HyphenStatements, FoldsCaseOutsideApostrophesOnly) {
  EXPECT_EQ(texts(" print 'Ab c'\n", kHyphen), Texts{" PRINT 'Ab c'"});
}

TEST(HyphenStatements, DropsCommentsAndSequenceNumbers) {
  std::string card = " COPY /* one */ FULL";
  card.resize(72, ' ');
  EXPECT_EQ(texts(card + "00010000\n", kHyphen), Texts{" COPY   FULL"});
  EXPECT_EQ(texts("* comment\n /* over\n two cards */\n DUMP\n", kHyphen), Texts{" DUMP"});
}

TEST(HyphenStatements, CommentCardStandsInsideAContinuedStatement) {
  EXPECT_EQ(texts(" COPY -\n /* why */\n  FULL\n", kHyphen), Texts{" COPY   FULL"});
  EXPECT_EQ(texts(" COPY FULL - /* why */\n  PURGE\n", kHyphen), Texts{" COPY FULL   PURGE"});
}

TEST(HyphenStatements, CommentMarksInsideApostrophesAreText) {
  EXPECT_EQ(texts(" A '/* no' B\n", kHyphen), Texts{" A '/* no' B"});
}

TEST(CommaStatements, EndWithTheOperandField) {
  EXPECT_EQ(texts("NAME1  COPY  OUTDD=A,INDD=B   a comment, really\n", kComma),
            Texts{"NAME1  COPY  OUTDD=A,INDD=B"});
  EXPECT_EQ(texts(" INDD=B    comment\n", kComma), Texts{" INDD=B"});
}

TEST(CommaStatements, GoOnAfterACommaWithOrWithoutColumn72) {
  const std::string marked = in_column_72(" COPY OUTDD=A,   comment");
  EXPECT_EQ(texts(marked + "               INDD=B\n", kComma), Texts{" COPY OUTDD=A,INDD=B"});
  EXPECT_EQ(texts(" COPY OUTDD=A,  comment\n* card\n    INDD=B\n", kComma),
            Texts{" COPY OUTDD=A,INDD=B"});
}

TEST(CommaStatements, ApostrophesGoOnFromColumn71To16) {
  std::string card = " RECORD FIELD=(60,'";
  card.resize(71, 'x');
  const std::string deck = card + "X\n" + std::string(15, ' ') + "yy z')\n";
  EXPECT_EQ(texts(deck, kComma), Texts{card + "yy z')"});
}

TEST(CommaStatements, ContinuedCommentIsDropped) {
  const std::string deck = in_column_72(" COPY OUTDD=A,INDD=B  a comment that goes") + "   on\n";
  EXPECT_EQ(texts(deck + " SELECT MEMBER=X\n", kComma),
            (Texts{" COPY OUTDD=A,INDD=B", " SELECT MEMBER=X"}));
}

TEST(Statement, KnowsCardAndColumnOfEveryOffset) {
  const auto parsed = read_statements(CardDeck::from_text("SYSIN", " A 'ü' B -\n  C\n"), kHyphen);
  ASSERT_EQ(parsed.statements.size(), 1U);
  const Statement& statement = parsed.statements.front();
  const SourcePosition b = statement.position(statement.text().find('B'));
  EXPECT_EQ(b.line, 1U);
  EXPECT_EQ(b.column, 8U);  // a character is one column, however many bytes it has
  const SourcePosition c = statement.position(statement.text().find('C'));
  EXPECT_EQ(c.line, 2U);
  EXPECT_EQ(c.column, 3U);
  EXPECT_EQ(c.card, "  C");
  EXPECT_EQ(statement.position(9999).column, 4U);
}

std::string errors_of(const std::string& deck) {
  const bool comma = deck.starts_with("#comma\n");
  const auto parsed = read_statements(CardDeck::from_text("SYSIN", deck.substr(comma ? 7 : 0)),
                                      comma ? kComma : kHyphen);
  std::string text = test::describe_all(parsed.errors);
  for (const Statement& statement : parsed.statements) {
    text += "statement: " + statement.text() + "\n";
  }
  return text;
}

TEST(CardDeck, GoldenErrors) {
  test::expect_golden("cards", errors_of);
}

TEST(CardDeck, CharacterThatNoCardHoldsIsPlaced) {
  const auto parsed =
      read_statements(CardDeck::from_text("SYSIN", " COPY \x01\n DUMP \xFF\n OK\n"), kHyphen);
  ASSERT_EQ(parsed.errors.size(), 2U);
  EXPECT_TRUE(parsed.errors[0].is(msg::CSS0003E));
  EXPECT_EQ(parsed.errors[1].position()->column, 7U);
  EXPECT_EQ(parsed.statements.size(), 1U);
}

}  // namespace
}  // namespace coldsite::cards
