// Ctrl-C and kill, as the operator's CANCEL: the programs that run end with S222, dispositions are
// carried out, nothing new starts.
// threads: make it before any other thread, so that all of them leave the signals to it.
#pragma once

#include <thread>

#include "jcl-runner/child_process.hpp"

namespace coldsite::jcl {

class SignalWatch {
 public:
  explicit SignalWatch(ChildProcesses& children);
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  std::thread watcher_;
};

}  // namespace coldsite::jcl
