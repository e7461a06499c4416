// Programs as processes of their own: started, waited for, and never left behind.
//   - each is the leader of a process group, so that its own children end with it on a cancel
//   - the kernel ends it when jclrun ends in whatever way (PR_SET_PDEATHSIG)
// threads: run() by several threads at once; cancel_all() by any.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "datasets/result.hpp"

namespace coldsite::jcl {

struct ChildRequest {
  std::string program_path;
  std::vector<std::string> environment;  ///< "NAME=value"
  std::string input_path, output_path, error_path;
  std::optional<std::uint32_t> cpu_seconds;  ///< limit; SIGXCPU behind it
};

struct ChildEnd {
  int exit_code = 0;
  int signal = 0;  ///< 0: it exited
  std::int64_t cpu_us = 0;
};

class ChildProcesses {
 public:
  /// Waits for the end. errors: CSJ0101E cannot be started (with the system's reason); CSJ0102E
  /// no storage for it.
  Result<ChildEnd> run(const ChildRequest& request);
  /// Ends every process group that runs, and lets no other start.
  void cancel_all();
  [[nodiscard]] bool is_cancelled() const { return cancelled_; }

 private:
  std::mutex mutex_;
  std::set<pid_t> running_;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace coldsite::jcl
