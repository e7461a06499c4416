#include "utilities/idcams/definition_cards.hpp"

#include <utility>

#include <fmt/format.h>

#include "utilities/idcams/cluster_definition.hpp"

namespace coldsite::idcams {
namespace {

/// Operands of one command, a card each.
class CommandCards {
 public:
  explicit CommandCards(std::string head) { cards_.push_back("  " + std::move(head)); }
  void add(std::string operand) { cards_.push_back("    " + std::move(operand)); }
  /// Continued by hyphens.
  [[nodiscard]] std::vector<std::string> take() {
    for (std::size_t i = 0; i + 1 < cards_.size(); ++i) {
      cards_[i] += " -";
    }
    return std::move(cards_);
  }

 private:
  std::vector<std::string> cards_;
};

std::string space_text(const vsam::ComponentAttributes& attributes) {
  return fmt::format("{}({} {})",
                     attributes.space_unit == dasd::SpaceUnit::kCylinders ? "CYLINDERS" : "TRACKS",
                     attributes.primary, attributes.secondary);
}

/// As many cards as there are volumes for.
void add_volumes(CommandCards& cards, const catalog::ComponentEntry& component) {
  constexpr std::size_t kVolumesPerCard = 8;
  std::string text = "VOLUMES(";
  for (std::size_t i = 0; i < component.volumes.size(); ++i) {
    if (i != 0 && i % kVolumesPerCard == 0) {
      cards.add(std::exchange(text, ""));
    }
    text += (text.empty() || text.ends_with('(') ? "" : " ") + component.volumes[i].volser;
  }
  cards.add(text + ")");
}

void add_ownership(CommandCards& cards, const catalog::Ownership& ownership) {
  if (!ownership.owner.empty()) {
    cards.add("OWNER(" + ownership.owner + ")");
  }
  if (ownership.expires.year != 0) {
    cards.add(fmt::format("TO({:04}{:03})", ownership.expires.year, ownership.expires.day_of_year));
  }
}

void add_common(CommandCards& cards, const DefinitionSource& source) {
  const vsam::ComponentAttributes& attributes = source.data->attributes();
  const bool is_aix = attributes.is_alternate_index;
  add_volumes(cards, source.cluster->components.front());
  cards.add(space_text(attributes));
  if (attributes.organization != vsam::Organization::kLinear) {
    cards.add(fmt::format("RECORDSIZE({} {})", attributes.average_record_bytes,
                          attributes.max_record_bytes));
  }
  if (attributes.organization == vsam::Organization::kKeySequenced) {
    cards.add(fmt::format("KEYS({} {})", attributes.key_bytes,
                          is_aix ? attributes.alternate_key_offset : attributes.key_offset));
    cards.add(fmt::format("FREESPACE({} {})", attributes.free_interval_percent,
                          attributes.free_area_percent));
  }
  cards.add(fmt::format("SHAREOPTIONS({} {})", attributes.share_region, attributes.share_system));
  cards.add(attributes.is_reusable ? "REUSE" : "NOREUSE");
  cards.add(attributes.erases ? "ERASE" : "NOERASE");
  cards.add(attributes.write_check ? "WRITECHECK" : "NOWRITECHECK");
  cards.add(attributes.is_speed ? "SPEED" : "RECOVERY");
  if (!attributes.exception_exit.empty()) {
    cards.add("EXCEPTIONEXIT(" + attributes.exception_exit + ")");
  }
  add_ownership(cards, source.cluster->ownership);
}

void add_components(CommandCards& cards, const DefinitionSource& source) {
  const catalog::ClusterEntry& cluster = *source.cluster;
  const vsam::ComponentAttributes& data = source.data->attributes();
  cards.add(")");
  cards.add("DATA(NAME(" + cluster.components.front().name + ")");
  cards.add(fmt::format("CONTROLINTERVALSIZE({}))", data.interval_bytes));
  if (source.index != nullptr && cluster.components.size() > 1) {
    const vsam::ComponentAttributes& index = source.index->attributes();
    cards.add("INDEX(NAME(" + cluster.components[1].name + ")");
    add_volumes(cards, cluster.components[1]);
    cards.add(fmt::format("{} CONTROLINTERVALSIZE({}))", space_text(index), index.interval_bytes));
  }
}

std::vector<std::string> cluster_cards(const DefinitionSource& source) {
  const vsam::ComponentAttributes& attributes = source.data->attributes();
  CommandCards cards("DEFINE CLUSTER(NAME(" + source.cluster->name + ")");
  cards.add(std::string(organization_word(attributes.organization)));
  add_common(cards, source);
  if (attributes.is_spanned) {
    cards.add("SPANNED");
  }
  add_components(cards, source);
  return cards.take();
}

std::vector<std::string> alternate_index_cards(const DefinitionSource& source) {
  const vsam::ComponentAttributes& attributes = source.data->attributes();
  CommandCards cards("DEFINE ALTERNATEINDEX(NAME(" + source.cluster->name + ")");
  cards.add("RELATE(" + source.sphere->base.name + ")");
  cards.add(attributes.has_unique_keys ? "UNIQUEKEY" : "NONUNIQUEKEY");
  cards.add(source.cluster->is_upgraded ? "UPGRADE" : "NOUPGRADE");
  add_common(cards, source);
  add_components(cards, source);
  return cards.take();
}

}  // namespace

std::vector<std::string> definition_cards(const DefinitionSource& source) {
  const bool is_aix = source.cluster->type == catalog::EntryType::kAlternateIndex;
  std::vector<std::string> cards = is_aix ? alternate_index_cards(source) : cluster_cards(source);
  for (const catalog::PathEntry& path : source.sphere->paths) {
    if (path.entry_name != source.cluster->name) {
      continue;
    }
    CommandCards command("DEFINE PATH(NAME(" + path.name + ")");
    command.add("PATHENTRY(" + path.entry_name + ")");
    add_ownership(command, path.ownership);
    command.add(path.is_updated ? "UPDATE)" : "NOUPDATE)");
    for (std::string& card : command.take()) {
      cards.push_back(std::move(card));
    }
  }
  return cards;
}

}  // namespace coldsite::idcams
