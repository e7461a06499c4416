// How the end of a Linux process reads in the language of z/OS.
#pragma once

#include <string>

namespace coldsite::jcl {

/// An abnormal end: system code or user code, and the reason.
struct Abend {
  std::string code;    ///< "S0C4", "U4039"
  std::string reason;  ///< eight hexadecimal digits
};

/// The abend for a signal; the table is in README.md.
[[nodiscard]] Abend abend_of_signal(int signal);

/// S806-04: the program was not found.
[[nodiscard]] Abend program_not_found();

}  // namespace coldsite::jcl
