// IMPORT of what EXPORT wrote, and IMPORT CONNECT. The portable data set is read through before
// anything is changed; what it describes is then defined, marked as a temporary export, and loaded.
// The mark goes last: an import that was killed is found by it and begun anew.
#include <algorithm>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/site/open.hpp"
#include "datasets/vsam/vvds.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/data_set.hpp"
#include "utilities/idcams/define.hpp"
#include "utilities/idcams/delete.hpp"
#include "utilities/idcams/export_parts.hpp"
#include "utilities/idcams/import_definition.hpp"
#include "utilities/idcams/portable_data_set.hpp"
#include "utilities/idcams/record_target.hpp"

namespace coldsite::idcams {
namespace {

/// A component by its names.
struct ComponentIdentity {
  std::string cluster, component, catalog;
};

Result<bool> is_unfinished(vsam::VolumeSet& volumes, const ComponentIdentity& identity,
                           const std::string& volser) {
  CS_ASSIGN(auto vvds, vsam::Vvds::open(volumes, volser, dasd::Access::kRead));
  if (!vvds) {
    return false;
  }
  CS_ASSIGN(const auto found, vvds->find(identity.component));
  if (found) {
    const auto* record = std::get_if<vsam::VolumeRecord>(&found->content);
    return record != nullptr && record->attributes.is_temporary_export &&
           record->cluster_name == identity.cluster && record->catalog_name == identity.catalog;
  }
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kRead));
  CS_ASSIGN(const auto label, dasd::find_data_set(*volume, identity.component));
  return label && label->organization == dasd::Organization::kVsam &&
         !dasd::is_unexpired(label->expires, volumes.today());
}

class ImportRun {
 public:
  ImportRun(Session& session, const ImportCommand& command)
      : session_(session), command_(command) {}

  Result<void> run();

 private:
  Result<void> connect(const ImportObject& object);
  Result<PortableReader> open_portable();
  Result<void> check_portable();
  Result<void> import();
  Result<void> check_output(const ImportDefinition& definition);
  Result<void> check_volumes(const ImportDefinition& definition);
  Result<bool> make_room(const ImportDefinition& definition);
  Result<void> clear_unfinished(const ImportDefinition& definition);
  Result<void> define(const ImportDefinition& definition);
  Result<void> load(PortableReader& reader, const std::string& name);
  Result<void> finish(const PortableHeader& header, const std::string& name);
  Result<void> take_back(const std::string& name);

  Session& session_;
  const ImportCommand& command_;
};

// CONNECT

Result<void> ImportRun::connect(const ImportObject& object) {
  const std::string& name = object.entry.name;
  if (object.volumes.size() != 1) {
    return failure<msg::IDC3610I>().at(object.entry.position);
  }
  const std::string& volser = object.volumes.front().text;
  CS_ASSIGN(catalog::CatalogSearch * search, session_.catalogs(name));
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(name));
  CS_TRY(check_new_names(search->master(), {name}));
  CS_ASSIGN(const auto catalog, catalog::Catalog::open(*volumes, name, volser));
  CS_TRY(catalog->close());
  catalog::Entry entry;
  entry.user_catalog.emplace();
  entry.user_catalog->name = name;
  entry.user_catalog->ownership.created = session_.context().today();
  CS_ASSIGN(const auto cells, volume_cells(session_, {name, {volser}, {}}));
  entry.user_catalog->volume = cells.front();
  CS_TRY(search->master().add(entry));
  CS_TRY(session_.sync_catalogs());
  session_.say<msg::IDC0603I>(name);
  return {};
}

// Portable data sets

Result<PortableReader> ImportRun::open_portable() {
  CS_ASSIGN(const std::vector<site::Allocation>* parts,
            allocate_reference(session_, command_.input, site::Status::kShare));
  CS_ASSIGN(auto reader, site::open_reader(*parts, {}, session_.context().allocation));
  const std::string name = name_of(session_, command_.input);
  return PortableReader::begin(std::move(reader),
                               name.empty() ? command_.input.ddname->text : name);
}

