// Cell X'22' (SMS), 53 bytes:
// |  3 | 20 | 0 | 23 | 2+8 | storage class | 33 | 2+8 | data class | 43 | 2+8 | management     |
#include "datasets/vsam/record_cells.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/checksum.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::size_t kSmsCellBytes = 53, kSmsClassBytes = 10, kSmsClassesOffset = 23;

}  // namespace

Failure damaged_record(std::string_view field, std::string_view what) {
  return failure<msg::CSM0027E>(field, what);
}

void put_text(ByteSpan bytes, std::size_t offset, std::string_view text, std::size_t length) {
  const Bytes ebcdic = text::label_from_utf8(text, length);
  std::ranges::copy(ebcdic, bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

std::string get_text(ByteView bytes, std::size_t offset, std::size_t length) {
  std::string text = text::label_to_utf8(bytes.subspan(offset, length));
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) {
    text.pop_back();
  }
  return text;
}

ByteSpan add_cell(Bytes& bytes, std::uint8_t type, std::size_t length) {
  const std::size_t at = bytes.size();
  bytes.resize(at + length);
  const ByteSpan cell = ByteSpan(bytes).subspan(at);
  store_be(cell, 0, 2, length);
  cell[2] = type;
  return cell;
}

void add_sms_cell(Bytes& bytes, const SmsClasses& classes) {
  if (classes.storage.empty() && classes.data.empty() && classes.management.empty()) {
    return;
  }
  const ByteSpan cell = add_cell(bytes, kSmsCell, kSmsCellBytes);
  std::size_t at = kSmsClassesOffset;
  for (const std::string* name : {&classes.storage, &classes.data, &classes.management}) {
    store_be(cell, at, 2, std::min<std::size_t>(name->size(), 8));
    put_text(cell, at + 2, *name, 8);
    at += kSmsClassBytes;
  }
}

SmsClasses decode_sms_cell(ByteView cell) {
  if (cell.size() < kSmsCellBytes) {
    return {};
  }
  return {get_text(cell, kSmsClassesOffset + 2, 8),
          get_text(cell, kSmsClassesOffset + kSmsClassBytes + 2, 8),
          get_text(cell, kSmsClassesOffset + 2 * kSmsClassBytes + 2, 8)};
}

Result<std::size_t> check_frame(ByteView bytes, std::size_t header_bytes_min) {
  if (bytes.size() < header_bytes_min + 2) {
    return damaged_record("the record length", fmt::format("{}", bytes.size()));
  }
  if (load_be16(bytes, 0) != bytes.size()) {
    return damaged_record("the record length",
                          fmt::format("{} in {} bytes", load_be16(bytes, 0), bytes.size()));
  }
  const std::size_t first_cell = std::size_t{2} + load_be16(bytes, 2);
  if (first_cell < header_bytes_min || first_cell > bytes.size()) {
    return damaged_record("the header length", fmt::format("{}", load_be16(bytes, 2)));
  }
  return first_cell;
}

Result<Cells> find_cells(ByteView bytes, std::size_t first_cell) {
  Cells cells;
  for (std::size_t at = first_cell; at < bytes.size();) {
    const std::size_t length = at + 3 <= bytes.size() ? load_be16(bytes, at) : 0;
    if (length < 3 || at + length > bytes.size()) {
      return damaged_record("the length of a cell", fmt::format("{} at byte {}", length, at));
    }
    const ByteView cell = bytes.subspan(at, length);
    switch (cell[2]) {
      case kDataSetCell:
        cells.data_set = cell;
        cells.data_set_offset = at;
        break;
      case kAmdsbCell:
        cells.amdsb = cell;
        break;
      case kSmsCell:
        cells.sms = cell;
        break;
      case kVolumeCell:
        cells.volume = cell;
        break;
      default:
        break;  // cells we do not know are passed over
    }
    at += length;
  }
  return cells;
}

std::uint64_t checksum_without(ByteView record, std::size_t place, std::size_t length) {
  Bytes copy(record.begin(), record.end());
  std::fill_n(copy.begin() + static_cast<std::ptrdiff_t>(place), length, std::uint8_t{0});
  return io::checksum(copy);
}

}  // namespace coldsite::vsam
