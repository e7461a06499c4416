// LISTCAT: which entries, in which order, on which pages. What each looks like is in listcat_lines.
#include <algorithm>

#include "datasets/catalog/generation_group.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/entry_types.hpp"
#include "utilities/idcams/listcat_lines.hpp"

namespace coldsite::idcams {
namespace {

std::int64_t day_number(dasd::LabelDate date) {
  return static_cast<std::int64_t>(date.year) * 366 + date.day_of_year;
}

/// One LISTCAT at work.
class CatalogListing {
 public:
  CatalogListing(Session& session, const ListcatCommand& command)
      : session_(session), command_(command) {}

  Result<void> run();

 private:
  Result<void> list_entries();
  Result<void> list_entry(const EntryName& entry);
  Result<void> list_levels();
  Result<void> list_catalog();
  Result<void> list_masked(catalog::Catalog& catalog, const EntryMask& mask, bool is_nested);
  Result<void> list_found(const catalog::Found& found, const std::string& name, bool is_nested);
  void list_cluster(const catalog::Sphere& sphere, const catalog::ClusterEntry& cluster,
                    bool with_components);
  void list_component(const catalog::ClusterEntry& cluster,
                      const catalog::ComponentEntry& component, bool is_nested);
  void list_component_by_name(const catalog::Sphere& sphere, const std::string& name);
  Result<void> list_generations(const catalog::GenerationGroupEntry& group);

  [[nodiscard]] bool is_wanted(catalog::EntryType type) const;
  [[nodiscard]] bool is_in_time(const catalog::Entry& entry) const;
  [[nodiscard]] ListingStyle style(bool is_nested) const;
  ComponentFacts read_facts(const catalog::ClusterEntry& cluster,
                            const catalog::ComponentEntry& component);
  void put(catalog::EntryType type, const std::string& name, const std::vector<PrintLine>& lines);
  void tell_not_found(const std::string& name);
  void begin_catalog(catalog::Catalog& catalog, bool has_subtitle);

