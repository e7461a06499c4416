// The console without sockets: what programs and operators say to it, and what it answers.
#include "jcl-runner/console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "datasets/io/memory_store.hpp"
#include "utilities/batch/console_line.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr io::PeerNumber kProgram = 1, kOperator = 9;

class ConsoleTalk : public ::testing::Test {
 protected:
  void SetUp() override { make({}); }

  void make(batch::ReplyScript replies) {
    Console::Parts parts;
    parts.store = &store_;
    parts.site_directory = "site";
    parts.clock = clock_.get();
    parts.children = &children_;
    parts.table = &table_;
    parts.replies = std::move(replies);
    ASSERT_TRUE(store_.make_directories("site/run"));
    console_ = std::make_unique<Console>(std::move(parts));
    console_->set_sender(
        [this](io::PeerNumber peer, const std::string& line) { answers_[peer].push_back(line); });
    ConsoleJob job;
    job.job_id = "JOB00007";
    job.name = "BACKUP";
    job.identifier = "B1";
    job.is_started_task = true;
    console_->begin_job(job);
    console_->begin_step("JOB00007", "COPY", "");
  }

  void say(io::PeerNumber peer, const std::vector<std::string>& fields) {
    console_->line_came(peer, batch::console_line(fields));
  }
  void ask(const std::string& text, io::PeerNumber peer = kProgram) {
    say(peer, {"PROGRAM", "JOB00007"});
    say(peer, {"WTOR", text});
  }
  std::vector<std::string> answers(io::PeerNumber peer) {
    return std::exchange(answers_[peer], {});
  }

  std::unique_ptr<io::FileStore> memory_ = io::make_memory_store();
  io::FileStore& store_ = *memory_;
  std::unique_ptr<io::Clock> clock_ = io::make_stepped_clock({0}, 0);
  ChildProcesses children_;
  std::vector<std::string> terminal_;
  StepTable table_{[this](std::string_view line) { terminal_.emplace_back(line); }};
  std::map<io::PeerNumber, std::vector<std::string>> answers_;
  std::unique_ptr<Console> console_;
};

TEST_F(ConsoleTalk, TellsTheOperator) {
  say(kProgram, {"PROGRAM", "JOB00007"});
  say(kProgram, {"WTO", "XYZ001I HELLO"});
  EXPECT_THAT(answers(kProgram), ElementsAre("OK"));
  EXPECT_THAT(terminal_, Contains("XYZ001I HELLO"));
}

TEST_F(ConsoleTalk, GivesTheReplyToWhoeverAsked) {
  ask("XYZ002A REPLY U", 1);
  ask("XYZ003A REPLY T", 2);
  EXPECT_THAT(answers(1), IsEmpty());
  say(kOperator, {"REQUESTS"});
  EXPECT_THAT(answers(kOperator),
              ElementsAre("REQUEST\t01\tJOB00007\tBACKUP\tXYZ002A REPLY U",
                          "REQUEST\t02\tJOB00007\tBACKUP\tXYZ003A REPLY T", "END"));
  say(kOperator, {"REPLY", "2", "T"});
  say(kOperator, {"REPLY", "01", "U"});
  EXPECT_THAT(answers(kOperator), ElementsAre("DONE", "DONE"));
  EXPECT_THAT(answers(1), ElementsAre("REPLY\tU"));
  EXPECT_THAT(answers(2), ElementsAre("REPLY\tT"));
  EXPECT_THAT(terminal_, Contains("*01 XYZ002A REPLY U"));
  EXPECT_THAT(terminal_, Contains("IEE600I REPLY TO 01 IS;U"));
  say(kOperator, {"REPLY", "1", "U"});
  EXPECT_THAT(answers(kOperator), ElementsAre("NONE"));
}

TEST_F(ConsoleTalk, RepliesFromTheScriptWithoutAnOperator) {
  auto script = batch::ReplyScript::parse("OTHER XYZ* N\nBACK* XYZ002A U\n", "replies");
  ASSERT_TRUE(script);
  make(*script);
  ask("XYZ002A REPLY U");
  EXPECT_THAT(answers(kProgram), ElementsAre("REPLY\tU"));
  ask("XYZ009A REPLY U", 2);
  EXPECT_THAT(answers(2), IsEmpty());
}