Result<void> ImportRun::check_portable() {
  CS_ASSIGN(PortableReader reader, open_portable());
  while (true) {
    CS_ASSIGN(const auto data, reader.next());
    if (!data) {
      return {};
    }
  }
}

Result<void> ImportRun::check_output(const ImportDefinition& definition) {
  const std::string name = name_of(session_, command_.output);
  if (!name.empty() && name != definition.name()) {
    return failure<msg::CSN0022S>(definition.name(), name);
  }
  return {};
}

/// A volume that is not there must not be missed when the old data set is gone.
Result<void> ImportRun::check_volumes(const ImportDefinition& definition) {
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(definition.name()));
  const vsam::ClusterPlace place = definition.place();
  for (const vsam::ComponentPlace* part : components_of(place)) {
    for (const std::string& volser : part->volsers) {
      CS_TRY(volumes->volume(volser, dasd::Access::kUpdate));
    }
  }
  return {};
}

/// What stands under the name already: the source of a temporary export, or what a killed import
/// left, is deleted; an empty data set is filled (INTOEMPTY: true); anything else is refused.
Result<bool> ImportRun::make_room(const ImportDefinition& definition) {
  const std::string& name = definition.name();
  CS_ASSIGN(const auto located, session_.locate(name, command_.catalog));
  if (!located) {
    CS_TRY(clear_unfinished(definition));
    return false;
  }
  CS_ASSIGN(const std::optional<VsamPlace> place, find_vsam(session_, name));
  if (!place) {
    return failure<msg::CSL0010E>(located->catalog->name(), name);
  }
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(name));
  CS_ASSIGN(const vsam::Component data, vsam::read_component(*volumes, place->cluster.data));
  if (data.attributes().is_temporary_export) {
    CS_TRY(check_volumes(definition));
    session_.say<msg::IDC0611I>();
    DeletionOptions options;
    options.purge = command_.purge;
    options.erase = command_.erase;
    CS_TRY(Deletion(session_, options).remove(*located));
    return false;
  }
  if (data.high_used_rba() != 0) {
    return failure<msg::CSL0010E>(located->catalog->name(), name);
  }
  if (!command_.into_empty) {
    return failure<msg::IDC3625I>();
  }
  CS_TRY(check_fits(definition, data.attributes()));
  return true;
}

/// Components without an entry that an import or its deletion left when it was killed: they carry
/// the mark of a temporary export, or have lost their VVR. Others stay, and DEFINE refuses them.
Result<void> ImportRun::clear_unfinished(const ImportDefinition& definition) {
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(definition.name()));
  CS_ASSIGN(catalog::Catalog * catalog, session_.catalog_for(command_.catalog, definition.name()));
  const vsam::ClusterPlace place = definition.place();
  for (const vsam::ComponentPlace* part : components_of(place)) {
    for (const std::string& volser : part->volsers) {
      CS_ASSIGN(const bool is_left,
                is_unfinished(*volumes, {place.name, part->name, catalog->name()}, volser));
      if (is_left) {
        CS_TRY(vsam::delete_component(*volumes, {part->name, {volser}, {}}, {.purge = true}));
      }
    }
  }
  return {};
}

Result<void> ImportRun::define(const ImportDefinition& definition) {
  if (const auto* cluster = std::get_if<DefineClusterCommand>(&definition.data_set)) {
    CS_TRY(define_cluster(session_, *cluster, DefinePurpose::kImport));
  } else {
    CS_TRY(define_alternate_index(session_,
                                  std::get<DefineAlternateIndexCommand>(definition.data_set),
                                  DefinePurpose::kImport));
  }
  for (const DefinePathCommand& path : definition.paths) {
    CS_TRY(define_path(session_, path));
  }
  CS_KILL_POINT("idcams.import_defined");
  return {};
}

