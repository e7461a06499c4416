#include "jcl-runner/step_reach.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

/// "A always, B never" of the steps of one job.
std::string reaches_of(const std::string& cards) {
  const auto jobs = build_deck("//J JOB\n" + cards);
  EXPECT_EQ(jobs.size(), 1U);
  EXPECT_TRUE(jobs[0].errors.empty()) << shown(jobs[0].errors)[0];
  const std::vector<StepReach> reaches = find_reaches(jobs[0]);
  std::string text;
  for (std::size_t i = 0; i < reaches.size(); ++i) {
    text +=
        (i == 0 ? "" : ", ") + jobs[0].steps[i].key + " " + std::string(name_of(reaches[i].reach));
  }
  return text;
}

TEST(StepReach, CondThatIsAlwaysTrueBypassesTheStep) {
  EXPECT_EQ(reaches_of("//A EXEC PGM=X\n//B EXEC PGM=X,COND=(0,LE)\n"), "A always, B never");
  EXPECT_EQ(reaches_of("//A EXEC PGM=X\n//B EXEC PGM=X,COND=(4095,GE,A)\n"), "A always, B never");
  EXPECT_EQ(reaches_of("//A EXEC PGM=X\n//B EXEC PGM=X,COND=(4,LT)\n"), "A always, B perhaps");
  EXPECT_EQ(reaches_of("//A EXEC PGM=X\n//B EXEC PGM=X,COND=(4095,LT)\n"), "A always, B always");
}

TEST(StepReach, ProgramsOfTheSuiteEndWithAtMost16) {
  EXPECT_EQ(reaches_of("//A EXEC PGM=IDCAMS\n//B EXEC PGM=X,COND=(16,GE)\n"), "A always, B never");
  EXPECT_EQ(reaches_of("//A EXEC PGM=IEFBR14\n//B EXEC PGM=X,COND=(0,NE)\n"), "A always, B always");
  EXPECT_EQ(reaches_of("//A EXEC PGM=IEFBR14\n//B EXEC PGM=X,COND=(0,EQ)\n"), "A always, B never");
}

TEST(StepReach, ATestOfAStepThatNeverRunsIsFalse) {
  EXPECT_EQ(reaches_of("//A EXEC PGM=X\n//B EXEC PGM=X,COND=(0,LE)\n"
                       "//C EXEC PGM=X,COND=(0,LE,B)\n"),
            "A always, B never, C always");
}

TEST(StepReach, OnlyNeedsAnAbend) {
  EXPECT_EQ(reaches_of("//A EXEC PGM=X,COND=ONLY\n"), "A never");
  EXPECT_EQ(reaches_of("//A EXEC PGM=IEFBR14\n//B EXEC PGM=X,COND=ONLY\n"), "A always, B never");
  EXPECT_EQ(reaches_of("//A EXEC PGM=X\n//B EXEC PGM=X,COND=ONLY\n"), "A always, B perhaps");
}

TEST(StepReach, EvenSeesStepsThatAnAbendKeptFromRunning) {
  EXPECT_EQ(reaches_of("//A EXEC PGM=X\n//B EXEC PGM=X,COND=((0,LE,A),EVEN)\n"),
            "A always, B perhaps");
}

TEST(StepReach, AnIfThatIsNeverTrueHidesItsThenPart) {
  const std::string steps = "//B EXEC PGM=X\n// ELSE\n//C EXEC PGM=X\n// ENDIF\n";
  EXPECT_EQ(reaches_of("//A EXEC PGM=X\n// IF RC > 4095 THEN\n" + steps),
            "A always, B never, C always");
  EXPECT_EQ(reaches_of("//A EXEC PGM=X\n// IF (1 = 1) THEN\n" + steps),
            "A always, B always, C never");
  EXPECT_EQ(reaches_of("//A EXEC PGM=X\n// IF A.RC = 0 THEN\n" + steps),
            "A always, B perhaps, C perhaps");
  EXPECT_EQ(reaches_of("//A EXEC PGM=IEFBR14\n// IF ABEND THEN\n" + steps),
            "A always, B never, C always");
  EXPECT_EQ(reaches_of("//A EXEC PGM=IEFBR14\n// IF NOT A.RUN | 4 < RC THEN\n" + steps),
            "A always, B never, C always");
}

TEST(StepReach, TheFirstStepRunsWhateverAnIfSays) {
  EXPECT_EQ(reaches_of("// IF (0 = 1) THEN\n//A EXEC PGM=X\n//B EXEC PGM=X\n// ENDIF\n"),
            "A always, B never");
}

TEST(StepReach, CondOfTheJobEndsIt) {
  const auto jobs = build_deck("//J JOB COND=(0,LE)\n//A EXEC PGM=X\n//B EXEC PGM=X\n");
  EXPECT_EQ(find_reaches(jobs[0])[1].reach, Reach::kNever);
  const auto perhaps = build_deck("//J JOB COND=(4,LT)\n//A EXEC PGM=X\n//B EXEC PGM=X\n");
  EXPECT_EQ(find_reaches(perhaps[0])[1].reach, Reach::kPerhaps);
}

}  // namespace
}  // namespace coldsite::jcl
