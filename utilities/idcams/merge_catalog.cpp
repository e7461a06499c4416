#include "utilities/idcams/merge_catalog.hpp"

#include <algorithm>

#include "datasets/catalog/generation_group.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/data_set.hpp"
#include "utilities/idcams/entry_mask.hpp"

namespace coldsite::idcams {
namespace {

/// Aliases are entries of their own, and follow.
catalog::Entry without_aliases(catalog::Entry entry) {
  if (entry.non_vsam) {
    entry.non_vsam->aliases.clear();
  } else if (entry.generation) {
    entry.generation->data_set.aliases.clear();
  }
  return entry;
}

std::vector<std::string> aliases_of(const catalog::Entry& entry) {
  if (entry.non_vsam) {
    return entry.non_vsam->aliases;
  }
  return entry.generation ? entry.generation->data_set.aliases : std::vector<std::string>();
}

class CatalogMerge {
 public:
  CatalogMerge(Session& session, const ReproCommand& command)
      : session_(session), command_(command) {}

  Result<void> run();

 private:
  Result<catalog::Catalog*> catalog_of(const DataReference& reference);
  Result<std::vector<std::string>> names();
  [[nodiscard]] bool is_wanted(const std::string& name) const;
  Result<void> move(const std::string& name);
  Result<void> enter(const catalog::Entry& entry);
  Result<std::vector<std::string>> enter_generations(const catalog::GenerationGroupEntry& group);
  Result<void> rename_catalog_in_volumes(const catalog::Sphere& sphere);

  Session& session_;
  const ReproCommand& command_;
  catalog::Catalog* from_ = nullptr;
  catalog::Catalog* to_ = nullptr;
  std::uint64_t moved_ = 0;
};

Result<catalog::Catalog*> CatalogMerge::catalog_of(const DataReference& reference) {
  const std::string name = name_of(session_, reference);
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs(name));
  return search->catalog(name);
}

bool CatalogMerge::is_wanted(const std::string& name) const {
  if (command_.entries.empty() && command_.levels.empty()) {
    return true;
  }
  const auto is_entry = [&name](const EntryName& entry) {
    return EntryMask(entry.name, MaskKind::kGeneric).matches(name);
  };
  const auto is_below = [&name](const EntryName& level) {
    return EntryMask(level.name, MaskKind::kLevel).matches(name);
  };
  return std::ranges::any_of(command_.entries, is_entry) ||
         std::ranges::any_of(command_.levels, is_below);
}

/// The entries to move. Generations go with their base.
Result<std::vector<std::string>> CatalogMerge::names() {
  std::vector<std::string> result;
  std::vector<catalog::CatalogFinding> findings;
  const auto visit = [&](const catalog::Entry& entry) -> Result<bool> {
    const bool is_own =
        entry.name() == catalog::self_describing_name() || entry.name() == from_->name();
    const bool goes_along = entry.generation.has_value() || entry.user_catalog.has_value();
    if (!is_own && !goes_along && is_wanted(entry.name())) {
      result.push_back(entry.name());
    }
    return true;
  };
  CS_TRY(from_->scan("", visit, findings));
  tell_damaged(session_, *from_, findings);
  // Aliases come last: what they relate to is there then.
  std::ranges::stable_sort(result, {}, [this](const std::string& name) {
    const auto found = from_->find(name);
    return found && *found && (*found)->entry.alias.has_value();
  });
  return result;
}

/// The VVRs name the catalog that owns them.
Result<void> CatalogMerge::rename_catalog_in_volumes(const catalog::Sphere& sphere) {
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs(sphere.base.name));
  std::vector<catalog::ClusterEntry> clusters = sphere.alternate_indexes;
  clusters.push_back(sphere.base);
  for (const catalog::ClusterEntry& cluster : clusters) {
    const vsam::ClusterPlace place = site::place_of(cluster, *search);
    for (const vsam::ComponentPlace* part : components_of(place)) {
      CS_TRY(change_component(session_, *part, [&](vsam::VolumeRecord& record) -> Result<void> {
        record.catalog_name = to_->name();
        return {};
      }));
    }
  }
  return {};
}

/// With its aliases. The same entry is there already when the command was killed before.
Result<void> CatalogMerge::enter(const catalog::Entry& entry) {
  const catalog::Entry alone = without_aliases(entry);
  CS_ASSIGN(const auto there, to_->find(entry.name()));
  if (!there || without_aliases(there->entry) != alone) {
    CS_TRY(to_->add(alone));
  }
  for (const std::string& name : aliases_of(entry)) {
    CS_ASSIGN(const auto alias, from_->find(name));
    if (alias && alias->entry.alias) {
      CS_TRY(enter(alias->entry));
    }
  }
  return {};
}

/// The base names its generations already. Returns what was entered.
Result<std::vector<std::string>> CatalogMerge::enter_generations(
    const catalog::GenerationGroupEntry& group) {
  std::vector<std::string> names;
  for (const catalog::Generation& generation : group.generations) {
    std::string name = catalog::to_string(
        catalog::GenerationName{group.name, generation.number, generation.version});
    CS_ASSIGN(const auto found, from_->find(name));
    if (found && found->entry.generation) {
      CS_TRY(enter(found->entry));
      names.push_back(std::move(name));
    }
  }
  return names;
}

Result<void> CatalogMerge::move(const std::string& name) {
  CS_ASSIGN(const auto found, from_->find(name));
  if (!found) {
    return {};  // an alias that went with its entry
  }
  const catalog::Entry& entry = found->entry;
  CS_TRY(enter(entry));
  std::vector<std::string> going;
  if (entry.generation_group) {
    CS_ASSIGN(going, enter_generations(*entry.generation_group));
  }
  going.push_back(name);
  CS_TRY(to_->sync());
  CS_KILL_POINT("idcams.merge_entered");
  if (entry.sphere) {
    CS_TRY(rename_catalog_in_volumes(*entry.sphere));
  }
  for (const std::string& gone : going) {
    CS_TRY(from_->remove(gone));
    ++moved_;
  }
  return {};
}

Result<void> CatalogMerge::run() {
  CS_ASSIGN(from_, catalog_of(command_.input));
  CS_ASSIGN(to_, catalog_of(command_.output));
  if (from_ == to_) {
    return failure<msg::CSN0002S>("MERGECAT", "both names lead to one catalog");
  }
  CS_ASSIGN(const std::vector<std::string> wanted, names());
  for (const std::string& name : wanted) {
    if (auto done = move(name); !done) {
      session_.fail(done.failure(), kError);
      session_.say_at<msg::CSN0012W>(kError, name);
    }
  }
  CS_TRY(session_.sync_catalogs());
  session_.say<msg::IDC0005I>(moved_);
  return {};
}

}  // namespace

void merge_catalogs(Session& session, const ReproCommand& command) {
  if (auto done = CatalogMerge(session, command).run(); !done) {
    session.fail(done.failure());
  }
}

}  // namespace coldsite::idcams