TEST_F(ConsoleTalk, FreesTheNumberOfARequestWhoseProgramLeft) {
  ask("XYZ002A REPLY U", 1);
  console_->peer_left(1);
  EXPECT_THAT(terminal_, Contains("IEE400I THESE MESSAGES CANCELLED- 01"));
  ask("XYZ002A REPLY U", 2);
  say(kOperator, {"REPLY", "1", "U"});
  EXPECT_THAT(answers(2), ElementsAre("REPLY\tU"));
}

TEST_F(ConsoleTalk, NumbersAreTheSitesNotTheConsoles) {
  const auto taken =
      site::lock_byte(store_, "site/run/replies", 1, io::LockMode::kExclusive, false);
  ASSERT_TRUE(taken);
  ask("XYZ002A REPLY U");
  EXPECT_THAT(terminal_, Contains("*02 XYZ002A REPLY U"));
}

TEST_F(ConsoleTalk, TakesCommandsOnlyForAProgramThatListens) {
  say(kOperator, {"MODIFY", "BACKUP", "SLOWER"});
  EXPECT_THAT(answers(kOperator), ElementsAre("BUSY\tBACKUP"));
  say(kProgram, {"PROGRAM", "JOB00007"});
  say(kProgram, {"QEDIT"});
  say(kOperator, {"MODIFY", "BACKUP.B1", "SLOWER"});
  say(kOperator, {"STOP", "B1"});
  EXPECT_THAT(answers(kOperator), ElementsAre("DONE\tBACKUP", "DONE\tBACKUP"));
  EXPECT_THAT(answers(kProgram), ElementsAre("MODIFY\tSLOWER"));
  say(kProgram, {"QEDIT"});
  EXPECT_THAT(answers(kProgram), ElementsAre("STOP"));
  console_->end_step("JOB00007");
  say(kOperator, {"STOP", "BACKUP"});
  EXPECT_THAT(answers(kOperator), ElementsAre("BUSY\tBACKUP"));
}

TEST_F(ConsoleTalk, RefusesTheNinthCommandNobodyTook) {
  say(kProgram, {"PROGRAM", "JOB00007"});
  say(kProgram, {"QEDIT"});
  for (int i = 0; i < 9; ++i) {
    say(kOperator, {"MODIFY", "BACKUP", std::to_string(i)});
  }
  answers(kOperator);
  say(kOperator, {"MODIFY", "BACKUP", "TOO MANY"});
  EXPECT_THAT(answers(kOperator), ElementsAre("BUSY\tBACKUP"));
}

TEST_F(ConsoleTalk, CancelComesBeforeForce) {
  say(kOperator, {"FORCE", "BACKUP"});
  say(kOperator, {"CANCEL", "BACKUP", "DUMP"});
  say(kOperator, {"FORCE", "JOB00007"});
  EXPECT_THAT(answers(kOperator), ElementsAre("FIRST\tBACKUP", "DONE\tBACKUP", "DONE\tBACKUP"));
  EXPECT_EQ(children_.cancelled("JOB00007"), CancelKind::kCancelDump);
  EXPECT_EQ(children_.cancelled("JOB00008"), std::nullopt);
}

TEST_F(ConsoleTalk, KnowsNoJobThatHasEnded) {
  console_->end_job("JOB00007");
  for (const char* verb : {"CANCEL", "FORCE", "STOP", "MODIFY"}) {
    say(kOperator, {verb, "BACKUP", "X"});
    EXPECT_THAT(answers(kOperator), ElementsAre("NONE")) << verb;
  }
  ask("XYZ002A REPLY U");
  EXPECT_THAT(answers(kProgram), ElementsAre("NONE"));
  say(kOperator, {"NONSENSE"});
  EXPECT_THAT(answers(kOperator), ElementsAre("NONE"));
}

TEST_F(ConsoleTalk, ListsTheHoldersOfADataSet) {
  console_->hold_data_sets("JOB00007", {{io::LockMode::kShared, "PROD.DATA"}});
  say(kOperator, {"DATASETS", "PROD.DATA"});
  EXPECT_THAT(answers(kOperator), ElementsAre("HOLDER\tBACKUP\tJOB00007\tSHARE", "END"));
  say(kOperator, {"DATASETS", "OTHER"});
  EXPECT_THAT(answers(kOperator), ElementsAre("END"));
}

}  // namespace
}  // namespace coldsite::jcl
