#include "utilities/batch/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace coldsite::batch {
namespace {

class HandClock : public io::Clock {
 public:
  io::Timestamp now() override { return time; }
  io::Timestamp time;
};

TEST(Progress, DrawsAtMostFourTimesASecondAndClearsItsLine) {
  HandClock clock;
  std::vector<std::string> drawn;
  const auto progress =
      make_line_progress(clock, [&](std::string_view line) { drawn.emplace_back(line); });
  progress->begin("DUMP PRD001", 10'000'000);
  for (int step = 0; step < 100; ++step) {
    clock.time.us += 10'000;
    progress->add(50'000);
  }
  ASSERT_EQ(drawn.size(), 4U);
  EXPECT_EQ(drawn.back(), "DUMP PRD001  5.0 MB of 10 MB (50 %)  5.0 MB/s  0:01 left");
  progress->end();
  EXPECT_EQ(drawn.back(), "");
}

TEST(Progress, ShowsNoTimeLeftWhenTheTotalIsNotKnown) {
  HandClock clock;
  std::string drawn;
  const auto progress = make_line_progress(clock, [&](std::string_view line) { drawn = line; });
  progress->begin("COPY", 0);
  clock.time.us += 1'000'000;
  progress->add(2'500);
  EXPECT_EQ(drawn, "COPY  2.5 kB  2.5 kB/s");
}

TEST(Progress, DrawsNothingForShortWork) {
  HandClock clock;
  int draws = 0;
  const auto progress = make_line_progress(clock, [&](std::string_view) { ++draws; });
  progress->begin("COPY", 10);
  progress->add(10);
  progress->end();
  EXPECT_EQ(draws, 0);
}

TEST(FormatBytes, UsesDecimalUnits) {
  EXPECT_EQ(format_bytes(0), "0 B");
  EXPECT_EQ(format_bytes(999), "999 B");
  EXPECT_EQ(format_bytes(1500), "1.5 kB");
  EXPECT_EQ(format_bytes(212'400'000), "212 MB");
  EXPECT_EQ(format_bytes(999'600), "1.0 MB");
}

}  // namespace
}  // namespace coldsite::batch
