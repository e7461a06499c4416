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

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) {
    pointers.push_back(const_cast<char*>(text.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

Prepared prepare(const ChildRequest& request) {
  Prepared prepared;
  prepared.request = &request;
  prepared.parent = ::getpid();
  prepared.arguments = {const_cast<char*>(request.program_path.c_str()), nullptr};
  prepared.environment = pointers_to(request.environment);
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

/// Runs in the child of the child, between fork() and exec.
[[noreturn]] void become_detached(const char* path, char* const* arguments,
                                  char* const* environment, int output) {
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (!io::redirect_standard_stream("/dev/null", io::StandardStream::kInput) ||
      ::dup2(output, STDOUT_FILENO) < 0 || ::dup2(output, STDERR_FILENO) < 0) {
    ::_exit(127);
  }
  ::execve(path, arguments, environment);
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
  bool is_refused = false;
  {
    const std::lock_guard guard(mutex_);  // so that a cancel meets every child that was started
    is_refused = cancelled_ || cancelled_jobs_.contains(request.job_id);
    pid = is_refused ? -1 : ::fork();
    if (pid == 0) {
      become_program(prepared);
    }
    if (pid > 0) {
      ::setpgid(pid, pid);  // the child does it too: whoever comes first
      running_[pid] = request.job_id;
    }
  }
  const int fork_error = is_refused ? ECANCELED : errno;
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
  for (const auto& [pid, job_id] : running_) {
    ::kill(-pid, SIGTERM);
  }
}

void ChildProcesses::cancel(const std::string& job_id, CancelKind kind) {
  const std::lock_guard guard(mutex_);
  cancelled_jobs_.emplace(job_id, kind);  // the first one decides the abend
  for (const auto& [pid, job] : running_) {
    if (job == job_id) {
      ::kill(-pid, kind == CancelKind::kForce ? SIGKILL : SIGTERM);
    }
  }
}

std::optional<CancelKind> ChildProcesses::cancelled(const std::string& job_id) const {
  const std::lock_guard guard(mutex_);
  if (const auto job = cancelled_jobs_.find(job_id); job != cancelled_jobs_.end()) {
    return job->second;
  }
  return cancelled_ ? std::optional(CancelKind::kCancel) : std::nullopt;
}

std::string_view cancel_abend(CancelKind kind) {
  return kind == CancelKind::kCancelDump ? "S122" : "S222";
}

Result<int> start_detached(const std::string& program_path,
                           const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment) {
  const auto cannot = [&](int error) {
    return failure<msg::CSJ0101E>(program_path, std::generic_category().message(error));
  };
  const auto pipe = io::make_closing_pipe();
  if (!pipe) {
    return cannot(errno);
  }
  std::vector<char*> argument_list = pointers_to(arguments);
  std::vector<char*> variables = pointers_to(environment);
  const pid_t pid = ::fork();
  if (pid == 0) {
    // Twice, so that nobody has to wait for the program and it can have no terminal.
    if (::setsid() < 0 || ::fork() != 0) {
      ::_exit(0);
    }
    become_detached(program_path.c_str(), argument_list.data(), variables.data(), (*pipe)[1]);
  }
  const int fork_error = errno;
  ::close((*pipe)[1]);
  if (pid < 0) {
    ::close((*pipe)[0]);
    return cannot(fork_error);
  }
  (void)wait_for(pid);
  return (*pipe)[0];
}

}  // namespace coldsite::jcl
