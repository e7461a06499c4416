// A catalog whose records stand in a map that survives it, as a volume survives a program; record
// writes can be made to fail from the nth on, as a kill would.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>

#include "datasets/catalog/bcs_catalog.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::catalog::testing {

class MemoryRecordStore : public RecordStore {
 public:
  struct Disk {
    std::map<RecordKey, Bytes> records;
    std::size_t writes = 0;
    std::size_t fail_from = SIZE_MAX;  ///< the write of this number (from 1) and all after it
    std::size_t record_bytes = 4086;
  };

  explicit MemoryRecordStore(std::shared_ptr<Disk> disk) : disk_(std::move(disk)) {}

  [[nodiscard]] std::size_t record_bytes_max() const override { return disk_->record_bytes; }
  Result<std::optional<Bytes>> get(const RecordKey& key) override {
    const auto at = disk_->records.find(key);
    return at == disk_->records.end() ? std::optional<Bytes>() : std::optional(at->second);
  }
  Result<std::optional<Bytes>> get_at_least(const RecordKey& key) override {
    return take(disk_->records.lower_bound(key));
  }
  Result<std::optional<Bytes>> next() override {
    return take(disk_->records.upper_bound(position_));
  }
  Result<void> insert(ByteView record) override {
    CS_TRY(count_write());
    EXPECT_TRUE(disk_->records.emplace(key_of(record), Bytes(record.begin(), record.end())).second);
    return {};
  }
  Result<void> replace(ByteView record) override {
    CS_TRY(count_write());
    EXPECT_EQ(disk_->records.count(key_of(record)), 1U);
    disk_->records[key_of(record)].assign(record.begin(), record.end());
    return {};
  }
  Result<bool> erase(const RecordKey& key) override {
    CS_TRY(count_write());
    return disk_->records.erase(key) == 1;
  }
  Result<void> refresh() override { return {}; }
  Result<void> publish() override { return {}; }
  Result<void> keep_order() override { return {}; }
  Result<void> sync() override { return {}; }
  Result<void> close() override { return {}; }

 private:
  Result<void> count_write() {
    if (++disk_->writes >= disk_->fail_from) {
      return failure<msg::CSI0003E>("disk", 0, "killed");
    }
    return {};
  }
  std::optional<Bytes> take(std::map<RecordKey, Bytes>::const_iterator at) {
    if (at == disk_->records.end()) {
      return std::nullopt;
    }
    position_ = at->first;
    return at->second;
  }

  std::shared_ptr<Disk> disk_;
  RecordKey position_{};
};

/// Locks that tell when somebody would wait for himself; no volumes.
class LocksOnly : public vsam::VolumeSet {
 public:
  Result<std::shared_ptr<dasd::Volume>> volume(std::string_view, dasd::Access) override {
    return std::shared_ptr<dasd::Volume>();
  }
  Result<std::shared_ptr<void>> lock(std::string_view resource, io::LockMode, bool) override {
    const std::string name(resource);
    EXPECT_TRUE(held_.insert(name).second) << name << " is held already";
    return std::shared_ptr<void>(this, [this, name](void*) { held_.erase(name); });
  }
  io::Timestamp now() override { return {}; }
  dasd::LabelDate today() override { return {2026, 325}; }

 private:
  std::set<std::string> held_;
};

/// A disk, and catalogs opened on it one after another.
struct MemoryCatalog {
  LocksOnly volumes;
  std::shared_ptr<MemoryRecordStore::Disk> disk = std::make_shared<MemoryRecordStore::Disk>();
  std::unique_ptr<Catalog> catalog;

  MemoryCatalog() { open(); }
  void open() {
    catalog = std::make_unique<BcsCatalog>(volumes, "UCAT.TEST", "CAT001",
                                           std::make_unique<MemoryRecordStore>(disk));
  }
  Catalog* operator->() { return catalog.get(); }
  Catalog& operator*() { return *catalog; }
};

}  // namespace coldsite::catalog::testing
