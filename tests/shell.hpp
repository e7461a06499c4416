// Commands of the host's shell in a test: Hercules' tools as judges, our programs as processes.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace coldsite::testing {

struct ShellRun {
  std::string output;  ///< what standard output got
  int exit_status = -1;
};

/// Runs `command` in `directory`. Add "2>&1" for both streams.
inline ShellRun run_shell(const std::string& command, const std::string& directory = ".") {
  ShellRun run;
  std::FILE* pipe = popen(("cd '" + directory + "' && (" + command + ")").c_str(), "r");
  if (pipe == nullptr) {
    ADD_FAILURE() << "no process for " << command;
    return run;
  }
  std::array<char, 4096> buffer;
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    run.output.append(buffer.data(), count);
  }
  run.exit_status = WEXITSTATUS(pclose(pipe));
  return run;
}

/// Whether all of `programs` (by blanks) are there.
inline bool are_installed(const std::string& programs) {
  return run_shell("for p in " + programs + "; do command -v $p || exit 1; done").exit_status == 0;
}

}  // namespace coldsite::testing
