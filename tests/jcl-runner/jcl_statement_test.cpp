#include "jcl-runner/jcl_statement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// "NAME OP operands" of each statement that is no comment.
std::vector<std::string> lines_of(const DeckReading& read) {
  std::vector<std::string> lines;
  for (const JclStatement& statement : read.statements) {
    if (statement.kind != StatementKind::kComment) {
      lines.push_back(statement.name.text() + " " + statement.operation.text() + " " +
                      statement.operand_text.text());
    }
  }
  return lines;
}

std::vector<std::string> data_of(const JclStatement& statement) {
  std::vector<std::string> records;
  for (const cards::Card& card : statement.data) {
    records.push_back(card.text);
  }
  return records;
}

std::string card_with(std::string text, std::size_t column, const std::string& rest) {
  text.resize(column - 1, ' ');
  return text + rest;
}

TEST(JclStatement, WhatIsForAnotherNodeIsNotReadHere) {
  const auto kinds_of = [](std::string_view cards) {
    std::vector<std::string> operations;
    for (const JclStatement& statement : read_deck(cards).statements) {
      operations.push_back(statement.name.text() + " " + statement.operation.text());
    }
    return operations;
  };
  EXPECT_THAT(kinds_of("//A JOB\n//S XMIT DEST=X\n//B JOB\n//S EXEC PGM=Y\n/*\n//C JOB\n"),
              ElementsAre("A JOB", "S XMIT", "C JOB"));
  EXPECT_THAT(kinds_of("//A JOB\n//S XMIT DEST=X,DLM=@@\n//B JOB\n/*\n@@\n//C JOB\n"),
              ElementsAre("A JOB", "S XMIT", "C JOB"));
  EXPECT_THAT(kinds_of("//A JOB\n/*XMIT NODE DLM=##\n//B JOB\n/*\n##\n//C JOB\n"),
              ElementsAre("A JOB", " /*XMIT", "C JOB"));
}

TEST(JclStatement, DropsCommentsAndSequenceNumbers) {
  const auto read = read_deck(card_with("//A  DD DISP=SHR   IT'S A COMMENT", 73, "00010000") +
                              "\n//* comment\n//B DD DUMMY\n");
  EXPECT_THAT(lines_of(read), ElementsAre("A DD DISP=SHR", "B DD DUMMY"));
  EXPECT_THAT(shown(read.errors), IsEmpty());
}

TEST(JclStatement, ContinuesAfterACommaWithCommentsBetween) {
  const auto read = read_deck(
      "//A DD DSN=X.Y,   the name\n"
      "//* a comment card\n"
      "//     DISP=(NEW,\n"
      "//             CATLG)  done\n");
  EXPECT_THAT(lines_of(read), ElementsAre("A DD DSN=X.Y,DISP=(NEW,CATLG)"));
  const JclText& text = read.statements[0].operand_text;
  EXPECT_EQ(text.position(8).line, 3U);
  EXPECT_EQ(text.position(8).column, 8U);
  EXPECT_EQ(read.statements[0].card_count, 4U);
}

TEST(JclStatement, ContinuesTextBetweenApostrophesFromColumn71ToColumn16) {
  const std::string first = card_with("//S EXEC PGM=A,PARM='", 69, "ABC");
  const auto read = read_deck(first + "X0000000\n" + card_with("//", 16, "DEF'") + "\n");
  ASSERT_THAT(shown(read.errors), IsEmpty());
  const std::string parm = find_keyword(read.statements[0].operands, "PARM")->value.text;
  EXPECT_EQ(parm.substr(parm.size() - 6), "ABCDEF");
  EXPECT_EQ(parm.size(), 47U + 6U);
}

TEST(JclStatement, PadsOpenTextToColumn71WhenTheEditorDroppedBlanks) {
  const auto read = read_deck("//S EXEC PGM=A,PARM='AB\n" + card_with("//", 16, "C'") + "\n");
  const std::string parm = find_keyword(read.statements[0].operands, "PARM")->value.text;
  EXPECT_EQ(parm, "AB" + std::string(48, ' ') + "C");
}

TEST(JclStatement, SaysWhatIsWrongWithAContinuation) {
  EXPECT_THAT(shown(read_deck("//A DD DSN=X,\n//B DD DUMMY\n").errors),
              ElementsAre("IEFC621I(1,14)"));
  EXPECT_THAT(shown(read_deck("//A DD DSN=X,\n").errors), ElementsAre("IEFC621I(1,14)"));
  EXPECT_THAT(shown(read_deck("//A DD DSN=X,\n//                DISP=SHR\n").errors),
              ElementsAre("CSJ0002E(2,19)"));
  EXPECT_THAT(shown(read_deck("//S EXEC PGM=A,PARM='X\n//   Y'\n").errors),
              ElementsAre("CSJ0003E(2,6)"));
  EXPECT_THAT(shown(read_deck("//S EXEC PGM=A,PARM='X\n//B DD DUMMY\n").errors),
              ElementsAre("IEFC629I(1,72)"));
}

