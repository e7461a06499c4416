#include "control-cards/cards/card_columns.hpp"

#include <algorithm>

namespace coldsite::cards {
namespace {

/// The bytes of a well-formed UTF-8 sequence that begins with `lead`; 0 when none begins so.
std::size_t sequence_bytes(unsigned char lead) {
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return 2;
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    return 3;
  }
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

bool is_character(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence.front());
  if (sequence.size() == 1) {
    return sequence == "\t" || (lead >= 0x20 && lead != 0x7F);
  }
  return std::ranges::all_of(
      sequence.substr(1), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; });
}

}  // namespace

bool CardColumns::cut(std::string_view text) {
  while (!text.empty()) {
    const std::size_t bytes = sequence_bytes(static_cast<unsigned char>(text.front()));
    if (bytes == 0 || bytes > text.size() || !is_character(text.substr(0, bytes))) {
      return false;
    }
    characters.push_back(text.substr(0, bytes));
    text.remove_prefix(bytes);
  }
  return true;
}

}  // namespace coldsite::cards
