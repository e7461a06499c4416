// The TOD clock of z/Architecture (what STORE CLOCK stores) and time as the rest of Coldsite knows
// it.
//
//   bits 0-51   microseconds since 1900-01-01 00:00 (bit 51 is one microsecond)
//   bits 52-63  fractions of a microsecond and the uniqueness bits; dropped when read, 0 when made
//
// Simplified against z/OS: leap seconds are not added (CVTLSO = 0), so the TOD clock is UTC.
// source: z/Architecture Principles of Operation, "Time-of-Day Clock".
#pragma once

#include <cstdint>

#include "datasets/io/clock.hpp"
#include "datasets/result.hpp"

namespace coldsite::text {

/// errors: CSI0036E before 1900 or after 2042-09-17, where the 64 bits overflow.
[[nodiscard]] Result<std::uint64_t> to_stck(io::Timestamp time);

/// Every value is a time between 1900 and 2042.
[[nodiscard]] io::Timestamp from_stck(std::uint64_t stck);

}  // namespace coldsite::text
