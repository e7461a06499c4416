// Numbers of the record layouts that writing and reading share. Inside datasets/catalog only. The
// layouts stand at the top of entry_codec.hpp.
#pragma once

#include <cstdint>

#include "datasets/catalog/entry.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::catalog::layout {

inline constexpr std::size_t kHeadBytes = 54;
inline constexpr std::size_t kNameCellBytes = 52;
inline constexpr std::size_t kComponentHeadBytes = 7;
inline constexpr std::size_t kExtensionsMax =
    120;  // of 255: an entry and its successor fit together
inline constexpr std::size_t kGenerationsInCell = 250;
inline constexpr std::uint8_t kUpgrade = 0x80, kUpdate = 0x80, kIcf = 0x80;
inline constexpr std::uint8_t kToCatalog = 0x80, kSymbolic = 0x40;
inline constexpr std::uint8_t kMovingTo = 0x80, kMovedFrom = 0x40;
inline constexpr std::uint8_t kEmpty = 0x80, kScratch = 0x40, kPurge = 0x20, kFifo = 0x10,
                              kExtended = 0x08;
inline constexpr std::uint16_t kWrapped = 0x8000;

[[nodiscard]] inline std::uint8_t ebcdic_of(char type) {
  return text::label_from_utf8(std::string_view(&type, 1), 1)[0];
}
[[nodiscard]] inline std::uint8_t ebcdic_of(EntryType type) {
  return ebcdic_of(static_cast<char>(type));
}

[[nodiscard]] inline bool is_component(std::uint8_t cell_type) {
  return cell_type == ebcdic_of('D') || cell_type == ebcdic_of('I') ||
         cell_type == ebcdic_of('G') || cell_type == ebcdic_of('R');
}

}  // namespace coldsite::catalog::layout
