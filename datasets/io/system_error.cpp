#include "datasets/io/system_error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "datasets/messages/csi.hpp"

namespace coldsite::io {

void Descriptor::reset() {
  if (number_ >= 0 && is_owned_) {
    ::close(number_);
  }
  number_ = -1;
}

Result<Descriptor> open_descriptor(const std::string& path, int flags) {
  constexpr mode_t kMode = 0666;  // the user's umask takes from it
  for (;;) {
    const int number = ::open(path.c_str(), flags | O_CLOEXEC, kMode);
    if (number >= 0) {
      return Descriptor(number);
    }
    if (errno == EEXIST && (flags & O_EXCL) != 0) {
      return failure<msg::CSI0006E>(path);
    }
    if (errno != EINTR) {
      return failure<msg::CSI0001E>(path, system_reason(errno));
    }
  }
}

std::string system_reason(int error_number) {
  return std::generic_category().message(error_number);
}

Failure read_failure(const std::string& path, std::uint64_t offset, int error_number) {
  return failure<msg::CSI0002E>(path, offset, system_reason(error_number));
}

Failure write_failure(const std::string& path, std::uint64_t offset, int error_number) {
  if (error_number == ENOSPC || error_number == EDQUOT) {
    return failure<msg::CSI0004E>(path, offset);
  }
  return failure<msg::CSI0003E>(path, offset, system_reason(error_number));
}

Failure operation_failure(const char* what, const std::string& path, int error_number) {
  return failure<msg::CSI0008E>(what, path, system_reason(error_number));
}

}  // namespace coldsite::io