TEST(JclStatement, ContinuesACommentByColumn72) {
  const auto read = read_deck(card_with("//A DD DUMMY  this comment goes", 72, "X") +
                              "\n//   on here\n//B DD DUMMY\n");
  EXPECT_THAT(lines_of(read), ElementsAre("A DD DUMMY", "B DD DUMMY"));
}

TEST(JclStatement, FoldsLowerCaseOutsideApostrophes) {
  EXPECT_THAT(lines_of(read_deck("//a dd path='x.ckd',unit=3390\n")),
              ElementsAre("A DD PATH='x.ckd',UNIT=3390"));
}

TEST(JclStatement, StarDataEndsAtDelimiterOrJcl) {
  const auto read = read_deck("//A DD *\nONE\n  TWO\n/*\n//B DD *\nTHREE\n//C DD DUMMY\n");
  EXPECT_THAT(lines_of(read), ElementsAre("A DD *", "B DD *", "C DD DUMMY"));
  EXPECT_THAT(data_of(read.statements[0]), ElementsAre("ONE", "  TWO"));
  EXPECT_THAT(data_of(read.statements[1]), ElementsAre("THREE"));
}

TEST(JclStatement, DataMayHoldJclAndDlmChangesItsEnd) {
  const auto read = read_deck(
      "//A DD DATA\n//X JOB\n/*\n"
      "//B DD DATA,DLM='><'\n//X\n/*\n><\n"
      "//C DD *,DLM=$$\n/* REXX */\n$$\n"
      "//D DD *,DLM=@@\nX\n//E DD DUMMY\n");
  EXPECT_THAT(data_of(read.statements[0]), ElementsAre("//X JOB"));
  EXPECT_THAT(data_of(read.statements[1]), ElementsAre("//X", "/*"));
  EXPECT_THAT(data_of(read.statements[2]), ElementsAre("/* REXX */"));
  EXPECT_THAT(data_of(read.statements[3]), ElementsAre("X")) << "JES2: // ends DD * also with DLM";
  EXPECT_EQ(read.statements.size(), 5U);
  EXPECT_THAT(shown(read.errors), IsEmpty());
}

TEST(JclStatement, ReportsABadDelimiterAndAMissingOne) {
  EXPECT_THAT(shown(read_deck("//A DD *,DLM=X\n/*\n").errors), ElementsAre("CSJ0005E(1,14)"));
  EXPECT_THAT(shown(read_deck("//A DD DATA,DLM=ZZ\nA\n").warnings), ElementsAre("CSJ0006W(1,1)"));
}

TEST(JclStatement, MakesSysinForDataThatNoDdAskedFor) {
  const auto read = read_deck("//S EXEC PGM=A\n  CARDS\n/*\n\n\n//T EXEC PGM=B\n");
  EXPECT_THAT(lines_of(read), ElementsAre("S EXEC PGM=A", "SYSIN DD *", "T EXEC PGM=B"));
  EXPECT_TRUE(read.statements[1].is_generated);
  EXPECT_THAT(data_of(read.statements[1]), ElementsAre("  CARDS"));
}

TEST(JclStatement, ReadsAnIfToItsThen) {
  const auto read = read_deck("// IF (S1.RC = 0 |\n//     S2.RC = 4) THEN  go\n//S EXEC PGM=A\n");
  ASSERT_EQ(read.statements.size(), 2U);
  EXPECT_EQ(read.statements[0].kind, StatementKind::kIf);
  EXPECT_THAT(shown(read.errors), IsEmpty());
}

TEST(JclStatement, RefusesUnknownOperationsAndBadNames) {
  EXPECT_THAT(shown(read_deck("//A DDD X\n//1B DD DUMMY\n//TOOLONGNAME DD DUMMY\n//X\n").errors),
              ElementsAre("IEFC605I(1,5)", "IEFC662I(2,3)", "IEFC662I(3,3)", "IEFC605I(4,3)"));
}

TEST(JclStatement, TreatsWhatFollowsANullStatementAsDeadUntilTheNextJob) {
  const auto read = read_deck("//J JOB\n//\n//A BAD\n  text\n//K JOB\n//B BAD\n");
  EXPECT_THAT(shown(read.errors), ElementsAre("IEFC605I(6,5)"));
}

TEST(JclStatement, SkipsWhatStandsBetweenCntlAndEndcntl) {
  const auto read = read_deck("//C CNTL\n//X PRINTDEV A=B\n//E ENDCNTL\n//D DD DUMMY\n");
  EXPECT_THAT(shown(read.errors), IsEmpty());
  EXPECT_EQ(read.statements.size(), 3U);
}

}  // namespace
}  // namespace coldsite::jcl
