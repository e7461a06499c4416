#include "datasets/catalog/entry_cells.hpp"

#include <algorithm>

#include "datasets/messages/csl.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::catalog {
namespace {

constexpr std::size_t kCellHeadBytes = 3;
constexpr std::size_t kOwnershipBytes = 20;
constexpr std::size_t kVolumeBytes = 28;
constexpr std::size_t kRelationBytes = 4;
constexpr std::size_t kAssociationBytesMax = 1024;
constexpr int kFirstYear = 1900;

constexpr std::uint8_t kPrime = 0x80, kCandidate = 0x40, kOverflow = 0x20;

/// Letters, digits and national characters; in volume serials and related names also & * and -.
bool is_name_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("$#@-.&*{").find(c) != std::string_view::npos;
}

/// YYDDDF and the century byte.
void put_date(CellWriter& writer, dasd::LabelDate date) {
  const int year = date.year == 0 ? 0 : (date.year - kFirstYear) % 100;
  const int digits = year * 1000 + date.day_of_year;
  std::uint64_t packed = 0;
  for (int divisor = 10000; divisor > 0; divisor /= 10) {
    packed = packed << 4 | static_cast<unsigned>(digits / divisor % 10);
  }
  writer.number(packed << 4 | 0xF, 3);
}

std::uint8_t century_of(dasd::LabelDate date) {
  return date.year == 0 ? 0 : static_cast<std::uint8_t>((date.year - kFirstYear) / 100 + 1);
}

}  // namespace

Failure CellReader::damaged(std::size_t offset, std::string_view what) const {
  return failure<msg::CSL0007E>(entry_name_, offset, what);
}

Result<Cell> CellReader::next() {
  CS_CHECK(!at_end());
  const ByteView rest = bytes_.subspan(position_);
  if (rest.size() < kCellHeadBytes) {
    return damaged(offset(), "it ends inside a cell");
  }
  const std::size_t length = load_be16(rest, 0);
  if (length < kCellHeadBytes || length > rest.size()) {
    return damaged(offset(), "the length of a cell is wrong");
  }
  const Cell cell{rest[2], rest.first(length), offset()};
  position_ += length;
  return cell;
}

Result<ByteView> CellReader::take(std::size_t count) {
  if (count > bytes_.size() - position_) {
    return damaged(offset(), "a component reaches behind the end");
  }
  const ByteView taken = bytes_.subspan(position_, count);
  position_ += count;
  return taken;
}

Result<void> CellReader::check_length(const Cell& cell, std::size_t length) const {
  if (cell.bytes.size() != length) {
    return damaged(cell, "the length of a cell does not fit its type");
  }
  return {};
}

Result<std::string> CellReader::name(ByteView bytes, std::size_t offset) const {
  std::string text = text::label_to_utf8(bytes);
  if (text.size() > kNameBytes || !std::ranges::all_of(text, is_name_character)) {
    return damaged(offset, "a name has characters that names do not have");
  }
  return text;
}

Result<std::string> CellReader::padded_name(ByteView bytes, std::size_t offset) const {
  std::size_t length = bytes.size();
  while (length > 0 && bytes[length - 1] == text::kEbcdicBlank) {
    --length;
  }
  return name(bytes.first(length), offset);
}

Result<dasd::LabelDate> CellReader::date(ByteView packed, std::uint8_t century,
                                         std::size_t offset) const {
  const auto digits = static_cast<std::uint32_t>(load_be(packed, 0, 3));
  int number = 0;
  for (unsigned shift = 20; shift >= 4; shift -= 4) {
    const std::uint32_t digit = digits >> shift & 0xF;
    if (digit > 9) {
      return damaged(offset, "a date is not decimal");
    }
    number = number * 10 + static_cast<int>(digit);
  }
  constexpr std::uint8_t kLastCentury = 81;  // 9900 to 9999
  if ((digits & 0xF) != 0xF || century > kLastCentury || (century == 0 && number >= 1000)) {
    return damaged(offset, "a date is not one");
  }
  const int year = century == 0 ? 0 : kFirstYear + (century - 1) * 100 + number / 1000;
  return dasd::LabelDate{year, number % 1000};
}

Result<Ownership> CellReader::ownership(const Cell& cell) const {
  CS_TRY(check_length(cell, kOwnershipBytes));
  Ownership ownership;
  CS_ASSIGN(ownership.owner, padded_name(cell.bytes.subspan(3, 8), cell.offset + 3));
  if (cell.bytes[11] != 0) {
    return damaged(cell.offset + 11, "flags that are not known");
  }
  CS_ASSIGN(ownership.created, date(cell.bytes.subspan(12, 3), cell.bytes[18], cell.offset + 12));
  CS_ASSIGN(ownership.expires, date(cell.bytes.subspan(15, 3), cell.bytes[19], cell.offset + 15));
  return ownership;
}

