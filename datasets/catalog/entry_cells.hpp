// The cells that catalog records are made of: reading with bounds and places, writing. Inside
// datasets/catalog only. The layouts stand at the top of entry_codec.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/catalog/entry.hpp"
#include "datasets/catalog/record_store.hpp"
#include "datasets/result.hpp"

namespace coldsite::catalog {

enum class CellType : std::uint8_t {
  kOwnership = 0x01,
  kAssociation = 0x03,
  kVolume = 0x04,
  kGenerationAging = 0x05,
  kRelation = 0x06,
  kClasses = 0x07,
  kMove = 0x7D,
  kExtensions = 0x7E,
};

/// One cell: its bytes with the length field, and where they stand in the record.
struct Cell {
  std::uint8_t type = 0;
  ByteView bytes;
  std::size_t offset = 0;
};

/// Walks the cells of a record; every failure names the entry and the offset (CSL0007E).
class CellReader {
 public:
  CellReader(std::string_view entry_name, ByteView bytes, std::size_t offset)
      : entry_name_(entry_name), bytes_(bytes), offset_(offset) {}

  [[nodiscard]] bool at_end() const { return position_ == bytes_.size(); }
  /// The next cell. shape: at_end() is false.
  Result<Cell> next();
  /// Steps over `count` bytes behind the cell that next() gave (a subtree) and gives them.
  Result<ByteView> take(std::size_t count);
  [[nodiscard]] std::size_t offset() const { return offset_ + position_; }

  [[nodiscard]] Failure damaged(std::size_t offset, std::string_view what) const;
  [[nodiscard]] Failure damaged(const Cell& cell, std::string_view what) const {
    return damaged(cell.offset, what);
  }
  Result<void> check_length(const Cell& cell, std::size_t length) const;

  Result<Ownership> ownership(const Cell& cell) const;
  Result<VolumeCell> volume(const Cell& cell) const;
  /// Adds the names of an association cell to `names`.
  Result<void> association(const Cell& cell, std::vector<std::string>& names) const;
  Result<std::uint8_t> relation(const Cell& cell, std::uint8_t flags_known) const;

  /// A name in EBCDIC without padding. errors: CSL0007E other characters than names have.
  Result<std::string> name(ByteView bytes, std::size_t offset) const;
  /// A name of up to `bytes.size()` characters, padded with blanks.
  Result<std::string> padded_name(ByteView bytes, std::size_t offset) const;

 private:
  Result<dasd::LabelDate> date(ByteView packed, std::uint8_t century, std::size_t offset) const;

  std::string_view entry_name_;
  ByteView bytes_;
  std::size_t offset_;
  std::size_t position_ = 0;
};

/// Makes one cell with what follows it.
class CellWriter {
 public:
  explicit CellWriter(std::uint8_t type) : bytes_{0, 0, type} {}
  explicit CellWriter(CellType type) : CellWriter(static_cast<std::uint8_t>(type)) {}

  CellWriter& number(std::uint64_t value, std::size_t width);
  CellWriter& bytes(ByteView bytes);
  /// In EBCDIC, padded with blanks or cut to `length`.
  CellWriter& padded(std::string_view text, std::size_t length);
  /// Length byte, then the name.
  CellWriter& counted(std::string_view name);
  /// Fills in the length and gives the bytes.
  Bytes finish();

 private:
  Bytes bytes_;
};

[[nodiscard]] Bytes ownership_cell(const Ownership& ownership);
[[nodiscard]] Bytes volume_cell(const VolumeCell& volume);
[[nodiscard]] Bytes relation_cell(std::uint8_t flags);
/// As many cells as the names need.
[[nodiscard]] std::vector<Bytes> association_cells(const std::vector<std::string>& names);
[[nodiscard]] Bytes name_bytes(std::string_view name);

}  // namespace coldsite::catalog
