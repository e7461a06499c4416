// What one jclrun has around the jobs it runs: their processes, the operator's console, the table
// on the terminal (live when it is one). Make it before any other thread.
// threads: its environment() may be used by all initiators.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <ostream>
#include <thread>

#include "datasets/io/clock.hpp"
#include "jcl-runner/child_process.hpp"
#include "jcl-runner/console.hpp"
#include "jcl-runner/jclrun.hpp"
#include "jcl-runner/running_job.hpp"
#include "jcl-runner/signal_watch.hpp"
#include "jcl-runner/step_table.hpp"
#include "utilities/batch/reply_script.hpp"

namespace coldsite::jcl {

class RunnerHost {
 public:
  RunnerHost(const JclrunOptions& options, const JclrunSurroundings& surroundings);
  ~RunnerHost();
  RunnerHost(const RunnerHost&) = delete;
  RunnerHost& operator=(const RunnerHost&) = delete;

  /// Makes the console. errors: CSJ0123W, after which jobs can run all the same.
  Result<void> open(batch::ReplyScript replies = {});
  [[nodiscard]] RunnerEnvironment& environment() { return environment_; }
  [[nodiscard]] StepTable& table() { return table_; }

 private:
  void go_live(const JclrunSurroundings& surroundings);

  ChildProcesses children_;
  SignalWatch watch_;
  std::unique_ptr<io::Clock> seconds_ = io::make_system_clock();  ///< how real time passes
  StepTable table_;
  std::unique_ptr<io::Clock> clock_;
  RunnerEnvironment environment_;
  std::unique_ptr<Console> console_;
  std::mutex mutex_;
  std::condition_variable ends_;
  bool is_over_ = false;
  std::thread ticker_;  ///< of the live view
};

}  // namespace coldsite::jcl
