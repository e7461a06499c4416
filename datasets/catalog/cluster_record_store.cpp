#include "datasets/catalog/cluster_record_store.hpp"

#include <algorithm>

#include "datasets/catalog/entry_codec.hpp"
#include "datasets/messages/csl.hpp"

namespace coldsite::catalog {
namespace {

constexpr std::uint32_t kControlBytes = 10;  ///< CIDF and two RDFs

std::optional<Bytes> copy_of(const std::optional<vsam::Record>& record) {
  return record ? std::optional(Bytes(record->bytes.begin(), record->bytes.end())) : std::nullopt;
}

}  // namespace

std::size_t ClusterRecordStore::record_bytes_max() const {
  const vsam::ComponentAttributes& attributes = cluster_->attributes();
  return std::min(attributes.max_record_bytes, attributes.interval_bytes - kControlBytes);
}

Result<std::optional<Bytes>> ClusterRecordStore::get(const RecordKey& key) {
  CS_ASSIGN(const auto record, cluster_->get(key));
  return copy_of(record);
}

Result<std::optional<Bytes>> ClusterRecordStore::get_at_least(const RecordKey& key) {
  if (!cursor_) {
    cursor_ = cluster_->cursor();
  }
  CS_ASSIGN(const bool is_there, cursor_->point_key(key, vsam::Search::kGreaterOrEqual));
  return is_there ? next() : Result<std::optional<Bytes>>(std::nullopt);
}

Result<std::optional<Bytes>> ClusterRecordStore::next() {
  CS_ASSIGN(const auto record, cursor_->next());
  return copy_of(record);
}

Result<void> ClusterRecordStore::insert(ByteView record) {
  CS_TRY(cluster_->insert(record));
  return {};
}

Result<void> ClusterRecordStore::replace(ByteView record) {
  CS_ASSIGN(const bool was_there, cluster_->replace(record));
  if (!was_there) {
    return failure<msg::CSL0007E>("?", kKeyOffset, "the record to be replaced is gone");
  }
  return {};
}

Result<bool> ClusterRecordStore::erase(const RecordKey& key) {
  return cluster_->erase(key);
}

Result<void> ClusterRecordStore::refresh() {
  cursor_.reset();
  return cluster_->refresh();
}

Result<void> ClusterRecordStore::close() {
  cursor_.reset();
  return cluster_->close();
}

}  // namespace coldsite::catalog
