// Byte sequences and the big- and little-endian reads and writes of every format border.
// A field is read by offset from a view; structs are never laid over bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "datasets/check.hpp"

namespace coldsite {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using ByteSpan = std::span<std::uint8_t>;

/// Reads a big-endian unsigned number of `width` bytes at `offset`. Reading outside the view is a
/// bug.
[[nodiscard]] inline std::uint64_t load_be(ByteView bytes, std::size_t offset, std::size_t width) {
  CS_CHECK(width <= 8 && offset + width <= bytes.size());
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    value = value << 8 | bytes[offset + i];
  }
  return value;
}

[[nodiscard]] inline std::uint16_t load_be16(ByteView bytes, std::size_t offset) {
  return static_cast<std::uint16_t>(load_be(bytes, offset, 2));
}
[[nodiscard]] inline std::uint32_t load_be32(ByteView bytes, std::size_t offset) {
  return static_cast<std::uint32_t>(load_be(bytes, offset, 4));
}
[[nodiscard]] inline std::uint64_t load_be64(ByteView bytes, std::size_t offset) {
  return load_be(bytes, offset, 8);
}

/// Reads a little-endian unsigned number of `width` bytes at `offset`.
[[nodiscard]] inline std::uint64_t load_le(ByteView bytes, std::size_t offset, std::size_t width) {
  CS_CHECK(width <= 8 && offset + width <= bytes.size());
  std::uint64_t value = 0;
  for (std::size_t i = width; i > 0; --i) {
    value = value << 8 | bytes[offset + i - 1];
  }
  return value;
}

/// Writes the low `width` bytes of `value`, most significant first.
inline void store_be(ByteSpan bytes, std::size_t offset, std::size_t width, std::uint64_t value) {
  CS_CHECK(width <= 8 && offset + width <= bytes.size());
  for (std::size_t i = width; i > 0; --i) {
    bytes[offset + i - 1] = static_cast<std::uint8_t>(value);
    value >>= 8;
  }
}

/// Writes the low `width` bytes of `value`, least significant first.
inline void store_le(ByteSpan bytes, std::size_t offset, std::size_t width, std::uint64_t value) {
  CS_CHECK(width <= 8 && offset + width <= bytes.size());
  for (std::size_t i = 0; i < width; ++i) {
    bytes[offset + i] = static_cast<std::uint8_t>(value);
    value >>= 8;
  }
}

}  // namespace coldsite
