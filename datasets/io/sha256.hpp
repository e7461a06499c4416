// SHA-256 by OpenSSL: proof that two contents are the same. (Block checksums are
// datasets/io/checksum.hpp.)
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "datasets/bytes.hpp"

namespace coldsite::io {

/// Takes bytes piece by piece. threads: one user.
class Sha256 {
 public:
  static constexpr std::size_t kHexDigits = 64;

  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(ByteView bytes);
  /// The digest of everything added, in lower-case hexadecimal; the object starts anew.
  [[nodiscard]] std::string hex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace coldsite::io
