// Programs that run alone, killed at every point between allocation and disposition: the next run
// finds nothing in its way, and afterwards no note and no second data set is left.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/places.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite {
namespace {

using ::testing::HasSubstr;

class UnfinishedStep : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(place_ / "start/site");
    put("start/site/site.conf", "name = TEST\n[dasd]\ndevice = 0a80 3390 5\n");
    put("start/init", "  INIT UNITADDRESS(0A80) NOVERIFY VOLID(TST001) VTOC(0,1,2)\n");
    put("start/pack_init", "  INIT DDNAME(DISK) NOVERIFY VOLID(PACK01) VTOC(0,1,2)\n");
    put("start/text", "SOME TEXT\n");
    start_over();
    ASSERT_EQ(run("ickdsf --site site --dd SYSIN=./init"), 0) << output_;
    ASSERT_EQ(run("ickdsf --dd DISK=UNIT=2311,PATH=./pack.ckd,DISP=NEW --dd SYSIN=./pack_init"), 0)
        << output_;
    std::filesystem::remove_all(place_ / "start");
    std::filesystem::rename(place_ / "work", place_ / "start");
  }
  void put(const std::string& name, const std::string& text) {
    std::ofstream(place_ / name) << text;
  }
  void start_over() {
    const std::string command =
        "cd '" + place_.path() + "' && rm -rf work && cp -r --sparse=always start work";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  int run(const std::string& command, const std::string& environment = {}) {
    const std::string line = "cd '" + (place_ / "work") + "' && env " + environment + " " +
                             program_directory() + "/" + command + " < /dev/null > ../output 2>&1";
    const int status = std::system(line.c_str());
    std::ifstream file(place_ / "output");
    output_ = {std::istreambuf_iterator<char>(file), {}};
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  std::vector<std::string> notes() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(place_ / "work")) {
      if (entry.path().filename().string().find("new-") != std::string::npos) {
        names.push_back(entry.path());
      }
    }
    return names;
  }

  /// Kills `command` at every point and runs it again; `look` then finds what it made.
  void sweep(const std::string& command, const std::string& look) {
    start_over();
    ASSERT_EQ(run(command, "COLDSITE_KILL_LOG=../points"), 0) << output_;
    EXPECT_THAT(notes(), ::testing::IsEmpty());
    std::vector<std::string> targets;
    std::map<std::string, int> passes;
    std::ifstream points(place_ / "points");
    for (std::string point; std::getline(points, point);) {
      targets.push_back(point + ":" + std::to_string(++passes[point]));
    }
    EXPECT_GE(targets.size(), 5U);
    for (const std::string& target : targets) {
      SCOPED_TRACE(target);
      start_over();
      EXPECT_NE(run(command, "COLDSITE_KILL=" + target), 0);
      const int again = run(command);
      // Killed behind the disposition, the data set is there for good: then NEW is refused.
      const bool is_there_for_good =
          again == 16 && output_.find("IEF253I") != std::string::npos && notes().empty();
      EXPECT_TRUE(again == 0 || is_there_for_good) << again << output_;
      EXPECT_EQ(is_there_for_good, is_behind_disposition(target));
      EXPECT_THAT(notes(), ::testing::IsEmpty());
      if (!look.empty()) {
        EXPECT_EQ(run(look), 0) << output_;
        std::ifstream seen(place_ / "work/seen");
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(seen), {}), "SOME TEXT\n");
      }
    }
    std::filesystem::remove(place_ / "points");
  }
  virtual bool is_behind_disposition(const std::string& target) const {
    return target.starts_with("batch.new_data_sets_kept");
  }

  coldsite::testing::TemporaryDirectory place_;
  std::string output_;
};

constexpr const char* kNew =
    "iebgener --site site --dd SYSUT1=./text --dd 'SYSUT2=DSN=NEW.DATA,UNIT=3390,"
    "DISP=(NEW,KEEP),SPACE=(TRK,(2,1))'";

TEST_F(UnfinishedStep, ANewDataSetOfASiteCanBeMadeAgain) {
  sweep(kNew, "iebgener --site site --dd SYSUT1=DSN=NEW.DATA --dd SYSUT2=./seen");
}

