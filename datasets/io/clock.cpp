#include "datasets/io/clock.hpp"

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>

#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kDayUs = 86'400 * kSecondUs;
constexpr std::int64_t kMinuteUs = 60 * kSecondUs;

class SystemClock final : public Clock {
 public:
  Timestamp now() override {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
  }
};

class SteppedClock final : public Clock {
 public:
  SteppedClock(Timestamp start, std::int64_t step_us) : next_us_(start.us), step_us_(step_us) {}
  Timestamp now() override { return {next_us_.fetch_add(step_us_)}; }

 private:
  std::atomic<std::int64_t> next_us_;
  std::int64_t step_us_;
};

/// Takes digits from the front of `text`, exactly `width` of them; then `separator`, if any.
std::optional<int> take_number(std::string_view& text, std::size_t width, char separator) {
  int number = 0;
  if (text.size() < width) {
    return std::nullopt;
  }
  for (const char digit : text.substr(0, width)) {
    if (digit < '0' || digit > '9') {
      return std::nullopt;
    }
    number = number * 10 + (digit - '0');
  }
  text.remove_prefix(width);
  if (separator != '\0') {
    if (!text.starts_with(separator)) {
      return std::nullopt;
    }
    text.remove_prefix(1);
  }
  return number;
}

std::optional<Timestamp> parse_start(std::string_view text) {
  const auto year = take_number(text, 4, '-');
  const auto month = year ? take_number(text, 2, '-') : year;
  const auto day = month ? take_number(text, 2, 'T') : month;
  const auto hour = day ? take_number(text, 2, ':') : day;
  const auto minute = hour ? take_number(text, 2, ':') : hour;
  const auto second = minute ? take_number(text, 2, '\0') : minute;
  if (!second || !(text.empty() || text == "Z")) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  return from_calendar({*year, *month, *day, *hour, *minute, *second, 0, 0});
}

/// Seconds with up to six decimals, as microseconds.
std::optional<std::int64_t> parse_step(std::string_view text) {
  constexpr std::int64_t kSecondsMax = 100'000'000;
  std::int64_t seconds = 0;
  const char* const end = text.data() + text.size();
  auto parsed = std::from_chars(text.data(), end, seconds);
  if (parsed.ec != std::errc() || seconds < 0 || seconds > kSecondsMax || text.front() == '-') {
    return std::nullopt;
  }
  std::int64_t step_us = seconds * kSecondUs;
  if (parsed.ptr != end && *parsed.ptr == '.') {
    std::int64_t unit_us = kSecondUs;
    const char* digit = parsed.ptr + 1;
    for (; digit != end && *digit >= '0' && *digit <= '9' && unit_us > 1; ++digit) {
      unit_us /= 10;
      step_us += (*digit - '0') * unit_us;
    }
    parsed.ptr = digit;
  }
  return parsed.ptr == end ? std::optional(step_us) : std::nullopt;
}

}  // namespace

std::unique_ptr<Clock> make_system_clock() {
  return std::make_unique<SystemClock>();
}

std::unique_ptr<Clock> make_stepped_clock(Timestamp start, std::int64_t step_us) {
  return std::make_unique<SteppedClock>(start, step_us);
}

Result<std::unique_ptr<Clock>> make_clock_from_environment() {
  const char* const setting = std::getenv("COLDSITE_CLOCK");
  if (setting == nullptr || *setting == '\0') {
    return make_system_clock();
  }
  const std::string_view text = setting;
  const std::size_t comma = text.find(',');
  const auto start = parse_start(text.substr(0, comma));
  const auto step_us = comma == std::string_view::npos ? std::optional(kSecondUs)
                                                       : parse_step(text.substr(comma + 1));
  if (!start || !step_us) {
    return failure<msg::CSI0020E>(text);
  }
  return make_stepped_clock(*start, *step_us);
}

CalendarTime to_calendar(Timestamp time, int offset_minutes) {
  const std::int64_t local_us = time.us + offset_minutes * kMinuteUs;
  const std::int64_t in_day_us = (local_us % kDayUs + kDayUs) % kDayUs;
  const std::int64_t day_number = (local_us - in_day_us) / kDayUs;
  const std::chrono::sys_days day{std::chrono::days(day_number)};
  const std::chrono::year_month_day date(day);
  const std::chrono::sys_days new_year(date.year() / std::chrono::January / 1);
  const auto part = [&](std::int64_t unit_us, std::int64_t modulus) {
    return static_cast<int>(in_day_us / unit_us % modulus);
  };
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          part(60 * kMinuteUs, 24),
          part(kMinuteUs, 60),
          part(kSecondUs, 60),
          part(1, kSecondUs),
          static_cast<int>((day - new_year).count()) + 1};
}

Timestamp from_calendar(const CalendarTime& time, int offset_minutes) {
  const std::chrono::sys_days day(std::chrono::year(time.year) /
                                  std::chrono::month(static_cast<unsigned>(time.month)) /
                                  std::chrono::day(static_cast<unsigned>(time.day)));
  const std::int64_t minutes = std::int64_t{time.hour} * 60 + time.minute - offset_minutes;
  return {day.time_since_epoch().count() * kDayUs + minutes * kMinuteUs + time.second * kSecondUs +
          time.microsecond};
}

}  // namespace coldsite::io
