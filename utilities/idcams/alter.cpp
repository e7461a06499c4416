#include "utilities/idcams/alter.hpp"

#include <algorithm>

#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/cluster_definition.hpp"

namespace coldsite::idcams {
namespace {

using Type = catalog::EntryType;

/// A parameter that was coded, and whether an entry of this type has it.
struct CodedParameter {
  std::string_view name;
  bool is_coded;
  bool is_allowed;
};

bool is_component(Type type) {
  return type == Type::kData || type == Type::kIndex;
}

Result<void> check_parameters(const AlterCommand& command, Type type) {
  const ComponentOptions& changes = command.changes;
  const bool is_data = is_component(type);
  const bool is_group = type == Type::kGenerationGroup;
  const bool has_volumes = is_data || type == Type::kNonVsam || type == Type::kGeneration;
  const CodedParameter parameters[] = {
      {"BUFFERSPACE", changes.buffer_space_bytes.has_value(), is_data},
      {"ERASE", changes.erase.has_value(), is_data},
      {"EXCEPTIONEXIT", changes.exception_exit.has_value(), is_data},
      {"FREESPACE", changes.free_space.has_value(), is_data},
      {"REUSE", changes.reuse.has_value(), is_data},
      {"SHAREOPTIONS", changes.share_options.has_value(), is_data},
      {"WRITECHECK", changes.write_check.has_value(), is_data},
      {"UNIQUEKEY", changes.unique_keys.has_value(), is_data},
      {"KEYS", changes.keys.has_value(), is_data || type == Type::kCluster},
      {"RECORDSIZE", changes.record_size.has_value(), is_data || type == Type::kCluster},
      {"INHIBIT", command.inhibit.has_value(), is_data},
      {"ADDVOLUMES", !command.add_volumes.empty(), has_volumes},
      {"REMOVEVOLUMES", !command.remove_volumes.empty(), has_volumes},
      {"EMPTY", command.empty.has_value(), is_group},
      {"SCRATCH", command.scratch.has_value(), is_group},
      {"PURGE", command.purge.has_value(), is_group},
      {"EXTENDED", command.extended.has_value(), is_group},
      {"LIMIT", command.limit.has_value(), is_group},
      {"FIFO", command.order.has_value(), is_group},
      {"ROLLIN", command.roll_in, type == Type::kGeneration},
      {"UPDATE", command.update.has_value(), type == Type::kPath},
      {"UPGRADE", command.upgrade.has_value(), type == Type::kAlternateIndex},
  };
  for (const CodedParameter& parameter : parameters) {
    if (parameter.is_coded && !parameter.is_allowed) {
      return failure<msg::IDC3190I>(parameter.name).at(command.entry.position);
    }
  }
  return {};
}

/// The cluster or alternate index in a sphere that has `name`, or has a component of that name.
catalog::ClusterEntry* owner_of(catalog::Sphere& sphere, const std::string& name) {
  const auto holds = [&name](const catalog::ClusterEntry& cluster) {
    return cluster.name == name ||
           std::ranges::any_of(cluster.components, [&name](const catalog::ComponentEntry& part) {
             return part.name == name;
           });
  };
  if (holds(sphere.base)) {
    return &sphere.base;
  }
  const auto at = std::ranges::find_if(sphere.alternate_indexes, holds);
  return at == sphere.alternate_indexes.end() ? nullptr : &*at;
}

catalog::ComponentEntry* find_part(catalog::ClusterEntry& cluster, const std::string& name) {
  const auto at = std::ranges::find(cluster.components, name, &catalog::ComponentEntry::name);
  return at == cluster.components.end() ? nullptr : &*at;
}

// Owner, dates and volumes: the catalog

catalog::Ownership* ownership_in(catalog::Entry& entry, const std::string& name) {
  if (entry.sphere) {
    const auto path = std::ranges::find(entry.sphere->paths, name, &catalog::PathEntry::name);
    if (path != entry.sphere->paths.end()) {
      return &path->ownership;
    }
    catalog::ClusterEntry* cluster = owner_of(*entry.sphere, name);
    if (cluster == nullptr) {
      return nullptr;
    }
    catalog::ComponentEntry* part = find_part(*cluster, name);
    return part != nullptr ? &part->ownership : &cluster->ownership;
  }
  return &entry.ownership();
}

std::vector<catalog::VolumeCell>* volumes_in(catalog::Entry& entry, const std::string& name) {
  if (entry.non_vsam) {
    return &entry.non_vsam->volumes;
  }
  if (entry.generation) {
    return &entry.generation->data_set.volumes;
  }
  if (entry.sphere) {
    if (catalog::ClusterEntry* cluster = owner_of(*entry.sphere, name)) {
      if (catalog::ComponentEntry* part = find_part(*cluster, name)) {
        return &part->volumes;
      }
    }
  }
  return nullptr;
}

Result<void> change_ownership(Session& session, const AlterCommand& command,
                              catalog::Ownership& ownership) {
  if (command.changes.owner) {
    ownership.owner = command.changes.owner->text;
  }
  if (command.changes.retention) {
    ownership.expires = expiration_date(command.changes.retention, session.context().today());
  }
  if (command.nullify.contains(NullifiedAttribute::kOwner)) {
    ownership.owner.clear();
  }
  if (command.nullify.contains(NullifiedAttribute::kRetention)) {
    ownership.expires = {};
  }
  return {};
}

/// New volumes are candidates; only a candidate goes.
Result<void> change_volumes(Session& session, const AlterCommand& command, bool is_vsam,
                            std::vector<catalog::VolumeCell>& volumes) {
  for (const Word& volser : command.remove_volumes) {
    const auto at = std::ranges::find(volumes, volser.text, &catalog::VolumeCell::volser);
    if (at == volumes.end() || (is_vsam && !at->is_candidate)) {
      return failure<msg::CSN0014E>(volser.text).at(volser.position);
    }
    volumes.erase(at);
  }
  for (const Word& volser : command.add_volumes) {
    if (std::ranges::find(volumes, volser.text, &catalog::VolumeCell::volser) != volumes.end()) {
      return failure<msg::CSN0015E>(volser.text).at(volser.position);
    }
    CS_ASSIGN(std::vector<catalog::VolumeCell> cells,
              volume_cells(session, {command.entry.name, {}, {volser.text}}));
    cells.front().is_candidate = is_vsam;
    volumes.push_back(std::move(cells.front()));
  }
  return {};
}

bool changes_catalog(const AlterCommand& command) {
  return command.changes.owner || command.changes.retention || !command.nullify.empty() ||
         !command.add_volumes.empty() || !command.remove_volumes.empty() || command.update ||
         command.upgrade;
}

Result<void> change_entry(Session& session, const AlterCommand& command, const std::string& name,
                          catalog::Entry& entry) {
  if (catalog::Ownership* ownership = ownership_in(entry, name)) {
    CS_TRY(change_ownership(session, command, *ownership));
  }
  if (std::vector<catalog::VolumeCell>* volumes = volumes_in(entry, name)) {
    CS_TRY(change_volumes(session, command, entry.sphere.has_value(), *volumes));
  }
  if (!entry.sphere) {
    return {};
  }
  const auto path = std::ranges::find(entry.sphere->paths, name, &catalog::PathEntry::name);
  if (path != entry.sphere->paths.end()) {
    path->is_updated = command.update.value_or(path->is_updated);
  } else if (command.upgrade) {
    owner_of(*entry.sphere, name)->is_upgraded = *command.upgrade;
  }
  return {};
}

// Generation data groups

Result<void> alter_group(Session& session, const AlterCommand& command, catalog::Catalog& catalog) {
  CS_TRY(catalog.change(command.entry.name, [&](catalog::Entry& entry) -> Result<void> {
    catalog::GenerationGroupEntry& group = *entry.generation_group;
    group.empties = command.empty.value_or(group.empties);
    group.scratches = command.scratch.value_or(group.scratches);
    group.purges = command.purge.value_or(group.purges);
    group.is_extended = command.extended.value_or(group.is_extended);
    if (command.order) {
      group.is_fifo = *command.order == GdgOrder::kFifo;
    }
    return {};
  }));
  if (command.limit) {
    CS_ASSIGN(
        const catalog::RollResult rolled,
        catalog::change_limit(catalog, command.entry.name,
                              static_cast<std::uint16_t>(*command.limit), scratching(session)));
    CS_TRY(finish_roll(session, rolled));
  }
  return {};
}

// Attributes of components: the VVRs

bool changes_attributes(const AlterCommand& command) {
  const ComponentOptions& changes = command.changes;
  return changes.buffer_space_bytes || changes.erase || changes.exception_exit ||
         changes.free_space || changes.share_options || changes.write_check ||
         changes.unique_keys || changes.reuse || changes.keys || changes.record_size ||
         command.inhibit || command.upgrade ||
         command.nullify.contains(NullifiedAttribute::kExceptionExit);
}

Result<void> change_attributes(const AlterCommand& command, bool is_empty,
                               vsam::ComponentAttributes& attributes) {
  const ComponentOptions& changes = command.changes;
  if ((changes.keys || changes.record_size || changes.unique_keys) && !is_empty) {
    return failure<msg::IDC3539I>().at(command.entry.position);
  }
  apply_options(attributes, changes);
  attributes.has_unique_keys = changes.unique_keys.value_or(attributes.has_unique_keys);
  attributes.inhibits_update = command.inhibit.value_or(attributes.inhibits_update);
  attributes.is_upgraded = command.upgrade.value_or(attributes.is_upgraded);
  if (command.nullify.contains(NullifiedAttribute::kExceptionExit)) {
    attributes.exception_exit.clear();
  }
  if (changes.record_size) {
    attributes.average_record_bytes = changes.record_size->average;
    attributes.max_record_bytes = changes.record_size->maximum;
  }
  if (changes.keys) {
    attributes.key_bytes = changes.keys->length;
    (attributes.is_alternate_index ? attributes.alternate_key_offset : attributes.key_offset) =
        changes.keys->offset;
  }
  return {};
}

/// The components that a change concerns: the one named; both, for keys and for a cluster's name.
Result<void> alter_components(Session& session, const AlterCommand& command,
                              const catalog::Located& located) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(located.name));
  CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(located.name));
  catalog::Sphere sphere = *located.found.entry.sphere;
  catalog::ClusterEntry* cluster = owner_of(sphere, located.name);
  if (cluster == nullptr) {
    return failure<msg::CSL0011E>(located.catalog->name(), located.name);
  }
  if (command.changes.reuse == true && !sphere.alternate_indexes.empty()) {
    return failure<msg::CSN0002S>("REUSE", "an alternate index needs a base without it");
  }
  const vsam::ClusterPlace place = site::place_of(*cluster, *search);
  CS_ASSIGN(const vsam::Component data, vsam::read_component(*volumes, place.data));
  const bool is_empty = data.high_used_rba() == 0;
  for (const vsam::ComponentPlace* part : components_of(place)) {
    const bool is_named = part->name == located.name || cluster->name == located.name;
    if (is_named || command.changes.keys) {
      CS_TRY(change_component(session, *part, [&](vsam::VolumeRecord& record) {
        return change_attributes(command, is_empty, record.attributes);
      }));
    }
  }
  return {};
}

}  // namespace

Result<void> alter_entry(Session& session, const AlterCommand& command,
                         const catalog::Located& located) {
  CS_TRY(check_parameters(command, located.found.type));
  if (located.found.entry.sphere && changes_attributes(command)) {
    CS_TRY(alter_components(session, command, located));
  }
  if (changes_catalog(command)) {
    CS_TRY(located.catalog->change(located.name, [&](catalog::Entry& entry) {
      return change_entry(session, command, located.name, entry);
    }));
  }
  if (located.found.type == Type::kGenerationGroup) {
    CS_TRY(alter_group(session, command, *located.catalog));
  }
  if (command.roll_in) {
    CS_TRY(finish_interrupted_roll(session, *located.catalog,
                                   catalog::parse_generation_name(located.name)->base));
    CS_ASSIGN(const catalog::RollResult rolled,
              catalog::roll_in(*located.catalog, located.name, scratching(session)));
    CS_TRY(finish_roll(session, rolled));
  }
  return session.sync_catalogs();
}

}  // namespace coldsite::idcams
