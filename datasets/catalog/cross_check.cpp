#include "datasets/catalog/cross_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <variant>

#include "datasets/catalog/generation_group.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/vsam/vvds.hpp"

namespace coldsite::catalog {
namespace {

constexpr std::uint8_t kManagedFlag = 0x80;  // DS1SMSFG
constexpr std::uint32_t kTapeClass = 0x00008000, kDeviceClassMask = 0x0000FF00;

/// Data sets that belong to their volume and need no catalog entry.
bool is_of_volume(std::string_view name) {
  return name.starts_with("SYS1.VVDS.V") || name.starts_with("SYS1.VTOCIX.");
}

/// What a VTOC and VVDS say, for looking up by name.
struct VolumeFacts {
  struct DataSet {
    bool is_vsam = false, is_managed = false;
  };
  std::map<std::string, DataSet, std::less<>> data_sets;
  std::map<std::string, vsam::VolumeRecord, std::less<>> vsam_records;
  std::set<std::string, std::less<>> non_vsam_records;
};

class CrossCheck {
 public:
  CrossCheck(CatalogSearch& search, vsam::VolumeSet& volumes)
      : search_(search), volumes_(volumes) {}

  Result<void> check_volume(const std::string& volser);
  Result<void> check_catalogs(const std::vector<std::string>& names);
  std::vector<CrossFinding> take() { return std::move(findings_); }

 private:
  void note(CrossKind kind, std::string_view name, std::string_view volser = {},
            std::string_view catalog = {}, std::string text = {}) {
    findings_.push_back(
        {kind, std::string(name), std::string(volser), std::string(catalog), std::move(text)});
  }
  /// nullptr: the volume cannot be read (`why_not` says why).
  const VolumeFacts* facts(const std::string& volser);
  Result<VolumeFacts> read_facts(const std::string& volser);
  Result<void> check_data_set(const std::string& volser, const std::string& name,
                              const VolumeFacts::DataSet& data_set, const VolumeFacts& facts);
  void check_placed(const Located& located, const std::string& volser, const std::string& name,
                    const VolumeFacts& facts);

  Result<void> check_catalog(Catalog& catalog);
  Result<void> check_entry(Catalog& catalog, const Entry& entry);
  void check_cells(const Catalog& catalog, const std::string& name,
                   const std::vector<VolumeCell>& cells, bool is_vsam);
  Result<void> check_group(Catalog& catalog, const GenerationGroupEntry& group);
  Result<void> check_generation(Catalog& catalog, const GenerationEntry& generation);
  Result<void> check_alias(Catalog& catalog, const AliasEntry& alias);

