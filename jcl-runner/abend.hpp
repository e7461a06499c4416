// How the end of a Linux process reads in the language of z/OS.
#pragma once

#include <cstdint>
#include <string>

#include "datasets/result.hpp"

namespace coldsite::jcl {

/// An abnormal end: system code or user code, and the reason.
struct Abend {
  std::string code;    ///< "S0C4", "U4039"
  std::string reason;  ///< eight hexadecimal digits
};

/// The abend for a signal; the table is in README.md.
[[nodiscard]] Abend abend_of_signal(int signal);

/// The abend for what kept a step from its data: a failure of allocation behind OPEN, of reading or
/// of writing (S013, S213, S637, SB37, SD37, SE37, SE14); S002 for a record that does not fit, S001
/// for everything else.
[[nodiscard]] Abend abend_of_failure(const Failure& reason);

/// S878-10 where the host had no storage for another process (CSJ0102E), else program_not_found().
[[nodiscard]] Abend abend_of_start(const Failure& reason);

/// The condition code of BPXBATCH for the exit status of its command: 256 times it, 4095 at most.
[[nodiscard]] std::uint32_t shell_condition_code(int exit_status);

/// S806-04: the program was not found.
[[nodiscard]] Abend program_not_found();

}  // namespace coldsite::jcl
