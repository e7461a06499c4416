// Catalogs on volumes: their clusters, made and opened.
#include <fmt/format.h>

#include "datasets/catalog/bcs_catalog.hpp"
#include "datasets/catalog/catalog_search.hpp"
#include "datasets/catalog/cluster_record_store.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/vsam/vvds.hpp"

namespace coldsite::catalog {
namespace {

constexpr std::uint32_t kAverageRecordBytes = 4086, kRecordBytesMax = 32400;
constexpr std::uint32_t kIntervalBytes = 4096;
constexpr std::uint32_t kDataBuffers = 256, kIndexBuffers = 64;
constexpr std::uint32_t kDevice3390 = 0x3010200F;

/// name.CATINDEX, or, when that is too long, the form of z/OS.
std::string index_name_of(std::string_view name, std::string_view volser) {
  const std::string usual = std::string(name) + ".CATINDEX";
  return usual.size() <= kNameBytes ? usual
                                    : fmt::format("CATINDEX.T0000001.VID{}.T0000001", volser);
}

Result<std::optional<vsam::VolumeRecord>> find_component(vsam::Vvds& vvds,
                                                         const std::string& name) {
  CS_ASSIGN(const auto found, vvds.find(name));
  if (!found) {
    return std::optional<vsam::VolumeRecord>();
  }
  const auto* record = std::get_if<vsam::VolumeRecord>(&found->content);
  return record == nullptr ? std::nullopt : std::optional(*record);
}

/// The index component of the catalog: by its usual name, else by a look at the whole VVDS.
Result<std::string> find_index_name(vsam::Vvds& vvds, const vsam::VolumeRecord& data,
                                    std::string_view volser) {
  const std::string usual = index_name_of(data.component_name, volser);
  CS_ASSIGN(const auto found, find_component(vvds, usual));
  if (found) {
    return usual;
  }
  CS_ASSIGN(const vsam::VvdsContents contents, vvds.read());
  for (const vsam::VvdsRecord& each : contents.records) {
    const auto* record = std::get_if<vsam::VolumeRecord>(&each.content);
    if (record != nullptr && record->role == vsam::ComponentRole::kIndex &&
        record->cluster_name == data.cluster_name && record->catalog_name == data.component_name) {
      return record->component_name;
    }
  }
  return failure<msg::CSL0001E>(data.component_name, volser);
}

/// Under the catalog's lock: after a kill, whoever opens first mends what was begun.
Result<std::unique_ptr<BcsCatalog>> open_cluster(vsam::VolumeSet& volumes,
                                                 const vsam::ClusterPlace& place,
                                                 const std::string& volser) {
  CS_ASSIGN(const auto lock,
            volumes.lock("CATALOG." + place.data.name, io::LockMode::kExclusive, true));
  vsam::OpenOptions options;
  options.update = true;
  options.ignore_shares = true;  // "CATALOG.name" serialises
  options.data_buffers = kDataBuffers;
  options.index_buffers = kIndexBuffers;
  std::vector<Failure> notes;
  CS_ASSIGN(auto cluster, vsam::Cluster::open(volumes, place, options, notes));
  return std::make_unique<BcsCatalog>(volumes, place.data.name, volser,
                                      std::make_unique<ClusterRecordStore>(std::move(cluster)));
}

ComponentEntry component_entry(EntryType type, const std::string& name, const std::string& volser) {
  VolumeCell volume;
  volume.volser = volser;
  volume.device_type = kDevice3390;
  volume.is_prime = true;
  return {type, name, {}, {volume}};
}

/// What the catalog says about itself, under a key of binary zeros.
Entry self_description(const vsam::ClusterPlace& place, dasd::LabelDate created) {
  Entry entry;
  ClusterEntry& base = entry.sphere.emplace().base;
  base.name = self_describing_name();
  base.ownership.created = created;
  const std::string& volser = place.data.volsers.front();
  base.components = {component_entry(EntryType::kData, place.data.name, volser),
                     component_entry(EntryType::kIndex, place.index.name, volser)};
  return entry;
}

}  // namespace

Result<std::unique_ptr<Catalog>> Catalog::open(vsam::VolumeSet& volumes, std::string_view name,
                                               std::string_view volser) {
  CS_ASSIGN(auto vvds, vsam::Vvds::open(volumes, volser, dasd::Access::kRead));
  if (!vvds) {
    return failure<msg::CSL0001E>(name, volser);
  }
  CS_ASSIGN(const auto data, find_component(*vvds, std::string(name)));
  if (!data || !data->is_catalog) {
    return failure<msg::CSL0001E>(name, volser);
  }
  vsam::ClusterPlace place;
  place.name = data->cluster_name;
  place.data = {data->component_name, {std::string(volser)}, {}};
  CS_ASSIGN(const std::string index_name, find_index_name(*vvds, *data, volser));
  place.index = {index_name, {std::string(volser)}, {}};
  CS_ASSIGN(auto catalog, open_cluster(volumes, place, std::string(volser)));
  CS_ASSIGN(const auto own, catalog->find(name));
  if (!own) {  // a kill came before it was written
    CS_TRY(catalog->put_unchecked(self_description(place, volumes.today())));
  }
  return std::unique_ptr<Catalog>(std::move(catalog));
}

Result<std::unique_ptr<Catalog>> Catalog::create(vsam::VolumeSet& volumes,
                                                 const vsam::ClusterDefinition& definition) {
  const std::string& name = definition.data.name;
  const std::string& volser = definition.data.volsers.front();
  CS_ASSIGN(auto vvds, vsam::Vvds::open(volumes, volser, dasd::Access::kRead));
  if (vvds) {
    CS_ASSIGN(const auto there, find_component(*vvds, name));
    if (there && (there->high_used_rba != 0 || there->is_open_for_output)) {
      return failure<msg::CSL0002E>(name, volser);
    }  // one into which nothing was put is what a killed define left
  }
  CS_ASSIGN(const vsam::ClusterPlace place, vsam::define_cluster(volumes, definition));
  CS_ASSIGN(auto catalog, open_cluster(volumes, place, volser));
  CS_TRY(catalog->put_unchecked(self_description(place, definition.created)));
  CS_ASSIGN(vvds, vsam::Vvds::open(volumes, volser, dasd::Access::kUpdate));
  CS_TRY(vvds->add_catalog(name));
  CS_TRY(catalog->sync());
  return std::unique_ptr<Catalog>(std::move(catalog));
}

vsam::ClusterDefinition Catalog::standard_definition(std::string_view name,
                                                     std::string_view volser) {
  vsam::ClusterDefinition definition;
  definition.name = definition.catalog_name = name;
  definition.is_catalog = true;
  vsam::ComponentAttributes& attributes = definition.attributes;
  attributes.organization = vsam::Organization::kKeySequenced;
  attributes.is_spanned = true;
  attributes.share_region = 3;
  attributes.share_system = 4;
  attributes.key_bytes = kKeyBytes;
  attributes.key_offset = kKeyOffset;
  attributes.average_record_bytes = kAverageRecordBytes;
  attributes.max_record_bytes = kRecordBytesMax;
  attributes.free_interval_percent = attributes.free_area_percent = 10;
  definition.data.name = name;
  definition.data.volsers = {std::string(volser)};
  definition.data.space_unit = dasd::SpaceUnit::kCylinders;
  definition.data.primary = definition.data.secondary = 1;
  definition.data.interval_bytes = kIntervalBytes;
  definition.index.name = index_name_of(name, volser);
  definition.index.volsers = definition.data.volsers;
  return definition;
}

Result<std::unique_ptr<CatalogSearch>> CatalogSearch::open(vsam::VolumeSet& volumes,
                                                           std::string_view master_name,
                                                           std::string_view master_volser,
                                                           Symbols symbols) {
  const auto open_catalog = [&volumes](const std::string& name, const std::string& volser) {
    return Catalog::open(volumes, name, volser);
  };
  return open_with(open_catalog, master_name, master_volser, std::move(symbols));
}

}  // namespace coldsite::catalog
