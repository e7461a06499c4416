// Byte to Unicode of each code page. Inside datasets/text only.
#pragma once

#include <array>
#include <cstdint>

namespace coldsite::text {

extern const std::array<std::uint16_t, 256> kUnicodeOfIbm037;
extern const std::array<std::uint16_t, 256> kUnicodeOfIbm1047;
extern const std::array<std::uint16_t, 256> kUnicodeOfIbm1140;
extern const std::array<std::uint16_t, 256> kUnicodeOfIbm500;
extern const std::array<std::uint16_t, 256> kUnicodeOfIbm273;

}  // namespace coldsite::text
