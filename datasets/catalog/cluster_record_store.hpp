// The record store of a real catalog: a KSDS on a volume. Inside datasets/catalog only.
#pragma once

#include <memory>

#include "datasets/catalog/record_store.hpp"
#include "datasets/vsam/cluster.hpp"

namespace coldsite::catalog {

class ClusterRecordStore : public RecordStore {
 public:
  explicit ClusterRecordStore(std::unique_ptr<vsam::Cluster> cluster)
      : cluster_(std::move(cluster)) {}

  /// What fits in one control interval: longer records would be spanned, and their writes are not
  /// atomic.
  [[nodiscard]] std::size_t record_bytes_max() const override;

  Result<std::optional<Bytes>> get(const RecordKey& key) override;
  Result<std::optional<Bytes>> get_at_least(const RecordKey& key) override;
  Result<std::optional<Bytes>> next() override;
  Result<void> insert(ByteView record) override;
  Result<void> replace(ByteView record) override;
  Result<bool> erase(const RecordKey& key) override;
  Result<void> refresh() override;
  Result<void> publish() override { return {}; }
  Result<void> keep_order() override { return cluster_->keep_order(); }
  Result<void> sync() override { return cluster_->sync(); }
  Result<void> close() override;

 private:
  std::unique_ptr<vsam::Cluster> cluster_;
  std::unique_ptr<vsam::Cursor> cursor_;
};

}  // namespace coldsite::catalog
