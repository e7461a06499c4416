// XXH3, 64 bits: the checksum of blocks, tracks and dumps. It finds damage, not forgery.
// source: the XXH3 algorithm as published with libxxhash 0.8; the value never changes between
//         machines or versions, so it may stand in files.
#pragma once

#include <cstdint>
#include <memory>

#include "datasets/bytes.hpp"

namespace coldsite::io {

/// The checksum of `data`.
[[nodiscard]] std::uint64_t checksum(ByteView data);

/// The checksum of data that comes in pieces; how it is cut does not matter.
/// threads: one user at a time.
class Checksum {
 public:
  Checksum();
  ~Checksum();
  Checksum(Checksum&& other) noexcept;
  Checksum& operator=(Checksum&& other) noexcept;

  void add(ByteView data);
  /// Of everything added so far; more may be added after it.
  [[nodiscard]] std::uint64_t value() const;
  void reset();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace coldsite::io