TEST_F(UnfinishedStep, ANewLibraryCanBeMadeAgain) {
  sweep(
      "iebgener --site site --dd SYSUT1=./text --dd 'SYSUT2=DSN=NEW.LIB(MEMBER),UNIT=3390,"
      "DISP=(NEW,CATLG,DELETE),SPACE=(TRK,(2,1,3))'",
      "iebgener --site site --dd 'SYSUT1=DSN=NEW.LIB(MEMBER)' --dd SYSUT2=./seen");
}

TEST_F(UnfinishedStep, ANewDataSetOnAnImageOutsideASiteCanBeMadeAgain) {
  sweep(
      "iebgener --dd SYSUT1=./text --dd 'SYSUT2=DSN=NEW.DATA,UNIT=2311,PATH=./pack.ckd,"
      "DISP=(NEW,KEEP),SPACE=(TRK,(2,1))'",
      "iebgener --dd SYSUT1=DSN=NEW.DATA,UNIT=2311,PATH=./pack.ckd --dd SYSUT2=./seen");
}

/// Steps that leave nothing that could be in the way of the next run.
class NothingStays : public UnfinishedStep {
  bool is_behind_disposition(const std::string&) const override { return false; }
};

TEST_F(NothingStays, OfATemporaryDataSetAfterTheNextRun) {
  sweep("iefbr14 --site site --dd 'D=DSN=GOES.AWAY,UNIT=3390,DISP=(NEW,DELETE),SPACE=(TRK,1)'", "");
  start_over();
  EXPECT_NE(run("iefbr14 --site site --dd 'D=DSN=&&T,UNIT=3390,DISP=NEW,SPACE=(TRK,1)'",
                "COLDSITE_KILL=batch.allocated"),
            0);
  EXPECT_EQ(notes().size(), 1U);
  EXPECT_EQ(run("iebgener --site site --dd SYSUT1=./text --dd SYSUT2=./seen"), 0);
  EXPECT_THAT(output_, HasSubstr("CSP0013I"));
}

TEST_F(NothingStays, ANewImageIsThereWholeOrNotAtAll) {
  sweep("ickdsf --dd DISK=UNIT=2311,PATH=./new.ckd,DISP=NEW --dd SYSIN=./pack_init", "");
}

TEST_F(UnfinishedStep, AJobFindsWhatAProgramLeftGone) {
  start_over();
  EXPECT_NE(run(kNew, "COLDSITE_KILL=batch.allocated"), 0);
  put("work/job",
      "//A JOB\n//S EXEC PGM=IEFBR14\n"
      "//D DD DSN=NEW.DATA,UNIT=3390,DISP=(NEW,KEEP),SPACE=(TRK,1)\n");
  EXPECT_EQ(run("jclrun submit --site site job"), 0) << output_;
  EXPECT_THAT(output_, HasSubstr("CSP0013I Data set 'NEW.DATA' of a run that was killed"));
}

TEST_F(UnfinishedStep, ARunningProgramKeepsItsNote) {
  // The reader of the pipe is at work, its data set noted and locked, while another program runs.
  const std::string script =
      "cd '" + (place_ / "work") + "' && mkfifo feed && { " + program_directory() + "/" + kNew +
      " < feed > first 2>&1 & } && reader=$! && exec 3> feed && "
      "until ls site/run/new-1 > /dev/null 2>&1; do kill -0 $reader || exit 1; done && " +
      program_directory() +
      "/iefbr14 --site site < /dev/null > second 2>&1; echo $? > code; "
      "ls site/run/new-1 > /dev/null && exec 3>&- && wait";
  start_over();
  EXPECT_EQ(std::system(script.c_str()), 0);
  EXPECT_EQ(run("iebgener --site site --dd SYSUT1=DSN=NEW.DATA --dd SYSUT2=./seen"), 0) << output_;
}

TEST_F(UnfinishedStep, AThirdDispSubparameterKeepsTheDataSet) {
  start_over();
  const std::string command =
      "iebgener --site site --dd SYSUT1=./text --dd 'SYSUT2=DSN=NEW.DATA,UNIT=3390,"
      "DISP=(NEW,KEEP,KEEP),SPACE=(TRK,(2,1))'";
  EXPECT_NE(run(command, "COLDSITE_KILL=batch.new_data_sets_kept"), 0);
  EXPECT_EQ(run("iebgener --site site --dd SYSUT1=DSN=NEW.DATA --dd SYSUT2=./seen"), 0) << output_;
}

}  // namespace
}  // namespace coldsite
