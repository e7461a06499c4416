#include "datasets/text/stck.hpp"

#include <fmt/format.h>

#include "datasets/messages/csi.hpp"

namespace coldsite::text {
namespace {

constexpr std::int64_t kFrom1900To1970Us = 2'208'988'800 * std::int64_t{1'000'000};
constexpr int kFractionBits = 12;
constexpr std::int64_t kTodUsMax = (std::int64_t{1} << (64 - kFractionBits)) - 1;

}  // namespace

Result<std::uint64_t> to_stck(io::Timestamp time) {
  if (time.us < -kFrom1900To1970Us || time.us > kTodUsMax - kFrom1900To1970Us) {
    return failure<msg::CSI0036E>(fmt::format("{} microseconds since 1970", time.us));
  }
  return static_cast<std::uint64_t>(time.us + kFrom1900To1970Us) << kFractionBits;
}

io::Timestamp from_stck(std::uint64_t stck) {
  return {static_cast<std::int64_t>(stck >> kFractionBits) - kFrom1900To1970Us};
}

}  // namespace coldsite::text
