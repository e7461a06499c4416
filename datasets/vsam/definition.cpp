#include "datasets/vsam/definition.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/vsam/component_space.hpp"
#include "datasets/vsam/vvds.hpp"
#include "datasets/vsam/vvds_file.hpp"

namespace coldsite::vsam {
namespace {

VolumeRecord model_of(const ClusterDefinition& definition, ComponentRole role,
                      const ComponentAttributes& attributes, io::Timestamp now) {
  VolumeRecord record;
  record.component_name =
      role == ComponentRole::kData ? definition.data.name : definition.index.name;
  record.cluster_name = definition.name;
  record.catalog_name = definition.catalog_name;
  record.role = role;
  record.is_catalog = definition.is_catalog;
  record.attributes = attributes;
  record.statistics.changed = now;
  return record;
}

/// Every volume that gets space at once must hold the geometry that the first one gave.
Result<void> check_devices(VolumeSet& volumes, const ComponentDefinition& component) {
  CS_ASSIGN(const auto first, volumes.volume(component.volsers.front(), dasd::Access::kUpdate));
  const dasd::Geometry& geometry = first->geometry();
  for (const std::string& volser : component.volsers) {
    if (volser != component.volsers.front() && !component.guaranteed_space) {
      break;  // candidates need not be mounted now
    }
    CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kUpdate));
    if (volume->geometry().device_type != geometry.device_type) {
      return failure<msg::CSM0031E>(component.name,
                                    fmt::format("volume '{}' is a {}, the first one a {}", volser,
                                                volume->geometry().device, geometry.device));
    }
  }
  return {};
}

/// The space of one component on its volumes. What was made before a failure is in `place`.
Result<void> make_component(VolumeSet& volumes, const ClusterDefinition& definition,
                            const ComponentDefinition& component, const VolumeRecord& model,
                            ComponentPlace& place) {
  place.name = component.name;
  const std::size_t count = component.guaranteed_space ? component.volsers.size() : 1;
  std::uint64_t low_rba = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& volser = component.volsers[i];
    VolumeRecord record = model;
    record.is_primary = i == 0;
    const ComponentLabel label = {.first_volser = component.volsers.front(),
                                  .volume_sequence = static_cast<std::uint16_t>(i + 1),
                                  .is_last_volume = i + 1 == count,
                                  .created = definition.created,
                                  .expires = definition.expires};
    CS_ASSIGN(const VolumeRecord made,
              allocate_on_volume(volumes, volser, record, label, low_rba, false));
    place.volsers.push_back(volser);
    low_rba = made.high_allocated_rba;
    if (!definition.catalog_name.empty()) {
      CS_ASSIGN(auto vvds, Vvds::open(volumes, volser, dasd::Access::kUpdate));
      CS_TRY(vvds->add_catalog(definition.catalog_name));
    }
  }
  if (count > 1) {
    CS_ASSIGN(Component whole, read_component(volumes, place));
    whole.statistics().extents = whole.extent_count();
    whole.statistics().free_bytes = whole.unused_bytes();
    CS_TRY(write_component(volumes, whole));
  }
  place.candidates.assign(component.volsers.begin() + static_cast<std::ptrdiff_t>(count),
                          component.volsers.end());
  return {};
}

Result<void> make_components(VolumeSet& volumes, const ClusterDefinition& definition,
                             ClusterPlace& place) {
  const io::Timestamp now = volumes.now();
  CS_TRY(make_component(volumes, definition, definition.data,
                        model_of(definition, ComponentRole::kData, definition.attributes, now),
                        place.data));
  if (!has_index(definition.attributes)) {
    return {};
  }
  CS_ASSIGN(const auto index_volume,
            volumes.volume(definition.index.volsers.front(), dasd::Access::kUpdate));
  return make_component(volumes, definition, definition.index,
                        model_of(definition, ComponentRole::kIndex,
                                 index_attributes(definition, index_volume->geometry()), now),
                        place.index);
}

void fill_defaults(ClusterDefinition& definition, VolumeSet& volumes) {
  if (definition.created.year == 0) {
    definition.created = volumes.today();
  }
  if (definition.data.name.empty()) {
    definition.data.name = default_component_name(definition.name, ComponentRole::kData);
  }
  if (!has_index(definition.attributes)) {
    return;
  }
  if (definition.index.name.empty()) {
    definition.index.name = default_component_name(definition.name, ComponentRole::kIndex);
  }
  if (definition.index.volsers.empty()) {
    definition.index.volsers = definition.data.volsers;
    definition.index.guaranteed_space = definition.data.guaranteed_space;
  }
}

