// The system symbols that every job has: who, where and when.
//   SYSUID            the user
//   SYSNAME SYSPLEX SYSCLONE   the site's name, its sysplex, the last two characters of its name
//   YYMMDD HHMMSS DAY MON YR2 YR4 JDAY WDAY HR MIN SEC DATE TIME   the time in UTC
//   L...              the same in the site's time zone (LYYMMDD)
// source: z/OS MVS Initialization and Tuning Reference, "System symbols".
#pragma once

#include <string>

#include "datasets/io/clock.hpp"
#include "jcl-runner/symbol_table.hpp"

namespace coldsite::jcl {

struct SystemFacts {
  std::string user, system_name, sysplex;
  io::Timestamp time;
  int offset_minutes = 0;  ///< east of UTC
};

void define_system_symbols(const SystemFacts& facts, SymbolTable& symbols);

/// A user ID from a host user name: upper case, at most eight letters, digits or # @ $; "USER"
/// when nothing is left.
[[nodiscard]] std::string to_user_id(std::string_view host_user);

}  // namespace coldsite::jcl
