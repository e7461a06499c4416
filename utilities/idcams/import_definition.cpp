#include "utilities/idcams/import_definition.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/csn.hpp"

namespace coldsite::idcams {
namespace {

/// What OBJECTS says, by the names that were exported.
class ObjectChanges {
 public:
  explicit ObjectChanges(const ImportCommand& command) : command_(command) {}

  /// VOLUMES of the whole count for its components, unless they have their own.
  void apply(ComponentOptions& whole, std::optional<ComponentOptions>& data,
             std::optional<ComponentOptions>& index) const {
    const ImportObject* object = find(whole.name->name);
    const std::vector<Word> volumes = object != nullptr ? object->volumes : std::vector<Word>();
    change(whole);
    for (std::optional<ComponentOptions>* part : {&data, &index}) {
      if (*part) {
        if (!volumes.empty()) {
          (*part)->volumes = volumes;
        }
        change(**part);
      }
    }
  }
  [[nodiscard]] EntryName name_of(const EntryName& exported) const {
    const ImportObject* object = find(exported.name);
    return object != nullptr && object->new_name ? *object->new_name : exported;
  }

 private:
  [[nodiscard]] const ImportObject* find(const std::string& name) const {
    const auto at = std::ranges::find(command_.objects, name,
                                      [](const ImportObject& object) { return object.entry.name; });
    return at == command_.objects.end() ? nullptr : &*at;
  }
  void change(ComponentOptions& options) const {
    if (!options.name) {
      return;
    }
    const ImportObject* object = find(options.name->name);
    if (object != nullptr && !object->volumes.empty()) {
      options.volumes = object->volumes;
    }
    options.name = name_of(*options.name);
  }

  const ImportCommand& command_;
};

Failure damaged(const PortableHeader& header, std::string_view what) {
  return failure<msg::CSN0018S>(header.name, what);
}

std::vector<Statement> parse_cards(const PortableHeader& header) {
  cards::CardDeck deck;
  deck.source = "EXPORT";
  for (const std::string& card : header.cards) {
    deck.cards.push_back({card, deck.cards.size() + 1});
  }
  return parse_idcams(deck);
}

std::string component_name(const std::optional<ComponentOptions>& component) {
  return component && component->name ? component->name->name : std::string();
}

std::vector<std::string> volsers_of(const ComponentOptions& whole,
                                    const std::optional<ComponentOptions>& component) {
  std::vector<std::string> volsers;
  for (const Word& volume : inherit(whole, component).volumes) {
    volsers.push_back(volume.text);
  }
  return volsers;
}

bool is_organization(Organization exported, vsam::Organization target) {
  switch (target) {
    case vsam::Organization::kKeySequenced:
      return exported == Organization::kIndexed;
    case vsam::Organization::kEntrySequenced:
      return exported == Organization::kNonIndexed;
    case vsam::Organization::kRelative:
    case vsam::Organization::kVariableRelative:
      return exported == Organization::kNumbered;
    case vsam::Organization::kLinear:
      return exported == Organization::kLinear;
  }
  return false;
}

}  // namespace

const ComponentOptions& ImportDefinition::options() const {
  const auto* cluster = std::get_if<DefineClusterCommand>(&data_set);
  return cluster != nullptr ? cluster->cluster
                            : std::get<DefineAlternateIndexCommand>(data_set).alternate_index;
}

vsam::ClusterPlace ImportDefinition::place() const {
  return std::visit(
      [this](const auto& command) {
        vsam::ClusterPlace place;
        place.name = name();
        place.data = {component_name(command.data), volsers_of(options(), command.data), {}};
        place.index = {component_name(command.index), volsers_of(options(), command.index), {}};
        return place;
      },
      data_set);
}

Result<ImportDefinition> make_import_definition(const PortableHeader& header,
                                                const ImportCommand& command) {
  const ObjectChanges changes(command);
  ImportDefinition definition;
  std::string exported_name;
  for (Statement& statement : parse_cards(header)) {
    if (auto* cluster = std::get_if<DefineClusterCommand>(&statement.command)) {
      exported_name += cluster->cluster.name->name;
      changes.apply(cluster->cluster, cluster->data, cluster->index);
      cluster->catalog = command.catalog;
      definition.data_set = std::move(*cluster);
    } else if (auto* index = std::get_if<DefineAlternateIndexCommand>(&statement.command)) {
      exported_name += index->alternate_index.name->name;
      changes.apply(index->alternate_index, index->data, index->index);
      index->catalog = command.catalog;
      definition.data_set = std::move(*index);
    } else if (auto* path = std::get_if<DefinePathCommand>(&statement.command)) {
      path->name = changes.name_of(path->name);
      path->path_entry = changes.name_of(path->path_entry);
      path->catalog = command.catalog;
      definition.paths.push_back(std::move(*path));
    } else {
      return damaged(header, "its definition has another command than DEFINE");
    }
  }
  if (exported_name.empty() || exported_name != header.name) {
    return damaged(header, "it does not define what it is named for");
  }
  return definition;
}

Result<void> check_fits(const ImportDefinition& definition,
                        const vsam::ComponentAttributes& target) {
  const ComponentOptions& exported = definition.options();
  const auto* cluster = std::get_if<DefineClusterCommand>(&definition.data_set);
  const bool is_index = cluster == nullptr;
  const auto differs = [&](std::string_view what, const std::string& ours, const std::string& its) {
    return failure<msg::CSN0021S>(definition.name(), what, ours, its);
  };
  if (is_index != target.is_alternate_index ||
      (!is_index && !is_organization(cluster->organization.value_or(Organization::kIndexed),
                                     target.organization))) {
    return differs("organization", "another one", "its own");
  }
  if (exported.keys) {
    const std::uint32_t offset = is_index ? target.alternate_key_offset : target.key_offset;
    if (exported.keys->length != target.key_bytes || exported.keys->offset != offset) {
      return differs("KEYS", fmt::format("({} {})", exported.keys->length, exported.keys->offset),
                     fmt::format("({} {})", target.key_bytes, offset));
    }
  }
  if (exported.record_size && exported.record_size->maximum > target.max_record_bytes) {
    return differs("RECORDSIZE", fmt::format("{} bytes", exported.record_size->maximum),
                   fmt::format("{} bytes", target.max_record_bytes));
  }
  return {};
}

}  // namespace coldsite::idcams