/// ERASE: zeros over everything that was written, then holes.
Result<void> erase_tracks(dasd::Volume& volume, const dasd::DataSetLabel& label) {
  const dasd::Geometry& geometry = volume.geometry();
  Bytes slots;
  for (const dasd::TrackRange& range : track_ranges(label, geometry)) {
    for (std::uint32_t at = 0; at < range.count; at += geometry.heads) {
      const std::uint32_t count = std::min(geometry.heads, range.count - at);
      slots.assign(std::size_t{count} * geometry.slot_bytes, 0);
      for (std::uint32_t i = 0; i < count; ++i) {
        dasd::write_null_track(geometry.track_address(range.first + at + i),
                               ByteSpan(slots).subspan(std::size_t{i} * geometry.slot_bytes));
      }
      CS_TRY(volume.write_slots({range.first + at, count}, slots));
    }
  }
  CS_TRY(volume.sync());
  for (const dasd::TrackRange& range : track_ranges(label, geometry)) {
    CS_TRY(volume.erase_tracks(range));
  }
  CS_KILL_POINT("vsam.tracks_erased");
  return {};
}

/// The DSCB of the component on one volume, if there is one.
Result<std::optional<dasd::DataSetLabel>> find_label(dasd::Volume& volume,
                                                     const std::string& name) {
  CS_ASSIGN(auto label, dasd::find_data_set(volume, name));
  if (label && label->organization != dasd::Organization::kVsam) {
    label.reset();  // another data set of the name
  }
  return label;
}

Result<void> check_unexpired(VolumeSet& volumes, const ComponentPlace& place) {
  for (const std::string& volser : place.volsers) {
    CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kUpdate));
    CS_ASSIGN(const auto label, find_label(*volume, place.name));
    if (label && dasd::is_unexpired(label->expires, volumes.today())) {
      return failure<msg::CSV0057E>(
          place.name, volser,
          fmt::format("{}.{:03}", label->expires.year, label->expires.day_of_year));
    }
  }
  return {};
}

/// VVR first: a DSCB without VVR only keeps its space, a VVR without DSCB would point at tracks
/// that others may get.
Result<void> delete_on_volume(VolumeSet& volumes, const std::string& name,
                              const std::string& volser, bool erase, DeletedComponent& deleted) {
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kUpdate));
  CS_ASSIGN(const auto label, find_label(*volume, name));
  if (label && erase) {
    CS_TRY(erase_tracks(*volume, *label));
  }
  CS_ASSIGN(auto vvds, Vvds::open(volumes, volser, dasd::Access::kUpdate));
  bool was_there = false;
  if (vvds) {
    CS_ASSIGN(was_there, vvds->remove(name));
  }
  if (!was_there) {
    deleted.warnings.push_back(failure<msg::CSM0024W>(name, "VVDS", volser));
  }
  CS_KILL_POINT("vsam.volume_record_removed");
  if (!label) {
    deleted.warnings.push_back(failure<msg::CSM0024W>(name, "VTOC", volser));
    return {};
  }
  return dasd::scratch_data_set(*volume, name, volumes.today(), true);
}

/// Whether a control interval was ever written into the first track of a component.
Result<bool> has_content(dasd::Volume& volume, const dasd::DataSetLabel& label) {
  const dasd::Geometry& geometry = volume.geometry();
  const std::uint32_t track = label.extents.front().first_track(geometry);
  Bytes slot(geometry.slot_bytes);
  CS_TRY(volume.read_slots({track, 1}, slot));
  CS_ASSIGN(dasd::TrackReader reader,
            dasd::TrackReader::open(slot, geometry.track_address(track), geometry));
  const auto first = reader.next();
  return first && !first->count.is_end_of_file();
}

/// Takes away what a killed define of the same cluster left: DSCB without VVR, or a VVR of this
/// cluster and catalog, either of a component into which nothing was ever put. Anything else stays,
/// and the define is then refused as a duplicate.
Result<void> clear_unfinished(VolumeSet& volumes, const ClusterDefinition& definition,
                              const ComponentDefinition& component) {
  const std::string& volser = component.volsers.front();
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kUpdate));
  CS_ASSIGN(const auto label, find_label(*volume, component.name));
  CS_ASSIGN(auto vvds, Vvds::open(volumes, volser, dasd::Access::kRead));
  if (!label || label->extents.empty() || !vvds) {
    return {};
  }
  CS_ASSIGN(const auto found, vvds->find(component.name));
  if (found) {
    const auto* record = std::get_if<VolumeRecord>(&found->content);
    const bool is_ours = record != nullptr && record->cluster_name == definition.name &&
                         record->catalog_name == definition.catalog_name;
    if (!is_ours || record->high_used_rba != 0 || record->is_open_for_output) {
      return {};
    }
  }
  CS_ASSIGN(const bool is_used, has_content(*volume, *label));
  if (is_used || dasd::is_unexpired(label->expires, volumes.today())) {
    return {};
  }
  DeletedComponent deleted;
  return delete_on_volume(volumes, component.name, volser, false, deleted);
}

