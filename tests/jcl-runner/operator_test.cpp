// The operator and running jobs: jclrun processes, a second jclrun that commands them. Nothing
// waits for time: a test reads what the first one prints until it is where it should be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/places.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A command whose output is read as it comes.
class Process {
 public:
  explicit Process(const std::string& command) : pipe_(popen(command.c_str(), "r")) {}
  ~Process() {
    if (pipe_ != nullptr) {
      pclose(pipe_);
    }
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Reads on to a line with `text`; false at the end of the output.
  bool says(const std::string& text) {
    std::array<char, 4096> line{};
    while (std::fgets(line.data(), line.size(), pipe_) != nullptr) {
      output_ += line.data();
      if (std::string(line.data()).find(text) != std::string::npos) {
        return true;
      }
    }
    return false;
  }
  /// Reads to the end. Returns the exit code.
  int finish() {
    says("no line has this");
    const int status = pclose(std::exchange(pipe_, nullptr));
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  [[nodiscard]] const std::string& output() const { return output_; }

 private:
  std::FILE* pipe_;
  std::string output_;
};

class OperatorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(place_ / "site/bin");
    std::filesystem::create_directories(place_ / "site/proclib");
    write("site/site.conf",
          "name = TEST\nprograms = bin\nproclib = proclib/\n[dasd]\ndevice = 0a80 3390 2\n");
    script("asker",
           "$J wto 'ASK001I HELLO'\nr=$($J wtor 'ASK002A REPLY YES OR NO') || exit 9\n"
           "[ \"$r\" = YES ] || exit 4\n");
    script("server",
           "$J wto 'SRV001I READY'\nwhile r=$($J qedit); do\ncase $r in\n"
           "STOP) exit 3 ;;\n*) $J wto \"SRV002I $r\" ;;\nesac\ndone\nexit 9\n");
    script("deaf", "trap : TERM\n$J wtor 'DEF001A WAITS'\n$J wtor 'DEF002A WAITS'\n");
    write("site/proclib/SRV.jcl", "//SRV PROC A=1\n//RUN EXEC PGM=SERVER,PARM='&A'\n// PEND\n");
    write("ask.jcl", "//ASKJOB JOB\n//S1 EXEC PGM=ASKER\n//S2 EXEC PGM=ASKER,COND=EVEN\n");
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(place_ / name) << text;
  }
  void script(const std::string& name, const std::string& text) {
    write("site/bin/" + name, "#!/bin/sh\nJ=" + program_directory() + "/jclrun\n" + text);
    std::filesystem::permissions(place_ / ("site/bin/" + name), std::filesystem::perms::owner_all);
  }
  std::string jclrun(const std::string& arguments, const std::string& environment = {}) {
    return "cd '" + place_.path() + "' && env " + environment + " timeout 60 " +
           program_directory() + "/jclrun " + arguments + " 2>&1";
  }
  /// Runs to the end; leaves what it said in output_.
  int run(const std::string& arguments, const std::string& environment = {}) {
    Process process(jclrun(arguments, environment));
    const int code = process.finish();
    output_ = process.output();
    return code;
  }
  int command(const std::string& text) { return run("command --site site \"" + text + "\""); }
  std::string read(const std::string& name) {
    std::ifstream file(place_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  coldsite::testing::TemporaryDirectory place_;
  std::string output_;
};

TEST_F(OperatorTest, ReplyGoesToTheProgramThatWaits) {
  Process job(jclrun("submit --site site ask.jcl"));
  ASSERT_TRUE(job.says("*01 ASK002A")) << job.output();
  EXPECT_EQ(command("D R,L"), 0);
  EXPECT_THAT(output_, HasSubstr("*01 ASK002A REPLY YES OR NO"));
  EXPECT_EQ(command("R 7,YES"), 8);
  EXPECT_THAT(output_, HasSubstr("CSJ0124E"));
  EXPECT_EQ(command("r 01,yes"), 0);
  EXPECT_THAT(output_, HasSubstr("IEE600I REPLY TO 01 IS;YES"));
  ASSERT_TRUE(job.says("*01 ASK002A"));
  EXPECT_EQ(run("reply --site site 1 \"it's no\""), 0);
  EXPECT_EQ(job.finish(), 4);
  const std::string log = read("site/spool/JOB00001/JESMSGLG");
  EXPECT_THAT(log, HasSubstr("ASK001I HELLO"));
  EXPECT_THAT(log, HasSubstr("R 01,it's no"));
}

TEST_F(OperatorTest, CancelEndsTheJobAndItsRequests) {
  for (const auto& [text, abend] :
       std::map<std::string, std::string>{{"C ASKJOB", "S222"}, {"CANCEL ASKJOB,DUMP", "S122"}}) {
    Process job(jclrun("submit --site site ask.jcl"));
    ASSERT_TRUE(job.says("*01 ASK002A"));
    EXPECT_EQ(command(text), 0);
    EXPECT_THAT(output_, HasSubstr("IEE301I ASKJOB CANCEL COMMAND ACCEPTED"));
    EXPECT_EQ(job.finish(), 100);
    EXPECT_THAT(job.output(), HasSubstr("ABEND " + abend));
    EXPECT_THAT(job.output(), HasSubstr("not run"));
  }
  EXPECT_EQ(command("C ASKJOB"), 8);
  EXPECT_THAT(output_, HasSubstr("IEE341I ASKJOB NOT ACTIVE"));
}

TEST_F(OperatorTest, ForceEndsAProgramThatDoesNotHeedCancel) {
  write("deaf.jcl", "//DEAFJOB JOB\n//S1 EXEC PGM=DEAF\n");
  Process job(jclrun("submit --site site deaf.jcl"));
  ASSERT_TRUE(job.says("*01 DEF001A"));
  EXPECT_EQ(command("FORCE DEAFJOB"), 8);
  EXPECT_THAT(output_, HasSubstr("IEE838I"));
  EXPECT_EQ(run("cancel --site site 1"), 0);
  ASSERT_TRUE(job.says("*01 DEF002A")) << job.output();
  EXPECT_EQ(command("FORCE DEAFJOB"), 0);
  EXPECT_EQ(job.finish(), 100);
  EXPECT_THAT(job.output(), HasSubstr("ABEND S222"));
}

TEST_F(OperatorTest, CancelMeetsOneJobOfSeveral) {
  write("two.jcl", "//ONE JOB\n//S EXEC PGM=ASKER\n//TWO JOB\n//S EXEC PGM=ASKER\n");
  Process jobs(jclrun("submit --site site --initiators 2 two.jcl"));
  ASSERT_TRUE(jobs.says("*02 ASK002A"));
  EXPECT_EQ(command("D A,L"), 0);
  EXPECT_THAT(output_, HasSubstr("00002    00000"));
  EXPECT_EQ(command("D J,TWO"), 0);
  EXPECT_THAT(output_, HasSubstr(" TWO      S"));
  EXPECT_THAT(output_, Not(HasSubstr(" ONE ")));
  EXPECT_EQ(command("C ONE"), 0);
  ASSERT_TRUE(jobs.says("ONE      cancelled"));
  EXPECT_EQ(command("D R"), 0);
  const std::string number = output_.find("*01") == std::string::npos ? "2" : "1";
  EXPECT_EQ(command("R " + number + ",YES"), 0);
  EXPECT_EQ(jobs.finish(), 100);
  EXPECT_THAT(jobs.output(), HasSubstr("TWO      ended, highest CC 0000"));
}

TEST_F(OperatorTest, StartedTaskOutlivesTheCommandAndStops) {
  EXPECT_EQ(command("S SRV.ONE,A=5"), 0);
  EXPECT_EQ(output_, "$HASP373 SRV      STARTED\n");
  while (command("F SRV,'louder'") == 8) {  // until it listens
    ASSERT_THAT(output_, HasSubstr("IEE342I"));
  }
  EXPECT_EQ(command("D A,SRV"), 0);
  EXPECT_THAT(output_, HasSubstr(" SRV      ONE      RUN      NSW S"));
  EXPECT_THAT(output_, HasSubstr("ID=STC00001"));
  EXPECT_EQ(command("P ONE"), 0);
  const std::string held = "flock " + (place_ / "site/spool/STC00001/job.lock") + " true";
  while (read("site/spool/STC00001/job.json").find("\"ended\"") == std::string::npos) {
    ASSERT_EQ(std::system(held.c_str()), 0);
  }
  ASSERT_EQ(std::system(held.c_str()), 0);  // its log is whole when it lets go
  const std::string log = read("site/spool/STC00001/JESMSGLG");
  EXPECT_THAT(log, HasSubstr("SRV002I MODIFY louder"));
  EXPECT_THAT(log, HasSubstr("$HASP395 SRV      ENDED - RC=0003"));
  EXPECT_EQ(run("output --site site STC00001"), 0);
  EXPECT_EQ(run("output --site site 1"), 0);
}

TEST_F(OperatorTest, StartSaysWhyItCannot) {
  EXPECT_EQ(command("S NOTHERE"), 0);
  EXPECT_THAT(output_, HasSubstr("IEFC612I"));
  EXPECT_EQ(command("S SRV,NOSYMBOL"), 8);
  EXPECT_THAT(output_, HasSubstr("IEE535I START"));
  EXPECT_EQ(command("P SRV"), 8);
}

TEST_F(OperatorTest, CommandsOfAJobAreGivenBeforeItStarts) {
  write("job.jcl",
        "//CMDJOB JOB\n// COMMAND 'V 0A80,OFFLINE'\n// D T\n/*$DA\n// COMMAND 'F NOBODY,''X'''\n"
        "//S EXEC PGM=IEFBR14\n");
  EXPECT_EQ(run("submit --site site job.jcl"), 0) << output_;
  const std::string log = read("site/spool/JOB00001/JESMSGLG");
  for (const char* text : {"V 0A80,OFFLINE", "IEE303I 0A80 OFFLINE", "IEE136I LOCAL",
                           "$HASP890 JOB(CMDJOB)", "F NOBODY,'X'", "IEE341I NOBODY NOT ACTIVE"}) {
    EXPECT_THAT(log, HasSubstr(text));
  }
  EXPECT_LT(log.find("IEE341I"), log.find("$HASP373"));
}

TEST_F(OperatorTest, CommandsOfAScannedJobAreNotGiven) {
  write("job.jcl", "//CMDJOB JOB TYPRUN=SCAN\n// COMMAND 'D T'\n//S EXEC PGM=IEFBR14\n");
  EXPECT_EQ(run("submit --site site job.jcl"), 0) << output_;
  EXPECT_THAT(read("site/spool/JOB00001/JESMSGLG"), Not(HasSubstr("IEE136I")));
}

TEST_F(OperatorTest, RefusesOtherCommandsByName) {
  for (const auto& [text, id] : std::map<std::string, std::string>{{"MOUNT 0A80", "CSJ0120E"},
                                                                   {"\\$T I", "CSJ0120E"},
                                                                   {"NONSENSE", "IEE305I"},
                                                                   {"D X", "IEE535I"},
                                                                   {"C", "IEE535I"},
                                                                   {"R X,Y", "IEE535I"},
                                                                   {"F A", "IEE535I"}}) {
    EXPECT_EQ(command(text), 8) << text;
    EXPECT_THAT(output_, HasSubstr(id)) << text;
  }
}

TEST_F(OperatorTest, AScriptReplies) {
  write("replies", "ASK* ASK002A YES\n");
  EXPECT_EQ(run("submit --site site --replies replies ask.jcl"), 0) << output_;
  EXPECT_THAT(output_, HasSubstr("IEE600I REPLY TO 01 IS;YES"));
  write("replies", "ASK*\n");
  EXPECT_EQ(run("submit --site site --replies replies ask.jcl"), 64);
  EXPECT_THAT(output_, HasSubstr("CSP0022E replies(1"));
}

TEST_F(OperatorTest, HoldersOfADataSetAreShown) {
  write("job.jcl", "//HOLDER JOB\n//S EXEC PGM=ASKER\n//D DD DSN=TEMP.X,DISP=SHR,PATH=./x\n");
  EXPECT_EQ(command("D GRS,RES=(*,NO.SUCH)"), 0);
  EXPECT_THAT(output_, HasSubstr("NO REQUESTORS"));
}

/// jclrun killed at every point between a request and its reply: the next one finds nothing in its
/// way, no socket that answers nobody, and all numbers free.
TEST_F(OperatorTest, NothingIsLeftOfAKilledConsole) {
  write("replies", "ASK* ASK002A YES\n");
  write("cmd.jcl", "//ASKJOB JOB\n// COMMAND 'D T'\n//S1 EXEC PGM=ASKER\n");
  ASSERT_EQ(run("submit --site site --replies replies cmd.jcl", "COLDSITE_KILL_LOG=points"), 0);
  std::vector<std::string> targets;
  std::map<std::string, int> passes;
  std::ifstream points(place_ / "points");
  for (std::string point; std::getline(points, point);) {
    const bool is_ours = point.starts_with("console.") || point == "io.socket_bound" ||
                         point.find("command") != std::string::npos;
    if (is_ours) {
      targets.push_back(point + ":" + std::to_string(++passes[point]));
    }
  }
  EXPECT_GE(targets.size(), 7U);
  for (const std::string& target : targets) {
    SCOPED_TRACE(target);
    EXPECT_NE(run("submit --site site --replies replies cmd.jcl", "COLDSITE_KILL=" + target), 0);
    EXPECT_EQ(command("D R"), 0);
    EXPECT_THAT(output_, HasSubstr("RM=0"));
    for (const auto& entry : std::filesystem::directory_iterator(place_ / "site/run/console")) {
      EXPECT_EQ(entry.path().extension(), ".lock");
    }
    EXPECT_EQ(run("submit --site site --replies replies cmd.jcl"), 0) << output_;
    EXPECT_THAT(output_, HasSubstr("*01 ASK002A"));
  }
}

}  // namespace
}  // namespace coldsite::jcl
