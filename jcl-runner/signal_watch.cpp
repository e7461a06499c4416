#include "jcl-runner/signal_watch.hpp"

#include <pthread.h>

#include <csignal>

namespace coldsite::jcl {
namespace {

constexpr int kStopWatching = SIGUSR1;

sigset_t watched_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, kStopWatching}) {
    sigaddset(&signals, signal);
  }
  return signals;
}

}  // namespace

SignalWatch::SignalWatch(ChildProcesses& children) {
  const sigset_t signals = watched_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  watcher_ = std::thread([&children, signals] {
    int signal = 0;
    while (::sigwait(&signals, &signal) == 0 && signal != kStopWatching) {
      children.cancel_all();
    }
  });
}

SignalWatch::~SignalWatch() {
  ::pthread_kill(watcher_.native_handle(), kStopWatching);
  watcher_.join();
  const sigset_t signals = watched_signals();
  ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

}  // namespace coldsite::jcl
