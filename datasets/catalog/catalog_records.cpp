#include "datasets/catalog/catalog_records.hpp"

#include <algorithm>
#include <utility>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csl.hpp"

namespace coldsite::catalog {

Result<std::optional<StoredEntry>> CatalogRecords::read(std::string_view name) {
  CS_ASSIGN(const std::optional<Bytes> record, store_.get(make_key(name)));
  if (!record) {
    return std::optional<StoredEntry>();
  }
  CS_ASSIGN(StoredEntry entry, complete(*record));
  return std::optional(std::move(entry));
}

Result<StoredEntry> CatalogRecords::complete(ByteView record) {
  CS_ASSIGN(const RecordHead head, decode_head(record));
  std::vector<Bytes> extensions;
  for (const std::uint8_t number : head.extensions) {
    CS_ASSIGN(std::optional<Bytes> extension, store_.get(make_key(head.name, number)));
    if (!extension) {
      return failure<msg::CSL0007E>(head.name, 7, "an extension record is missing");
    }
    extensions.push_back(*std::move(extension));
  }
  return decode_entry(record, extensions);
}

Result<void> CatalogRecords::put(ByteView record, bool is_there) {
  CS_TRY(keep_order());
  CS_KILL_POINT("catalog.put");
  return is_there ? store_.replace(record) : store_.insert(record);
}

Result<void> CatalogRecords::erase_record(const RecordKey& key) {
  CS_TRY(keep_order());
  CS_KILL_POINT("catalog.erase");
  CS_TRY(store_.erase(key));
  return {};
}

/// A change of one record, the most frequent one, needs no sync.
Result<void> CatalogRecords::keep_order() {
  const bool was_begun = std::exchange(is_begun_, true);
  return was_begun ? store_.keep_order() : Result<void>();
}

Result<void> CatalogRecords::write(const StoredEntry& entry) {
  StoredEntry successor = entry;
  successor.extensions.clear();
  CS_ASSIGN(const std::optional<Bytes> old, store_.get(make_key(entry.name())));
  if (old) {
    CS_ASSIGN(const RecordHead head, decode_head(*old));
    successor.extensions = head.extensions;
  }
  CS_ASSIGN(const auto records, encode_entry(successor, store_.record_bytes_max()));
  for (std::size_t i = 1; i < records.size(); ++i) {
    CS_ASSIGN(const auto left_over, store_.get(key_of(records[i])));
    CS_TRY(put(records[i], left_over.has_value()));
  }
  CS_TRY(put(records[0], old.has_value()));
  if (successor.extensions.empty()) {
    return {};
  }
  CS_ASSIGN(const RecordHead head, decode_head(records[0]));
  return erase_extensions(entry.name(), head.extensions);
}

Result<void> CatalogRecords::erase(std::string_view name) {
  CS_TRY(erase_record(make_key(name)));
  return erase_extensions(name, {});
}

Result<void> CatalogRecords::erase_extensions(std::string_view name,
                                              const std::vector<std::uint8_t>& numbers_to_keep) {
  RecordKey from = make_key(name, 1);
  while (true) {
    CS_ASSIGN(const std::optional<Bytes> record, store_.get_at_least(from));
    const RecordKey found = record ? key_of(*record) : RecordKey{};
    if (!record || !std::equal(found.begin(), found.end() - 1, from.begin()) || found < from) {
      return {};
    }
    const std::uint8_t number = found[kNameBytes];
    if (std::ranges::find(numbers_to_keep, number) == numbers_to_keep.end()) {
      CS_TRY(erase_record(found));
    }
    if (number == 0xFF) {
      return {};
    }
    from[kNameBytes] = static_cast<std::uint8_t>(number + 1);
  }
}

}  // namespace coldsite::catalog
