#include "datasets/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace coldsite {

void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "CSX9999T Internal check '%s' failed at %s:%d\n", expression, file, line);
  std::fflush(nullptr);
  std::abort();
}

}  // namespace coldsite
