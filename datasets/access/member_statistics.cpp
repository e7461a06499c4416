// Member names and ISPF statistics.
//
// layout of the statistics (30 bytes, 15 halfwords):
//   0  1 version       1  1 modification     2  1 flags (80 SCLM, 20 extended)   3  1 seconds,
//   packed 4  4 created and   8  4 changed: century (0 = 19yy), yyddd packed with sign F 12 2 hour
//   and minute of the change, packed 14 2 lines         16 2 initial lines    18 2 modified lines
//   20 7 user id       27 3 blanks
// source: the jzos class PdsDirectory.MemberInfo.Statistics; real entries of TK4- packs.
#include <algorithm>

#include "datasets/access/partitioned.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::access {
namespace {

constexpr std::size_t kStatisticsBytes = 30;
constexpr std::uint32_t kCountMax = 0xFFFF;

bool is_packed_byte(std::uint8_t byte) {
  return byte >> 4 <= 9 && (byte & 15) <= 9;
}
int unpack_byte(std::uint8_t byte) {
  return (byte >> 4) * 10 + (byte & 15);
}
std::uint8_t pack_byte(int value) {
  return static_cast<std::uint8_t>(value / 10 % 10 << 4 | value % 10);
}

bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::optional<io::CalendarTime> read_date(ByteView bytes) {
  if (bytes[0] > 1 || !is_packed_byte(bytes[1]) || !is_packed_byte(bytes[2]) || bytes[3] >> 4 > 9 ||
      (bytes[3] & 15) < 10) {
    return std::nullopt;
  }
  io::CalendarTime date{};
  date.year = 1900 + 100 * bytes[0] + unpack_byte(bytes[1]);
  date.day_of_year = unpack_byte(bytes[2]) * 10 + (bytes[3] >> 4);
  if (date.day_of_year < 1 || date.day_of_year > 365 + (is_leap(date.year) ? 1 : 0)) {
    return std::nullopt;
  }
  int day = date.day_of_year;
  date.month = 1;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  while (true) {
    const int length = kDays[date.month - 1] + (date.month == 2 && is_leap(date.year) ? 1 : 0);
    if (day <= length) {
      break;
    }
    day -= length;
    ++date.month;
  }
  date.day = day;
  return date;
}

void write_date(ByteSpan bytes, const io::CalendarTime& date) {
  bytes[0] = static_cast<std::uint8_t>(date.year >= 2000 ? 1 : 0);
  bytes[1] = pack_byte(date.year % 100);
  bytes[2] = pack_byte(date.day_of_year / 10);
  bytes[3] = static_cast<std::uint8_t>(date.day_of_year % 10 << 4 | 0x0F);
}

bool is_name_character(char c, bool is_first) {
  const bool is_letter = c >= 'A' && c <= 'Z';
  const bool is_national = c == '$' || c == '#' || c == '@' || c == '{';
  return is_letter || is_national || (!is_first && c >= '0' && c <= '9');
}

}  // namespace

bool is_member_name(std::string_view text) {
  if (text.empty() || text.size() > 8) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_name_character(text[i], i == 0)) {
      return false;
    }
  }
  return true;
}

std::optional<MemberStatistics> statistics(const Member& member) {
  const ByteView data = member.user_data;
  if (data.size() < kStatisticsBytes || member.note_count != 0 || !is_packed_byte(data[3]) ||
      !is_packed_byte(data[12]) || !is_packed_byte(data[13])) {
    return std::nullopt;
  }
  const auto created = read_date(data.subspan(4));
  auto changed = read_date(data.subspan(8));
  if (!created || !changed) {
    return std::nullopt;
  }
  changed->hour = unpack_byte(data[12]);
  changed->minute = unpack_byte(data[13]);
  changed->second = unpack_byte(data[3]);
  MemberStatistics result;
  result.version = data[0];
  result.modification = data[1];
  result.created = *created;
  result.changed = *changed;
  result.lines = load_be16(data, 14);
  result.initial_lines = load_be16(data, 16);
  result.modified_lines = load_be16(data, 18);
  result.user = text::label_to_utf8(data.subspan(20, 7));
  result.user.erase(result.user.find_last_not_of(' ') + 1);
  return result;
}

Bytes make_statistics(const MemberStatistics& statistics) {
  Bytes data(kStatisticsBytes, 0x40);
  data[0] = static_cast<std::uint8_t>(statistics.version);
  data[1] = static_cast<std::uint8_t>(statistics.modification);
  data[2] = 0;
  data[3] = pack_byte(statistics.changed.second);
  write_date(ByteSpan(data).subspan(4, 4), statistics.created);
  write_date(ByteSpan(data).subspan(8, 4), statistics.changed);
  data[12] = pack_byte(statistics.changed.hour);
  data[13] = pack_byte(statistics.changed.minute);
  store_be(data, 14, 2, std::min(statistics.lines, kCountMax));
  store_be(data, 16, 2, std::min(statistics.initial_lines, kCountMax));
  store_be(data, 18, 2, std::min(statistics.modified_lines, kCountMax));
  std::ranges::copy(text::label_from_utf8(statistics.user, 7), data.begin() + 20);
  return data;
}

}  // namespace coldsite::access
