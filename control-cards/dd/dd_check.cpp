#include "control-cards/dd/dd_check.hpp"

#include <algorithm>
#include <charconv>

#include "datasets/messages/css.hpp"

namespace coldsite::dd {
namespace {

std::optional<int> to_number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

std::vector<Failure> check_dd_request(const site::DdRequest& request, bool has_average_record) {
  std::vector<Failure> failures;
  const auto exclude = [&](bool both, std::string_view first, std::string_view second) {
    if (both) {
      failures.push_back(failure<msg::CSS0109E>(first, second).at(request.position));
    }
  };
  const bool has_instream = request.instream.has_value();
  const bool has_path = !request.host_path.empty();
  const bool has_name = !request.data_set_name.empty();
  const std::string_view data = request.is_instream_data ? "DATA" : "*";
  exclude(has_instream && has_path, data, "PATH");
  exclude(has_instream && request.space, data, "SPACE");
  exclude(has_instream && request.is_status_coded, data, "DISP");
  exclude(has_instream && request.sysout_class, data, "SYSOUT");
  exclude(request.sysout_class && has_path, "SYSOUT", "PATH");
  exclude(request.sysout_class && has_name, "SYSOUT", "DSN");
  exclude(request.sysout_class && request.is_status_coded, "SYSOUT", "DISP");
  exclude(request.is_dummy && has_path, "DUMMY", "PATH");
  exclude(request.expires.year != 0 && request.retention_days, "EXPDT", "RETPD");
  if (!request.delimiter.empty() && !has_instream) {
    failures.push_back(failure<msg::CSS0013E>("* or DATA", "a DD with DLM").at(request.position));
  }
  if (has_average_record && !request.space) {
    failures.push_back(failure<msg::CSS0013E>("SPACE", "a DD with AVGREC").at(request.position));
  }
  if (!request.member.empty() && request.data_set_name.empty()) {
    failures.push_back(failure<msg::CSS0101E>("NULLFILE").at(request.position));
  }
  return failures;
}

bool is_volume_serial(std::string_view text) {
  constexpr std::string_view kCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#@$-";
  return !text.empty() && text.size() <= 6 &&
         text.find_first_not_of(kCharacters) == std::string_view::npos;
}

site::Disposition to_disposition(std::string_view text) {
  if (text == "DELETE") {
    return site::Disposition::kDelete;
  }
  if (text == "KEEP") {
    return site::Disposition::kKeep;
  }
  if (text == "CATLG") {
    return site::Disposition::kCatalog;
  }
  return text == "UNCATLG" ? site::Disposition::kUncatalog : site::Disposition::kPass;
}

std::optional<int> to_generation(std::string_view text) {
  constexpr std::size_t kDigitsMax = 3;  // of an extended group
  const bool has_sign = text.starts_with('+') || text.starts_with('-');
  if (text.size() > kDigitsMax + (has_sign ? 1 : 0)) {
    return std::nullopt;
  }
  text.remove_prefix(text.starts_with('+') ? 1 : 0);
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<dasd::LabelDate> to_label_date(std::string_view text) {
  constexpr int kDaysMax = 366, kCentury = 1900;
  const std::size_t slash = text.find('/');
  const bool is_long = slash == 4 && text.size() == 8;
  if (!is_long && (slash != std::string_view::npos || text.size() != 5)) {
    return std::nullopt;
  }
  const auto year = to_number(text.substr(0, is_long ? 4 : 2));
  const auto day = to_number(text.substr(text.size() - 3));
  if (!year || !day || *day > kDaysMax || (is_long && *year < kCentury)) {
    return std::nullopt;
  }
  return dasd::LabelDate{is_long ? *year : kCentury + *year, *day};
}

}  // namespace coldsite::dd
