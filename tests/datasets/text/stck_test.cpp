#include "datasets/text/stck.hpp"

#include <gtest/gtest.h>

#include "datasets/messages/csi.hpp"

namespace coldsite::text {
namespace {

TEST(Stck, KnowsTheWellKnownValues) {
  // 1970-01-01 is X'7D91048BCA000000' (z/Architecture Principles of Operation).
  EXPECT_EQ(*to_stck({0}), 0x7D91048BCA000000u);
  EXPECT_EQ(from_stck(0).us, -2'208'988'800'000'000);
}

TEST(Stck, GoesThereAndBackByTheMicrosecond) {
  const io::Timestamp time = io::from_calendar({2026, 11, 21, 11, 22, 33, 444'555, 0});
  const auto stck = to_stck(time);
  ASSERT_TRUE(stck);
  EXPECT_EQ(from_stck(*stck), time);
  EXPECT_EQ(from_stck(*stck | 0xFFF), time);  // the bits below a microsecond are dropped
}

TEST(Stck, RefusesTimesItCannotHold) {
  const io::Timestamp last = from_stck(~std::uint64_t{0});
  EXPECT_EQ(io::to_calendar(last).year, 2042);
  EXPECT_TRUE(to_stck(last));
  for (const io::Timestamp outside :
       {io::Timestamp{last.us + 1}, io::Timestamp{from_stck(0).us - 1}}) {
    const auto stck = to_stck(outside);
    ASSERT_FALSE(stck);
    EXPECT_TRUE(stck.failure().is(msg::CSI0036E));
  }
}

}  // namespace
}  // namespace coldsite::text
