#include "datasets/io/kill_point.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <csignal>
#include <string>

#include "datasets/io/file_store.hpp"
#include "datasets/io/real_store.hpp"
#include "tests/temporary_directory.hpp"

#ifdef CS_KILL_POINTS

namespace coldsite::io {
namespace {

/// Passes "a", "b", "a" in a process of its own; the points are read from the environment there.
void pass_points(const char* kill, const std::string& log) {
  if (kill != nullptr) {
    setenv("COLDSITE_KILL", kill, 1);
  }
  setenv("COLDSITE_KILL_LOG", log.c_str(), 1);
  CS_KILL_POINT("a");
  CS_KILL_POINT("b");
  CS_KILL_POINT("a");
  std::exit(0);
}

std::string log_of(const std::string& path) {
  const auto content = read_file(*make_real_store(), path);
  return content ? std::string(content->begin(), content->end()) : "none";
}

TEST(KillPointDeathTest, KillsAtTheNthPassAndLogsEachPass) {
  const testing::TemporaryDirectory directory;
  EXPECT_EXIT(pass_points(nullptr, directory / "all"), ::testing::ExitedWithCode(0), "");
  EXPECT_EQ(log_of(directory / "all"), "a\nb\na\n");
  EXPECT_EXIT(pass_points("b", directory / "b"), ::testing::KilledBySignal(SIGKILL), "");
  EXPECT_EQ(log_of(directory / "b"), "a\nb\n");
  EXPECT_EXIT(pass_points("a:2", directory / "a"), ::testing::KilledBySignal(SIGKILL), "");
  EXPECT_EQ(log_of(directory / "a"), "a\nb\na\n");
  EXPECT_EXIT(pass_points("a:3", directory / "never"), ::testing::ExitedWithCode(0), "");
}

TEST(KillPointDeathTest, RefusesACountItDoesNotUnderstand) {
  const testing::TemporaryDirectory directory;
  EXPECT_EXIT(pass_points("a:x", directory / "log"), ::testing::KilledBySignal(SIGABRT),
              "CSX9999T");
}

}  // namespace
}  // namespace coldsite::io

#endif
