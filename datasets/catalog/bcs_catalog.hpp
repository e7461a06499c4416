// A catalog over a record store: the rules of names, truenames, aliases and moves. Made by
// Catalog::open and create over a KSDS, by tests over a map. Inside datasets/catalog only.
//
// Truenames stand before their sphere and go after it. A rename makes the new entry with the mark
// "moved from", invisible while the old one says "moving to"; the write that turns the old record
// into a truename commits. Whoever next changes an entry that a killed rename left finishes it or
// takes it back.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "datasets/catalog/catalog.hpp"
#include "datasets/catalog/catalog_records.hpp"

namespace coldsite::catalog {

class BcsCatalog : public Catalog {
 public:
  BcsCatalog(vsam::VolumeSet& volumes, std::string name, std::string volser,
             std::unique_ptr<RecordStore> store)
      : volumes_(volumes),
        name_(std::move(name)),
        volser_(std::move(volser)),
        store_(std::move(store)),
        records_(*store_) {}

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const std::string& volser() const override { return volser_; }

  Result<std::optional<Found>> find(std::string_view name) override;
  Result<void> scan(std::string_view from, const Visit& each,
                    std::vector<CatalogFinding>& findings) override;
  Result<void> scan_names(std::string_view from, const VisitName& each,
                          std::vector<CatalogFinding>& findings) override;
  Result<void> add(const Entry& entry) override;
  Result<void> change(std::string_view name, const Change& change) override;
  Result<void> rename(std::string_view name, std::string_view new_name) override;
  Result<void> remove(std::string_view name) override;
  Result<void> sync() override;
  Result<void> close() override;

  /// Writes an entry without looking at names (the catalog's own sphere).
  Result<void> put_unchecked(const Entry& entry);

 private:
  using Lock = std::shared_ptr<void>;
  struct Holder {
    StoredEntry stored;
    EntryType type = EntryType::kNonVsam;  ///< of the name that was asked for
  };
  struct Batch;

  Result<Lock> begin(io::LockMode mode);
  /// What was changed can be seen by others; the lock goes when the caller lets it go.
  Result<void> finish() { return store_->publish(); }

  Result<std::optional<Holder>> find_holder(std::string_view name);
  Result<bool> is_pending(const StoredEntry& stored);
  Result<void> fill_status(Entry& entry, std::optional<GenerationGroupEntry>& last_group);
  Result<Batch> read_batch(RecordKey from, std::vector<CatalogFinding>& findings);

  Failure not_found(std::string_view name) const;
  Result<void> check_free(std::string_view name);
  Result<void> write_truename(std::string_view name, std::string_view leads_to);
  Result<void> erase_truename(std::string_view name, std::string_view leads_to);
  Result<Holder> read_for_update(std::string_view name);
  Result<void> settle_move(StoredEntry& stored);
  Result<void> write_changed(const Entry& before, StoredEntry& stored);
  Result<void> change_aliases(std::string_view related, const std::string& alias, bool is_added);
  Result<void> move_entry(StoredEntry stored, const std::string& new_name);
  Result<void> finish_move(StoredEntry& stored);
  Result<void> rename_inside(StoredEntry stored, const std::string& name,
                             const std::string& new_name);
  Result<void> remove_inside(StoredEntry stored, const std::string& name, EntryType type);
  Result<void> remove_whole(StoredEntry& stored);

  vsam::VolumeSet& volumes_;
  std::string name_, volser_;
  std::unique_ptr<RecordStore> store_;
  CatalogRecords records_;
  std::optional<std::uint64_t> seen_changes_;
};

/// The aliases that an entry keeps; nullptr for entries that have none.
[[nodiscard]] std::vector<std::string>* aliases_of(Entry& entry);
/// Every name of a sphere but its own, with its type.
[[nodiscard]] std::vector<std::pair<std::string, EntryType>> names_inside(const Entry& entry);

}  // namespace coldsite::catalog
