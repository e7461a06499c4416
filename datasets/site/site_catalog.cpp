// <site>/run/vsam: one byte for each resource that is locked. <site>/run/changes: 8 bytes for each
// of 131,072 slots, how often a resource of the slot was changed (little-endian).
#include "datasets/site/site_catalog.hpp"

#include <algorithm>
#include <array>

#include "datasets/io/real_store.hpp"
#include "datasets/site/enqueue.hpp"
#include "datasets/site/locks.hpp"

namespace coldsite::site {
namespace {

constexpr std::uint64_t kChangeSlots = 1 << 17;
constexpr std::size_t kCountBytes = 8;

struct DeviceTypeName {
  std::string_view unit;
  std::uint32_t device_type;
};

/// UCBTYP values as catalogs have them; source: the device type translate table of DFSMS Access
/// Method Services Commands. The first name of a value is the one that unit_of() gives.
constexpr std::array<DeviceTypeName, 17> kDeviceTypes = {{
    {"3390", 0x3010200F},
    {"3380", 0x3010200E},
    {"3375", 0x3050200C},
    {"3350", 0x3050200B},
    {"3340", 0x3050200A},
    {"3330", 0x30502009},
    {"2314", 0x30C02008},
    {"2311", 0x30002001},
    {"3490", 0x78048081},
    {"3590", 0x78048083},
    {"3592", 0x78048083},
    {"3480", 0x78008080},
    {"3420", 0x34208003},
    {"TAPE", 0x78048081},
    {"CART", 0x78048081},
    {"HET", 0x78048081},
    {"AWS", 0x78048081},
}};

vsam::ComponentPlace component_place(const catalog::ComponentEntry& component,
                                     const catalog::CatalogSearch& search) {
  vsam::ComponentPlace place;
  place.name = component.name;
  for (const catalog::VolumeCell& volume : component.volumes) {
    auto& target = volume.is_candidate ? place.candidates : place.volsers;
    target.push_back(search.resolve_volser(volume.volser));
  }
  return place;
}

}  // namespace

Result<std::shared_ptr<dasd::Volume>> SiteVolumes::volume(std::string_view volser,
                                                          dasd::Access access) {
  const auto at = volumes_.find(volser);
  const bool is_enough =
      at != volumes_.end() && (access == dasd::Access::kRead || at->second->is_writable());
  if (is_enough) {
    return at->second;
  }
  CS_ASSIGN(const Device* device, site_->find_volume(volser));
  CS_ASSIGN(std::shared_ptr<dasd::Volume> opened, site_->open_volume(*device, access));
  volumes_.insert_or_assign(std::string(volser), opened);
  return opened;
}

Result<std::shared_ptr<void>> SiteVolumes::lock(std::string_view resource, io::LockMode mode,
                                                bool wait) {
  CS_ASSIGN(std::shared_ptr<HeldLock> held,
            lock_byte(site_->store(), io::join_path(site_->run_directory(), "vsam"),
                      lock_byte_of(resource), mode, wait));
  if (held != nullptr) {
    io::finish_whole_writes(site_->store());  // of the one that was killed with the lock
  }
  return std::shared_ptr<void>(std::move(held));
}

Result<io::File*> SiteVolumes::changes_file() {
  if (!changes_) {
    const std::string path = io::join_path(site_->run_directory(), "changes");
    auto file = site_->store().open(path, io::OpenMode::kCreateNew);
    if (!file) {
      file = site_->store().open(path, io::OpenMode::kUpdate);
    }
    CS_ASSIGN(changes_, std::move(file));
  }
  return changes_.get();
}

Result<std::uint64_t> SiteVolumes::change_count(std::string_view resource) {
  CS_ASSIGN(io::File * file, changes_file());
  std::array<std::uint8_t, kCountBytes> count{};
  const std::uint64_t offset = lock_byte_of(resource) % kChangeSlots * kCountBytes;
  CS_TRY(file->read_at(offset, count));
  return load_le(count, 0, kCountBytes);
}

/// Two resources may share a slot: the slot has a lock of its own.
Result<void> SiteVolumes::add_change(std::string_view resource) {
  CS_ASSIGN(io::File * file, changes_file());
  const std::uint64_t offset = lock_byte_of(resource) % kChangeSlots * kCountBytes;
  CS_ASSIGN(const auto lock, file->lock({offset, kCountBytes}, io::LockMode::kExclusive));
  CS_ASSIGN(const std::uint64_t count, change_count(resource));
  std::array<std::uint8_t, kCountBytes> bytes{};
  store_le(bytes, 0, kCountBytes, count + 1);
  return file->write_at(offset, bytes);
}

dasd::LabelDate SiteVolumes::today() {
  const io::CalendarTime time =
      io::to_calendar(clock_->now(), site_->configuration().time_zone_minutes);
  return {time.year, time.day_of_year};
}

Result<std::unique_ptr<catalog::CatalogSearch>> open_catalogs(Site& site, SiteVolumes& volumes) {
  const SiteConfiguration& configuration = site.configuration();
  if (configuration.master_catalog.empty()) {
    return std::unique_ptr<catalog::CatalogSearch>();
  }
  catalog::CatalogSearch::Symbols symbols = {{"SYSNAME", configuration.name},
                                             {"SYSPLEX", configuration.sysplex}};
  std::erase_if(symbols, [](const auto& symbol) { return symbol.second.empty(); });
  return catalog::CatalogSearch::open(volumes, configuration.master_catalog,
                                      configuration.master_volser, std::move(symbols));
}

vsam::ClusterPlace place_of(const catalog::ClusterEntry& cluster,
                            const catalog::CatalogSearch& search) {
  vsam::ClusterPlace place;
  place.name = cluster.name;
  for (const catalog::ComponentEntry& component : cluster.components) {
    auto& target = component.type == catalog::EntryType::kIndex ? place.index : place.data;
    target = component_place(component, search);
  }
  return place;
}

std::uint32_t device_type_of(std::string_view unit) {
  const auto at =
      std::ranges::find(kDeviceTypes, unit.substr(0, unit.find('-')), &DeviceTypeName::unit);
  return at == kDeviceTypes.end() ? 0 : at->device_type;
}

bool is_tape_device_type(std::uint32_t device_type) {
  constexpr std::uint32_t kTapeClass = 0x0000'8000;
  return (device_type & kTapeClass) != 0;
}

std::string unit_of(std::uint32_t device_type) {
  const auto at = std::ranges::find(kDeviceTypes, device_type, &DeviceTypeName::device_type);
  return at == kDeviceTypes.end() ? "" : std::string(at->unit);
}

}  // namespace coldsite::site
