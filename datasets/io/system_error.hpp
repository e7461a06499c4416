// File descriptors that close themselves, and the system's errors as messages. Inside datasets/io
// only.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "datasets/result.hpp"

namespace coldsite::io {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  /// A descriptor that somebody else closes.
  static Descriptor borrow(int number) {
    Descriptor borrowed(number);
    borrowed.is_owned_ = false;
    return borrowed;
  }
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept
      : number_(std::exchange(other.number_, -1)), is_owned_(other.is_owned_) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    reset();
    number_ = std::exchange(other.number_, -1);
    is_owned_ = other.is_owned_;
    return *this;
  }

  [[nodiscard]] int number() const { return number_; }

 private:
  void reset();

  int number_ = -1;
  bool is_owned_ = true;
};

/// open(2) with close-on-exec, again when a signal interrupts it.
/// errors: CSI0001E; CSI0006E for O_EXCL.
[[nodiscard]] Result<Descriptor> open_descriptor(const std::string& path, int flags);

/// "No such file or directory".
[[nodiscard]] std::string system_reason(int error_number);

[[nodiscard]] Failure read_failure(const std::string& path, std::uint64_t offset, int error_number);
/// CSI0004E when the space or the quota is used up, else CSI0003E.
[[nodiscard]] Failure write_failure(const std::string& path, std::uint64_t offset,
                                    int error_number);
/// CSI0008E "Cannot <what> '<path>'".
[[nodiscard]] Failure operation_failure(const char* what, const std::string& path,
                                        int error_number);

}  // namespace coldsite::io
