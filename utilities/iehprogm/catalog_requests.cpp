#include "utilities/iehprogm/catalog_requests.hpp"

#include "datasets/catalog/generation_group.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csu.hpp"
#include "datasets/messages/ieh.hpp"
#include "datasets/site/cataloged.hpp"

namespace coldsite::iehprogm {
namespace {

using catalog::Catalog;
using catalog::CatalogSearch;
using catalog::Located;

Failure refused(const cards::Word& name, std::string_view reason) {
  return failure<msg::IEH210I>(name.text, reason).at(name.position);
}

bool is_tape(const std::string& device) {
  return site::is_tape_unit_name(device) || site::is_tape_device_type(site::device_type_of(device));
}

catalog::NonVsamEntry make_entry(const IehprogmStatement& statement, dasd::LabelDate today) {
  catalog::NonVsamEntry entry;
  entry.name = statement.data_set.text;
  entry.ownership.created = today;
  for (const VolumeWord& volume : statement.volumes) {
    catalog::VolumeCell cell;
    cell.volser = volume.serial.text;
    cell.device_type = site::device_type_of(statement.device);
    cell.is_prime = entry.volumes.empty();
    const std::uint16_t first = is_tape(statement.device) ? 1 : 0;
    cell.file_sequence = volume.file_sequence != 0 ? volume.file_sequence : first;
    entry.volumes.push_back(std::move(cell));
  }
  return entry;
}

/// A generation is rolled in as CATLG of a DD does it.
Result<void> catalog_generation(const IehprogmStatement& statement, batch::StepContext& context) {
  site::Allocation allocation;
  allocation.data_set_name = statement.data_set.text;
  allocation.request.data_set_name = statement.data_set.text;
  allocation.request.unit = statement.device;
  allocation.kind =
      is_tape(statement.device) ? site::AllocationKind::kTape : site::AllocationKind::kDasdDataSet;
  allocation.volser = statement.volumes.front().serial.text;
  for (const VolumeWord& volume : statement.volumes) {
    allocation.tape_volsers.push_back(volume.serial.text);
  }
  CS_ASSIGN(const std::string done, site::catalog_data_set(allocation, context.allocation));
  return done == "CATALOGED" ? Result<void>()
                             : refused(statement.data_set, "IS A CATALOGED DATA SET");
}

Result<void> catalog_entry(const IehprogmStatement& statement, CatalogSearch& search,
                           batch::StepContext& context) {
  CS_ASSIGN(const auto there, search.locate(statement.data_set.text, false));
  if (there) {
    return refused(statement.data_set, "IS A CATALOGED DATA SET");
  }
  CS_ASSIGN(Catalog * catalog, search.catalog_for(statement.data_set.text));
  if (const auto generation = catalog::parse_generation_name(statement.data_set.text)) {
    CS_ASSIGN(const auto base, catalog->find(generation->base));
    if (base && base->entry.generation_group) {
      return catalog_generation(statement, context);
    }
  }
  catalog::Entry entry;
  entry.non_vsam = make_entry(statement, context.today());
  CS_TRY(catalog->add(entry));
  return catalog->sync();
}

Result<void> uncatalog_entry(const IehprogmStatement& statement, CatalogSearch& search) {
  CS_ASSIGN(const auto there, search.locate(statement.data_set.text, false));
  if (!there) {
    return refused(statement.data_set, "IS NOT A CATALOGED DATA SET");
  }
  const catalog::Entry& entry = there->found.entry;
  if (entry.generation) {
    CS_TRY(catalog::remove_generation(*there->catalog, entry.name()));
  } else if (entry.non_vsam) {
    CS_TRY(there->catalog->remove(entry.name()));
  } else {
    return refused(statement.data_set, "IS CATALOGED AS SOMETHING ELSE: USE IDCAMS");
  }
  return there->catalog->sync();
}

Result<void> build_group(const IehprogmStatement& statement, CatalogSearch& search,
                         batch::StepContext& context) {
  constexpr std::size_t kGroupNameMax = 35;
  if (statement.data_set.text.size() > kGroupNameMax) {
    return refused(statement.data_set, "IS TOO LONG A NAME FOR A GENERATION DATA GROUP");
  }
  CS_ASSIGN(const auto there, search.locate(statement.data_set.text, false));
  if (there) {
    return refused(statement.data_set, "IS A CATALOGED NAME");
  }
  CS_ASSIGN(Catalog * catalog, search.catalog_for(statement.data_set.text));
  catalog::GenerationGroupEntry group;
  group.name = statement.data_set.text;
  group.ownership.created = context.today();
  group.limit = static_cast<std::uint16_t>(statement.entries);
  group.empties = statement.empties;
  group.scratches = statement.deletes;
  catalog::Entry entry;
  entry.generation_group = std::move(group);
  CS_TRY(catalog->add(entry));
  return catalog->sync();
}

Result<void> delete_group(const IehprogmStatement& statement, CatalogSearch& search) {
  CS_ASSIGN(const auto there, search.locate(statement.data_set.text, false));
  if (!there || !there->found.entry.generation_group) {
    return refused(statement.data_set, "IS NOT A GENERATION DATA GROUP");
  }
  if (!there->found.entry.generation_group->generations.empty()) {
    return refused(statement.data_set, "THE INDEX SPECIFIED IS NOT EMPTY");
  }
  CS_TRY(there->catalog->remove(statement.data_set.text));
  return there->catalog->sync();
}

}  // namespace

Result<void> change_catalog(const IehprogmStatement& statement, batch::StepContext& context) {
  CatalogSearch* search = nullptr;
  if (context.site != nullptr) {
    CS_ASSIGN(search, site::catalogs_of(context.allocation));
  }
  if (search == nullptr) {
    return failure<msg::CSU0030E>().at(statement.position);
  }
  CS_KILL_POINT("iehprogm.before_catalog");
  switch (statement.operation) {
    case Operation::kCatalog:
      return catalog_entry(statement, *search, context);
    case Operation::kUncatalog:
      return uncatalog_entry(statement, *search);
    case Operation::kBuildGroup:
      return build_group(statement, *search, context);
    case Operation::kDeleteGroup:
      return delete_group(statement, *search);
    case Operation::kScratch:
    case Operation::kRename:
      break;
  }
  return {};
}

}  // namespace coldsite::iehprogm
