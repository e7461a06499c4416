#include "utilities/idcams/catalog_steps.hpp"

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/vsam/vvds.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::uint32_t kDasdClass = 0x2000, kDeviceClassMask = 0xFF00;

bool is_dasd(const catalog::VolumeCell& volume) {
  return (volume.device_type & kDeviceClassMask) == kDasdClass;
}

Result<std::uint32_t> device_type_of_volume(Session& session, const std::string& volser) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(volser));
  CS_ASSIGN(const auto volume, volumes->volume(volser, dasd::Access::kRead));
  return site::device_type_of(volume->geometry().device);
}

/// The DASD volumes of a non-VSAM entry, open for update.
template <class Each>
Result<void> for_each_volume(Session& session, const catalog::NonVsamEntry& entry,
                             const Each& each) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(entry.name));
  CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(entry.name));
  for (const catalog::VolumeCell& cell : entry.volumes) {
    if (is_dasd(cell)) {
      const std::string volser = search->resolve_volser(cell.volser);
      CS_ASSIGN(const auto volume, volumes->volume(volser, dasd::Access::kUpdate));
      CS_TRY(each(*volume, volser));
    }
  }
  return {};
}

std::string to_text(dasd::LabelDate date) {
  return fmt::format("{:04}.{:03}", date.year, date.day_of_year);
}

}  // namespace

std::string letter_of(catalog::EntryType type) {
  return {static_cast<char>(type)};
}

Result<void> check_new_names(catalog::Catalog& catalog, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (name.empty()) {
      continue;
    }
    CS_ASSIGN(const std::optional<catalog::Found> found, catalog.find(name));
    if (found) {
      return failure<msg::CSL0010E>(catalog.name(), name);
    }
  }
  return {};
}

Result<void> for_each_match(Session& session, catalog::Catalog& catalog, const EntryMask& mask,
                            const VisitMatch& each) {
  std::vector<catalog::CatalogFinding> findings;
  const auto visit = [&](const std::string& name, catalog::EntryType type,
                         const std::string&) -> Result<bool> {
    if (!name.starts_with(mask.prefix())) {
      return false;
    }
    if (type != catalog::EntryType::kTrueName && mask.matches(name)) {
      CS_TRY(each(name, type));
    }
    return true;
  };
  const auto scanned = catalog.scan_names(mask.prefix(), visit, findings);
  tell_damaged(session, catalog, findings);
  return scanned;
}

void tell_damaged(Session& session, const catalog::Catalog& catalog,
                  const std::vector<catalog::CatalogFinding>& findings) {
  for (const catalog::CatalogFinding& finding : findings) {
    session.say<msg::CSN0008W>(finding.name, catalog.name(), finding.what);
  }
}

Result<std::unique_ptr<access::PartitionedDataSet>> open_library(
    Session& session, const EntryName& entry, const std::optional<EntryName>& catalog) {
  CS_ASSIGN(const auto located, session.locate(entry.name, catalog));
  if (!located) {
    return failure<msg::CSL0011E>("the search order", entry.name);
  }
  const catalog::Entry& found = located->found.entry;
  const catalog::NonVsamEntry* data_set = found.non_vsam     ? &*found.non_vsam
                                          : found.generation ? &found.generation->data_set
                                                             : nullptr;
  if (data_set == nullptr || data_set->volumes.empty()) {
    return failure<msg::CSN0004S>(entry.name, catalog::to_string(located->found.type));
  }
  CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(entry.name));
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(entry.name));
  const std::string volser = search->resolve_volser(data_set->volumes.front().volser);
  CS_ASSIGN(const auto volume, volumes->volume(volser, dasd::Access::kUpdate));
  CS_ASSIGN(std::optional<dasd::DataSetLabel> label, dasd::find_data_set(*volume, located->name));
  if (!label) {
    return failure<msg::CSN0011E>(located->name, volser);
  }
  return access::PartitionedDataSet::open(*volume, *std::move(label));
}

std::vector<const vsam::ComponentPlace*> components_of(const vsam::ClusterPlace& place) {
  std::vector<const vsam::ComponentPlace*> components = {&place.data};
  if (!place.index.name.empty()) {
    components.push_back(&place.index);
  }
  return components;
}

Result<void> change_component(Session& session, const vsam::ComponentPlace& place,
                              const ChangeVolumeRecord& change) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(place.name));
  CS_ASSIGN(vsam::Component component, vsam::read_component(*volumes, place));
  for (vsam::VolumeRecord& record : component.volumes) {
    CS_TRY(change(record));
  }
  return vsam::write_component(*volumes, component);
}

