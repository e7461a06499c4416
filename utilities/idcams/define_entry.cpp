// DEFINE of what stands in catalogs only: PATH, NONVSAM, GENERATIONDATAGROUP, ALIAS.
#include <charconv>

#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/vsam/vvds.hpp"
#include "utilities/idcams/catalog_steps.hpp"
#include "utilities/idcams/cluster_definition.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/define.hpp"

namespace coldsite::idcams {
namespace {

catalog::Ownership make_ownership(Session& session, const std::optional<Word>& owner,
                                  const std::optional<Retention>& retention) {
  const dasd::LabelDate today = session.context().today();
  return {owner ? owner->text : "", today, expiration_date(retention, today)};
}

// NONVSAM

/// "3390", "3490", "TAPE" ..., X'3010200F', 3010200F, or 0000 (found when it is used).
Result<std::uint32_t> parse_device_type(const Word& word) {
  std::string_view text = word.text;
  if (text.starts_with("X'") && text.ends_with('\'')) {
    text = text.substr(2, text.size() - 3);
  }
  constexpr std::size_t kHexDigits = 8;
  std::uint32_t value = 0;
  if (text.size() == kHexDigits) {
    const char* end = text.data() + text.size();
    if (std::from_chars(text.data(), end, value, 16).ptr == end) {
      return value;
    }
  }
  if (text == "0000") {
    return 0U;
  }
  value = site::device_type_of(text);
  if (value == 0) {
    return failure<msg::CSN0002S>("DEVICETYPES(" + word.text + ")", "there is no such device")
        .at(word.position);
  }
  return value;
}

Result<std::vector<catalog::VolumeCell>> make_cells(const DefineNonVsamCommand& command) {
  const std::size_t types = command.device_types.size();
  const std::size_t sequences = command.file_sequence_numbers.size();
  const std::size_t volumes = command.volumes.size();
  if (sequences > 1 && sequences != volumes) {
    return failure<msg::IDC3503I>().at(command.name.position);
  }
  if (volumes == 0 || types == 0 || (types > 1 && types != volumes)) {
    return failure<msg::IDC3506I>().at(command.name.position);
  }
  std::vector<catalog::VolumeCell> cells;
  for (std::size_t i = 0; i < volumes; ++i) {
    catalog::VolumeCell cell;
    cell.volser = command.volumes[i].text;
    CS_ASSIGN(cell.device_type, parse_device_type(command.device_types[types == 1 ? 0 : i]));
    if (sequences != 0) {
      cell.file_sequence =
          static_cast<std::uint16_t>(command.file_sequence_numbers[sequences == 1 ? 0 : i]);
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

/// RECATALOG of a data set that SMS managed: its NVR has to be there.
Result<void> check_volume_records(Session& session, const catalog::NonVsamEntry& entry) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(entry.name));
  for (const catalog::VolumeCell& cell : entry.volumes) {
    CS_ASSIGN(std::optional<vsam::Vvds> vvds,
              vsam::Vvds::open(*volumes, cell.volser, dasd::Access::kRead));
    if (vvds) {
      CS_ASSIGN(const auto record, vvds->find_non_vsam(entry.name));
      if (record) {
        continue;
      }
    }
    return failure<msg::CSN0007E>(entry.name, cell.volser);
  }
  return {};
}

Result<void> define_non_vsam(Session& session, const DefineNonVsamCommand& command) {
  CS_ASSIGN(catalog::Catalog * catalog, session.catalog_for(command.catalog, command.name.name));
  catalog::NonVsamEntry entry;
  entry.name = command.name.name;
  entry.ownership = make_ownership(session, command.owner, command.retention);
  CS_ASSIGN(entry.volumes, make_cells(command));
  const auto generation = catalog::parse_generation_name(entry.name);
  CS_ASSIGN(const auto base, catalog->find(generation ? generation->base : entry.name));
  const bool has_group = generation && base && base->type == catalog::EntryType::kGenerationGroup;
  if (has_group) {
    CS_TRY(finish_interrupted_roll(session, *catalog, base->entry.generation_group->name));
  }
  CS_TRY(check_new_names(*catalog, {entry.name}));
  if (command.recatalog) {
    CS_TRY(check_volume_records(session, entry));
  }
  if (has_group) {
    CS_ASSIGN(const catalog::RollResult rolled,
              catalog::add_generation(*catalog, entry, false, scratching(session)));
    return finish_roll(session, rolled);
  }
  catalog::Entry whole;
  whole.non_vsam = std::move(entry);
  CS_TRY(catalog->add(whole));
  return session.sync_catalogs();
}

// GENERATIONDATAGROUP

Result<void> define_group(Session& session, const DefineGdgCommand& command) {
  constexpr std::size_t kGroupNameMax = 35;
  if (command.name.name.size() > kGroupNameMax) {
    return failure<msg::IDC3523I>().at(command.name.position);
  }
  CS_ASSIGN(catalog::Catalog * catalog, session.catalog_for(command.catalog, command.name.name));
  catalog::GenerationGroupEntry group;
  group.name = command.name.name;
  group.ownership = make_ownership(session, command.owner, command.retention);
  group.limit = static_cast<std::uint16_t>(command.limit);
  group.is_extended = command.extended;
  group.empties = command.empty;
  group.scratches = command.scratch;
  group.purges = command.purge;
  group.is_fifo = command.order == GdgOrder::kFifo;
  catalog::Entry entry;
  entry.generation_group = std::move(group);
  CS_TRY(catalog->add(entry));
  return session.sync_catalogs();
}

// ALIAS

/// An alias of a catalog stands in the master catalog, one of a data set beside its data set.
Result<void> define_alias(Session& session, const DefineAliasCommand& command) {
  CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(command.name.name));
  catalog::AliasEntry alias;
  alias.name = command.name.name;
  alias.is_symbolic = command.symbolic_relate.has_value();
  alias.related_name = alias.is_symbolic ? command.symbolic_relate->text : command.relate->name;
  alias.ownership.created = session.context().today();
  CS_ASSIGN(const auto related, search->master().find(alias.related_name));
  alias.relates_to_catalog = (related && related->type == catalog::EntryType::kUserCatalog) ||
                             (alias.is_symbolic && alias.name.find('.') == std::string::npos);
  catalog::Catalog* catalog = &search->master();
  if (command.catalog) {
    CS_ASSIGN(catalog, search->catalog(command.catalog->name));
  } else if (!alias.relates_to_catalog) {
    CS_ASSIGN(catalog, search->catalog_for(alias.related_name));
  }
  catalog::Entry entry;
  entry.alias = std::move(alias);
  CS_TRY(catalog->add(entry));
  return session.sync_catalogs();
}

void finish(Session& session, const Result<void>& done) {
  if (!done) {
    session.fail(done.failure());
  }
}

}  // namespace

Result<void> define_path(Session& session, const DefinePathCommand& command) {
  CS_ASSIGN(catalog::Catalog * catalog,
            session.catalog_for(command.catalog, command.path_entry.name));
  CS_ASSIGN(const auto found, catalog->find(command.path_entry.name));
  if (!found) {
    return failure<msg::CSL0011E>(catalog->name(), command.path_entry.name);
  }
  if (found->type != catalog::EntryType::kCluster &&
      found->type != catalog::EntryType::kAlternateIndex) {
    return failure<msg::CSN0004S>(command.path_entry.name, catalog::to_string(found->type))
        .at(command.path_entry.position);
  }
  CS_TRY(check_new_names(*catalog, {command.name.name}));
  catalog::PathEntry path;
  path.name = command.name.name;
  path.entry_name = command.path_entry.name;
  path.is_updated = command.update;
  path.ownership = make_ownership(session, command.owner, command.retention);
  CS_TRY(catalog->change(path.entry_name, [&path](catalog::Entry& entry) -> Result<void> {
    entry.sphere->paths.push_back(path);
    return {};
  }));
  return session.sync_catalogs();
}

void run_command(Session& session, const DefinePathCommand& command) {
  finish(session, define_path(session, command));
}
void run_command(Session& session, const DefineNonVsamCommand& command) {
  finish(session, define_non_vsam(session, command));
}
void run_command(Session& session, const DefineGdgCommand& command) {
  finish(session, define_group(session, command));
}
void run_command(Session& session, const DefineAliasCommand& command) {
  finish(session, define_alias(session, command));
}

}  // namespace coldsite::idcams
