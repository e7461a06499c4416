// The directory of a partitioned data set in memory, and its changed blocks on the volume.
// The order in which changed blocks are written stands in partitioned.hpp.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "datasets/access/partitioned.hpp"
#include "datasets/access/track_window.hpp"

namespace coldsite::access {

inline constexpr std::size_t kDirectoryKeyBytes = 8;
inline constexpr std::size_t kDirectoryDataBytes = 256;

/// A name as the directory holds it: 8 bytes EBCDIC, blanks behind.
using DirectoryKey = std::array<std::uint8_t, 8>;
[[nodiscard]] DirectoryKey to_directory_key(std::string_view name);

/// The directory blocks (key and data) that hold these members, given in name order; the last has
/// the end entry.
[[nodiscard]] std::vector<Bytes> pack_directory(const std::vector<Member>& members);
/// The entries of a block's data. True in `second` when it has the end entry. errors: CSA0021E.
[[nodiscard]] Result<std::pair<std::vector<Member>, bool>> decode_directory_block(
    ByteView data, const std::string& data_set_name, std::size_t index);

class Directory {
 public:
  /// errors: CSA0021E; CSV0010E.
  static Result<Directory> read(dasd::Volume& volume, const dasd::DataSetLabel& data_set);

  /// An empty directory block: the first of a new directory, or one behind the last used block.
  static Bytes empty_block(bool is_first);

  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  [[nodiscard]] const Member* find(std::string_view name) const;
  [[nodiscard]] std::uint32_t blocks() const { return static_cast<std::uint32_t>(blocks_.size()); }
  [[nodiscard]] std::uint32_t blocks_used() const;
  /// Of the end-of-file record behind the directory.
  [[nodiscard]] dasd::RelativeAddress end_address() const { return end_; }
  /// Bytes used in the last used block (DS1NOBDB).
  [[nodiscard]] std::uint8_t bytes_in_last_block() const;

  /// Adds the entry, or replaces the one of its name. False: full, nothing changed.
  [[nodiscard]] bool insert(const Member& member);
  /// Takes the entry out and moves those behind it forward. write() must follow before insert().
  void erase(std::string_view name);
  /// Moves entries forward into the holes that replaced entries left. False: there were none.
  /// write() must come before and after it.
  [[nodiscard]] bool compact();

  /// Writes the changed blocks together; more than the volume's log holds, in the order that loses
  /// no entry.
  Result<void> write(dasd::Volume& volume);

 private:
  /// An entry as it stands in a block; the end mark is an entry of 8 bytes.
  struct Entry {
    Bytes bytes;
    [[nodiscard]] DirectoryKey key() const;
  };
  using Block = std::vector<Entry>;
  /// Where a block stands, and what was last read or written there: key and data.
  struct Place {
    std::uint32_t track = 0;   ///< on the volume
    std::uint32_t offset = 0;  ///< of the key in the slot
    Bytes bytes;
  };

  Result<void> read_places(dasd::Volume& volume, const dasd::DataSetLabel& data_set);
  Result<void> parse(const std::string& data_set_name);
  Result<bool> parse_block(std::size_t index, const std::string& data_set_name);
  [[nodiscard]] std::size_t find_block(const DirectoryKey& key) const;
  [[nodiscard]] bool spill(std::size_t block);
  [[nodiscard]] bool pack_from(std::size_t block);
  [[nodiscard]] static std::size_t used_bytes(const Block& block);
  [[nodiscard]] static Bytes encode(const Block& block);
  [[nodiscard]] std::optional<Bytes> changed_block(std::size_t index) const;
  [[nodiscard]] static dasd::SlotPart changed_part(const Place& place, const Bytes& bytes);

  std::vector<Place> places_;
  std::vector<Block> blocks_;
  std::vector<Member> members_;
  std::vector<DirectoryKey> keys_;  ///< of members_
  dasd::RelativeAddress end_;
  bool moves_forward_ = false;  ///< what changed since the last write()
};

}  // namespace coldsite::access
