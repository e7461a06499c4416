#include "jcl-runner/child_process.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include "datasets/io/redirect.hpp"
#include "datasets/messages/csj.hpp"

namespace coldsite::jcl {
namespace {

/// What the child needs, laid out before fork(): after it only system calls are safe.
struct Prepared {
  std::vector<char*> arguments, environment;
  const ChildRequest* request = nullptr;
  pid_t parent = 0;
  int report_fd = -1;
};

Prepared prepare(const ChildRequest& request) {
  Prepared prepared;
  prepared.request = &request;
  prepared.parent = ::getpid();
  prepared.arguments = {const_cast<char*>(request.program_path.c_str()), nullptr};
  for (const std::string& variable : request.environment) {
    prepared.environment.push_back(const_cast<char*>(variable.c_str()));
  }
  prepared.environment.push_back(nullptr);
  return prepared;
}

/// Runs in the child, between fork() and exec.
[[noreturn]] void become_program(const Prepared& prepared) {
  const ChildRequest& request = *prepared.request;
  const auto give_up = [&] {
    const int error = errno;
    [[maybe_unused]] const ssize_t told = ::write(prepared.report_fd, &error, sizeof error);
    ::_exit(127);
  };
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != prepared.parent) {
    ::_exit(127);  // jclrun ended before the line above took effect
  }
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (request.cpu_seconds) {
    const rlimit limit{*request.cpu_seconds, *request.cpu_seconds + rlim_t{1}};
    ::setrlimit(RLIMIT_CPU, &limit);
  }
  using io::StandardStream;
  if (!io::redirect_standard_stream(request.input_path.c_str(), StandardStream::kInput) ||
      !io::redirect_standard_stream(request.output_path.c_str(), StandardStream::kOutput) ||
      !io::redirect_standard_stream(request.error_path.c_str(), StandardStream::kError)) {
    give_up();
  }
  ::execve(request.program_path.c_str(), prepared.arguments.data(), prepared.environment.data());
  give_up();
  ::_exit(127);
}

ChildEnd wait_for(pid_t pid) {
  int status = 0;
  rusage usage{};
  while (::wait4(pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  const auto microseconds = [](const timeval& time) {
    return std::int64_t{time.tv_sec} * 1000000 + time.tv_usec;
  };
  ChildEnd end;
  end.cpu_us = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
  end.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return end;
}

}  // namespace

Result<ChildEnd> ChildProcesses::run(const ChildRequest& request) {
  const auto cannot = [&](int error) {
    if (error == ENOMEM || error == EAGAIN) {
      return failure<msg::CSJ0102E>(request.program_path, std::generic_category().message(error));
    }
    return failure<msg::CSJ0101E>(request.program_path, std::generic_category().message(error));
  };
  const auto report = io::make_closing_pipe();
  if (!report) {
    return cannot(errno);
  }
  Prepared prepared = prepare(request);
  prepared.report_fd = (*report)[1];
  pid_t pid = -1;
  {
    const std::lock_guard guard(mutex_);  // so that a cancel meets every child that was started
    pid = cancelled_ ? -1 : ::fork();
    if (pid == 0) {
      become_program(prepared);
    }
    if (pid > 0) {
      ::setpgid(pid, pid);  // the child does it too: whoever comes first
      running_.insert(pid);
    }
  }
  const int fork_error = cancelled_ ? ECANCELED : errno;
  ::close((*report)[1]);
  int start_error = 0;
  const ssize_t told = pid > 0 ? ::read((*report)[0], &start_error, sizeof start_error) : 0;
  ::close((*report)[0]);
  if (pid < 0) {
    return cannot(fork_error);
  }
  const ChildEnd end = wait_for(pid);
  {
    const std::lock_guard guard(mutex_);
    running_.erase(pid);
  }
  if (told == static_cast<ssize_t>(sizeof start_error)) {
    return cannot(start_error);
  }
  return end;
}

void ChildProcesses::cancel_all() {
  const std::lock_guard guard(mutex_);
  cancelled_ = true;
  for (const pid_t pid : running_) {
    ::kill(-pid, SIGTERM);
  }
}

}  // namespace coldsite::jcl
