#include "datasets/io/kill_point.hpp"

#ifdef CS_KILL_POINTS

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>

#include "datasets/check.hpp"

namespace coldsite::io {
namespace {

/// What COLDSITE_KILL and COLDSITE_KILL_LOG asked for when the process began.
struct Plan {
  std::string name;
  std::atomic<int> passes_left = 1;
  int log_descriptor = -1;

  Plan() {
    if (const char* kill = std::getenv("COLDSITE_KILL")) {
      set_target(kill);
    }
    if (const char* log = std::getenv("COLDSITE_KILL_LOG"); log != nullptr && *log != '\0') {
      log_descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
      CS_CHECK(log_descriptor >= 0);
    }
  }

  void set_target(std::string_view target) {
    const std::size_t colon = target.find(':');
    name = target.substr(0, colon);
    if (colon != std::string_view::npos) {
      const std::string_view count = target.substr(colon + 1);
      int passes = 0;
      const auto parsed = std::from_chars(count.data(), count.data() + count.size(), passes);
      CS_CHECK(parsed.ec == std::errc() && parsed.ptr == count.data() + count.size() && passes > 0);
      passes_left = passes;
    }
  }
};

}  // namespace

void pass_kill_point(const char* name) {
  static Plan plan;
  if (plan.log_descriptor >= 0) {
    const std::string line = std::string(name) + '\n';
    CS_CHECK(write(plan.log_descriptor, line.data(), line.size()) ==
             static_cast<ssize_t>(line.size()));
  }
  if (plan.name == name && --plan.passes_left == 0) {
    kill(getpid(), SIGKILL);
    for (;;) {
      pause();  // until the signal arrives
    }
  }
}

}  // namespace coldsite::io

#endif