/// Before anything is renamed: old or new name is there (a killed rename), never both.
Result<void> check_rename(VolumeSet& volumes, const std::string& volser, const std::string& name,
                          const std::string& new_name) {
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kUpdate));
  CS_ASSIGN(const auto old_label, find_label(*volume, name));
  CS_ASSIGN(const auto new_label, dasd::find_data_set(*volume, new_name));
  if (name != new_name && old_label && new_label) {
    return failure<msg::CSV0050E>(new_name, volser);
  }
  if (!old_label && !new_label) {
    return failure<msg::CSV0056E>(name, volser);
  }
  return {};
}

Result<void> rename_on_volume(VolumeSet& volumes, const std::string& volser,
                              const std::string& name, const std::string& new_name,
                              const std::string& new_cluster_name) {
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kUpdate));
  CS_ASSIGN(const auto old_label, find_label(*volume, name));
  if (old_label && name != new_name) {
    CS_TRY(dasd::rename_data_set(*volume, name, new_name));
    CS_KILL_POINT("vsam.label_renamed");
  }
  CS_ASSIGN(auto vvds, Vvds::open(volumes, volser, dasd::Access::kUpdate));
  if (!vvds) {
    return failure<msg::CSM0020E>(name, volser);
  }
  const auto change = [&](VolumeRecord& record) -> Result<void> {
    record.component_name = new_name;
    record.cluster_name = new_cluster_name;
    return {};
  };
  auto changed = vvds->change(name, change);
  if (!changed && changed.failure().is(msg::CSM0020E)) {
    changed = vvds->change(new_name, change);
  }
  if (!changed) {
    return changed.failure();
  }
  CS_KILL_POINT("vsam.volume_record_renamed");
  return {};
}

}  // namespace

std::string default_component_name(const std::string& cluster_name, ComponentRole role) {
  const std::string suffix = role == ComponentRole::kData ? ".DATA" : ".INDEX";
  if (cluster_name.size() + suffix.size() <= dasd::kDscbKeyBytes) {
    return cluster_name + suffix;
  }
  // Qualifiers go from the end until the suffix fits.
  std::string name = cluster_name;
  while (name.size() + suffix.size() > dasd::kDscbKeyBytes) {
    const std::size_t dot = name.rfind('.');
    name.resize(dot == std::string::npos ? dasd::kDscbKeyBytes - suffix.size() : dot);
  }
  return name + suffix;
}

Result<ClusterPlace> define_cluster(VolumeSet& volumes, const ClusterDefinition& wanted) {
  ClusterDefinition definition = wanted;
  CS_TRY(check_definition(definition));
  fill_defaults(definition, volumes);
  CS_TRY(check_definition(definition));  // with the names that were made up
  CS_ASSIGN(const auto volume,
            volumes.volume(definition.data.volsers.front(), dasd::Access::kUpdate));
  CS_TRY(choose_sizes(definition, volume->geometry()));
  CS_TRY(check_devices(volumes, definition.data));
  if (has_index(definition.attributes)) {
    CS_TRY(check_devices(volumes, definition.index));
  }
  CS_TRY(clear_unfinished(volumes, definition, definition.data));
  if (has_index(definition.attributes)) {
    CS_TRY(clear_unfinished(volumes, definition, definition.index));
  }
  ClusterPlace place;
  place.name = definition.name;
  const auto made = make_components(volumes, definition, place);
  if (!made) {
    // The first failure is what the caller has to know.
    const DeleteOptions all = {.purge = true};
    static_cast<void>(delete_component(volumes, place.data, all));
    static_cast<void>(delete_component(volumes, place.index, all));
    return made.failure();
  }
  return place;
}

Result<DeletedComponent> delete_component(VolumeSet& volumes, const ComponentPlace& place,
                                          const DeleteOptions& options) {
  DeletedComponent deleted;
  if (!options.scratch) {
    return deleted;
  }
  if (!options.purge) {
    CS_TRY(check_unexpired(volumes, place));
  }
  for (const std::string& volser : place.volsers) {
    CS_TRY(delete_on_volume(volumes, place.name, volser, options.erase, deleted));
  }
  return deleted;
}

Result<void> rename_component(VolumeSet& volumes, const ComponentPlace& place,
                              const std::string& new_name, const std::string& new_cluster_name) {
  for (const std::string& volser : place.volsers) {
    CS_TRY(check_rename(volumes, volser, place.name, new_name));
  }
  for (const std::string& volser : place.volsers) {
    CS_TRY(rename_on_volume(volumes, volser, place.name, new_name, new_cluster_name));
  }
  return {};
}

}  // namespace coldsite::vsam
