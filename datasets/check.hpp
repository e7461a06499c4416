// CS_CHECK: a condition that only a bug can break. It stays on in release builds; what bad input
// can cause is a Result instead.
#pragma once

namespace coldsite {

/// Prints CSX9999T with the expression and its place, then aborts (the runner reports an abend).
[[noreturn]] void check_failed(const char* expression, const char* file, int line);

}  // namespace coldsite

#define CS_CHECK(condition)                                     \
  do {                                                          \
    if (!(condition)) [[unlikely]] {                            \
      ::coldsite::check_failed(#condition, __FILE__, __LINE__); \
    }                                                           \
  } while (false)
