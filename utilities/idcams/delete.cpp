#include "utilities/idcams/delete.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/catalog_steps.hpp"

namespace coldsite::idcams {
namespace {

using Type = catalog::EntryType;

}  // namespace

void Deletion::tell(Type type, const std::string& name) {
  session_.say<msg::IDC0550I>(letter_of(type), name);
}

Result<void> Deletion::check_expiration(const std::string& name,
                                        const catalog::Ownership& ownership) {
  if (!options_.purge && dasd::is_unexpired(ownership.expires, session_.context().today())) {
    return failure<msg::CSN0006E>(
        name, fmt::format("{:04}.{:03}", ownership.expires.year, ownership.expires.day_of_year));
  }
  return {};
}

/// Every volume must be there for update before the catalog is changed.
Result<void> Deletion::check_volumes(const catalog::ClusterEntry& cluster) {
  if (options_.scratch == false) {
    return {};
  }
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs(cluster.name));
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(cluster.name));
  const vsam::ClusterPlace place = site::place_of(cluster, *search);
  for (const vsam::ComponentPlace* component : components_of(place)) {
    for (const std::string& volser : component->volsers) {
      CS_TRY(volumes->volume(volser, dasd::Access::kUpdate));
    }
  }
  return {};
}

Result<void> Deletion::scratch_components(const catalog::ClusterEntry& cluster) {
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs(cluster.name));
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(cluster.name));
  const vsam::ClusterPlace place = site::place_of(cluster, *search);
  for (const vsam::ComponentPlace* component : components_of(place)) {
    vsam::DeleteOptions options;
    options.purge = true;  // checked against the catalog entry
    options.scratch = options_.scratch.value_or(true);
    if (options_.erase) {
      options.erase = *options_.erase;
    } else if (const auto facts = vsam::read_component(*volumes, *component)) {
      options.erase = facts->attributes().erases;
    }
    CS_ASSIGN(const vsam::DeletedComponent deleted,
              vsam::delete_component(*volumes, *component, options));
    for (const Failure& warning : deleted.warnings) {
      session_.say_at(warning.message().condition_code, warning);
    }
  }
  return {};
}

/// A cluster with all its alternate indexes and paths, or one alternate index with its paths.
Result<void> Deletion::remove_cluster(catalog::Catalog& catalog, const catalog::Sphere& sphere,
                                      const catalog::ClusterEntry& cluster) {
  CS_TRY(check_expiration(cluster.name, cluster.ownership));
  std::vector<catalog::ClusterEntry> going;
  const bool is_base = cluster.name == sphere.base.name;
  if (is_base) {
    going = sphere.alternate_indexes;
  }
  going.push_back(cluster);
  for (const catalog::ClusterEntry& entry : going) {
    CS_TRY(check_volumes(entry));
  }
  CS_TRY(catalog.remove(cluster.name));
  CS_TRY(session_.sync_catalogs());
  CS_KILL_POINT("idcams.removed_from_catalog");
  for (const catalog::PathEntry& path : sphere.paths) {
    if (is_base || path.entry_name == cluster.name) {
      tell(Type::kPath, path.name);
    }
  }
  for (const catalog::ClusterEntry& entry : going) {
    CS_TRY(scratch_components(entry));
    for (const catalog::ComponentEntry& component : entry.components) {
      tell(component.type, component.name);
    }
    tell(entry.type, entry.name);
  }
  return {};
}

Result<void> Deletion::remove_path(catalog::Catalog& catalog, const std::string& name) {
  CS_TRY(catalog.remove(name));
  CS_TRY(session_.sync_catalogs());
  tell(Type::kPath, name);
  return {};
}

Result<void> Deletion::remove_sphere_part(const catalog::Located& located) {
  const catalog::Sphere& sphere = *located.found.entry.sphere;
  switch (located.found.type) {
    case Type::kCluster:
      return remove_cluster(*located.catalog, sphere, sphere.base);
    case Type::kAlternateIndex: {
      const auto index =
          std::ranges::find(sphere.alternate_indexes, located.name, &catalog::ClusterEntry::name);
      if (index != sphere.alternate_indexes.end()) {
        return remove_cluster(*located.catalog, sphere, *index);
      }
      return failure<msg::CSL0011E>(located.catalog->name(), located.name);
    }
    case Type::kPath:
      return remove_path(*located.catalog, located.name);
    default:
      return failure<msg::CSN0004S>(located.name, catalog::to_string(located.found.type));
  }
}

