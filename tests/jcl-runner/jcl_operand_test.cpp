#include "jcl-runner/jcl_operand.hpp"

#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

/// The tree in brackets: [K=a][b][L=([c][d])].
std::string drawn(const std::vector<Operand>& operands) {
  std::string all;
  for (const Operand& operand : operands) {
    all += "[" + operand.keyword + (operand.keyword.empty() ? "" : "=");
    all += operand.value.form == OperandValue::Form::kList
               ? "(" + drawn(operand.value.items) + ")"
               : operand.value.text + (operand.value.is_quoted ? "'" : "");
    all += "]";
  }
  return all;
}

std::string parsed(std::string_view operands) {
  const auto result = parse_operands(text_of(operands));
  return result ? drawn(*result) : shown(result.failure());
}

TEST(JclOperands, MakesATreeOfPositionalsKeywordsAndLists) {
  EXPECT_EQ(parsed("PGM=IEFBR14"), "[PGM=IEFBR14]");
  EXPECT_EQ(parsed("(1,'A,B'),'J. DOE',CLASS=A"), "[([1][A,B'])][J. DOE'][CLASS=A]");
  EXPECT_EQ(parsed("DISP=(,PASS)"), "[DISP=([][PASS])]");
  EXPECT_EQ(parsed("DSN=A.B(M1),DISP=SHR"), "[DSN=A.B(M1)][DISP=SHR]");
  EXPECT_EQ(parsed("DCB=(RECFM=FB,LRECL=80)"), "[DCB=([RECFM=FB][LRECL=80])]");
  EXPECT_EQ(parsed("VOL=SER=PRD001,UNIT=3390"), "[VOL=([SER=PRD001])][UNIT=3390]");
  EXPECT_EQ(parsed("COND=((4,LT),(8,EQ,S1),EVEN)"), "[COND=([([4][LT])][([8][EQ][S1])][EVEN])]");
  EXPECT_EQ(parsed("DSN=,DLM='><'"), "[DSN=][DLM=><']");
  EXPECT_EQ(parsed("A,"), "[A][]");
}

TEST(JclOperands, TakesApostrophesOffAndMakesDoubledOnesSingle) {
  EXPECT_EQ(parsed("PARM='IT''S (A,B)'"), "[PARM=IT'S (A,B)']");
  EXPECT_EQ(parsed("PARM=A'B'C"), "[PARM=ABC]");
}

TEST(JclOperands, PointsAtWhatIsWrong) {
  EXPECT_EQ(parsed("DISP=(NEW,PASS"), "IEFC622I(1,15)");
  EXPECT_EQ(parsed("DISP=SHR),A"), "IEFC622I(1,9)");
  EXPECT_EQ(parsed("PARM='ABC"), "IEFC629I(1,10)");
  EXPECT_EQ(parsed("A=(B)C"), "CSJ0010E(1,6)");
  EXPECT_EQ(parsed("A=((((((((((B"), "CSJ0011E(1,11)");
  EXPECT_EQ(parsed("A=B=C=D=E=F=G=H=I=J=K"), "CSJ0011E(1,18)");
}

TEST(JclOperands, NeverFailsOtherwiseOnAnyTwoPunctuationMarks) {
  constexpr std::string_view kMarks = "A=(),'*.& ";
  for (const char a : kMarks) {
    for (const char b : kMarks) {
      for (const char c : kMarks) {
        const std::string text{a, b, c};
        const auto result = parse_operands(text_of(text));
        if (!result) {
          EXPECT_TRUE(result.failure().position()) << text;
        }
      }
    }
  }
}

}  // namespace
}  // namespace coldsite::jcl
