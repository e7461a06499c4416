// Renaming and removing in a catalog.
#include <algorithm>

#include "datasets/catalog/bcs_catalog.hpp"
#include "datasets/messages/csl.hpp"

namespace coldsite::catalog {
namespace {

void set_name(Entry& entry, const std::string& name) {
  if (entry.sphere) {
    for (PathEntry& path : entry.sphere->paths) {
      path.entry_name = path.entry_name == entry.sphere->base.name ? name : path.entry_name;
    }
    entry.sphere->base.name = name;
  } else {
    entry.non_vsam->name = name;
  }
}

void rename_in(ClusterEntry& cluster, const std::string& name, const std::string& new_name) {
  cluster.name = cluster.name == name ? new_name : cluster.name;
  for (ComponentEntry& component : cluster.components) {
    component.name = component.name == name ? new_name : component.name;
  }
}

}  // namespace

Result<void> BcsCatalog::rename(std::string_view name, std::string_view new_name) {
  CS_ASSIGN(const Lock lock, begin(io::LockMode::kExclusive));
  CS_ASSIGN(Holder holder, read_for_update(name));
  const Entry& entry = *holder.stored.entry;
  if ((!entry.sphere && !entry.non_vsam) || entry.name() == self_describing_name()) {
    return failure<msg::CSL0012E>(name, to_string(entry.type()), "renamed");
  }
  CS_TRY(check_free(new_name));
  if (entry.name() == name) {
    CS_TRY(move_entry(std::move(holder.stored), std::string(new_name)));
  } else {
    CS_TRY(rename_inside(std::move(holder.stored), std::string(name), std::string(new_name)));
  }
  return finish();
}

Result<void> BcsCatalog::rename_inside(StoredEntry stored, const std::string& name,
                                       const std::string& new_name) {
  const Entry before = *stored.entry;
  Sphere& sphere = *stored.entry->sphere;
  rename_in(sphere.base, name, new_name);
  for (ClusterEntry& index : sphere.alternate_indexes) {
    rename_in(index, name, new_name);
  }
  for (PathEntry& path : sphere.paths) {
    path.name = path.name == name ? new_name : path.name;
    path.entry_name = path.entry_name == name ? new_name : path.entry_name;
  }
  return write_changed(before, stored);
}

Result<void> BcsCatalog::move_entry(StoredEntry stored, const std::string& new_name) {
  const std::string old_name = stored.name();
  StoredEntry moved = stored;
  stored.moving_to = new_name;
  CS_TRY(records_.write(stored));
  set_name(*moved.entry, new_name);
  moved.moved_from = old_name;
  CS_TRY(records_.write(moved));
  CS_TRY(write_truename(old_name, new_name));  // the commit
  return finish_move(moved);
}

/// Behind the commit of a rename: what leads to the old name leads to the new one, then the marks
/// go.
Result<void> BcsCatalog::finish_move(StoredEntry& stored) {
  const std::string old_name = stored.moved_from;
  Entry& entry = *stored.entry;
  for (const auto& [inside, type] : names_inside(entry)) {
    CS_ASSIGN(const auto truename, records_.read(inside));
    if (truename && !truename->entry && truename->leads_to == old_name) {
      CS_TRY(write_truename(inside, entry.name()));
    }
  }
  if (const auto* aliases = aliases_of(entry)) {
    for (const std::string& name : *aliases) {
      CS_ASSIGN(auto alias, records_.read(name));
      if (alias && alias->entry && alias->entry->alias &&
          alias->entry->alias->related_name == old_name) {
        alias->entry->alias->related_name = entry.name();
        CS_TRY(records_.write(*alias));
      }
    }
  }
  stored.moved_from.clear();
  CS_TRY(records_.write(stored));
  return erase_truename(old_name, entry.name());
}

Result<void> BcsCatalog::remove(std::string_view name) {
  CS_ASSIGN(const Lock lock, begin(io::LockMode::kExclusive));
  const auto direct = records_.read(name);
  if (!direct && direct.failure().is(msg::CSL0007E)) {
    CS_TRY(records_.erase(name));
    return finish();
  }
  CS_ASSIGN(std::optional<Holder> holder, find_holder(name));
  if (!holder) {
    CS_TRY(direct);
    if (!*direct || (*direct)->entry) {
      return not_found(name);
    }
    CS_TRY(records_.erase(name));  // a truename that leads nowhere
    return finish();
  }
  CS_TRY(settle_move(holder->stored));
  if (holder->stored.name() == name) {
    CS_TRY(remove_whole(holder->stored));
  } else {
    CS_TRY(remove_inside(std::move(holder->stored), std::string(name), holder->type));
  }
  return finish();
}

Result<void> BcsCatalog::remove_inside(StoredEntry stored, const std::string& name,
                                       EntryType type) {
  if (type != EntryType::kAlternateIndex && type != EntryType::kPath) {
    return failure<msg::CSL0012E>(name, to_string(type), "removed");
  }
  const Entry before = *stored.entry;
  Sphere& sphere = *stored.entry->sphere;
  std::erase_if(sphere.alternate_indexes,
                [&](const ClusterEntry& index) { return index.name == name; });
  std::erase_if(sphere.paths, [&](const PathEntry& path) {
    return path.name == name || path.entry_name == name;
  });
  return write_changed(before, stored);
}

/// Aliases go first: one that outlived its entry would lead nowhere.
Result<void> BcsCatalog::remove_whole(StoredEntry& stored) {
  Entry& entry = *stored.entry;
  if (const auto* aliases = aliases_of(entry)) {
    for (const std::string& name : *aliases) {
      CS_ASSIGN(const auto alias, records_.read(name));
      if (alias && alias->entry && alias->entry->alias &&
          alias->entry->alias->related_name == entry.name()) {
        CS_TRY(records_.erase(name));
      }
    }
  }
  CS_TRY(records_.erase(entry.name()));
  for (const auto& [inside, type] : names_inside(entry)) {
    CS_TRY(erase_truename(inside, entry.name()));
  }
  if (entry.alias && !entry.alias->is_symbolic) {
    return change_aliases(entry.alias->related_name, entry.name(), false);
  }
  return {};
}

}  // namespace coldsite::catalog
