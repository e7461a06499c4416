#include "datasets/io/redirect.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace coldsite::io {
namespace {

constexpr mode_t kNewFileMode = 0644;

}  // namespace

bool redirect_standard_stream(const char* path, StandardStream stream) noexcept {
  const int target = static_cast<int>(stream);
  const int flags = stream == StandardStream::kInput ? O_RDONLY : O_WRONLY | O_CREAT | O_APPEND;
  const int fd = ::open(path, flags, kNewFileMode);
  if (fd < 0 || ::dup2(fd, target) < 0) {
    return false;
  }
  if (fd != target) {
    ::close(fd);
  }
  return true;
}

std::optional<std::array<int, 2>> make_closing_pipe() noexcept {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return std::nullopt;
  }
  return ends;
}

}  // namespace coldsite::io
