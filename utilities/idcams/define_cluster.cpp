// DEFINE CLUSTER and DEFINE ALTERNATEINDEX: names are checked, then volumes, then the catalog, so
// that a kill leaves at most components without an entry (DIAGNOSE finds them, DEFINE RECATALOG and
// DELETE VVR put that right).
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/css.hpp"
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/cluster_definition.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/define.hpp"
#include "utilities/idcams/volume_choice.hpp"

namespace coldsite::idcams {
namespace {

/// The attributes of the data component of a cluster that is cataloged.
Result<std::optional<vsam::ComponentAttributes>> read_model(Session& session,
                                                            const std::optional<Model>& model) {
  if (!model) {
    return std::optional<vsam::ComponentAttributes>();
  }
  const std::string& name = model->entry.name;
  CS_ASSIGN(const auto located, session.locate(name, model->catalog));
  if (!located) {
    return failure<msg::CSL0011E>("the search order", name).at(model->entry.position);
  }
  if (!located->found.entry.sphere) {
    return failure<msg::IDC3501I>().at(model->entry.position);
  }
  const catalog::Sphere& sphere = *located->found.entry.sphere;
  const catalog::ClusterEntry* cluster = &sphere.base;
  for (const catalog::ClusterEntry& index : sphere.alternate_indexes) {
    cluster = index.name == name ? &index : cluster;
  }
  CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(name));
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(name));
  const vsam::ClusterPlace place = site::place_of(*cluster, *search);
  CS_ASSIGN(const vsam::Component component, vsam::read_component(*volumes, place.data));
  return std::optional(component.attributes());
}

void tell_volumes(Session& session, const vsam::ClusterPlace& place) {
  for (const std::string& volser : place.data.volsers) {
    session.say<msg::IDC0508I>(volser, 0);
  }
  if (!place.index.name.empty()) {
    for (const std::string& volser : place.index.volsers) {
      session.say<msg::IDC0509I>(volser, 0);
    }
  }
}

bool is_generated(const std::optional<ComponentOptions>& component) {
  return !component || !component->name;
}

void tell_names(Session& session, const vsam::ClusterPlace& place,
                const std::optional<ComponentOptions>& data,
                const std::optional<ComponentOptions>& index) {
  if (is_generated(data)) {
    session.say<msg::IDC0512I>("D", place.data.name);
  }
  if (!place.index.name.empty() && is_generated(index)) {
    session.say<msg::IDC0512I>("I", place.index.name);
  }
}

void tell_classes(Session& session, const SmsClasses& classes) {
  const auto tell = [&session](std::string_view name, const std::optional<Word>& word) {
    if (word) {
      session.say<msg::CSN0003W>(name, "no storage is managed by SMS here");
    }
  };
  tell("STORAGECLASS", classes.storage_class);
  tell("DATACLASS", classes.data_class);
  tell("MANAGEMENTCLASS", classes.management_class);
}

void tell_unkept(Session& session, const DefineClusterCommand& command) {
  tell_classes(session, command.sms);
  constexpr std::string_view kNoSharing = "record level sharing is not there";
  if (command.log && *command.log != Logging::kNone) {
    session.say<msg::CSN0003W>("LOG", kNoSharing);
  }
  if (command.log_stream) {
    session.say<msg::CSN0003W>("LOGSTREAMID", kNoSharing);
  }
  if (command.backup_while_open && *command.backup_while_open != BackupWhileOpen::kNo) {
    session.say<msg::CSN0003W>("BWO", "backup while open is not there");
  }
}

catalog::Ownership ownership_of(const vsam::ClusterDefinition& definition,
                                const std::optional<Word>& owner) {
  return {owner ? owner->text : "", definition.created, definition.expires};
}

/// Volumes, then catalog. `enter` puts the entry into the catalog.
template <class Enter>
Result<vsam::ClusterPlace> make_on_volumes(Session& session,
                                           const vsam::ClusterDefinition& definition,
                                           bool recatalog, const Enter& enter) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(definition.name));
  CS_ASSIGN(vsam::ClusterPlace place, recatalog ? place_of_existing(session, definition)
                                                : vsam::define_cluster(*volumes, definition));
  CS_KILL_POINT("idcams.defined_on_volumes");
  if (auto entered = enter(place); !entered) {
    if (!recatalog) {
      undo_define(session, place);
    }
    return entered.failure();
  }
  CS_TRY(session.sync_catalogs());
  return place;
}

/// A command that RECATALOG is not coded in: what stands on volumes stands where it stands. A site
/// with storage groups needs no VOLUMES.
Result<void> choose_all_volumes(Session& session, ComponentOptions& whole,
                                std::optional<ComponentOptions>& data,
                                std::optional<ComponentOptions>& index) {
  const site::Site* site = session.context().site;
  const bool is_managed = site != nullptr && !site->configuration().storage_groups.empty();
  if (is_managed && whole.volumes.empty() && inherit(whole, data).volumes.empty()) {
    whole.volumes.push_back({"*", whole.name->position});
  }
  CS_ASSIGN(whole.volumes, choose_volumes(session, whole.volumes));
  for (std::optional<ComponentOptions>* part : {&data, &index}) {
    if (*part) {
      CS_ASSIGN((*part)->volumes, choose_volumes(session, (*part)->volumes));
    }
  }
  return {};
}