Result<std::vector<catalog::VolumeCell>> volume_cells(Session& session,
                                                      const vsam::ComponentPlace& place) {
  std::vector<catalog::VolumeCell> cells;
  const auto add = [&](const std::string& volser, bool is_candidate) -> Result<void> {
    catalog::VolumeCell cell;
    cell.volser = volser;
    CS_ASSIGN(cell.device_type, device_type_of_volume(session, volser));
    cell.is_candidate = is_candidate;
    cell.is_prime = !is_candidate && cells.empty();
    cell.is_overflow = !is_candidate && !cells.empty();
    cells.push_back(std::move(cell));
    return {};
  };
  for (const std::string& volser : place.volsers) {
    CS_TRY(add(volser, false));
  }
  for (const std::string& volser : place.candidates) {
    CS_TRY(add(volser, true));
  }
  return cells;
}

Result<catalog::ClusterEntry> make_cluster_entry(Session& session, const vsam::ClusterPlace& place,
                                                 catalog::EntryType type,
                                                 const catalog::Ownership& ownership) {
  catalog::ClusterEntry entry;
  entry.type = type;
  entry.name = place.name;
  entry.ownership = ownership;
  for (const vsam::ComponentPlace* component : components_of(place)) {
    catalog::ComponentEntry part;
    part.type = component == &place.data ? catalog::EntryType::kData : catalog::EntryType::kIndex;
    part.name = component->name;
    part.ownership = ownership;
    CS_ASSIGN(part.volumes, volume_cells(session, *component));
    entry.components.push_back(std::move(part));
  }
  return entry;
}

Result<vsam::ClusterPlace> place_of_existing(Session& session,
                                             const vsam::ClusterDefinition& wanted) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(wanted.name));
  vsam::ClusterPlace place;
  place.name = wanted.name;
  place.data = {wanted.data.name, wanted.data.volsers, {}};
  CS_TRY(vsam::read_component(*volumes, place.data));
  if (!wanted.index.name.empty()) {
    place.index = {wanted.index.name, wanted.index.volsers, {}};
    CS_TRY(vsam::read_component(*volumes, place.index));
  }
  return place;
}

void undo_define(Session& session, const vsam::ClusterPlace& place) {
  const auto volumes = session.volumes(place.name);
  if (!volumes) {
    return;
  }
  vsam::DeleteOptions options;
  options.purge = true;
  for (const vsam::ComponentPlace* component : components_of(place)) {
    if (auto deleted = vsam::delete_component(**volumes, *component, options); !deleted) {
      session.fail(deleted.failure());
    }
  }
}

Result<void> check_scratch_possible(Session& session, const catalog::NonVsamEntry& entry,
                                    bool purge) {
  return for_each_volume(
      session, entry, [&](dasd::Volume& volume, const std::string& volser) -> Result<void> {
        CS_ASSIGN(const auto label, dasd::find_data_set(volume, entry.name));
        if (!label) {
          return failure<msg::CSN0011E>(entry.name, volser);
        }
        if (!purge && dasd::is_unexpired(label->expires, session.context().today())) {
          return failure<msg::CSN0006E>(entry.name, to_text(label->expires));
        }
        return {};
      });
}

Result<void> scratch_non_vsam(Session& session, const catalog::NonVsamEntry& entry, bool purge) {
  return for_each_volume(session, entry, [&](dasd::Volume& volume, const std::string&) {
    return dasd::scratch_data_set(volume, entry.name, session.context().today(), purge);
  });
}

catalog::ScratchRolledOff scratching(Session& session) {
  return [&session](const catalog::NonVsamEntry& entry, bool purge) -> Result<void> {
    CS_TRY(session.sync_catalogs());
    const auto scratched = scratch_non_vsam(session, entry, purge);
    const bool is_gone = !scratched && scratched.failure().is(msg::CSV0056E);  // before a kill
    if (!scratched && !is_gone) {
      session.fail(scratched.failure(), kWarning);
    }
    CS_KILL_POINT("idcams.rolled_off_scratched");
    return {};
  };
}

Result<void> finish_interrupted_roll(Session& session, catalog::Catalog& catalog,
                                     const std::string& base) {
  CS_ASSIGN(const catalog::RollResult rolled,
            catalog::finish_roll_off(catalog, base, scratching(session)));
  return finish_roll(session, rolled);
}

Result<void> finish_roll(Session& session, const catalog::RollResult& rolled) {
  CS_TRY(session.sync_catalogs());
  for (const catalog::NonVsamEntry& entry : rolled.rolled_off) {
    session.say<msg::IDC0550I>(letter_of(catalog::EntryType::kGeneration), entry.name);
  }
  return {};
}

}  // namespace coldsite::idcams
