// IMPORT of what EXPORT wrote, and IMPORT CONNECT. The portable data set is read through before
// anything is changed; its DEFINE commands are then run, and its records loaded.
#include <algorithm>

#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/site/open.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/data_set.hpp"
#include "utilities/idcams/delete.hpp"
#include "utilities/idcams/export_parts.hpp"
#include "utilities/idcams/portable_data_set.hpp"
#include "utilities/idcams/record_target.hpp"

namespace coldsite::idcams {
namespace {

class ImportRun {
 public:
  ImportRun(Session& session, const ImportCommand& command)
      : session_(session), command_(command) {}

  Result<void> run();

 private:
  Result<void> connect(const ImportObject& object);
  Result<PortableReader> open_portable();
  Result<void> check_portable();
  Result<void> make_room(const PortableHeader& header, const std::string& name, bool& is_defined);
  Result<void> define(const PortableHeader& header);
  void apply_objects(DefineClusterCommand& command) const;
  void apply_objects(DefineAlternateIndexCommand& command) const;
  void change_options(ComponentOptions& options) const;
  [[nodiscard]] const ImportObject* object_of(const std::string& name) const;
  [[nodiscard]] std::string new_name_of(const std::string& name) const;
  Result<void> load(PortableReader& reader, const std::string& name);

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

const ImportObject* ImportRun::object_of(const std::string& name) const {
  const auto at = std::ranges::find(command_.objects, name,
                                    [](const ImportObject& object) { return object.entry.name; });
  return at == command_.objects.end() ? nullptr : &*at;
}

std::string ImportRun::new_name_of(const std::string& name) const {
  const ImportObject* object = object_of(name);
  return object != nullptr && object->new_name ? object->new_name->name : name;
}

/// NEWNAME and VOLUMES of OBJECTS, by the name that was exported.
void ImportRun::change_options(ComponentOptions& options) const {
  if (!options.name) {
    return;
  }
  if (const ImportObject* object = object_of(options.name->name)) {
    if (!object->volumes.empty()) {
      options.volumes = object->volumes;
    }
    if (object->new_name) {
      options.name = object->new_name;
    }
  }
}

void ImportRun::apply_objects(DefineClusterCommand& command) const {
  const ImportObject* whole = object_of(command.cluster.name->name);
  change_options(command.cluster);
  for (std::optional<ComponentOptions>* part : {&command.data, &command.index}) {
    if (*part) {
      if (whole != nullptr && !whole->volumes.empty()) {
        (*part)->volumes = whole->volumes;
      }
      change_options(**part);
    }
  }
  command.catalog = command_.catalog;
}

void ImportRun::apply_objects(DefineAlternateIndexCommand& command) const {
  const ImportObject* whole = object_of(command.alternate_index.name->name);
  change_options(command.alternate_index);
  for (std::optional<ComponentOptions>* part : {&command.data, &command.index}) {
    if (*part) {
      if (whole != nullptr && !whole->volumes.empty()) {
        (*part)->volumes = whole->volumes;
      }
      change_options(**part);
    }
  }
  command.catalog = command_.catalog;
}

/// What stands under the name already: an empty data set is filled (INTOEMPTY), the source of a
/// temporary export is deleted, anything else refused.
Result<void> ImportRun::make_room(const PortableHeader& header, const std::string& name,
                                  bool& is_defined) {
  CS_ASSIGN(const auto located, session_.locate(name, command_.catalog));
  if (!located) {
    return {};
  }
  CS_ASSIGN(const std::optional<VsamPlace> place, find_vsam(session_, name));
  if (!place) {
    return failure<msg::CSL0010E>(located->catalog->name(), name);
  }
  CS_ASSIGN(site::SiteVolumes * volumes, session_.volumes(name));
  CS_ASSIGN(const vsam::Component data, vsam::read_component(*volumes, place->cluster.data));
  if (data.high_used_rba() == 0) {
    is_defined = true;
    return command_.into_empty ? Result<void>() : failure<msg::IDC3625I>();
  }
  if (!data.attributes().is_temporary_export || !header.is_temporary) {
    return failure<msg::CSL0010E>(located->catalog->name(), name);
  }
  session_.say<msg::IDC0611I>();
  DeletionOptions options;
  options.purge = command_.purge;
  options.erase = command_.erase;
  return Deletion(session_, options).remove(*located);
}

Result<void> ImportRun::define(const PortableHeader& header) {
  cards::CardDeck deck;
  deck.source = "EXPORT";
  for (const std::string& card : header.cards) {
    deck.cards.push_back({card, deck.cards.size() + 1});
  }
  for (Statement& statement : parse_idcams(deck)) {
    if (auto* cluster = std::get_if<DefineClusterCommand>(&statement.command)) {
      apply_objects(*cluster);
    } else if (auto* index = std::get_if<DefineAlternateIndexCommand>(&statement.command)) {
      apply_objects(*index);
    } else if (auto* path = std::get_if<DefinePathCommand>(&statement.command)) {
      path->name.name = new_name_of(path->name.name);
      path->path_entry.name = new_name_of(path->path_entry.name);
      path->catalog = command_.catalog;
    } else {
      return failure<msg::CSN0018S>(header.name, "its definition has another command than DEFINE");
    }
    run_functional_command(session_, statement.command);
    if (session_.code() >= kSevere) {
      break;
    }
  }
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
  const vsam::Organization organization = cluster->attributes().organization;
  const bool is_numbered = organization == vsam::Organization::kRelative ||
                           organization == vsam::Organization::kVariableRelative;
  const auto target = make_cluster_target(std::move(cluster), false);
  std::uint64_t count = 0;
  while (true) {
    CS_ASSIGN(const auto data, reader.next());
    if (!data) {
      break;
    }
    StreamRecord record;
    record.bytes = data->bytes;
    record.place.identity = is_numbered ? RecordIdentity::kNumber : RecordIdentity::kSequence;
    record.place.value = data->place;
    CS_ASSIGN(const PutOutcome outcome, target->put(record));
    if (outcome != PutOutcome::kWritten) {
      return failure<msg::CSN0018S>(reader.header().name, "record " + std::to_string(count + 1) +
                                                              " does not fit the data set");
    }
    ++count;
  }
  CS_TRY(target->close());
  session_.say<msg::IDC0005I>(count);
  return {};
}

Result<void> ImportRun::run() {
  if (command_.connect) {
    for (const ImportObject& object : command_.objects) {
      if (auto done = connect(object); !done) {
        session_.fail(done.failure());
        session_.say<msg::IDC3608I>(object.entry.name);
      }
    }
    return {};
  }
  CS_TRY(check_portable());
  CS_ASSIGN(PortableReader reader, open_portable());
  const PortableHeader& header = reader.header();
  const auto [date, time] = date_and_time(session_, header.written);
  session_.say<msg::IDC0604I>(date, time);
  std::string name = new_name_of(header.name);
  if (command_.output.is_coded()) {
    name = name_of(session_, command_.output);
  }
  bool is_defined = false;
  CS_TRY(make_room(header, name, is_defined));
  if (!is_defined) {
    CS_TRY(define(header));
    if (session_.code() >= kSevere) {
      return {};
    }
  }
  return load(reader, name);
}

}  // namespace

void run_command(Session& session, const ImportCommand& command) {
  if (auto done = ImportRun(session, command).run(); !done) {
    session.fail(done.failure());
  }
}

}  // namespace coldsite::idcams
