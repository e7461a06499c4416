// Names and record formats; the byte layouts are in dscb_codec.cpp.
#include "datasets/dasd/dscb.hpp"

#include <algorithm>

#include "datasets/messages/csv.hpp"

namespace coldsite::dasd {
namespace {

bool is_name_start(char c) {
  return (c >= 'A' && c <= 'Z') || c == '$' || c == '#' || c == '@';
}

bool is_qualifier(std::string_view text) {
  return !text.empty() && text.size() <= 8 && is_name_start(text.front()) &&
         std::ranges::all_of(text, [](char c) {
           return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '{';
         });
}

/// The bit of a letter behind F, V or U; 0 when the letter is not one of them.
std::uint8_t attribute_bit(char letter) {
  switch (letter) {
    case 'B':
      return RecordFormat::kBlocked;
    case 'S':
      return RecordFormat::kSpannedOrStandard;
    case 'T':
      return RecordFormat::kTrackOverflow;
    case 'A':
      return RecordFormat::kAsa;
    case 'M':
      return RecordFormat::kMachine;
    default:
      return 0;
  }
}

}  // namespace

Result<RecordFormat> parse_record_format(std::string_view text) {
  RecordFormat format;
  if (text.starts_with('F')) {
    format.bits = RecordFormat::kFixed;
  } else if (text.starts_with('V')) {
    format.bits = RecordFormat::kVariable;
  } else if (text.starts_with('U')) {
    format.bits = RecordFormat::kUndefined;
  } else {
    return failure<msg::CSV0030E>(text);
  }
  for (const char letter : text.substr(1)) {
    const std::uint8_t bit = attribute_bit(letter);
    const bool is_odd_for_u = text.front() == 'U' && (letter == 'B' || letter == 'S');
    if (bit == 0 || (format.bits & bit) != 0 || is_odd_for_u) {
      return failure<msg::CSV0030E>(text);
    }
    format.bits |= bit;
  }
  if ((format.bits & RecordFormat::kAsa) != 0 && (format.bits & RecordFormat::kMachine) != 0) {
    return failure<msg::CSV0030E>(text);
  }
  return format;
}

std::string to_string(RecordFormat format) {
  if ((format.bits & 0xC0) == 0) {
    return "";
  }
  std::string text = format.is_undefined() ? "U" : format.is_fixed() ? "F" : "V";
  for (const char letter : {'B', 'S', 'T', 'A', 'M'}) {
    if ((format.bits & attribute_bit(letter)) != 0) {
      text += letter;
    }
  }
  return text;
}

std::string to_string(Organization organization) {
  switch (organization) {
    case Organization::kUnknown:
      return "??";
    case Organization::kIndexed:
      return "IS";
    case Organization::kSequential:
      return "PS";
    case Organization::kDirect:
      return "DA";
    case Organization::kPartitioned:
      return "PO";
    case Organization::kVsam:
      return "VS";
  }
  return "??";
}

bool is_unexpired(LabelDate expires, LabelDate today) {
  const bool is_never = expires.year == 1999 && expires.day_of_year >= 365;
  return expires.year != 0 && (is_never || today < expires);
}

std::uint32_t DataSetLabel::track_count(const Geometry& geometry) const {
  std::uint32_t count = 0;
  for (const Extent& extent : extents) {
    count += extent.type == 0x40 ? 0 : extent.track_count(geometry);
  }
  return count;
}

bool is_data_set_name(std::string_view text) {
  if (text.empty() || text.size() > kDscbKeyBytes) {
    return false;
  }
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_qualifier(text.substr(0, dot))) {
      return false;
    }
    if (dot == std::string_view::npos) {
      return true;
    }
    text.remove_prefix(dot + 1);
  }
}

}  // namespace coldsite::dasd
