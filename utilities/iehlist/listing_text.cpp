#include "utilities/iehlist/listing_text.hpp"

#include <fmt/format.h>

namespace coldsite::iehlist {

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
  return date.year == 0 ? "0000.000" : fmt::format("{:04}.{:03}", date.year, date.day_of_year);
}

std::string to_cchhr(dasd::RecordAddress address) {
  return fmt::format("{:04X}{:04X}{:02X}", address.track.cylinder, address.track.head,
                     address.record);
}

}  // namespace coldsite::iehlist
