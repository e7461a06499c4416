#include "utilities/iehlist/listing_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace coldsite::iehlist {
namespace {

/// The decimal digits of a number, without an allocation.
class Digits {
 public:
  explicit Digits(std::uint64_t number)
      : end_(std::to_chars(digits_.data(), digits_.data() + digits_.size(), number).ptr) {}
  [[nodiscard]] std::string_view text() const {
    return {digits_.data(), static_cast<std::size_t>(end_ - digits_.data())};
  }

 private:
  std::array<char, 20> digits_;
  const char* end_;
};

/// Blanks that `text` leaves of `width`; a character of UTF-8 is one column.
std::size_t blanks_beside(std::string_view text, std::size_t width) {
  const auto columns = static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  return columns < width ? width - columns : 0;
}

void append_zero_padded(std::string& text, int number, std::size_t width) {
  const Digits digits(static_cast<std::uint64_t>(std::max(number, 0)));
  text.append(blanks_beside(digits.text(), width), '0').append(digits.text());
}

}  // namespace

std::string centred(std::string_view text) {
  const std::size_t blanks = text.size() < kLineColumns ? (kLineColumns - text.size()) / 2 : 0;
  return std::string(blanks, ' ').append(text);
}

std::string hexadecimal(ByteView bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0x0F];
  }
  return text;
}

std::string printable(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_c1_control =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte < 0x20 || byte == 0x7F || is_c1_control) {
      clean += '.';
      i += is_c1_control ? 1 : 0;
    } else {
      clean += text[i];
    }
  }
  return clean;
}

std::string to_text(dasd::LabelDate date) {
  if (date.year == 0) {
    return "0000.000";
  }
  std::string text;
  append_zero_padded(text, date.year, 4);
  text += '.';
  append_zero_padded(text, date.day_of_year, 3);
  return text;
}

void Columns::begin_column() {
  if (has_columns_) {
    line_ += ' ';
  }
  has_columns_ = true;
}

Columns& Columns::left(std::string_view text, std::size_t width) {
  begin_column();
  line_.append(text).append(blanks_beside(text, width), ' ');
  return *this;
}

Columns& Columns::right(std::string_view text, std::size_t width) {
  begin_column();
  line_.append(blanks_beside(text, width), ' ').append(text);
  return *this;
}

Columns& Columns::right(std::uint64_t number, std::size_t width) {
  return right(Digits(number).text(), width);
}

std::string to_cchhr(dasd::RecordAddress address) {
  return fmt::format("{:04X}{:04X}{:02X}", address.track.cylinder, address.track.head,
                     address.record);
}

}  // namespace coldsite::iehlist
