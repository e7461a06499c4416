#include "utilities/idcams/merge_catalog.hpp"

#include <algorithm>

#include "datasets/catalog/generation_group.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/data_set.hpp"
#include "utilities/idcams/entry_mask.hpp"

namespace coldsite::idcams {
namespace {

const std::string kOwnSphere(44, '0');

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
  Result<void> move_group(const catalog::Entry& entry);
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

/// The entries to move, with generations behind their base, which is moved first.
Result<std::vector<std::string>> CatalogMerge::names() {
  std::vector<std::string> result;
  std::vector<catalog::CatalogFinding> findings;
  const auto visit = [&](const catalog::Entry& entry) -> Result<bool> {
    const bool is_own = entry.name() == kOwnSphere || entry.name() == from_->name();
    const bool goes_along = entry.generation.has_value() || entry.user_catalog.has_value();
    if (!is_own && !goes_along && is_wanted(entry.name())) {
      result.push_back(entry.name());
    }
    return true;
  };
  CS_TRY(from_->scan("", visit, findings));
  for (const catalog::CatalogFinding& finding : findings) {
    session_.say<msg::CSN0008W>(finding.name, from_->name(), finding.what);
  }
  // Aliases come last: what they relate to is there then.
  std::ranges::stable_sort(result, {}, [this](const std::string& name) {
    const auto found = from_->find(name);
    return found && *found && (*found)->entry.alias.has_value();
  });
  return result;
}

/// The VVRs name the catalog that owns them.
Result<void> CatalogMerge::rename_catalog_in_volumes(const catalog::Sphere& sphere) {
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(sphere.base.name));
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs(sphere.base.name));
  std::vector<catalog::ClusterEntry> clusters = sphere.alternate_indexes;
  clusters.push_back(sphere.base);
  for (const catalog::ClusterEntry& cluster : clusters) {
    const vsam::ClusterPlace place = site::place_of(cluster, *search);
    for (const vsam::ComponentPlace* part : {&place.data, &place.index}) {
      if (part->name.empty()) {
        continue;
      }
      CS_ASSIGN(vsam::Component component, vsam::read_component(*volumes, *part));
      for (vsam::VolumeRecord& record : component.volumes) {
        record.catalog_name = to_->name();
      }
      CS_TRY(vsam::write_component(*volumes, component));
    }
  }
  return {};
}

/// A base goes over empty; then its generations are entered in their order.
Result<void> CatalogMerge::move_group(const catalog::Entry& entry) {
  catalog::Entry base = entry;
  base.generation_group->generations.clear();
  CS_TRY(to_->add(base));
  for (const catalog::Generation& generation : entry.generation_group->generations) {
    const std::string name = catalog::to_string(
        catalog::GenerationName{entry.name(), generation.number, generation.version});
    CS_ASSIGN(const auto found, from_->find(name));
    if (!found || !found->entry.generation) {
      continue;
    }
    const bool is_active = generation.status == catalog::GenerationStatus::kActive;
    CS_TRY(catalog::add_generation(*to_, found->entry.generation->data_set, !is_active));
    CS_TRY(catalog::remove_generation(*from_, name));
    ++moved_;
  }
  return from_->remove(entry.name());
}

Result<void> CatalogMerge::move(const std::string& name) {
  CS_ASSIGN(const auto found, from_->find(name));
  if (!found) {
    return {};  // went with an entry before
  }
  if (found->entry.generation_group) {
    CS_TRY(move_group(found->entry));
  } else {
    catalog::Entry entry = found->entry;
    if (entry.non_vsam) {
      entry.non_vsam->aliases.clear();  // come behind, as entries of their own
    }
    CS_TRY(to_->add(entry));
    CS_TRY(to_->sync());
    CS_KILL_POINT("idcams.merge_entered");
    if (entry.sphere) {
      CS_TRY(rename_catalog_in_volumes(*entry.sphere));
    }
    if (entry.alias) {
      CS_TRY(from_->remove(name));
    } else if (!found->entry.non_vsam || found->entry.non_vsam->aliases.empty()) {
      CS_TRY(from_->remove(name));
    } else {
      const std::vector<std::string> aliases = found->entry.non_vsam->aliases;
      CS_TRY(from_->remove(name));
      for (const std::string& alias : aliases) {
        catalog::Entry alias_entry;
        alias_entry.alias.emplace();
        alias_entry.alias->name = alias;
        alias_entry.alias->related_name = name;
        CS_TRY(to_->add(alias_entry));
      }
    }
  }
  ++moved_;
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
