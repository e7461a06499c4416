#include "datasets/io/clock.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

/// Sets COLDSITE_CLOCK for one test.
class ClockFromEnvironment : public ::testing::Test {
 protected:
  void set(const char* value) { setenv("COLDSITE_CLOCK", value, 1); }
  void TearDown() override { unsetenv("COLDSITE_CLOCK"); }
};

TEST_F(ClockFromEnvironment, StartsWhereItIsToldAndStepsOneSecond) {
  set("2026-11-21T10:00:00");
  const auto clock = make_clock_from_environment();
  ASSERT_TRUE(clock);
  EXPECT_EQ((*clock)->now(), from_calendar({2026, 11, 21, 10, 0, 0, 0, 0}));
  EXPECT_EQ((*clock)->now(), from_calendar({2026, 11, 21, 10, 0, 1, 0, 0}));
}

TEST_F(ClockFromEnvironment, TakesAStepWithDecimals) {
  set("2026-11-21T10:00:00Z,0.25");
  const auto clock = make_clock_from_environment();
  ASSERT_TRUE(clock);
  const Timestamp first = (*clock)->now();
  EXPECT_EQ((*clock)->now().us - first.us, 250'000);
}

TEST_F(ClockFromEnvironment, RefusesWhatItDoesNotUnderstand) {
  for (const char* wrong :
       {"noon", "2026-11-21", "2026-02-30T10:00:00", "2026-11-21T24:00:00", "2026-11-21T10:00:00,",
        "2026-11-21T10:00:00,-1", "2026-11-21T10:00:00,1x", "2026-11-21T10:00:00+01:00"}) {
    set(wrong);
    const auto clock = make_clock_from_environment();
    ASSERT_FALSE(clock) << wrong;
    EXPECT_TRUE(clock.failure().is(msg::CSI0020E)) << wrong;
  }
}

TEST_F(ClockFromEnvironment, IsTheSystemsClockWhenNothingIsSet) {
  const auto clock = make_clock_from_environment();
  ASSERT_TRUE(clock);
  const Timestamp before = make_system_clock()->now();
  EXPECT_GE((*clock)->now(), before);
}

TEST(Calendar, GoesThereAndBackOverLeapDaysAndBeforeTheEpoch) {
  for (const std::int64_t us :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{951'782'400'000'000},
        std::int64_t{-2'208'988'800'000'000}}) {
    EXPECT_EQ(from_calendar(to_calendar({us})).us, us);
    EXPECT_EQ(from_calendar(to_calendar({us}, -330), -330).us, us);
  }
}

TEST(Calendar, CountsTheDayOfTheYearInLocalTime) {
  const CalendarTime local = to_calendar(from_calendar({2024, 12, 31, 23, 30, 0, 5, 0}), 60);
  EXPECT_EQ(local.year, 2025);
  EXPECT_EQ(local.day_of_year, 1);
  EXPECT_EQ(local.hour, 0);
  EXPECT_EQ(local.minute, 30);
  EXPECT_EQ(local.microsecond, 5);
  EXPECT_EQ(to_calendar(from_calendar({2024, 12, 31, 0, 0, 0, 0, 0})).day_of_year, 366);
}

}  // namespace
}  // namespace coldsite::io
