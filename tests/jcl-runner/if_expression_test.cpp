#include "jcl-runner/if_expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jcl-runner/if_states.hpp"
#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// S1 ended with 4, S2 with 8, S3 abended with S0C4; S9 did not run.
bool value_of(std::string_view text, bool with_abend = true) {
  auto node = parse_if(text_of(std::string(text) + " THEN"));
  EXPECT_TRUE(node) << text;
  if (!node) {
    return false;
  }
  for_each_operand(*node, [](IfOperand& operand) { operand.keys = {operand.step}; });
  std::vector<StepOutcome> outcomes = {{"S1", 4}, {"S2", 8}};
  if (with_abend) {
    outcomes.push_back({"S3", 0, true, "S0C4"});
  }
  return evaluate(*node, outcomes);
}

TEST(IfExpression, ComparesReturnCodes) {
  EXPECT_TRUE(value_of("(RC = 8)"));
  EXPECT_TRUE(value_of("RC EQ 8"));
  EXPECT_TRUE(value_of("S1.RC < 8 & S2.RC >= 8"));
  EXPECT_TRUE(value_of("S1.RC NG 4"));
  EXPECT_TRUE(value_of("S1.RC ¬> 4"));
  EXPECT_TRUE(value_of("4 LT S2.RC"));
  EXPECT_FALSE(value_of("S1.RC ^= 4"));
  EXPECT_TRUE(value_of("(RC) > 4"));
}

TEST(IfExpression, BindsNotAndOrInThisOrder) {
  EXPECT_TRUE(value_of("S1.RC=4 | S1.RC=5 & S1.RC=6"));
  EXPECT_FALSE(value_of("(S1.RC=4 OR S1.RC=5) AND S1.RC=6"));
  EXPECT_TRUE(value_of("NOT S1.RC=5 AND S1.RC=4"));
  EXPECT_TRUE(value_of("¬(S1.RC=5)"));
}

TEST(IfExpression, TestsAbendsAndRuns) {
  EXPECT_TRUE(value_of("ABEND"));
  EXPECT_FALSE(value_of("ABEND", false));
  EXPECT_TRUE(value_of("¬ABEND", false));
  EXPECT_TRUE(value_of("S3.ABEND = TRUE & S1.ABEND = FALSE"));
  EXPECT_TRUE(value_of("ABENDCC = S0C4"));
  EXPECT_FALSE(value_of("S3.ABENDCC EQ U0016"));
  EXPECT_TRUE(value_of("S1.RUN"));
  EXPECT_TRUE(value_of("S9.RUN = FALSE"));
}

TEST(IfExpression, ATestOfAStepThatDidNotRunIsFalse) {
  EXPECT_FALSE(value_of("S9.RC = 0"));
  EXPECT_FALSE(value_of("S9.RC NE 0"));
  EXPECT_FALSE(value_of("S9.ABEND = FALSE"));
}

TEST(IfExpression, ComparesConstants) {
  EXPECT_TRUE(value_of("(1 EQ 1)"));
  EXPECT_FALSE(value_of("(0 EQ 1)"));
  EXPECT_TRUE(value_of("(PROD = 'PROD')"));
  EXPECT_TRUE(parse_if(text_of("(1 EQ 1) THEN"))->compares_constants());
}

TEST(IfExpression, SaysWhereItIsWrong) {
  const auto error_of = [](std::string_view text) {
    return shown(parse_if(text_of(text)).failure());
  };
  EXPECT_EQ(error_of("RC = THEN"), "CSJ0070E(1,6)");
  EXPECT_EQ(error_of("RC = 0"), "CSJ0070E(1,7)");
  EXPECT_EQ(error_of("(RC = 0 THEN"), "CSJ0070E(1,9)");
  EXPECT_EQ(error_of("RC THEN"), "CSJ0070E(1,4)");
  EXPECT_EQ(error_of("RC = 0 % THEN"), "CSJ0070E(1,8)");
  EXPECT_EQ(error_of(std::string(100, '(') + "RC=0 THEN"), "CSJ0011E(1,34)");
}

