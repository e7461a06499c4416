// Index records: the nodes of the index of a key-sequenced data set, one in each CI of the index
// component. The lowest level (1) is the sequence set: one record for each control area of the
// data, an entry for each CI in use and a list of the free ones. Records of a level are chained to
// the right; a search that finds every bound too low goes on there, so that a record split whose
// parent does not know of it yet (a kill) hides nothing.
//
// layout (CI of N bytes; its one RDF says N-7):
//   off  len  field
//   0    2    length: N-7
//   2    1    w: bytes of F, L and pointer of an entry (3 to 5)
//   3    1    pointer mask, 2**(w-2)-1
//   4    4    sequence set: RBA of the control area; else 0
//   8    4    RBA of the next record of this level; 0 is none
//   12   4    zeros
//   16   1    level, 1 is the sequence set
//   17   1    zero
//   18   2    offset behind the list of free CIs
//   20   2    offset of the last (highest) entry
//   22   2    offset of the last entry of the first section
//   24   ..   sequence set: numbers of the free CIs of the control area, w-2 bytes each
//   ..N-7     entries from right to left, lowest first. Each, from the left: key bytes; F (1),
//             bytes it has in common with the bound before it; L (1), key bytes here; pointer
//             (w-2): CI in the control area, or CI of an index record. The offset of an entry is
//             that of its F. Left of the last entry of each section, 2 bytes: how far to the left
//             the last entry of the next section is; 0 in the last section.
// A bound is the high key of its CI cut behind the first byte that tells it from what follows; the
// missing bytes count as X'FF'. A bound without bytes is higher than every key.
// source: OS/VS VSAM Logic, "Index record format"; a volume of a real system.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "datasets/bytes.hpp"

namespace coldsite::vsam {

struct IndexEntry {
  std::uint64_t head = 0;        ///< the first eight bytes of the bound, its implied X'FF's too
  std::uint32_t key_offset = 0;  ///< of the bound, in IndexRecord::keys
  std::uint32_t pointer = 0;
  std::uint16_t key_bytes = 0;
};

/// The first eight bytes of a key as a number; what is missing is `fill`.
[[nodiscard]] inline std::uint64_t key_head(ByteView key, std::uint8_t fill) {
  std::array<std::uint8_t, 8> head;
  if (key.size() >= head.size()) {
    std::memcpy(head.data(), key.data(), head.size());
  } else {
    head.fill(fill);
    std::copy(key.begin(), key.end(), head.begin());
  }
  const auto number = std::bit_cast<std::uint64_t>(head);
  return std::endian::native == std::endian::little ? __builtin_bswap64(number) : number;
}

/// An index record in typed form. An object is used again and again, so that decoding allocates
/// nothing.
class IndexRecord {
 public:
  std::uint32_t base_rba = 0, next_rba = 0;
  std::uint8_t level = 1;
  std::vector<std::uint32_t> free;  ///< CIs; taken from the back
  std::vector<IndexEntry> entries;  ///< ascending
  Bytes keys;

  /// Length of the list of free CIs in a record that encode() or decode() had; 0 for zeros.
  [[nodiscard]] static std::uint32_t free_count(ByteView interval);

  void clear();
  /// Reads and checks; trusts nothing. Gives what is wrong, or nothing.
  /// shape: `interval` is the whole CI, `key_bytes` the length of keys.
  [[nodiscard]] std::optional<std::string> decode(ByteView interval, std::uint32_t key_bytes);
  /// Writes the record and its CIDF and RDF. shape: bytes_needed() fits.
  void encode(ByteSpan interval) const;
  /// Bytes in the CI, with header, RDF and CIDF.
  [[nodiscard]] std::uint32_t bytes_needed() const;

  [[nodiscard]] ByteView bound(std::size_t entry) const {
    return ByteView(keys).subspan(entries[entry].key_offset, entries[entry].key_bytes);
  }
  /// Whether `key` is above the bound.
  [[nodiscard]] bool is_above(ByteView key, std::size_t entry) const {
    return is_above(key, key_head(key, 0), entries[entry]);
  }
  /// The first entry whose bound is not below `key`; entries.size(): none.
  [[nodiscard]] std::size_t search(ByteView key) const;

  void insert(std::size_t at, ByteView bound, std::uint32_t pointer);
  void set_bound(std::size_t at, ByteView bound);
  void erase(std::size_t first, std::size_t count);
  [[nodiscard]] std::optional<std::size_t> find_pointer(std::uint32_t pointer) const;

 private:
  [[nodiscard]] bool is_above(ByteView key, std::uint64_t head, const IndexEntry& entry) const {
    return head != entry.head
               ? head > entry.head
               : entry.key_bytes > 8 &&
                     std::memcmp(key.data(), keys.data() + entry.key_offset, entry.key_bytes) > 0;
  }
  std::uint32_t append_key(ByteView bound);
};

/// The shortest bound that is not below `high` and is below `next`. shape: high < next, same
/// length.
[[nodiscard]] ByteView separator(ByteView high, ByteView next);

}  // namespace coldsite::vsam