  CatalogSearch& search_;
  vsam::VolumeSet& volumes_;
  std::map<std::string, std::optional<VolumeFacts>> facts_;
  std::map<std::string, std::string> why_not_;
  std::vector<CrossFinding> findings_;
};

const VolumeFacts* CrossCheck::facts(const std::string& volser) {
  const auto at = facts_.find(volser);
  if (at != facts_.end()) {
    return at->second ? &*at->second : nullptr;
  }
  auto read = read_facts(volser);
  auto& kept = facts_[volser];
  if (!read) {
    why_not_[volser] = to_string(read.failure());
    return nullptr;
  }
  kept = *std::move(read);
  return &*kept;
}

Result<VolumeFacts> CrossCheck::read_facts(const std::string& volser) {
  VolumeFacts facts;
  CS_ASSIGN(const auto volume, volumes_.volume(volser, dasd::Access::kRead));
  CS_ASSIGN(const dasd::Vtoc vtoc, dasd::read_vtoc(*volume));
  for (const dasd::DataSetLabel& label : vtoc.data_sets) {
    facts.data_sets[label.name] = {label.organization == dasd::Organization::kVsam,
                                   (label.sms_flags & kManagedFlag) != 0};
  }
  for (const dasd::VtocFinding& finding : vtoc.findings) {
    note(CrossKind::kDamagedVolume, "VTOC", volser, {}, finding.field + ": " + finding.what);
  }
  CS_ASSIGN(auto vvds, vsam::Vvds::open(volumes_, volser, dasd::Access::kRead));
  if (!vvds) {
    return facts;
  }
  CS_ASSIGN(vsam::VvdsContents contents, vvds->read());
  for (vsam::VvdsRecord& record : contents.records) {
    if (auto* vsam = std::get_if<vsam::VolumeRecord>(&record.content)) {
      facts.vsam_records[vsam->component_name] = std::move(*vsam);
    } else {
      facts.non_vsam_records.insert(
          std::get<vsam::NonVsamVolumeRecord>(record.content).data_set_name);
    }
  }
  for (const vsam::VvdsFinding& finding : contents.findings) {
    note(CrossKind::kDamagedVolume, vsam::vvds_name(volser), volser, {},
         fmt::format("RBA {}: {}: {}", finding.interval_rba, finding.field, finding.what));
  }
  return facts;
}

/// The disk volumes that the entry gives for `name`.
std::vector<VolumeCell> cells_of(const Entry& entry, std::string_view name) {
  if (entry.non_vsam) {
    return entry.non_vsam->volumes;
  }
  if (entry.generation) {
    return entry.generation->data_set.volumes;
  }
  if (entry.user_catalog) {
    return {entry.user_catalog->volume};
  }
  std::vector<VolumeCell> cells;
  const auto add = [&](const ClusterEntry& cluster) {
    for (const ComponentEntry& component : cluster.components) {
      if (component.name == name) {
        cells = component.volumes;
      }
    }
  };
  if (entry.sphere) {
    add(entry.sphere->base);
    std::ranges::for_each(entry.sphere->alternate_indexes, add);
  }
  return cells;
}

Result<void> CrossCheck::check_volume(const std::string& volser) {
  const VolumeFacts* facts = this->facts(volser);
  if (facts == nullptr) {
    note(CrossKind::kVolumeNotThere, volser, volser, {}, why_not_[volser]);
    return {};
  }
  for (const auto& [name, data_set] : facts->data_sets) {
    if (!is_of_volume(name)) {
      CS_TRY(check_data_set(volser, name, data_set, *facts));
    }
  }
  for (const auto& [name, record] : facts->vsam_records) {
    if (!facts->data_sets.contains(name) && !is_of_volume(name)) {
      note(CrossKind::kNoDataSet, name, volser, {}, "VVR");
    }
  }
  for (const std::string& name : facts->non_vsam_records) {
    if (!facts->data_sets.contains(name)) {
      note(CrossKind::kNoDataSet, name, volser, {}, "NVR");
    }
  }
  return {};
}

Result<void> CrossCheck::check_data_set(const std::string& volser, const std::string& name,
                                        const VolumeFacts::DataSet& data_set,
                                        const VolumeFacts& facts) {
  if (data_set.is_vsam && !facts.vsam_records.contains(name)) {
    note(CrossKind::kNoVolumeRecord, name, volser, {}, "VVR");
  } else if (!data_set.is_vsam && data_set.is_managed && !facts.non_vsam_records.contains(name)) {
    note(CrossKind::kNoVolumeRecord, name, volser, {}, "NVR");
  }
  const auto located = search_.locate(name, false);
  if (!located && located.failure().is(msg::CSL0007E)) {
    return {};  // a finding of its catalog
  }
  if (!located) {
    note(CrossKind::kCatalogNotThere, name, volser, {}, to_string(located.failure()));
    return {};
  }
  if (!*located || (*located)->found.entry.alias) {
    note(CrossKind::kNotCataloged, name, volser);
    return {};
  }
  check_placed(**located, volser, name, facts);
  return {};
}

void CrossCheck::check_placed(const Located& located, const std::string& volser,
                              const std::string& name, const VolumeFacts& facts) {
  const std::string& catalog = located.catalog->name();
  const Entry& entry = located.found.entry;
  if (entry.generation_group) {
    note(CrossKind::kNotCataloged, name, volser, catalog, "the name is a generation group's");
    return;
  }
  std::string others;
  for (const VolumeCell& cell : cells_of(entry, name)) {
    const std::string resolved = search_.resolve_volser(cell.volser);
    if (resolved == volser) {
      const auto record = facts.vsam_records.find(name);
      if (record != facts.vsam_records.end() && !record->second.catalog_name.empty() &&
          record->second.catalog_name != catalog && !entry.user_catalog) {
        note(CrossKind::kWrongCatalog, name, volser, catalog,
             "the VVR names " + record->second.catalog_name);
      }
      return;
    }
    others += (others.empty() ? "" : " ") + resolved;
  }
  note(CrossKind::kWrongVolume, name, volser, catalog, others);
}

Result<void> CrossCheck::check_catalogs(const std::vector<std::string>& names) {
  std::vector<std::string> all = names;
  if (all.empty()) {
    CS_TRY(check_catalog(search_.master()));
    CS_ASSIGN(const auto connectors, search_.user_catalogs());
    for (const UserCatalogEntry& connector : connectors) {
      all.push_back(connector.name);
    }
  }
  for (const std::string& name : all) {
    const auto catalog = search_.catalog(name);
    if (!catalog) {
      note(CrossKind::kCatalogNotThere, name, {}, name, to_string(catalog.failure()));
      continue;
    }
    CS_TRY(check_catalog(**catalog));
  }
  return {};
}

Result<void> CrossCheck::check_catalog(Catalog& catalog) {
  std::vector<CatalogFinding> damaged;
  const auto scanned = catalog.scan(
      {},
      [&](const Entry& entry) -> Result<bool> {
        CS_TRY(check_entry(catalog, entry));
        return true;
      },
      damaged);
  CS_TRY(scanned);
  for (const CatalogFinding& finding : damaged) {
    note(CrossKind::kDamagedEntry, finding.name, {}, catalog.name(), finding.what);
  }
  damaged.clear();
  return catalog.scan_names(
      {},
      [&](const std::string& name, EntryType type, const std::string&) -> Result<bool> {
        if (type == EntryType::kTrueName) {
          note(CrossKind::kTruenameWithoutEntry, name, {}, catalog.name());
        }
        return true;
      },
      damaged);
}

Result<void> CrossCheck::check_entry(Catalog& catalog, const Entry& entry) {
  if (entry.sphere) {
    const auto check = [&](const ClusterEntry& cluster) {
      for (const ComponentEntry& component : cluster.components) {
        check_cells(catalog, component.name, component.volumes, true);
      }
    };
    check(entry.sphere->base);
    std::ranges::for_each(entry.sphere->alternate_indexes, check);
    return {};
  }
  if (entry.non_vsam) {
    check_cells(catalog, entry.name(), entry.non_vsam->volumes, false);
    return {};
  }
  if (entry.generation_group) {
    return check_group(catalog, *entry.generation_group);
  }
  if (entry.generation) {
    check_cells(catalog, entry.name(), entry.generation->data_set.volumes, false);
    return check_generation(catalog, *entry.generation);
  }
  return entry.alias ? check_alias(catalog, *entry.alias) : Result<void>();
}

void CrossCheck::check_cells(const Catalog& catalog, const std::string& name,
                             const std::vector<VolumeCell>& cells, bool is_vsam) {
  for (const VolumeCell& cell : cells) {
    if (cell.is_candidate || (cell.device_type & kDeviceClassMask & kTapeClass) != 0) {
      continue;
    }
    const std::string volser = search_.resolve_volser(cell.volser);
    const VolumeFacts* facts = this->facts(volser);
    if (facts == nullptr) {
      note(CrossKind::kVolumeNotThere, name, volser, catalog.name(), why_not_[volser]);
    } else if (!facts->data_sets.contains(name) && !is_of_volume(name)) {
      note(CrossKind::kNoDataSet, name, volser, catalog.name());
    } else if (is_vsam && !facts->vsam_records.contains(name) && !is_of_volume(name)) {
      note(CrossKind::kNoVolumeRecord, name, volser, catalog.name(), "VVR");
    }
  }
}

Result<void> CrossCheck::check_group(Catalog& catalog, const GenerationGroupEntry& group) {
  for (const Generation& generation : group.generations) {
    const std::string name = group.name + "." + generation_suffix(generation);
    CS_ASSIGN(const auto found, catalog.find(name));
    if (!found || !found->entry.generation) {
      note(CrossKind::kGenerationNotCataloged, name, {}, catalog.name(), group.name);
    }
  }
  return {};
}

Result<void> CrossCheck::check_generation(Catalog& catalog, const GenerationEntry& generation) {
  const auto parsed = parse_generation_name(generation.data_set.name);
  CS_ASSIGN(const auto base, catalog.find(generation.base_name));
  const bool has_base = base && base->entry.generation_group && parsed;
  const bool is_known =
      has_base &&
      std::ranges::any_of(base->entry.generation_group->generations, [&](const Generation& member) {
        return member.number == parsed->number && member.version == parsed->version;
      });
  if (!is_known) {
    note(CrossKind::kGenerationWithoutBase, generation.data_set.name, {}, catalog.name(),
         generation.base_name);
  }
  return {};
}

Result<void> CrossCheck::check_alias(Catalog& catalog, const AliasEntry& alias) {
  if (alias.is_symbolic && !alias.relates_to_catalog) {
    const auto located = search_.locate(alias.name);
    if (located && !*located) {
      note(CrossKind::kAliasWithoutEntry, alias.name, {}, catalog.name(), alias.related_name);
    }
    return {};
  }
  if (alias.is_symbolic) {
    const auto related = search_.catalog(alias.name);
    if (!related) {
      note(CrossKind::kAliasWithoutEntry, alias.name, {}, catalog.name(), alias.related_name);
    }
    return {};
  }
  CS_ASSIGN(const auto found, catalog.find(alias.related_name));
  if (!found || (alias.relates_to_catalog && !found->entry.user_catalog)) {
    note(CrossKind::kAliasWithoutEntry, alias.name, {}, catalog.name(), alias.related_name);
  }
  return {};
}

}  // namespace

std::string_view to_string(CrossKind kind) {
  switch (kind) {
    case CrossKind::kNotCataloged:
      return "not cataloged";
    case CrossKind::kNoDataSet:
      return "no data set on the volume";
    case CrossKind::kNoVolumeRecord:
      return "no record in the VVDS";
    case CrossKind::kWrongVolume:
      return "cataloged on other volumes";
    case CrossKind::kVolumeNotThere:
      return "volume cannot be read";
    case CrossKind::kWrongCatalog:
      return "owned by another catalog";
    case CrossKind::kAliasWithoutEntry:
      return "alias leads nowhere";
    case CrossKind::kCatalogNotThere:
      return "catalog cannot be opened";
    case CrossKind::kGenerationWithoutBase:
      return "unknown to its base";
    case CrossKind::kGenerationNotCataloged:
      return "generation not cataloged";
    case CrossKind::kTruenameWithoutEntry:
      return "truename leads nowhere";
    case CrossKind::kDamagedEntry:
      return "damaged entry";
    case CrossKind::kDamagedVolume:
      return "damaged VTOC or VVDS";
  }
  return "";
}

Result<std::vector<CrossFinding>> cross_check(CatalogSearch& search, vsam::VolumeSet& volumes,
                                              const CrossCheckScope& scope) {
  CrossCheck check(search, volumes);
  for (const std::string& volser : scope.volsers) {
    CS_TRY(check.check_volume(volser));
  }
  CS_TRY(check.check_catalogs(scope.catalogs));
  return check.take();
}

}  // namespace coldsite::catalog