Result<VolumeCell> CellReader::volume(const Cell& cell) const {
  CS_TRY(check_length(cell, kVolumeBytes));
  VolumeCell volume;
  CS_ASSIGN(volume.volser, padded_name(cell.bytes.subspan(4, 6), cell.offset + 4));
  volume.device_type = load_be32(cell.bytes, 10);
  const std::uint8_t flags = cell.bytes[14];
  const ByteView reserved = cell.bytes.subspan(22);
  if ((flags & ~(kPrime | kCandidate | kOverflow)) != 0 || cell.bytes[3] != 0 ||
      cell.bytes[15] != 0 || std::ranges::any_of(reserved, [](std::uint8_t b) { return b != 0; })) {
    return damaged(cell, "a volume cell with flags that are not known");
  }
  volume.is_prime = (flags & kPrime) != 0;
  volume.is_candidate = (flags & kCandidate) != 0;
  volume.is_overflow = (flags & kOverflow) != 0;
  volume.record_rba = load_be32(cell.bytes, 16);
  volume.file_sequence = load_be16(cell.bytes, 20);
  return volume;
}

Result<void> CellReader::association(const Cell& cell, std::vector<std::string>& names) const {
  if (cell.bytes.size() < 5) {
    return damaged(cell, "the length of a cell does not fit its type");
  }
  std::size_t position = 5;
  for (std::size_t left = load_be16(cell.bytes, 3); left > 0; --left) {
    const std::size_t remaining = cell.bytes.size() - position;
    if (remaining < 2 || cell.bytes[position] != 0 || remaining < 2U + cell.bytes[position + 1]) {
      return damaged(cell.offset + position, "an association is wrong");
    }
    const std::size_t length = cell.bytes[position + 1];
    CS_ASSIGN(std::string related,
              name(cell.bytes.subspan(position + 2, length), cell.offset + position + 2));
    names.push_back(std::move(related));
    position += 2 + length;
  }
  if (position != cell.bytes.size()) {
    return damaged(cell.offset + position, "an association cell is too long");
  }
  return {};
}

Result<std::uint8_t> CellReader::relation(const Cell& cell, std::uint8_t flags_known) const {
  CS_TRY(check_length(cell, kRelationBytes));
  if ((cell.bytes[3] & ~flags_known) != 0) {
    return damaged(cell.offset + 3, "flags that are not known");
  }
  return cell.bytes[3];
}

CellWriter& CellWriter::number(std::uint64_t value, std::size_t width) {
  bytes_.resize(bytes_.size() + width);
  store_be(bytes_, bytes_.size() - width, width, value);
  return *this;
}

CellWriter& CellWriter::bytes(ByteView bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return *this;
}

CellWriter& CellWriter::padded(std::string_view text, std::size_t length) {
  return bytes(text::label_from_utf8(text, length));
}

CellWriter& CellWriter::counted(std::string_view name) {
  return number(name.size(), 1).bytes(name_bytes(name));
}

Bytes CellWriter::finish() {
  store_be(bytes_, 0, 2, bytes_.size());
  return std::move(bytes_);
}

Bytes name_bytes(std::string_view name) {
  return text::label_from_utf8(name, name.size());
}

Bytes ownership_cell(const Ownership& ownership) {
  CellWriter writer(CellType::kOwnership);
  writer.padded(ownership.owner, 8).number(0, 1);
  put_date(writer, ownership.created);
  put_date(writer, ownership.expires);
  writer.number(century_of(ownership.created), 1).number(century_of(ownership.expires), 1);
  return writer.finish();
}

Bytes volume_cell(const VolumeCell& volume) {
  const unsigned flags = (volume.is_prime ? kPrime : 0U) | (volume.is_candidate ? kCandidate : 0U) |
                         (volume.is_overflow ? kOverflow : 0U);
  CellWriter writer(CellType::kVolume);
  writer.number(0, 1).padded(volume.volser, 6).number(volume.device_type, 4);
  writer.number(flags, 1).number(0, 1).number(volume.record_rba, 4);
  return writer.number(volume.file_sequence, 2).number(0, 6).finish();
}

Bytes relation_cell(std::uint8_t flags) {
  return CellWriter(CellType::kRelation).number(flags, 1).finish();
}

std::vector<Bytes> association_cells(const std::vector<std::string>& names) {
  std::vector<Bytes> cells;
  for (std::size_t i = 0; i < names.size();) {
    Bytes keys;
    std::size_t count = 0;
    for (; i < names.size() && keys.size() < kAssociationBytesMax; ++i, ++count) {
      keys.push_back(0);
      keys.push_back(static_cast<std::uint8_t>(names[i].size()));
      const Bytes key = name_bytes(names[i]);
      keys.insert(keys.end(), key.begin(), key.end());
    }
    cells.push_back(CellWriter(CellType::kAssociation).number(count, 2).bytes(keys).finish());
  }
  return cells;
}

}  // namespace coldsite::catalog
