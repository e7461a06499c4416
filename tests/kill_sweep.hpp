// A crash sweep: an operation runs in a process of its own, once to the end to learn which kill
// points it passes, and once for each of them to die there.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace coldsite::testing {

/// What a sweep does. The worker is a disabled test of the same binary, which works in the
/// directory it finds in COLDSITE_TEST_DIRECTORY.
struct KillSweep {
  std::string worker;                                       ///< "KillWorker.DISABLED_Replace"
  std::string directory;                                    ///< exists
  std::function<void()> set_up;                             ///< puts the files of the start there
  std::function<void(const std::string& point)> check;      ///< after the kill
  std::function<void(const std::string& point)> check_end;  ///< after the operation ran again
  /// Points of layers below that have sweeps of their own begin with it; "": all are swept.
  std::string skipped_prefix = {};
};

inline std::string worker_directory() {
  const char* directory = std::getenv("COLDSITE_TEST_DIRECTORY");
  return directory == nullptr ? "" : directory;
}

/// The wait status of the worker.
inline int run_worker(const KillSweep& sweep, const std::string& environment) {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  const std::string command = "COLDSITE_TEST_DIRECTORY='" + sweep.directory + "' " + environment +
                              " exec '" + self + "' --gtest_also_run_disabled_tests" +
                              " --gtest_filter=" + sweep.worker + " >> '" + sweep.directory +
                              "/worker.log' 2>&1";
  return std::system(command.c_str());
}

/// Dies at every kill point pass. Returns how many there were.
inline std::size_t run_kill_sweep(const KillSweep& sweep) {
  const std::string log = sweep.directory + "/points.log";
  sweep.set_up();
  EXPECT_EQ(run_worker(sweep, "COLDSITE_KILL_LOG='" + log + "'"), 0) << sweep.worker;
  sweep.check_end("no kill");
  std::vector<std::string> targets;
  std::map<std::string, int> passes;
  std::ifstream points(log);
  for (std::string name; std::getline(points, name);) {
    if (sweep.skipped_prefix.empty() || !name.starts_with(sweep.skipped_prefix)) {
      targets.push_back(name + ":" + std::to_string(++passes[name]));
    }
  }
  for (const std::string& target : targets) {
    SCOPED_TRACE(target);
    sweep.set_up();
    const int status = run_worker(sweep, "COLDSITE_KILL=" + target);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 128 + SIGKILL) << status;
    sweep.check(target);
    EXPECT_EQ(run_worker(sweep, ""), 0);
    sweep.check_end(target);
  }
  return targets.size();
}

}  // namespace coldsite::testing
