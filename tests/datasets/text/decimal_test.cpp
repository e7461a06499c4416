#include "datasets/text/decimal.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "datasets/messages/csi.hpp"

namespace coldsite::text {
namespace {

TEST(PackedDecimal, ReadsEverySign) {
  for (const int plus : {0xA, 0xC, 0xE, 0xF}) {
    EXPECT_EQ(*packed_to_integer(Bytes{0x12, static_cast<std::uint8_t>(0x30 | plus)}), 123);
  }
  for (const int minus : {0xB, 0xD}) {
    EXPECT_EQ(*packed_to_integer(Bytes{0x12, static_cast<std::uint8_t>(0x30 | minus)}), -123);
  }
}

TEST(PackedDecimal, WritesThePreferredSigns) {
  EXPECT_EQ(*integer_to_packed(123, 2), (Bytes{0x12, 0x3C}));
  EXPECT_EQ(*integer_to_packed(-45, 2), (Bytes{0x04, 0x5D}));
  EXPECT_EQ(*integer_to_packed(7, 1, PlusSign::kUnsigned), (Bytes{0x7F}));
  EXPECT_EQ(*integer_to_packed(0, 3), (Bytes{0x00, 0x00, 0x0C}));
}

TEST(PackedDecimal, TellsTheByteThatIsWrong) {
  const auto digit = packed_to_integer(Bytes{0x12, 0xA3, 0x4C});
  ASSERT_FALSE(digit);
  EXPECT_EQ(to_string(digit.failure()),
            "CSI0033E Packed decimal X'12A34C' has no valid digit at byte 2");
  const auto sign = packed_to_integer(Bytes{0x12, 0x34});
  ASSERT_FALSE(sign);
  EXPECT_EQ(to_string(sign.failure()),
            "CSI0033E Packed decimal X'1234' has no valid sign at byte 2");
  EXPECT_FALSE(packed_to_integer({}));
}

TEST(PackedDecimal, AcceptsExactlyTheBytesThatAreNumbers) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    const auto number = packed_to_integer(Bytes{static_cast<std::uint8_t>(byte)});
    EXPECT_EQ(number.ok(), byte >> 4 <= 9 && (byte & 0xF) > 9) << byte;
  }
}

TEST(Decimal, HoldsTheLargestNumbersAndRefusesLargerOnes) {
  for (const std::int64_t number :
       {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    EXPECT_EQ(*packed_to_integer(*integer_to_packed(number, 10)), number);
    EXPECT_EQ(*zoned_to_integer(*integer_to_zoned(number, 19)), number);
    EXPECT_FALSE(integer_to_zoned(number, 18));
    EXPECT_FALSE(integer_to_packed(number, 9));
  }
  // 9223372036854775808
  const auto large =
      packed_to_integer(Bytes{0x92, 0x23, 0x37, 0x20, 0x36, 0x85, 0x47, 0x75, 0x80, 0x8C});
  ASSERT_FALSE(large);
  EXPECT_TRUE(large.failure().is(msg::CSI0035E));
  EXPECT_FALSE(packed_to_integer(Bytes(16, 0x99)));
  EXPECT_FALSE(integer_to_packed(0, 0));
}

TEST(ZonedDecimal, ReadsAndWrites) {
  EXPECT_EQ(*zoned_to_integer(Bytes{0xF1, 0xF2, 0xF3}), 123);
  EXPECT_EQ(*zoned_to_integer(Bytes{0xF1, 0xF2, 0xD3}), -123);
  EXPECT_EQ(*integer_to_zoned(-123, 4), (Bytes{0xF0, 0xF1, 0xF2, 0xD3}));
  EXPECT_EQ(*integer_to_zoned(5, 2, PlusSign::kUnsigned), (Bytes{0xF0, 0xF5}));
}

TEST(ZonedDecimal, TellsTheByteThatIsWrong) {
  const auto blank = zoned_to_integer(Bytes{0x40, 0xF2});
  ASSERT_FALSE(blank);
  EXPECT_EQ(to_string(blank.failure()),
            "CSI0034E Zoned decimal X'40F2' has no valid zone at byte 1");
  EXPECT_EQ(zoned_to_integer(Bytes{0xF1, 0xFA}).failure().text(),
            "Zoned decimal X'F1FA' has no valid digit at byte 2");
  EXPECT_EQ(zoned_to_integer(Bytes{0xF1, 0x42}).failure().text(),
            "Zoned decimal X'F142' has no valid sign at byte 2");
}

TEST(Decimal, PacksAndUnpacksAnyLengthAndKeepsTheSign) {
  EXPECT_EQ(*packed_to_zoned(Bytes{0x12, 0x3F}), (Bytes{0xF1, 0xF2, 0xF3}));
  EXPECT_EQ(*zoned_to_packed(Bytes{0xF1, 0xF2, 0xC3}), (Bytes{0x12, 0x3C}));
  EXPECT_EQ(*zoned_to_packed(Bytes{0xF1, 0xF2}), (Bytes{0x01, 0x2F}));
  EXPECT_EQ(*zoned_to_packed(Bytes{0x41, 0xF2}), (Bytes{0x01, 0x2F}));
  for (std::size_t length = 1; length < 40; ++length) {
    Bytes packed(length, 0x57);
    packed.back() = 0x5D;
    const auto zoned = packed_to_zoned(packed);
    ASSERT_TRUE(zoned);
    EXPECT_EQ(zoned->size(), 2 * length - 1);
    EXPECT_EQ(*zoned_to_packed(*zoned), packed);
  }
  EXPECT_FALSE(packed_to_zoned(Bytes{0xFF}));
  EXPECT_FALSE(zoned_to_packed(Bytes{0xFF}));
}

}  // namespace
}  // namespace coldsite::text
