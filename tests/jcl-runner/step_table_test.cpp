#include "jcl-runner/step_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/places.hpp"
#include "tests/shell.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

JobRecord job_of(const std::string& job_id) {
  JobRecord job;
  job.job_id = job_id;
  job.name = "DRILL";
  job.steps.resize(2);
  job.steps[0].step = "S1";
  job.steps[0].program = "IEFBR14";
  job.steps[1].step = "S2";
  job.steps[1].program = "ADRDSSU";
  return job;
}

class LiveTable : public ::testing::Test {
 protected:
  void SetUp() override {
    LiveTerminal terminal;
    terminal.clock = clock_.get();
    terminal.columns = 60;
    terminal.write = [this](std::string_view text) { screen_ += text; };
    table_.go_live(std::move(terminal));
  }
  std::unique_ptr<io::Clock> clock_ = io::make_stepped_clock({0}, 1'000'000);
  std::string screen_;
  StepTable table_{[](std::string_view) { FAIL() << "not by lines"; }};
};

TEST_F(LiveTable, RewritesTheSecondsOfRunningSteps) {
  JobRecord job = job_of("JOB00001");
  job.steps[0].state = StepState::kRunning;
  table_.step_started(job, job.steps[0]);
  EXPECT_EQ(screen_, "JOB00001 DRILL    S1       IEFBR14  1 of 2           1 s\n");
  screen_.clear();
  table_.tick();
  EXPECT_EQ(screen_, "\x1b[1A\r\x1b[JJOB00001 DRILL    S1       IEFBR14  1 of 2           2 s\n");
}

TEST_F(LiveTable, StepsThatEndedStandAboveThoseThatRun) {
  JobRecord first = job_of("JOB00001"), second = job_of("JOB00002");
  first.steps[0].state = second.steps[0].state = StepState::kRunning;
  table_.step_started(first, first.steps[0]);
  table_.step_started(second, second.steps[0]);
  screen_.clear();
  first.steps[0].state = StepState::kEnded;
  table_.step_ended(first, first.steps[0]);
  EXPECT_THAT(screen_, HasSubstr("\x1b[2A\r\x1b[J"));
  EXPECT_THAT(screen_, HasSubstr("CC 0000         0.00\nJOB00002 DRILL    S1"));
  screen_.clear();
  first.steps[1].state = StepState::kRunning;
  table_.step_started(first, first.steps[1]);
  EXPECT_THAT(screen_, HasSubstr("S2       ADRDSSU  2 of 2"));
  table_.job_ended(first);
  second.steps[0].state = StepState::kEnded;
  table_.step_ended(second, second.steps[0]);
  screen_.clear();
  table_.tick();
  EXPECT_EQ(screen_, "");  // nothing runs
}

TEST_F(LiveTable, NoLineIsAsWideAsTheTerminal) {
  JobRecord job = job_of("JOB00001");
  job.steps[0].program = std::string(100, 'X');
  table_.step_started(job, job.steps[0]);
  EXPECT_EQ(screen_.size(), 60U);
}

TEST(LiveView, IsDrawnOnATerminalOnly) {
  const coldsite::testing::TemporaryDirectory place;
  const std::string prepare =
      "mkdir site && printf 'name = TEST\\n' > site/site.conf && "
      "printf '//J JOB\\n//S EXEC PGM=IEFBR14\\n' > job.jcl && ";
  const std::string submit = program_directory() + "/jclrun submit --site site ";
  const auto plain = coldsite::testing::run_shell(prepare + submit + "job.jcl", place.path());
  EXPECT_THAT(plain.output, Not(HasSubstr("\x1b")));
  const std::string pty = "TERM=xterm script -qec '" + submit;
  const auto drawn = coldsite::testing::run_shell(pty + "job.jcl' /dev/null", place.path());
  EXPECT_THAT(drawn.output, HasSubstr("1 of 1"));
  EXPECT_THAT(drawn.output, HasSubstr("\x1b[1A"));
  EXPECT_THAT(drawn.output, HasSubstr("CC 0000"));
  for (const std::string other : {"--json job.jcl' /dev/null", "job.jcl | cat' /dev/null"}) {
    const auto run = coldsite::testing::run_shell(pty + other, place.path());
    EXPECT_EQ(run.exit_status, 0);
    EXPECT_THAT(run.output, Not(HasSubstr("\x1b"))) << other;
  }
}

}  // namespace
}  // namespace coldsite::jcl
