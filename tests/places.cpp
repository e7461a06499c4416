#include "tests/places.hpp"

namespace coldsite {

std::string source_directory() {
  return CS_SOURCE_DIR;
}

std::string program_directory() {
  return CS_BIN_DIR;
}

}  // namespace coldsite