Result<void> Deletion::remove_data_set(catalog::Catalog& catalog,
                                       const catalog::NonVsamEntry& entry, Type type) {
  CS_TRY(check_expiration(entry.name, entry.ownership));
  const bool scratch = options_.scratch.value_or(true);
  if (scratch) {
    CS_TRY(check_scratch_possible(session_, entry, options_.purge));
  }
  if (type == Type::kGeneration) {
    CS_TRY(catalog::remove_generation(catalog, entry.name));
  } else {
    CS_TRY(catalog.remove(entry.name));
  }
  CS_TRY(session_.sync_catalogs());
  CS_KILL_POINT("idcams.removed_from_catalog");
  if (scratch) {
    CS_TRY(scratch_non_vsam(session_, entry, options_.purge));
  }
  tell(type, entry.name);
  return {};
}

/// FORCE and RECOVERY take the generations' entries along; their data sets stay, unless SCRATCH was
/// coded.
Result<void> Deletion::remove_group(catalog::Catalog& catalog,
                                    const catalog::GenerationGroupEntry& group) {
  if (!group.generations.empty() && !options_.force && !options_.recovery) {
    return failure<msg::CSN0005E>(group.name,
                                  fmt::format("it has {} generations", group.generations.size()));
  }
  CS_TRY(check_expiration(group.name, group.ownership));
  Deletion each(session_, options_);
  each.options_.scratch = options_.scratch.value_or(false);
  for (const catalog::Generation& generation : group.generations) {
    const std::string name = catalog::to_string(
        catalog::GenerationName{group.name, generation.number, generation.version});
    CS_ASSIGN(const auto found, catalog.find(name));
    if (found && found->entry.generation) {
      CS_TRY(each.remove_data_set(catalog, found->entry.generation->data_set, Type::kGeneration));
    }
  }
  CS_TRY(catalog.remove(group.name));
  CS_TRY(session_.sync_catalogs());
  tell(Type::kGenerationGroup, group.name);
  return {};
}

/// Deletes the entries of a catalog until only the catalog itself is in it.
Result<void> Deletion::empty_catalog(catalog::Catalog& catalog) {
  while (true) {
    std::optional<catalog::Located> next;
    std::vector<catalog::CatalogFinding> findings;
    const auto visit = [&](const catalog::Entry& entry) -> Result<bool> {
      const bool is_own =
          entry.name() == catalog::self_describing_name() || entry.name() == catalog.name();
      if (!is_own) {
        next = {&catalog, {entry, entry.type()}, entry.name()};
      }
      return is_own;
    };
    CS_TRY(catalog.scan("", visit, findings));
    if (!next) {
      return {};
    }
    if (!options_.force) {
      return failure<msg::CSN0005E>(catalog.name(), "its first entry is '" + next->name + "'");
    }
    CS_TRY(remove(*next));
  }
}

Result<void> Deletion::remove_catalog(const catalog::UserCatalogEntry& user) {
  CS_TRY(check_expiration(user.name, user.ownership));
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs(user.name));
  CS_ASSIGN(catalog::Catalog * catalog, search->catalog(user.name));
  if (!options_.recovery) {
    CS_TRY(empty_catalog(*catalog));
  }
  CS_ASSIGN(const auto own, catalog->find(catalog::self_describing_name()));
  if (!own || !own->entry.sphere) {
    return failure<msg::CSL0005E>(user.name, user.volume.volser);
  }
  const catalog::ClusterEntry cluster = own->entry.sphere->base;
  CS_TRY(check_volumes(cluster));
  CS_TRY(search->master().remove(user.name));
  CS_TRY(session_.close());  // the catalog must not be open when its components go
  CS_KILL_POINT("idcams.catalog_disconnected");
  CS_TRY(scratch_components(cluster));
  for (const catalog::ComponentEntry& component : cluster.components) {
    tell(component.type, component.name);
  }
  tell(Type::kUserCatalog, user.name);
  return {};
}

Result<void> Deletion::remove(const catalog::Located& located) {
  const catalog::Entry& entry = located.found.entry;
  if (entry.sphere) {
    return remove_sphere_part(located);
  }
  if (entry.non_vsam) {
    return remove_data_set(*located.catalog, *entry.non_vsam, Type::kNonVsam);
  }
  if (entry.generation) {
    return remove_data_set(*located.catalog, entry.generation->data_set, Type::kGeneration);
  }
  if (entry.generation_group) {
    return remove_group(*located.catalog, *entry.generation_group);
  }
  if (entry.user_catalog) {
    return remove_catalog(*entry.user_catalog);
  }
  CS_TRY(located.catalog->remove(located.name));
  CS_TRY(session_.sync_catalogs());
  tell(Type::kAlias, located.name);
  return {};
}

}  // namespace coldsite::idcams
