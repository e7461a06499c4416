// Programs as processes of their own: started, waited for, and never left behind.
//   - each is the leader of a process group, so that its own children end with it on a cancel
//   - the kernel ends it when jclrun ends in whatever way (PR_SET_PDEATHSIG)
// The exception is a started task's jclrun, which start_detached() lets go.
// threads: run() by several threads at once; cancel() and cancel_all() by any.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/result.hpp"

namespace coldsite::jcl {

struct ChildRequest {
  std::string job_id;  ///< whose cancel() ends it
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

enum class CancelKind { kCancel, kCancelDump, kForce };

/// The abend of a step that the operator has cancelled: S222, S122 with a dump.
[[nodiscard]] std::string_view cancel_abend(CancelKind kind);

class ChildProcesses {
 public:
  /// Waits for the end. errors: CSJ0101E cannot be started (with the system's reason); CSJ0102E
  /// no storage for it.
  Result<ChildEnd> run(const ChildRequest& request);
  /// Ends every process group that runs, and lets no other start.
  void cancel_all();
  [[nodiscard]] bool is_cancelled() const { return cancelled_; }

  /// Ends the process groups of one job (kForce: those that do not heed it), and lets no other
  /// of its programs start.
  void cancel(const std::string& job_id, CancelKind kind);
  /// Whether cancel() or cancel_all() has met the job, and how.
  [[nodiscard]] std::optional<CancelKind> cancelled(const std::string& job_id) const;

 private:
  mutable std::mutex mutex_;
  std::map<pid_t, std::string> running_;  ///< the job of each
  std::map<std::string, CancelKind> cancelled_jobs_;
  std::atomic<bool> cancelled_ = false;
};

/// Starts a program that outlives this one: of its own session, its parent gone, its input empty,
/// its output and its errors the write end of the pipe whose read end is returned (the caller
/// closes it). `arguments` has the program's name first. errors: CSJ0101E.
[[nodiscard]] Result<int> start_detached(const std::string& program_path,
                                         const std::vector<std::string>& arguments,
                                         const std::vector<std::string>& environment);

}  // namespace coldsite::jcl
