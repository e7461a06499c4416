#include "jcl-runner/abend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

#include "datasets/io/out_of_storage.hpp"
#include "datasets/messages/csa.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/messages/csi.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/iec.hpp"

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

Abend no_storage() {
  return {"S878", "00000010"};
}

/// "20" of IEC141I 013-20 as eight digits.
std::string reason_of(std::string_view digits) {
  return fmt::format("{:0>8}", digits);
}

}  // namespace

Abend abend_of_signal(int signal) {
  if (signal == io::kOutOfStorageSignal) {
    return no_storage();
  }
  return {code_of_signal(signal), fmt::format("{:08X}", signal)};
}

Abend abend_of_failure(const Failure& reason) {
  if (reason.is(msg::IEC030I)) {
    return {"SB37", reason_of("4")};
  }
  if (reason.is(msg::IEC031I)) {
    return {"SD37", reason_of("4")};
  }
  if (reason.is(msg::IEC032I)) {
    return {"SE37", reason_of("4")};
  }
  if (reason.is(msg::CSA0001E)) {
    return {"S013", reason_of(reason.inserts().front())};
  }
  if (reason.is(msg::CSA0020E) || reason.is(msg::CSE0023E)) {
    return {"S013", reason_of("14")};
  }
  if (reason.is(msg::CSA0025E) || reason.is(msg::CSE0024E)) {
    return {"S013", reason_of("18")};
  }
  if (reason.is(msg::CSE0025E)) {
    return {"S213", reason_of("4")};
  }
  if (reason.is(msg::CSA0004E)) {
    return {"S637", reason_of("0")};
  }
  if (reason.is(msg::CSA0023E)) {
    return {"SE14", reason_of("0")};
  }
  const bool is_record =
      reason.is(msg::CSA0003E) || reason.is(msg::CSE0035E) || reason.is(msg::CSI0030E);
  return {is_record ? "S002" : "S001", reason_of("0")};
}

Abend abend_of_start(const Failure& reason) {
  return reason.is(msg::CSJ0102E) ? no_storage() : program_not_found();
}

std::uint32_t shell_condition_code(int exit_status) {
  constexpr std::uint32_t kFactor = 256, kMost = 4095;
  return std::min(static_cast<std::uint32_t>(exit_status) * kFactor, kMost);
}

Abend program_not_found() {
  return {"S806", "00000004"};
}

}  // namespace coldsite::jcl
