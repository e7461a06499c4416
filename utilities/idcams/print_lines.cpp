#include "utilities/idcams/print_lines.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace coldsite::idcams {
namespace {

constexpr std::size_t kColumns = 120;
constexpr std::size_t kDumpBytes = 32;
constexpr std::size_t kGroupBytes = 4;

std::string hexadecimal_text(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

/// "0020   C1C2C3C4 ... C1C2C3C4  C1C2C3C4 ...   *ABC...*": groups of four bytes, a wider gap in
/// the middle.
std::string dump_line(std::size_t offset, ByteView bytes, const text::CodePage& code_page) {
  std::string groups;
  for (std::size_t at = 0; at < bytes.size(); at += kGroupBytes) {
    if (at != 0) {
      groups += at == kDumpBytes / 2 ? "  " : " ";
    }
    groups += hexadecimal_text(bytes.subspan(at, std::min(kGroupBytes, bytes.size() - at)));
  }
  return fmt::format("{:04X}   {:<72}   *{:<32}*", offset, groups,
                     printable_text(bytes, code_page));
}

}  // namespace

std::string printable_text(ByteView bytes, const text::CodePage& code_page) {
  const auto& ascii = code_page.to_ascii_table();
  std::string text;
  text.reserve(bytes.size());
  for (const std::uint8_t byte : bytes) {
    const std::uint8_t character = ascii[byte];
    text += character >= 0x20 && character < 0x7F ? static_cast<char>(character) : '.';
  }
  return text;
}

std::string identity_line(const RecordPlace& place, PrintFormat format,
                          const text::CodePage& code_page) {
  switch (place.identity) {
    case RecordIdentity::kKey:
      return "KEY OF RECORD - " + (format == PrintFormat::kCharacter
                                       ? printable_text(place.key, code_page)
                                       : hexadecimal_text(place.key));
    case RecordIdentity::kRba:
      return fmt::format("RBA OF RECORD - {:>16}", place.value);
    case RecordIdentity::kNumber:
      return fmt::format("RELATIVE RECORD NUMBER - {}", place.value);
    case RecordIdentity::kSequence:
      return fmt::format("RECORD SEQUENCE NUMBER - {}", place.value);
  }
  return {};
}

std::vector<std::string> data_lines(ByteView bytes, PrintFormat format,
                                    const text::CodePage& code_page) {
  const std::size_t step = format == PrintFormat::kCharacter     ? kColumns
                           : format == PrintFormat::kHexadecimal ? kColumns / 2
                                                                 : kDumpBytes;
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    const ByteView piece = bytes.subspan(at, std::min(step, bytes.size() - at));
    switch (format) {
      case PrintFormat::kCharacter:
        lines.push_back(printable_text(piece, code_page));
        break;
      case PrintFormat::kHexadecimal:
        lines.push_back(hexadecimal_text(piece));
        break;
      case PrintFormat::kDump:
        lines.push_back(dump_line(at, piece, code_page));
        break;
    }
  }
  return lines;
}

std::vector<PrintLine> record_lines(const RecordPlace& place, ByteView record, PrintFormat format,
                                    const text::CodePage& code_page) {
  std::vector<PrintLine> lines = {
      {identity_line(place, format, code_page), batch::Carriage::kSkipLine}};
  for (std::string& line : data_lines(record, format, code_page)) {
    lines.push_back({std::move(line)});
  }
  return lines;
}

}  // namespace coldsite::idcams
