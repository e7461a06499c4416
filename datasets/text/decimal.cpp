#include "datasets/text/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>

#include "datasets/messages/csi.hpp"

namespace coldsite::text {
namespace {

constexpr std::size_t kShownBytesMax = 32;

std::string hex(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes.first(std::min(bytes.size(), kShownBytesMax))) {
    text += fmt::format("{:02X}", byte);
  }
  return bytes.size() > kShownBytesMax ? text + "..." : text;
}

bool is_minus(unsigned sign) {
  return sign == 0xB || sign == 0xD;
}

/// Digits and sign of a number, apart.
struct Digits {
  Bytes values;  // each 0..9, most significant first
  unsigned sign = 0xC;
};

Result<Digits> take_packed(ByteView packed) {
  Digits digits;
  for (std::size_t i = 0; i < packed.size(); ++i) {
    const unsigned high = packed[i] >> 4;
    const unsigned low = packed[i] & 0xF;
    const bool is_last = i + 1 == packed.size();
    if (high > 9 || (!is_last && low > 9)) {
      return failure<msg::CSI0033E>(hex(packed), "digit", i + 1);
    }
    if (is_last && low <= 9) {
      return failure<msg::CSI0033E>(hex(packed), "sign", i + 1);
    }
    digits.values.push_back(static_cast<std::uint8_t>(high));
    if (is_last) {
      digits.sign = low;
    } else {
      digits.values.push_back(static_cast<std::uint8_t>(low));
    }
  }
  if (packed.empty()) {
    return failure<msg::CSI0033E>("", "sign", 1);
  }
  return digits;
}

enum class Zones { kChecked, kAny };

Result<Digits> take_zoned(ByteView zoned, Zones zones) {
  Digits digits;
  for (std::size_t i = 0; i < zoned.size(); ++i) {
    const unsigned zone = zoned[i] >> 4;
    const unsigned digit = zoned[i] & 0xF;
    const bool is_last = i + 1 == zoned.size();
    if (digit > 9) {
      return failure<msg::CSI0034E>(hex(zoned), "digit", i + 1);
    }
    if (is_last && zone <= 9) {
      return failure<msg::CSI0034E>(hex(zoned), "sign", i + 1);
    }
    if (!is_last && zone != 0xF && zones == Zones::kChecked) {
      return failure<msg::CSI0034E>(hex(zoned), "zone", i + 1);
    }
    digits.values.push_back(static_cast<std::uint8_t>(digit));
    digits.sign = zone;
  }
  if (zoned.empty()) {
    return failure<msg::CSI0034E>("", "sign", 1);
  }
  return digits;
}

Result<std::int64_t> to_integer(const Digits& digits) {
  // Counted below zero, where one more number fits than above.
  std::int64_t negative = 0;
  bool fits = true;
  for (const std::uint8_t digit : digits.values) {
    fits = fits && !__builtin_mul_overflow(negative, std::int64_t{10}, &negative) &&
           !__builtin_sub_overflow(negative, std::int64_t{digit}, &negative);
  }
  if (is_minus(digits.sign)) {
    return fits ? Result(negative) : failure<msg::CSI0035E>("in the field", 18);
  }
  if (!fits || negative == std::numeric_limits<std::int64_t>::min()) {
    return failure<msg::CSI0035E>("in the field", 18);
  }
  return -negative;
}

/// The last `count` digits of `number`. errors: CSI0035E more than that.
Result<Digits> split_integer(std::int64_t number, std::size_t count, PlusSign plus) {
  Digits digits;
  digits.values.assign(count, 0);
  digits.sign = number < 0 ? 0xD : static_cast<unsigned>(plus);
  std::uint64_t rest = static_cast<std::uint64_t>(number);
  rest = number < 0 ? 0 - rest : rest;
  for (std::size_t i = count; i > 0; --i) {
    digits.values[i - 1] = static_cast<std::uint8_t>(rest % 10);
    rest /= 10;
  }
  if (rest != 0 || count == 0) {
    return failure<msg::CSI0035E>(number, count);
  }
  return digits;
}

Bytes put_packed(const Digits& digits) {
  const std::size_t length = digits.values.size() / 2 + 1;
  Bytes packed(length, 0);
  packed[length - 1] = static_cast<std::uint8_t>(digits.sign);
  std::size_t half = 2 * length - 1 - digits.values.size();  // an even count leaves one half unused
  for (const std::uint8_t digit : digits.values) {
    packed[half / 2] =
        static_cast<std::uint8_t>(packed[half / 2] | (half % 2 == 0 ? digit << 4 : digit));
    ++half;
  }
  return packed;
}

Bytes put_zoned(const Digits& digits) {
  Bytes zoned(digits.values);
  for (std::uint8_t& byte : zoned) {
    byte = static_cast<std::uint8_t>(0xF0 | byte);
  }
  zoned.back() = static_cast<std::uint8_t>(digits.sign << 4 | (zoned.back() & 0xF));
  return zoned;
}

}  // namespace

Result<std::int64_t> packed_to_integer(ByteView packed) {
  CS_ASSIGN(const Digits digits, take_packed(packed));
  return to_integer(digits);
}

Result<Bytes> integer_to_packed(std::int64_t number, std::size_t length, PlusSign plus) {
  CS_ASSIGN(const Digits digits, split_integer(number, length == 0 ? 0 : 2 * length - 1, plus));
  return put_packed(digits);
}

Result<std::int64_t> zoned_to_integer(ByteView zoned) {
  CS_ASSIGN(const Digits digits, take_zoned(zoned, Zones::kChecked));
  return to_integer(digits);
}

Result<Bytes> integer_to_zoned(std::int64_t number, std::size_t length, PlusSign plus) {
  CS_ASSIGN(const Digits digits, split_integer(number, length, plus));
  return put_zoned(digits);
}

Result<Bytes> packed_to_zoned(ByteView packed) {
  CS_ASSIGN(const Digits digits, take_packed(packed));
  return put_zoned(digits);
}

Result<Bytes> zoned_to_packed(ByteView zoned) {
  CS_ASSIGN(const Digits digits, take_zoned(zoned, Zones::kAny));
  return put_packed(digits);
}

}  // namespace coldsite::text
