// Entries in a record store: reading them with their extension records, and writing them so that a
// kill or a power failure between two record writes leaves the old or the new entry: each record
// lasts before the next one of the same change is written. Inside datasets/catalog only.
// threads: one user, who holds the catalog's lock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "datasets/catalog/entry_codec.hpp"
#include "datasets/catalog/record_store.hpp"

namespace coldsite::catalog {

class CatalogRecords {
 public:
  explicit CatalogRecords(RecordStore& store) : store_(store) {}

  /// A change of the catalog begins, to which the writes up to the next begin() belong.
  void begin() { is_begun_ = false; }

  /// What stands under a name; nothing when nothing does. errors: CSL0007E.
  Result<std::optional<StoredEntry>> read(std::string_view name);
  /// Decodes a first record, fetching its extension records. errors: CSL0007E.
  Result<StoredEntry> complete(ByteView record);

  /// Adds or replaces. Extension records first, under numbers that the old entry does not use; the
  /// write of the first record commits; then the old extension records go.
  Result<void> write(const StoredEntry& entry);
  /// The first record goes first (the commit), then every extension record of the name.
  Result<void> erase(std::string_view name);

 private:
  Result<void> put(ByteView record, bool is_there);
  Result<void> erase_record(const RecordKey& key);
  Result<void> keep_order();
  Result<void> erase_extensions(std::string_view name,
                                const std::vector<std::uint8_t>& numbers_to_keep);

  RecordStore& store_;
  bool is_begun_ = false;  ///< the change has written a record
};

}  // namespace coldsite::catalog
