// Any field is a number that comes back as the same field value, or is refused.
#include <algorithm>

#include "datasets/text/decimal.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coldsite;  // NOLINT(google-build-using-namespace)
  const ByteView field(data, size);
  if (const auto number = text::packed_to_integer(field)) {
    const auto again = text::integer_to_packed(*number, field.size());
    CS_CHECK(again.ok() && *text::packed_to_integer(*again) == *number);
  }
  if (const auto number = text::zoned_to_integer(field)) {
    const auto again = text::integer_to_zoned(*number, field.size());
    CS_CHECK(again.ok() && *text::zoned_to_integer(*again) == *number);
  }
  if (const auto zoned = text::packed_to_zoned(field)) {
    const auto packed = text::zoned_to_packed(*zoned);
    CS_CHECK(packed.ok() && std::ranges::equal(*packed, field));
  }
  (void)text::zoned_to_packed(field);
  return 0;
}