Result<void> ImportRun::load(PortableReader& reader, const std::string& name) {
  CS_ASSIGN(const std::optional<VsamPlace> place, find_vsam(session_, name));
  if (!place) {
    return failure<msg::CSL0011E>("the search order", name);
  }
  vsam::OpenOptions options;
  options.update = true;
  options.defer_writes = true;
  CS_ASSIGN(auto cluster, open_cluster(session_, place->cluster, options));
  CS_ASSIGN(auto upgrades, open_upgrade_set(session_, *place));
  const auto target = make_cluster_target(std::move(cluster), false, std::move(upgrades));
  std::uint64_t count = 0;
  while (true) {
    CS_ASSIGN(const auto data, reader.next());
    if (!data) {
      break;
    }
    StreamRecord record;
    record.bytes = data->bytes;
    record.place.identity = data->number != 0 ? RecordIdentity::kNumber : RecordIdentity::kSequence;
    record.place.value = data->number;
    CS_ASSIGN(const PutOutcome outcome, target->put(record));
    if (outcome != PutOutcome::kWritten) {
      return failure<msg::CSN0018S>(reader.header().name, "record " + std::to_string(count + 1) +
                                                              " does not fit the data set");
    }
    ++count;
  }
  CS_TRY(target->close());
  CS_KILL_POINT("idcams.import_loaded");
  session_.say<msg::IDC0005I>(count);
  return {};
}

/// The mark goes; the data component, which the next import would look at, comes last.
Result<void> ImportRun::finish(const PortableHeader& header, const std::string& name) {
  CS_ASSIGN(const std::optional<VsamPlace> place, find_vsam(session_, name));
  if (!place) {
    return failure<msg::CSL0011E>("the search order", name);
  }
  std::vector<const vsam::ComponentPlace*> parts = components_of(place->cluster);
  std::ranges::reverse(parts);
  for (const vsam::ComponentPlace* part : parts) {
    CS_TRY(change_component(session_, *part, [&](vsam::VolumeRecord& record) -> Result<void> {
      record.attributes.is_temporary_export = false;
      record.attributes.inhibits_update = header.inhibits_target;
      return {};
    }));
  }
  return {};
}

/// After a failure nothing half imported stays: what carries the mark is deleted.
Result<void> ImportRun::take_back(const std::string& name) {
  CS_ASSIGN(const auto located, session_.locate(name, command_.catalog));
  CS_ASSIGN(const std::optional<VsamPlace> place, find_vsam(session_, name));
  if (!located || !place) {
    return {};
  }
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(name));
  CS_ASSIGN(const vsam::Component data, vsam::read_component(*volumes, place->cluster.data));
  DeletionOptions options;
  options.purge = true;
  return data.attributes().is_temporary_export ? Deletion(session_, options).remove(*located)
                                               : Result<void>();
}

Result<void> ImportRun::import() {
  CS_TRY(check_portable());
  CS_ASSIGN(PortableReader reader, open_portable());
  const PortableHeader& header = reader.header();
  const auto [date, time] = date_and_time(session_, header.written);
  session_.say<msg::IDC0604I>(date, time);
  CS_ASSIGN(const ImportDefinition definition, make_import_definition(header, command_));
  CS_TRY(check_output(definition));
  CS_ASSIGN(const bool is_defined, make_room(definition));
  Result<void> done;
  if (!is_defined) {
    done = define(definition);
  }
  if (done) {
    done = load(reader, definition.name());
  }
  if (done) {
    return finish(header, definition.name());
  }
  if (!is_defined) {
    if (auto taken_back = take_back(definition.name()); !taken_back) {
      session_.fail(taken_back.failure());
    }
  }
  return done;
}

Result<void> ImportRun::run() {
  if (!command_.connect) {
    return import();
  }
  for (const ImportObject& object : command_.objects) {
    if (auto done = connect(object); !done) {
      session_.fail(done.failure());
      session_.say<msg::IDC3608I>(object.entry.name);
    }
  }
  return {};
}

}  // namespace

void run_command(Session& session, const ImportCommand& command) {
  if (auto done = ImportRun(session, command).run(); !done) {
    session.fail(done.failure());
  }
}

}  // namespace coldsite::idcams