/// The steps that would run when every step ends with 0 but those named abend with S0C4.
std::vector<std::string> run_steps(const JclJob& job, const std::vector<std::string>& abending) {
  std::vector<std::string> ran;
  std::vector<StepOutcome> outcomes;
  IfStates states(job);
  for (std::size_t i = 0; i < job.steps.size(); ++i) {
    const JclStep& step = job.steps[i];
    const BranchDecision branch = states.before_step(i, outcomes);
    const bool runs =
        (branch.is_selected || i == 0) &&
        decide_step(step.condition, outcomes, branch.survives_abend) == StepDecision::kRun;
    if (runs) {
      ran.push_back(step.key);
      const bool abends = std::ranges::find(abending, step.key) != abending.end();
      outcomes.push_back({step.key, 0, abends, abends ? "S0C4" : ""});
    }
  }
  return ran;
}

TEST(IfStates, EvaluatesOnceWhereTheIfStands) {
  const auto jobs = build_deck(
      "//J JOB\n//S1 EXEC PGM=A\n// IF ¬ABEND THEN\n//S2 EXEC PGM=A\n//S3 EXEC PGM=A\n// ELSE\n"
      "//S4 EXEC PGM=A\n// ENDIF\n//S5 EXEC PGM=A\n");
  ASSERT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_THAT(run_steps(jobs[0], {}), ElementsAre("S1", "S2", "S3", "S5"));
  EXPECT_THAT(run_steps(jobs[0], {"S2"}), ElementsAre("S1", "S2", "S3"));
  EXPECT_THAT(run_steps(jobs[0], {"S1"}), ElementsAre("S1", "S4"));
}

TEST(IfStates, NestsAndLeavesStepsThatDoNotAskForAbendsFlushed) {
  const auto jobs = build_deck(
      "//J JOB\n//S1 EXEC PGM=A\n// IF RC=0 THEN\n// IF S1.RC=4 THEN\n//S2 EXEC PGM=A\n// ELSE\n"
      "//S3 EXEC PGM=A\n// ENDIF\n//S4 EXEC PGM=A\n// ENDIF\n");
  EXPECT_THAT(run_steps(jobs[0], {}), ElementsAre("S1", "S3", "S4"));
  EXPECT_THAT(run_steps(jobs[0], {"S1"}), ElementsAre("S1"));
}

TEST(IfStates, TheFirstStepRunsWhateverAnIfSays) {
  const auto jobs =
      build_deck("//J JOB\n// IF (0 EQ 1) THEN\n//S1 EXEC PGM=A\n//S2 EXEC PGM=A\n// ENDIF\n");
  EXPECT_THAT(shown(jobs[0].notes), ElementsAre("CSJ0072W(2,1)"));
  EXPECT_THAT(run_steps(jobs[0], {}), ElementsAre("S1"));
}

TEST(IfStates, FindsStepsOfProcedures) {
  const auto jobs = build_deck(
      "//J JOB\n//P PROC\n//A EXEC PGM=X\n// IF A.RC=0 THEN\n//B EXEC PGM=X\n// ENDIF\n// PEND\n"
      "//C EXEC P\n// IF C.A.RC=0 & C.RC=0 & D.RC=0 THEN\n//E EXEC PGM=X\n// ENDIF\n");
  EXPECT_THAT(shown(jobs[0].errors), IsEmpty());
  EXPECT_THAT(shown(jobs[0].notes), ElementsAre("CSJ0075W(9,27)"));
  EXPECT_THAT(run_steps(jobs[0], {}), ElementsAre("C.A", "C.B"));
}

TEST(IfStates, ReportsWhatDoesNotMatch) {
  const auto errors = [](std::string_view cards) { return shown(build_deck(cards)[0].errors); };
  EXPECT_THAT(errors("//J JOB\n//S EXEC PGM=A\n// ELSE\n// ENDIF\n// IF RC=0 THEN\n"),
              ElementsAre("CSJ0073E(3,1)", "CSJ0073E(4,1)", "CSJ0074E(5,1)"));
  EXPECT_THAT(errors("//J JOB\n//P PROC\n// ENDIF\n//S EXEC PGM=A\n// PEND\n// IF RC=0 THEN\n"
                     "// EXEC P\n// ENDIF\n"),
              ElementsAre("CSJ0073E(3,1)"));
}

}  // namespace
}  // namespace coldsite::jcl
