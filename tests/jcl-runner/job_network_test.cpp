#include "jcl-runner/job_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A network of jobs 0, 1, ... with the group and the names given.
class JobNetworkTest : public ::testing::Test {
 protected:
  void make(const std::string& cards, const std::vector<std::string>& names) {
    std::vector<JclStatement> statements = read_statements(make_source("JOBS", cards));
    network_.add_groups(take_job_groups(statements));
    for (std::size_t i = 0; i < names.size(); ++i) {
      JclJob job;
      job.name = names[i];
      job.parameters.schedule.job_group = "G";
      network_.add_job(i, job);
    }
  }
  void end(std::size_t number, std::uint32_t code, JobState state = JobState::kEnded) {
    network_.started(number);
    JobRecord record;
    record.state = state;
    record.abend = state == JobState::kAbended ? "S0C4" : "";
    StepRecord step;
    step.state = StepState::kEnded;
    step.code = code;
    record.steps.push_back(step);
    network_.ended(number, record);
  }
  JobNetwork network_;
};

constexpr const char* kChain =
    "//G JOBGROUP\n//A GJOB\n//B GJOB\n// AFTER NAME=A,WHEN=(RC<=4)\n//C GJOB\n// AFTER NAME=B\n"
    "//R GJOB\n// AFTER NAME=A,WHEN=(RC>4 | ABEND)\n//G ENDGROUP\n";

TEST_F(JobNetworkTest, RunsAChainInOrder) {
  make(kChain, {"A", "B", "C", "R"});
  EXPECT_TRUE(network_.may_run(0));
  EXPECT_FALSE(network_.may_run(1));
  end(0, 4);
  EXPECT_TRUE(network_.may_run(1));
  EXPECT_FALSE(network_.may_run(2));
  EXPECT_THAT(network_.take_flushed(), ElementsAre(3));
  end(1, 0);
  EXPECT_TRUE(network_.may_run(2));
  end(2, 0);
  EXPECT_EQ(network_.reports()[0].state, GroupState::kComplete);
}

TEST_F(JobNetworkTest, FlushesWhatABadEndLeavesBehind) {
  make(kChain, {"A", "B", "C", "R"});
  end(0, 8);
  EXPECT_THAT(network_.take_flushed(), ElementsAre(1, 2));
  EXPECT_TRUE(network_.may_run(3));
  EXPECT_THAT(network_.take_flushed(), IsEmpty());
}

TEST_F(JobNetworkTest, TestsAbends) {
  make(kChain, {"A", "B", "C", "R"});
  end(0, 0, JobState::kAbended);
  EXPECT_TRUE(network_.may_run(3));
}

TEST_F(JobNetworkTest, RunsWithOneFlushedParentUnlessAnyflush) {
  const std::string cards =
      "//G JOBGROUP\n//A GJOB\n//B GJOB\n// AFTER NAME=A,WHEN=(RC=0)\n//X GJOB\n"
      "//ALL GJOB\n// AFTER NAME=(B,X)\n//ANY GJOB FLUSHTYP=ANYFLUSH\n// AFTER NAME=(B,X)\n"
      "//G ENDGROUP\n";
  make(cards, {"A", "B", "X", "ALL", "ANY"});
  end(2, 0);
  end(0, 8);
  EXPECT_THAT(network_.take_flushed(), ElementsAre(1, 4));
  EXPECT_TRUE(network_.may_run(3));
}

TEST_F(JobNetworkTest, StopsAGroupInError) {
  make(
      "//G JOBGROUP ERROR=(RC>=8),ONERROR=SUSPEND\n//A GJOB\n//B GJOB\n// AFTER NAME=A,WHEN=(RUN)\n"
      "//G ENDGROUP\n",
      {"A", "B"});
  end(0, 8);
  EXPECT_FALSE(network_.may_run(1));
  EXPECT_THAT(network_.take_suspended(), ElementsAre(1));
  EXPECT_EQ(network_.reports()[0].state, GroupState::kInError);
}

TEST_F(JobNetworkTest, StartsConcurrentJobsTogether) {
  make(
      "//G JOBGROUP\n//A GJOB\n//B GJOB\n// AFTER NAME=A\n//C GJOB\n// CONCURRENT NAME=B\n"
      "//G ENDGROUP\n",
      {"A", "B", "C"});
  EXPECT_FALSE(network_.may_run(2));
  end(0, 0);
  EXPECT_TRUE(network_.may_run(1));
  EXPECT_TRUE(network_.may_run(2));
  network_.started(1);
  EXPECT_TRUE(network_.may_run(2));
}

TEST_F(JobNetworkTest, HonoursAfterAndBefore) {
  JclJob first;
  first.name = "FIRST";
  JclJob second;
  second.name = "SECOND";
  second.parameters.schedule.after = "FIRST";
  JclJob zero;
  zero.name = "ZERO";
  zero.parameters.schedule.before = "FIRST";
  JclJob later;
  later.name = "LATER";
  later.parameters.schedule.after = "NOTYET";
  later.parameters.schedule.waits_for_entry = true;
  network_.add_job(0, first);
  network_.add_job(1, second);
  network_.add_job(2, zero);
  network_.add_job(3, later);
  EXPECT_FALSE(network_.may_run(0));
  EXPECT_FALSE(network_.may_run(1));
  end(2, 0);
  EXPECT_TRUE(network_.may_run(0));
  end(0, 8);
  EXPECT_TRUE(network_.may_run(1));
  EXPECT_FALSE(network_.may_run(3));
}

}  // namespace
}  // namespace coldsite::jcl
