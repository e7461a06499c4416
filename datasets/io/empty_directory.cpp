#include "datasets/io/empty_directory.hpp"

#include <unistd.h>

#include <cerrno>

#include "datasets/io/system_error.hpp"

namespace coldsite::io {

Result<void> remove_empty_directory(const std::string& path) {
  if (::rmdir(path.c_str()) != 0 && errno != ENOENT) {
    return operation_failure("remove", path, errno);
  }
  return {};
}

}  // namespace coldsite::io
