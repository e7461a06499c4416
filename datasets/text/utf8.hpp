// UTF-8, one character at a time, as strictly as RFC 3629 asks.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "datasets/bytes.hpp"

namespace coldsite::text {

/// One decoded character and how many bytes it took.
struct Utf8Character {
  char32_t code_point = 0;
  std::size_t length = 0;
};

/// The character at `offset`; nothing when it is cut short, overlong, a surrogate or too large.
[[nodiscard]] inline std::optional<Utf8Character> decode_utf8(std::string_view utf8,
                                                              std::size_t offset) {
  const auto byte_at = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
  const unsigned char lead = byte_at(offset);
  if (lead < 0x80) {
    return Utf8Character{lead, 1};
  }
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || utf8.size() - offset < length) {
    return std::nullopt;
  }
  char32_t code_point = lead & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(offset + i) & 0xC0) != 0x80) {
      return std::nullopt;
    }
    code_point = code_point << 6 | (byte_at(offset + i) & 0x3F);
  }
  const bool is_overlong =
      (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (is_overlong || is_surrogate || code_point > 0x10FFFF) {
    return std::nullopt;
  }
  return Utf8Character{code_point, length};
}

/// Puts a code point below X'10000' to the front of `out`; returns how many bytes it took.
inline std::size_t encode_utf8(char16_t code_point, ByteSpan out) {
  std::size_t filled = 0;
  const auto put = [&](unsigned bits) { out[filled++] = static_cast<std::uint8_t>(bits); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0U | code_point >> 6);
    put(0x80U | (code_point & 0x3FU));
  } else {
    put(0xE0U | code_point >> 12);
    put(0x80U | (code_point >> 6 & 0x3FU));
    put(0x80U | (code_point & 0x3FU));
  }
  return filled;
}

}  // namespace coldsite::text
