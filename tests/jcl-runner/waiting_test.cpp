// Two processes that need the same thing: the second waits, and goes on when the first ends. The
// first is kept running by an input that the test feeds; that the second has come to wait is told
// by its kill point. Nothing here depends on time.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include "tests/places.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite {
namespace {

constexpr const char* kAllocated = "batch.allocated";
constexpr const char* kWaits = "site.waits_for_lock";

/// A program of ours with an input of its own, whose kill points the test reads as they are passed.
class Running {
 public:
  Running(const std::string& directory, const std::string& name, const std::string& command)
      : points_(make_pipe(directory + "/" + name + ".points")),
        feed_(make_pipe(directory + "/" + name + ".feed")) {
    const std::string line = "cd '" + directory + "' && COLDSITE_KILL_LOG=" + name +
                             ".points exec " + program_directory() + "/" + command + " < " + name +
                             ".feed > " + name + ".out 2>&1";
    pid_ = fork();
    if (pid_ == 0) {
      execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
      _exit(127);
    }
  }
  ~Running() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    close(points_);
    close_feed();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  /// Reads on until the program has passed the point. The time is only that of a test that hangs.
  bool reaches(const std::string& point) {
    constexpr int kPatienceMs = 60'000;
    const std::string line = point + "\n";
    while (seen_.find(line) == std::string::npos) {
      pollfd ready = {points_, POLLIN, 0};
      char buffer[4096];
      if (poll(&ready, 1, kPatienceMs) <= 0) {
        return false;
      }
      const ssize_t got = read(points_, buffer, sizeof buffer);
      seen_.append(buffer, got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    return true;
  }
  bool is_running() { return waitpid(pid_, nullptr, WNOHANG) == 0; }

  /// Gives it its input, and waits for its end.
  int finish(const std::string& input = {}) {
    if (!input.empty()) {
      EXPECT_EQ(write(feed_, input.data(), input.size()), static_cast<ssize_t>(input.size()));
    }
    close_feed();
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  static int make_pipe(const std::string& path) {
    mkfifo(path.c_str(), 0600);
    return open(path.c_str(), O_RDWR | O_CLOEXEC);  // neither end waits for the other
  }
  void close_feed() {
    if (feed_ >= 0) {
      close(feed_);
      feed_ = -1;
    }
  }
  int points_;
  int feed_;
  pid_t pid_ = -1;
  std::string seen_;
};

class Waiting : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(place_ / "site");
    put("site/site.conf",
        "name = TEST\nprograms = " + place_.path() +
            "\n[dasd]\ndevice = 0a80 3390 10\ndevice = 0a81 3390 10\n[tape]\ndrives = 1\n");
    put("init",
        "  INIT UNITADDRESS(0A80) NOVERIFY VOLID(TST001)\n"
        "  INIT UNITADDRESS(0A81) NOVERIFY VOLID(TST002)\n");
    put("new.txt", "THE NEW TEXT\n");
    put("old.txt", "THE OLD TEXT\n");
    ASSERT_EQ(run("ickdsf --site site --dd SYSIN=./init"), 0) << get("log");
    ASSERT_EQ(run("iebgener --site site --dd SYSIN=DUMMY --dd SYSUT1=./old.txt --dd "
                  "SYSUT2=DSN=SHARED.DATA,VOL=SER=TST001,UNIT=3390,DISP=\\(NEW,KEEP\\)," +
                  std::string("SPACE=\\(TRK,1\\)")),
              0)
        << get("log");
  }
  void put(const std::string& name, const std::string& text) {
    std::ofstream(place_ / name) << text;
  }
  std::string get(const std::string& name) {
    std::ifstream file(place_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  int run(const std::string& command) {
    const int status = std::system(
        ("cd '" + place_.path() + "' && " + program_directory() + "/" + command + " > log 2>&1")
            .c_str());
    return WEXITSTATUS(status);
  }
  std::unique_ptr<Running> start(const std::string& name, const std::string& command) {
    return std::make_unique<Running>(place_.path(), name, command);
  }

  /// `first` holds what `second` needs: it waits, and both end with 0.
  void expect_to_wait(const std::string& first, const std::string& input,
                      const std::string& second) {
    const auto holder = start("first", first);
    ASSERT_TRUE(holder->reaches(kAllocated)) << get("first.out");
    const auto waiter = start("second", second);
    ASSERT_TRUE(waiter->reaches(kWaits)) << get("second.out");
    EXPECT_TRUE(waiter->is_running());
    EXPECT_TRUE(holder->is_running());
    EXPECT_EQ(holder->finish(input), 0) << get("first.out");
    EXPECT_EQ(waiter->finish(input), 0) << get("second.out");
  }

  coldsite::testing::TemporaryDirectory place_;
};

TEST_F(Waiting, AReaderOfADataSetWaitsForItsWriter) {
  expect_to_wait(
      "iebgener --site site --dd SYSUT1=./new.txt --dd SYSUT2=DSN=SHARED.DATA,DISP=OLD", "",
      "iebgener --site site --dd SYSUT1=DSN=SHARED.DATA,DISP=SHR --dd SYSUT2=./copy.txt");
  EXPECT_EQ(get("copy.txt"), "THE NEW TEXT\n");
}

TEST_F(Waiting, AWriterOfADataSetWaitsForItsReader) {
  expect_to_wait("iebgener --site site --dd SYSUT1=DSN=SHARED.DATA,DISP=SHR --dd SYSUT2=./copy.txt",
                 "",
                 "iebgener --site site --dd SYSUT1=./new.txt --dd SYSUT2=DSN=SHARED.DATA,DISP=OLD");
  EXPECT_EQ(get("copy.txt"), "THE OLD TEXT\n");
}

TEST_F(Waiting, TwoDumpsOfOneVolumeGoOneAfterTheOther) {
  const std::string dump = "adrdssu --site site --dd DISK=UNIT=3390,VOL=SER=TST001,DISP=OLD --dd ";
  expect_to_wait(dump + "OUT=DSN=D.ONE,UNIT=TAPE,PATH=one.het,DISP=\\(NEW,KEEP\\)",
                 "  DUMP FULL INDDNAME(DISK) OUTDDNAME(OUT)\n",
                 dump + "OUT=DSN=D.TWO,UNIT=TAPE,PATH=two.het,DISP=\\(NEW,KEEP\\)");
  EXPECT_GT(std::filesystem::file_size(place_ / "two.het"), 50'000U);
}

TEST_F(Waiting, ASecondTapeWaitsForTheOnlyDrive) {
  const std::string copy = "iebgener --site site --dd SYSUT1=./old.txt --dd SYSUT2=DSN=";
  expect_to_wait(copy + "ON.TAPE1,UNIT=TAPE,DISP=\\(NEW,KEEP\\)", "",
                 copy + "ON.TAPE2,UNIT=TAPE,DISP=\\(NEW,KEEP\\)");
}

TEST_F(Waiting, WhatHeldItMayBeKilled) {
  const std::string reader =
      "iebgener --site site --dd SYSUT1=DSN=SHARED.DATA,DISP=SHR --dd SYSUT2=./copy.txt";
  auto holder = start(
      "first", "iebgener --site site --dd SYSUT1=./new.txt --dd SYSUT2=DSN=SHARED.DATA,DISP=OLD");
  ASSERT_TRUE(holder->reaches(kAllocated));
  const auto waiter = start("second", reader);
  ASSERT_TRUE(waiter->reaches(kWaits));
  holder.reset();  // kill -9
  EXPECT_EQ(waiter->finish(), 0) << get("second.out");
  EXPECT_EQ(get("copy.txt"), "THE OLD TEXT\n");
}

TEST_F(Waiting, AJobWaitsForTheDataSetOfAnother) {
  put("job1", "//ONE JOB\n//S EXEC PGM=HOLDS\n//D DD DSN=SHARED.DATA,DISP=OLD\n");
  put("job2", "//TWO JOB\n//S EXEC PGM=GOES\n//D DD DSN=SHARED.DATA,DISP=OLD\n");
  mkfifo((place_ / "go").c_str(), 0600);
  put("holds", "#!/bin/sh\necho held > '" + (place_ / "held") + "'\nread line < '" +
                   (place_ / "go") + "'\necho one >> '" + (place_ / "order") + "'\n");
  put("goes", "#!/bin/sh\necho two >> '" + (place_ / "order") + "'\n");
  for (const char* script : {"holds", "goes"}) {
    std::filesystem::permissions(place_ / script, std::filesystem::perms::owner_all);
  }
  mkfifo((place_ / "held").c_str(), 0600);
  const auto first = start("first", "jclrun submit --site site job1");
  std::string held;
  std::ifstream(place_ / "held") >> held;  // the step of the first job runs
  const auto second = start("second", "jclrun submit --site site job2");
  ASSERT_TRUE(second->reaches(kWaits)) << get("second.out");
  EXPECT_TRUE(first->is_running());
  std::ofstream(place_ / "go") << "now\n";
  EXPECT_EQ(first->finish(), 0) << get("first.out");
  EXPECT_EQ(second->finish(), 0) << get("second.out");
  EXPECT_EQ(get("order"), "one\ntwo\n");
  const std::string said = get("second.out");
  EXPECT_NE(said.find("IEF861I FOLLOWING RESERVED DATA SET NAMES UNAVAILABLE TO TWO"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("IEF863I DSN = SHARED.DATA HELD BY ONE(JOB00001)"), std::string::npos)
      << said;
}

}  // namespace
}  // namespace coldsite