  Session& session_;
  const ListcatCommand& command_;
  catalog::Catalog* catalog_ = nullptr;
  ListcatTotals totals_;
};

bool CatalogListing::is_wanted(catalog::EntryType type) const {
  return command_.types.empty() || std::ranges::any_of(command_.types, [type](EntryType wanted) {
           return is_type(type, wanted);
         });
}

/// CREATION(days): made so long ago or longer; EXPIRATION(days): expires within so many days.
bool CatalogListing::is_in_time(const catalog::Entry& entry) const {
  const catalog::Ownership& ownership = entry.ownership();
  const std::int64_t today = day_number(session_.context().today());
  if (command_.creation_days && day_number(ownership.created) + *command_.creation_days > today) {
    return false;
  }
  return !command_.expiration_days ||
         day_number(ownership.expires) <= today + *command_.expiration_days;
}

ListingStyle CatalogListing::style(bool is_nested) const {
  return {catalog_->name(), command_.fields, is_nested};
}

void CatalogListing::put(catalog::EntryType type, const std::string& name,
                         const std::vector<PrintLine>& lines) {
  totals_.count(type);
  session_.context().report->fact_row("entries", {{"name", name},
                                                  {"type", std::string(catalog::to_string(type))},
                                                  {"catalog", catalog_->name()}});
  for (const PrintLine& line : lines) {
    session_.lines().print(line);
  }
}

void CatalogListing::tell_not_found(const std::string& name) {
  session_.say_at<msg::IDC3012I>(kWarning, name);
  session_.say_at<msg::IDC3009I>(kWarning, 8, "EG", 42);
  session_.say<msg::IDC1566I>(name);
}

void CatalogListing::begin_catalog(catalog::Catalog& catalog, bool has_subtitle) {
  if (catalog_ != &catalog && has_subtitle) {
    session_.lines().begin_page(std::string(29, ' ') + "LISTING FROM CATALOG -- " + catalog.name());
  }
  catalog_ = &catalog;
}

ComponentFacts CatalogListing::read_facts(const catalog::ClusterEntry& cluster,
                                          const catalog::ComponentEntry& component) {
  if (command_.fields < ListcatFields::kAllocation) {
    return {};
  }
  const auto search = session_.catalogs(cluster.name);
  const auto volumes = session_.volumes(cluster.name);
  const vsam::ClusterPlace place = site::place_of(cluster, **search);
  auto read = vsam::read_component(
      **volumes, component.type == catalog::EntryType::kData ? place.data : place.index);
  if (!read) {
    session_.fail(read.failure(), kWarning);
    return {};
  }
  return *std::move(read);
}

void CatalogListing::list_component(const catalog::ClusterEntry& cluster,
                                    const catalog::ComponentEntry& component, bool is_nested) {
  if (is_wanted(component.type)) {
    put(component.type, component.name,
        component_lines(cluster, component, read_facts(cluster, component), style(is_nested)));
  }
}

void CatalogListing::list_cluster(const catalog::Sphere& sphere,
                                  const catalog::ClusterEntry& cluster, bool with_components) {
  if (is_wanted(cluster.type) && !cluster.components.empty()) {
    const bool needs_facts = command_.fields == ListcatFields::kAll;
    const ComponentFacts facts =
        needs_facts ? read_facts(cluster, cluster.components.front()) : ComponentFacts();
    put(cluster.type, cluster.name, cluster_lines(sphere, cluster, facts, style(false)));
  }
  if (with_components) {
    for (const catalog::ComponentEntry& component : cluster.components) {
      list_component(cluster, component, true);
    }
  }
}

void CatalogListing::list_component_by_name(const catalog::Sphere& sphere,
                                            const std::string& name) {
  const auto list_in = [&](const catalog::ClusterEntry& cluster) {
    for (const catalog::ComponentEntry& component : cluster.components) {
      if (component.name == name) {
        list_component(cluster, component, false);
      }
    }
  };
  list_in(sphere.base);
  std::ranges::for_each(sphere.alternate_indexes, list_in);
}

Result<void> CatalogListing::list_generations(const catalog::GenerationGroupEntry& group) {
  for (const catalog::Generation& generation : group.generations) {
    const std::string name = catalog::to_string(
        catalog::GenerationName{group.name, generation.number, generation.version});
    CS_ASSIGN(const auto found, catalog_->find(name));
    if (found && found->entry.generation && is_wanted(catalog::EntryType::kGeneration)) {
      put(catalog::EntryType::kGeneration, name,
          generation_lines(*found->entry.generation, style(true)));
    }
  }
  return {};
}

/// `is_nested`: what belongs to the entry follows it, as ENTRIES has it.
Result<void> CatalogListing::list_found(const catalog::Found& found, const std::string& name,
                                        bool is_nested) {
  const catalog::Entry& entry = found.entry;
  if (!is_in_time(entry)) {
    return {};
  }
  if (entry.sphere) {
    const catalog::Sphere& sphere = *entry.sphere;
    const auto index =
        std::ranges::find(sphere.alternate_indexes, name, &catalog::ClusterEntry::name);
    const auto path = std::ranges::find(sphere.paths, name, &catalog::PathEntry::name);
    if (sphere.base.name == name) {
      list_cluster(sphere, sphere.base, is_nested);
    } else if (index != sphere.alternate_indexes.end()) {
      list_cluster(sphere, *index, is_nested);
    } else if (path != sphere.paths.end()) {
      if (is_wanted(catalog::EntryType::kPath)) {
        put(catalog::EntryType::kPath, name, path_lines(sphere, *path, style(false)));
      }
    } else {
      list_component_by_name(sphere, name);
    }
    return {};
  }
  if (is_wanted(found.type)) {
    if (entry.non_vsam) {
      put(found.type, name, non_vsam_lines(*entry.non_vsam, style(false)));
    } else if (entry.generation) {
      put(found.type, name, generation_lines(*entry.generation, style(false)));
    } else if (entry.generation_group) {
      put(found.type, name, generation_group_lines(*entry.generation_group, style(false)));
    } else if (entry.user_catalog) {
      put(found.type, name, user_catalog_lines(*entry.user_catalog, style(false)));
    } else if (entry.alias) {
      put(found.type, name, alias_lines(*entry.alias, style(false)));
    }
  }
  return is_nested && entry.generation_group ? list_generations(*entry.generation_group)
                                             : Result<void>();
}

/// Every name of the catalog that matches, in name order. ENTRIES lists components and generations
/// below what they belong to (`is_nested`), LEVEL each by itself.
Result<void> CatalogListing::list_masked(catalog::Catalog& catalog, const EntryMask& mask,
                                         bool is_nested) {
  const auto list = [&](const std::string& name, catalog::EntryType type) -> Result<void> {
    const bool is_part = type == catalog::EntryType::kData || type == catalog::EntryType::kIndex ||
                         type == catalog::EntryType::kGeneration;
    if (is_nested && is_part && command_.types.empty()) {
      return {};
    }
    CS_ASSIGN(const auto found, catalog.find(name));
    return found ? list_found(*found, name, is_nested && command_.types.empty()) : Result<void>();
  };
  return for_each_match(session_, catalog, mask, list);
}

Result<void> CatalogListing::list_entry(const EntryName& entry) {
  if (entry.is_generic()) {
    const EntryMask mask(entry.name, MaskKind::kGeneric);
    CS_ASSIGN(catalog::Catalog * catalog,
              session_.catalog_for(command_.catalog, mask.catalog_hint()));
    begin_catalog(*catalog, false);
    const std::size_t before = totals_.total();
    CS_TRY(list_masked(*catalog, mask, true));
    if (totals_.total() == before) {
      tell_not_found(entry.name);
    }
    return {};
  }
  CS_ASSIGN(const auto located, session_.locate(entry.name, command_.catalog));
  if (!located) {
    tell_not_found(entry.name);
    return {};
  }
  begin_catalog(*located->catalog, false);
  const std::size_t before = totals_.total();
  CS_TRY(list_found(located->found, located->name, true));
  if (totals_.total() == before) {
    session_.say<msg::IDC1565I>(entry.name);
    session_.say<msg::IDC1566I>(entry.name);
  }
  return {};
}

Result<void> CatalogListing::list_entries() {
  for (const EntryName& entry : command_.entries) {
    CS_TRY(list_entry(entry));
  }
  return {};
}

Result<void> CatalogListing::list_levels() {
  for (const EntryName& level : command_.levels) {
    const EntryMask mask(level.name, MaskKind::kLevel);
    CS_ASSIGN(catalog::Catalog * catalog,
              session_.catalog_for(command_.catalog, mask.catalog_hint()));
    begin_catalog(*catalog, true);
    const std::size_t before = totals_.total();
    CS_TRY(list_masked(*catalog, mask, command_.with_components));
    if (totals_.total() == before) {
      tell_not_found(level.name);
    }
  }
  return {};
}

Result<void> CatalogListing::list_catalog() {
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs("LISTCAT"));
  catalog::Catalog* catalog = &search->master();
  if (command_.catalog) {
    CS_ASSIGN(catalog, search->catalog(command_.catalog->name));
  }
  begin_catalog(*catalog, true);
  return list_masked(*catalog, EntryMask("**", MaskKind::kMask), false);
}

Result<void> CatalogListing::run() {
  if (!command_.entries.empty()) {
    CS_TRY(list_entries());
  } else if (!command_.levels.empty()) {
    CS_TRY(list_levels());
  } else {
    CS_TRY(list_catalog());
  }
  session_.lines().begin_page(command_.entries.empty() && catalog_ != nullptr
                                  ? std::string(29, ' ') + "LISTING FROM CATALOG -- " +
                                        catalog_->name()
                                  : std::string());
  for (const PrintLine& line : totals_.lines()) {
    session_.lines().print(line);
  }
  session_.lines().end_subtitle();
  return {};
}

}  // namespace

void run_command(Session& session, const ListcatCommand& command) {
  std::unique_ptr<OutfileListing> outfile;
  if (command.outfile) {
    auto opened = OutfileListing::open(session.context(), command.outfile->text);
    if (!opened) {
      session.say<msg::IDC3300I>(command.outfile->text);
      session.fail(opened.failure());
      return;
    }
    outfile = *std::move(opened);
    session.set_outfile(outfile.get());
  }
  if (auto done = CatalogListing(session, command).run(); !done) {
    session.fail(done.failure());
  }
  session.set_outfile(nullptr);
  if (outfile != nullptr) {
    if (auto closed = outfile->close(); !closed) {
      session.fail(closed.failure());
    }
  }
}

}  // namespace coldsite::idcams
