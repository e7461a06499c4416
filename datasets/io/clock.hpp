// Time as it comes in from outside: the system's clock, or a stepped one for tests and drills.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "datasets/result.hpp"

namespace coldsite::io {

/// units: microseconds since 1970-01-01 00:00 UTC.
struct Timestamp {
  std::int64_t us = 0;
  auto operator<=>(const Timestamp&) const = default;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() = 0;
};

/// The system's clock, or what COLDSITE_CLOCK=<start>[,<step>] says: start is an ISO time in UTC
/// (2026-11-21T10:00:00), each call of now() moves on by step (seconds, default 1).
/// errors: CSI0020E COLDSITE_CLOCK not understood.
[[nodiscard]] Result<std::unique_ptr<Clock>> make_clock_from_environment();
[[nodiscard]] std::unique_ptr<Clock> make_system_clock();
[[nodiscard]] std::unique_ptr<Clock> make_stepped_clock(Timestamp start, std::int64_t step_us);

struct CalendarTime {
  int year, month, day, hour, minute, second, microsecond;
  int day_of_year;  ///< from 1
};
[[nodiscard]] CalendarTime to_calendar(Timestamp time, int offset_minutes = 0);
[[nodiscard]] Timestamp from_calendar(const CalendarTime& time, int offset_minutes = 0);

}  // namespace coldsite::io
