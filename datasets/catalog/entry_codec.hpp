// Catalog entries as records of a basic catalog structure (BCS) and back. Inside datasets/catalog,
// and for tools that look at records (DIAGNOSE). Writing: entry_encode.cpp; reading:
// entry_decode.cpp. All numbers are big-endian, all names EBCDIC.
//
//   offset  size  name cell, at the beginning of every record
//   0       2     length of the record
//   2       2     length of this cell: 52
//   4       1     type: C cluster, G alternate index, A non-VSAM, B GDG base, H generation,
//                 U user catalog, X alias, T truename, E extension, J extension of a GDG base
//   5       2     length of the component: this cell and the cells up to the first component cell
//   7       1     number of extension records
//   8       1     length of the key: 45
//   9       44    name, padded with blanks; binary zeros: the catalog's own sphere
//   53      1     extension number: 00; E and J records 01 to FF
//   54            cells; of extension records: cells that go on with those of the first record
//
// Every cell begins with its length (2) and its type (1). Cells stand in this order:
//
//   7E  extension list (ours)   3 numbers of the extension records, in order
//   7D  move (ours)             3 flag: 80 to, 40 from; 4 name (ALTER NEWNAME in progress)
//   01  ownership, 20 bytes     3 owner 8, 11 flags, 12 created YYDDDF 3, 15 expires 3,
//                               18 century of created, 19 of expires: 1 = 19xx, 0 = no date
//   06  relation, 4 bytes       3 flags: of U 80 ICF catalog; of X 80 relates to a catalog,
//                               40 symbolic; of G 80 UPGRADE
//   07  classes (ours)          3 storage, 11 data, 19 management class, 8 each; only when set
//   05  generation aging table  3 attributes (80 EMPTY, 40 SCRATCH, 20 PURGE, 10 FIFO,
//                               08 EXTENDED); limit and count, 1 byte each, EXTENDED 2 each; then
//                               {status 1 (0 active, 1 deferred, 2 rolled off), generation 2
//                               (8000: wrapped), version 1}; goes on in further cells
//   04  volume, 28 bytes        3 reserved, 4 volser 6, 10 device type 4, 14 flags (80 prime,
//                               40 candidate, 20 overflow), 15 flags, 16 RBA of the VVR 4,
//                               20 file sequence 2, 22 reserved 6
//   03  association             3 count 2, {flag 1, length 1, name}: T the sphere, X the related
//                               name, H the base and its aliases, A and U aliases
//
// In a sphere record component cells follow, each with a subtree of cells behind it:
//
//   0   2  length of the cell       3   2  length of cell and subtree    6   1  name length + 1
//   2   1  type: D, I, G, R         5   1  flags: G 80 UPGRADE, R 80     7      name, 00
//                                          UPDATE
//
// D and I belong to the C or G before them; their subtree is ownership and volumes. The subtree of
// G is ownership, that of R ownership and the association with the entry it leads to.
// A generation's status is kept by its base only. Cells are never cut: a record ends between two.
// simplified against z/OS: generations are records by their own names; no security cells.
// source: the cells of the public ICF DSECTs of CBT file 429.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/catalog/entry.hpp"
#include "datasets/catalog/record_store.hpp"
#include "datasets/result.hpp"

namespace coldsite::catalog {

/// What stands under one name: an entry, or a truename that leads to a sphere.
struct StoredEntry {
  std::optional<Entry> entry;
  std::string true_name, leads_to;  ///< of a truename
  /// An entry on its way to another name: the old record says where to, the new one where from.
  /// The new one counts when the old one does not say so any more.
  std::string moving_to, moved_from;
  std::vector<std::uint8_t> extensions;  ///< numbers of its extension records, as read

  [[nodiscard]] const std::string& name() const { return entry ? entry->name() : true_name; }
};

/// The first cell of any record.
struct RecordHead {
  char type = 0;  ///< an EntryType, or E or J: an extension record
  std::string name;
  std::uint8_t extension_number = 0;
  std::vector<std::uint8_t> extensions;
};

[[nodiscard]] RecordKey make_key(std::string_view name, std::uint8_t extension_number = 0);
/// The key as it stands in a record; binary zeros when the record is too short for one.
[[nodiscard]] RecordKey key_of(ByteView record);

/// errors: CSL0007E damaged record (name, offset, what).
[[nodiscard]] Result<RecordHead> decode_head(ByteView record);
/// `extensions`: the records that the head of `record` names, in that order. errors: CSL0007E.
[[nodiscard]] Result<StoredEntry> decode_entry(ByteView record,
                                               const std::vector<Bytes>& extensions);

/// The records of an entry, the one without extension number first. The extension records take
/// numbers that `stored.extensions` does not name: the old entry stays whole until the first
/// record is written. errors: CSL0006E more than its extension records can hold.
[[nodiscard]] Result<std::vector<Bytes>> encode_entry(const StoredEntry& stored,
                                                      std::size_t record_bytes_max);

}  // namespace coldsite::catalog
