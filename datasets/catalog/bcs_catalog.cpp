#include "datasets/catalog/bcs_catalog.hpp"

#include <algorithm>
#include <set>

#include "datasets/messages/csl.hpp"

namespace coldsite::catalog {
namespace {

constexpr int kTruenameHopsMax = 4;
constexpr std::size_t kBatchEntries = 64;

std::optional<EntryType> type_inside(const Entry& entry, std::string_view name) {
  if (entry.name() == name) {
    return entry.type();
  }
  for (const auto& [inside, type] : names_inside(entry)) {
    if (inside == name) {
      return type;
    }
  }
  return std::nullopt;
}

void add_components(std::vector<std::pair<std::string, EntryType>>& names,
                    const ClusterEntry& cluster) {
  for (const ComponentEntry& component : cluster.components) {
    names.emplace_back(component.name, component.type);
  }
}

}  // namespace

std::vector<std::string>* aliases_of(Entry& entry) {
  if (entry.non_vsam) {
    return &entry.non_vsam->aliases;
  }
  if (entry.generation) {
    return &entry.generation->data_set.aliases;
  }
  return entry.user_catalog ? &entry.user_catalog->aliases : nullptr;
}

std::vector<std::pair<std::string, EntryType>> names_inside(const Entry& entry) {
  std::vector<std::pair<std::string, EntryType>> names;
  if (entry.sphere) {
    add_components(names, entry.sphere->base);
    for (const ClusterEntry& index : entry.sphere->alternate_indexes) {
      names.emplace_back(index.name, EntryType::kAlternateIndex);
      add_components(names, index);
    }
    for (const PathEntry& path : entry.sphere->paths) {
      names.emplace_back(path.name, EntryType::kPath);
    }
  }
  return names;
}

Failure BcsCatalog::not_found(std::string_view name) const {
  return failure<msg::CSL0011E>(name_, name);
}

Result<BcsCatalog::Lock> BcsCatalog::begin(io::LockMode mode) {
  const std::string resource = "CATALOG." + name_;
  CS_ASSIGN(Lock lock, volumes_.lock(resource, mode, true));
  CS_ASSIGN(const std::uint64_t changes, volumes_.change_count(resource));
  if (seen_changes_ != changes) {
    CS_TRY(store_->refresh());
    seen_changes_ = changes;
  }
  if (mode == io::LockMode::kExclusive) {
    records_.begin();
    CS_TRY(volumes_.add_change(resource));
    CS_ASSIGN(seen_changes_, volumes_.change_count(resource));
  }
  return lock;
}

/// The new end of a rename that was not committed.
Result<bool> BcsCatalog::is_pending(const StoredEntry& stored) {
  if (stored.moved_from.empty()) {
    return false;
  }
  const auto old = records_.read(stored.moved_from);
  if (!old) {
    return old.failure().is(msg::CSL0007E) ? Result<bool>(false) : old.failure();
  }
  return *old && (*old)->entry && (*old)->moving_to == stored.name();
}

Result<std::optional<BcsCatalog::Holder>> BcsCatalog::find_holder(std::string_view name) {
  std::string at(name);
  for (int hop = 0; hop < kTruenameHopsMax; ++hop) {
    CS_ASSIGN(std::optional<StoredEntry> stored, records_.read(at));
    if (!stored) {
      break;
    }
    if (!stored->entry) {
      at = stored->leads_to;
      continue;
    }
    CS_ASSIGN(const bool pending, is_pending(*stored));
    const auto type = type_inside(*stored->entry, name);
    if (pending || !type) {
      break;
    }
    return std::optional(Holder{*std::move(stored), *type});
  }
  return std::optional<Holder>();
}

/// Whether a generation is active stands with its base only.
Result<void> BcsCatalog::fill_status(Entry& entry,
                                     std::optional<GenerationGroupEntry>& last_group) {
  if (!entry.generation) {
    return {};
  }
  GenerationEntry& generation = *entry.generation;
  generation.status = GenerationStatus::kDeferred;
  if (!last_group || last_group->name != generation.base_name) {
    const auto base = records_.read(generation.base_name);
    if (!base) {
      return base.failure().is(msg::CSL0007E) ? Result<void>() : base.failure();
    }
    if (!*base || !(*base)->entry || !(*base)->entry->generation_group) {
      return {};
    }
    last_group = (*base)->entry->generation_group;
  }
  const std::string_view suffix =
      std::string_view(generation.data_set.name).substr(generation.data_set.name.rfind('.') + 1);
  for (const Generation& member : last_group->generations) {
    if (generation_suffix(member) == suffix) {
      generation.status = member.status;
    }
  }
  return {};
}

Result<std::optional<Found>> BcsCatalog::find(std::string_view name) {
  CS_ASSIGN(const Lock lock, begin(io::LockMode::kShared));
  CS_ASSIGN(std::optional<Holder> holder, find_holder(name));
  if (!holder) {
    return std::optional<Found>();
  }
  std::optional<GenerationGroupEntry> group;
  CS_TRY(fill_status(*holder->stored.entry, group));
  return std::optional(Found{*std::move(holder->stored.entry), holder->type});
}

/// What a scan reads under one lock; the visits happen without it.
struct BcsCatalog::Batch {
  std::vector<StoredEntry> entries;
  RecordKey next{};
  bool is_last = false;
};

Result<BcsCatalog::Batch> BcsCatalog::read_batch(RecordKey from,
                                                 std::vector<CatalogFinding>& findings) {
  CS_ASSIGN(const Lock lock, begin(io::LockMode::kShared));
  Batch batch;
  std::optional<GenerationGroupEntry> group;
  CS_ASSIGN(std::optional<Bytes> record, store_->get_at_least(from));
  while (record && batch.entries.size() < kBatchEntries) {
    batch.next = key_of(*record);
    if (batch.next[kNameBytes] == 0) {
      auto stored = records_.complete(*record);
      if (!stored) {
        const auto head = decode_head(*record);
        findings.push_back({head ? head->name : std::string("?"), to_string(stored.failure())});
      } else {
        CS_ASSIGN(const bool pending, is_pending(*stored));
        if (!pending) {
          if (stored->entry) {
            CS_TRY(fill_status(*stored->entry, group));
          }
          batch.entries.push_back(*std::move(stored));
        }
      }
    }
    CS_ASSIGN(record, store_->next());
  }
  batch.is_last = !record;
  batch.next = record ? key_of(*record) : RecordKey{};
  return batch;
}

Result<void> BcsCatalog::scan(std::string_view from, const Visit& each,
                              std::vector<CatalogFinding>& findings) {
  RecordKey next = from.empty() ? RecordKey{} : make_key(from);
  while (true) {
    CS_ASSIGN(const Batch batch, read_batch(next, findings));
    for (const StoredEntry& stored : batch.entries) {
      if (stored.entry) {
        CS_ASSIGN(const bool goes_on, each(*stored.entry));
        if (!goes_on) {
          return {};
        }
      }
    }
    if (batch.is_last) {
      return {};
    }
    next = batch.next;
  }
}

Result<void> BcsCatalog::scan_names(std::string_view from, const VisitName& each,
                                    std::vector<CatalogFinding>& findings) {
  RecordKey next = from.empty() ? RecordKey{} : make_key(from);
  while (true) {
    CS_ASSIGN(const Batch batch, read_batch(next, findings));
    for (const StoredEntry& stored : batch.entries) {
      EntryType type = stored.entry ? stored.entry->type() : EntryType::kTrueName;
      std::string sphere;
      if (!stored.entry) {
        CS_ASSIGN(const auto found, find(stored.true_name));
        type = found ? found->type : type;
        sphere = found ? found->entry.name() : sphere;
      }
      CS_ASSIGN(const bool goes_on, each(stored.name(), type, sphere));
      if (!goes_on) {
        return {};
      }
    }
    if (batch.is_last) {
      return {};
    }
    next = batch.next;
  }
}

Result<void> BcsCatalog::check_free(std::string_view name) {
  CS_ASSIGN(const auto holder, find_holder(name));
  if (holder) {
    return failure<msg::CSL0010E>(name_, name);
  }
  CS_ASSIGN(const auto stored, records_.read(name));
  if (!stored) {
    return {};
  }
  if (stored->entry) {
    return records_.erase(name);  // the new end of a rename that was killed
  }
  CS_ASSIGN(auto target, records_.read(stored->leads_to));
  const bool was_moved = target && target->entry && target->moved_from == name;
  return was_moved ? finish_move(*target) : Result<void>();
}

Result<void> BcsCatalog::write_truename(std::string_view name, std::string_view leads_to) {
  StoredEntry truename;
  truename.true_name = name;
  truename.leads_to = leads_to;
  return records_.write(truename);
}

/// Only what leads there: another sphere may have taken the name.
Result<void> BcsCatalog::erase_truename(std::string_view name, std::string_view leads_to) {
  CS_ASSIGN(const auto stored, records_.read(name));
  if (stored && !stored->entry && stored->leads_to == leads_to) {
    return records_.erase(name);
  }
  return {};
}

Result<void> BcsCatalog::put_unchecked(const Entry& entry) {
  CS_ASSIGN(const Lock lock, begin(io::LockMode::kExclusive));
  for (const auto& [inside, type] : names_inside(entry)) {
    CS_TRY(write_truename(inside, entry.name()));
  }
  StoredEntry stored;
  stored.entry = entry;
  CS_TRY(records_.write(stored));
  return finish();
}

Result<void> BcsCatalog::add(const Entry& entry) {
  CS_ASSIGN(const Lock lock, begin(io::LockMode::kExclusive));
  CS_TRY(check_free(entry.name()));
  const auto inside = names_inside(entry);
  std::set<std::string_view> seen{entry.name()};
  for (const auto& [name, type] : inside) {
    if (!seen.insert(name).second) {
      return failure<msg::CSL0010E>(name_, name);
    }
    CS_TRY(check_free(name));
  }
  if (entry.alias && !entry.alias->is_symbolic) {
    CS_TRY(change_aliases(entry.alias->related_name, entry.name(), true));
  }
  for (const auto& [name, type] : inside) {
    CS_TRY(write_truename(name, entry.name()));
  }
  StoredEntry stored;
  stored.entry = entry;
  CS_TRY(records_.write(stored));
  return finish();
}

Result<BcsCatalog::Holder> BcsCatalog::read_for_update(std::string_view name) {
  CS_ASSIGN(std::optional<Holder> holder, find_holder(name));
  if (!holder) {
    return not_found(name);
  }
  CS_TRY(settle_move(holder->stored));
  return *std::move(holder);
}

/// Takes back or finishes what a killed rename left.
Result<void> BcsCatalog::settle_move(StoredEntry& stored) {
  if (!stored.moving_to.empty()) {
    CS_ASSIGN(const auto target, records_.read(stored.moving_to));
    if (target && target->entry && target->moved_from == stored.name()) {
      CS_TRY(records_.erase(stored.moving_to));
    }
    stored.moving_to.clear();
  }
  return stored.moved_from.empty() ? Result<void>() : finish_move(stored);
}

Result<void> BcsCatalog::change(std::string_view name, const Change& change) {
  CS_ASSIGN(const Lock lock, begin(io::LockMode::kExclusive));
  CS_ASSIGN(Holder holder, read_for_update(name));
  const Entry before = *holder.stored.entry;
  CS_TRY(change(*holder.stored.entry));
  CS_CHECK(holder.stored.entry->name() == before.name());
  CS_CHECK(holder.stored.entry->type() == before.type());
  CS_TRY(write_changed(before, holder.stored));
  return finish();
}

/// Names that are new get truenames before, names that are gone lose theirs after.
Result<void> BcsCatalog::write_changed(const Entry& before, StoredEntry& stored) {
  const Entry& entry = *stored.entry;
  const auto inside = names_inside(entry);
  std::set<std::string_view> seen{entry.name()};
  for (const auto& [name, type] : inside) {
    if (!seen.insert(name).second) {
      return failure<msg::CSL0010E>(name_, name);
    }
    if (!type_inside(before, name)) {
      CS_TRY(check_free(name));
    }
  }
  for (const auto& [name, type] : inside) {
    if (!type_inside(before, name)) {
      CS_TRY(write_truename(name, entry.name()));
    }
  }
  CS_TRY(records_.write(stored));
  for (const auto& [name, type] : names_inside(before)) {
    if (!seen.contains(name)) {
      CS_TRY(erase_truename(name, entry.name()));
    }
  }
  return {};
}

Result<void> BcsCatalog::change_aliases(std::string_view related, const std::string& alias,
                                        bool is_added) {
  auto holder = read_for_update(related);
  if (!holder) {
    return !is_added && holder.failure().is(msg::CSL0011E) ? Result<void>() : holder.failure();
  }
  Entry& entry = *holder->stored.entry;
  std::vector<std::string>* aliases = aliases_of(entry);
  if (aliases == nullptr) {
    return failure<msg::CSL0012E>(related, to_string(entry.type()), "given an alias");
  }
  const auto at = std::ranges::find(*aliases, alias);
  if ((at != aliases->end()) == is_added) {
    return {};
  }
  if (is_added) {
    aliases->push_back(alias);
  } else {
    aliases->erase(at);
  }
  return records_.write(holder->stored);
}

Result<void> BcsCatalog::sync() {
  return store_->sync();
}

Result<void> BcsCatalog::close() {
  return store_->close();
}

}  // namespace coldsite::catalog