/// The base cluster that RELATE names; what it leads to must be one.
Result<void> check_base(Session& session, catalog::Catalog& catalog, const EntryName& relate) {
  CS_ASSIGN(const std::optional<catalog::Found> found, catalog.find(relate.name));
  if (!found) {
    return failure<msg::CSL0011E>(catalog.name(), relate.name);
  }
  if (found->type != catalog::EntryType::kCluster) {
    return failure<msg::CSN0004S>(relate.name, catalog::to_string(found->type)).at(relate.position);
  }
  CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(relate.name));
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(relate.name));
  const vsam::ClusterPlace place = site::place_of(found->entry.sphere->base, *search);
  CS_ASSIGN(const vsam::Component data, vsam::read_component(*volumes, place.data));
  const vsam::Organization organization = data.attributes().organization;
  if (data.attributes().is_reusable || (organization != vsam::Organization::kKeySequenced &&
                                        organization != vsam::Organization::kEntrySequenced)) {
    return failure<msg::CSN0002S>("RELATE(" + relate.name + ")",
                                  "an alternate index needs a KSDS or ESDS without REUSE");
  }
  return {};
}

}  // namespace

Result<void> define_cluster(Session& session, const DefineClusterCommand& coded,
                            DefinePurpose purpose) {
  DefineClusterCommand command = coded;
  if (!command.recatalog) {
    CS_TRY(choose_all_volumes(session, command.cluster, command.data, command.index));
  }
  const std::string& name = command.cluster.name->name;
  CS_ASSIGN(catalog::Catalog * catalog, session.catalog_for(command.catalog, name));
  CS_ASSIGN(auto model, read_model(session, command.cluster.model));
  CS_ASSIGN(
      const vsam::ClusterDefinition definition,
      make_cluster_definition(command, {catalog->name(), session.context().today(),
                                        std::move(model), purpose == DefinePurpose::kImport}));
  CS_TRY(check_new_names(*catalog, {name, definition.data.name, definition.index.name}));
  const catalog::Ownership ownership = ownership_of(definition, command.cluster.owner);
  CS_ASSIGN(const vsam::ClusterPlace place,
            make_on_volumes(session, definition, command.recatalog,
                            [&](const vsam::ClusterPlace& made) -> Result<void> {
                              catalog::Entry entry;
                              entry.sphere.emplace();
                              CS_ASSIGN(
                                  entry.sphere->base,
                                  make_cluster_entry(session, made, catalog::EntryType::kCluster,
                                                     ownership));
                              return catalog->add(entry);
                            }));
  if (!command.recatalog) {
    tell_volumes(session, place);
  }
  tell_names(session, place, command.data, command.index);
  tell_unkept(session, command);
  const auto& free_space = inherit(command.cluster, command.data).free_space;
  if (free_space && place.index.name.empty()) {
    session.say_at(kInformation,
                   failure<msg::CSS0701I>("FREESPACE", "there is no index to insert by")
                       .at(free_space->position));
  }
  return {};
}

Result<void> define_alternate_index(Session& session, const DefineAlternateIndexCommand& coded,
                                    DefinePurpose purpose) {
  DefineAlternateIndexCommand command = coded;
  if (!command.recatalog) {
    CS_TRY(choose_all_volumes(session, command.alternate_index, command.data, command.index));
  }
  const std::string& name = command.alternate_index.name->name;
  CS_ASSIGN(catalog::Catalog * catalog, session.catalog_for(command.catalog, command.relate.name));
  CS_TRY(check_base(session, *catalog, command.relate));
  CS_ASSIGN(auto model, read_model(session, command.alternate_index.model));
  CS_ASSIGN(const vsam::ClusterDefinition definition,
            make_alternate_index_definition(
                command, {catalog->name(), session.context().today(), std::move(model),
                          purpose == DefinePurpose::kImport}));
  CS_TRY(check_new_names(*catalog, {name, definition.data.name, definition.index.name}));
  const catalog::Ownership ownership = ownership_of(definition, command.alternate_index.owner);
  const auto enter = [&](const vsam::ClusterPlace& made) -> Result<void> {
    CS_ASSIGN(catalog::ClusterEntry index,
              make_cluster_entry(session, made, catalog::EntryType::kAlternateIndex, ownership));
    index.is_upgraded = definition.attributes.is_upgraded;
    return catalog->change(command.relate.name, [&index](catalog::Entry& entry) -> Result<void> {
      entry.sphere->alternate_indexes.push_back(std::move(index));
      return {};
    });
  };
  CS_ASSIGN(const vsam::ClusterPlace place,
            make_on_volumes(session, definition, command.recatalog, enter));
  if (!command.recatalog) {
    tell_volumes(session, place);
  }
  tell_names(session, place, command.data, command.index);
  return {};
}

void run_command(Session& session, const DefineClusterCommand& command) {
  if (auto done = define_cluster(session, command, DefinePurpose::kUse); !done) {
    session.fail(done.failure());
  }
}

void run_command(Session& session, const DefineAlternateIndexCommand& command) {
  if (auto done = define_alternate_index(session, command, DefinePurpose::kUse); !done) {
    session.fail(done.failure());
  }
}

}  // namespace coldsite::idcams
