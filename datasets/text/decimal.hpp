// Packed and zoned decimal numbers.
//
//   packed  two digits a byte, the last half byte is the sign:  +123 = X'123C'  -45 = X'045D'
//   zoned   one digit a byte under zone F, the sign is the zone of the last byte:  +123 = X'F1F2C3'
//
//   signs   A C E F are plus, B D are minus; made are C and D (for unsigned fields F)
//
// source: z/Architecture Principles of Operation, "Decimal Instructions".
#pragma once

#include <cstddef>
#include <cstdint>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::text {

/// Which half byte says plus in a number that is made.
enum class PlusSign : std::uint8_t { kPreferred = 0xC, kUnsigned = 0xF };

/// errors: CSI0033E no digit or no sign (which byte); CSI0035E beyond 64 bits.
[[nodiscard]] Result<std::int64_t> packed_to_integer(ByteView packed);
/// shape: `length` bytes hold 2 * length - 1 digits. errors: CSI0035E more digits than that.
[[nodiscard]] Result<Bytes> integer_to_packed(std::int64_t number, std::size_t length,
                                              PlusSign plus = PlusSign::kPreferred);

/// errors: CSI0034E no digit, zone or sign (which byte); CSI0035E beyond 64 bits.
[[nodiscard]] Result<std::int64_t> zoned_to_integer(ByteView zoned);
/// shape: `length` bytes hold as many digits. errors: CSI0035E more digits than that.
[[nodiscard]] Result<Bytes> integer_to_zoned(std::int64_t number, std::size_t length,
                                             PlusSign plus = PlusSign::kPreferred);

/// As UNPK does, but checked: n bytes become 2n - 1, the sign stays what it was. errors: CSI0033E.
[[nodiscard]] Result<Bytes> packed_to_zoned(ByteView packed);
/// As PACK does, but checked: n bytes become n / 2 + 1, the sign stays what it was. Any zone is
/// taken in the bytes before the last, as PACK takes it. errors: CSI0034E.
[[nodiscard]] Result<Bytes> zoned_to_packed(ByteView zoned);

}  // namespace coldsite::text
