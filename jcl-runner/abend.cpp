#include "jcl-runner/abend.hpp"

#include <fmt/format.h>

#include <csignal>

namespace coldsite::jcl {
namespace {

constexpr int kOtherSignalBase = 4000;

std::string code_of_signal(int signal) {
  switch (signal) {
    case SIGILL:
      return "S0C1";
    case SIGSEGV:
      return "S0C4";
    case SIGBUS:
      return "S0C5";
    case SIGFPE:
      return "S0C9";
    case SIGXCPU:
      return "S322";
    case SIGXFSZ:
      return "SB37";
    case SIGINT:
    case SIGTERM:
    case SIGKILL:
    case SIGHUP:
    case SIGQUIT:
      return "S222";
    case SIGABRT:
      return "U4039";
    default:
      return fmt::format("U{:04}", kOtherSignalBase + signal);
  }
}

}  // namespace

Abend abend_of_signal(int signal) {
  return {code_of_signal(signal), fmt::format("{:08X}", signal)};
}

Abend program_not_found() {
  return {"S806", "00000004"};
}

}  // namespace coldsite::jcl
