#include "jcl-runner/system_symbols.hpp"

#include <fmt/format.h>

#include <array>

namespace coldsite::jcl {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"SUN", "MON", "TUE", "WED",
                                                       "THU", "FRI", "SAT"};
constexpr std::size_t kUserCharactersMax = 8;

std::string_view weekday(io::Timestamp time, int offset_minutes) {
  constexpr std::int64_t kDayUs = std::int64_t{86400} * 1000000;
  constexpr std::int64_t kMinuteUs = std::int64_t{60} * 1000000;
  const std::int64_t days = (time.us + offset_minutes * kMinuteUs) / kDayUs;
  constexpr std::int64_t kFirstWeekday = 4;  // 1970-01-01 was a Thursday
  return kWeekdays[static_cast<std::size_t>((days + kFirstWeekday) % 7)];
}

void define_times(io::Timestamp time, int offset_minutes, const std::string& prefix,
                  SymbolTable& symbols) {
  const io::CalendarTime at = io::to_calendar(time, offset_minutes);
  const auto define = [&](const char* name, std::string value) {
    symbols.define_system(prefix + name, std::move(value));
  };
  define("YYMMDD", fmt::format("{:02}{:02}{:02}", at.year % 100, at.month, at.day));
  define("DATE", fmt::format("{:02}/{:02}/{:02}", at.year % 100, at.month, at.day));
  define("HHMMSS", fmt::format("{:02}{:02}{:02}", at.hour, at.minute, at.second));
  define("TIME", fmt::format("{:02}.{:02}.{:02}", at.hour, at.minute, at.second));
  define("DAY", fmt::format("{:02}", at.day));
  define("MON", fmt::format("{:02}", at.month));
  define("YR2", fmt::format("{:02}", at.year % 100));
  define("YR4", fmt::format("{:04}", at.year));
  define("JDAY", fmt::format("{:03}", at.day_of_year));
  define("WDAY", std::string(weekday(time, offset_minutes)));
  define("HR", fmt::format("{:02}", at.hour));
  define("MIN", fmt::format("{:02}", at.minute));
  define("SEC", fmt::format("{:02}", at.second));
}

}  // namespace

void define_system_symbols(const SystemFacts& facts, SymbolTable& symbols) {
  symbols.define_system("SYSUID", facts.user);
  symbols.define_system("SYSNAME", facts.system_name);
  symbols.define_system("SYSPLEX", facts.sysplex);
  const std::size_t size = facts.system_name.size();
  symbols.define_system("SYSCLONE", facts.system_name.substr(size > 2 ? size - 2 : 0));
  define_times(facts.time, 0, "", symbols);
  define_times(facts.time, facts.offset_minutes, "L", symbols);
}

std::string to_user_id(std::string_view host_user) {
  std::string user;
  for (const char c : host_user) {
    const char folded = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    const bool is_letter =
        (folded >= 'A' && folded <= 'Z') || folded == '#' || folded == '@' || folded == '$';
    const bool is_digit = folded >= '0' && folded <= '9';
    if (user.size() < kUserCharactersMax && (is_letter || (is_digit && !user.empty()))) {
      user += folded;
    }
  }
  return user.empty() ? "USER" : user;
}

}  // namespace coldsite::jcl
