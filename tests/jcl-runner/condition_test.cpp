#include "jcl-runner/condition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

Condition condition_of(const std::string& value) {
  JclText text;
  const std::string operand = "COND=" + value;
  text.append(make_source("X", operand), 0, 1, operand);
  const auto operands = parse_operands(text);
  EXPECT_TRUE(operands.ok());
  auto parsed = parse_condition(operands->front(), text, true);
  EXPECT_TRUE(parsed.ok()) << value;
  return parsed ? *parsed : Condition{};
}

StepDecision decide(const std::string& value, const std::vector<StepOutcome>& outcomes) {
  return decide_step(condition_of(value), outcomes);
}

constexpr auto kRun = StepDecision::kRun;
constexpr auto kTest = StepDecision::kBypassedByTest;

TEST(Condition, ReadsCodeOperatorReturnCode) {
  struct Row {
    const char* comparison;
    StepDecision below, equal, above;  // the step before ended with 0, 4, 8; the code is 4
  };
  const Row rows[] = {
      {"GT", kTest, kRun, kRun},  {"GE", kTest, kTest, kRun}, {"EQ", kRun, kTest, kRun},
      {"NE", kTest, kRun, kTest}, {"LT", kRun, kRun, kTest},  {"LE", kRun, kTest, kTest},
  };
  for (const Row& row : rows) {
    const std::string cond = std::string("(4,") + row.comparison + ")";
    EXPECT_EQ(decide(cond, {{"S1", 0}}), row.below) << cond;
    EXPECT_EQ(decide(cond, {{"S1", 4}}), row.equal) << cond;
    EXPECT_EQ(decide(cond, {{"S1", 8}}), row.above) << cond;
  }
}

TEST(Condition, OfTheFirstStepIsNeverTrue) {
  EXPECT_EQ(decide("(0,LE)", {}), kRun);
}

TEST(Condition, WithoutAStepAsksEveryStepBefore) {
  EXPECT_EQ(decide("(4,LT)", {{"S1", 8}, {"S2", 0}}), kTest);
}

TEST(Condition, WithAStepAsksThatStepAndIsFalseWhenItDidNotRun) {
  EXPECT_EQ(decide("(4,LT,S2)", {{"S1", 8}, {"S2", 0}}), kRun);
  EXPECT_EQ(decide("(4,LT,S1)", {{"S1", 8}, {"S2", 0}}), kTest);
  EXPECT_EQ(decide("(4,LT,S9)", {{"S1", 8}}), kRun);
}

TEST(Condition, OneTrueTestOfSeveralBypasses) {
  EXPECT_EQ(decide("((4,LT,S1),(8,EQ,S2))", {{"S1", 0}, {"S2", 8}}), kTest);
}

TEST(Condition, AfterAnAbendOnlyEvenAndOnlyRun) {
  const std::vector<StepOutcome> abended = {{"S1", 0}, {"S2", 0, true}};
  EXPECT_EQ(decide_step({}, abended), StepDecision::kFlushed);
  EXPECT_EQ(decide("(4,LT)", abended), StepDecision::kFlushed);
  EXPECT_EQ(decide("EVEN", abended), kRun);
  EXPECT_EQ(decide("ONLY", abended), kRun);
  EXPECT_EQ(decide("((0,EQ,S1),EVEN)", abended), kTest);
  EXPECT_EQ(decide("((0,EQ,S2),ONLY)", abended), kRun) << "an abended step has no code to test";
}

TEST(Condition, WithoutAnAbendEvenRunsAndOnlyDoesNot) {
  EXPECT_EQ(decide("EVEN", {{"S1", 0}}), kRun);
  EXPECT_EQ(decide("ONLY", {{"S1", 0}}), StepDecision::kBypassedByOnly);
  EXPECT_EQ(decide("((4,LT),EVEN)", {{"S1", 8}}), kTest);
}

TEST(Condition, OfJobEndsTheJobAfterTheStepThatMakesItTrue) {
  const Condition condition = condition_of("(4,LT)");
  EXPECT_FALSE(ends_job(condition, {"S1", 4}));
  EXPECT_TRUE(ends_job(condition, {"S1", 8}));
  EXPECT_FALSE(ends_job(condition, {"S1", 8, true}));
}

TEST(Condition, RefusesOtherForms) {
  for (const char* cond : {"(4)", "(4,XX)", "(5000,LT)", "(4,LT,S1,P1,X)", "()", "(EVEN,ONLY)",
                           "((4,LT),X)", "ABC", "(4,LT,(A))"}) {
    const std::string deck = std::string("//J JOB\n//S1 EXEC PGM=A,COND=") + cond + "\n";
    const auto jobs = build_deck(deck);
    ASSERT_EQ(jobs.size(), 1U);
    ASSERT_EQ(jobs[0].errors.size(), 1U) << cond;
    EXPECT_EQ(jobs[0].errors[0].message().id, "CSJ0030E") << cond;
  }
  const auto nine = build_deck(
      "//J JOB\n//S EXEC PGM=A,COND=((1,EQ),(2,EQ),(3,EQ),(4,EQ),(5,EQ),\n"
      "//     (6,EQ),(7,EQ),(8,EQ),EVEN)\n");
  EXPECT_THAT(shown(nine[0].errors), ::testing::ElementsAre("CSJ0031E(2,21)"));
}

}  // namespace
}  // namespace coldsite::jcl
