#include "datasets/vsam/component.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/vsam/component_space.hpp"
#include "datasets/vsam/vvds.hpp"
#include "datasets/vsam/vvds_file.hpp"

namespace coldsite::vsam {
namespace {

/// The VVR of `name` on one volume, checked against the VTOC.
Result<VolumeRecord> read_on_volume(VolumeSet& volumes, const std::string& name,
                                    const std::string& volser) {
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kRead));
  CS_ASSIGN(auto vvds, Vvds::open(volumes, volser, dasd::Access::kRead));
  if (!vvds) {
    return failure<msg::CSM0020E>(name, volser);
  }
  CS_ASSIGN(const auto found, vvds->find(name));
  if (!found) {
    return failure<msg::CSM0020E>(name, volser);
  }
  const auto& record = std::get<VolumeRecord>(found->content);
  CS_ASSIGN(const auto label, dasd::find_data_set(*volume, name));
  if (!label) {
    return failure<msg::CSM0021E>(name, volser, "the VTOC does not have it");
  }
  if (const auto different = compare_extents(record, *label, volume->geometry()).difference) {
    return failure<msg::CSM0021E>(name, volser, *different);
  }
  return record;
}

bool same_geometry(const ComponentAttributes& a, const ComponentAttributes& b) {
  return a.organization == b.organization && a.interval_bytes == b.interval_bytes &&
         a.block_bytes == b.block_bytes && a.blocks_per_track == b.blocks_per_track &&
         a.tracks_per_area == b.tracks_per_area && a.intervals_per_area == b.intervals_per_area;
}

Result<void> check_follows(const Component& component, const VolumeRecord& record,
                           const std::string& volser) {
  const std::string& name = component.place.name;
  if (component.volumes.empty()) {
    return record.is_primary ? Result<void>()
                             : failure<msg::CSM0021E>(name, volser, "it is not the first volume");
  }
  if (record.is_primary || record.cluster_name != component.volumes[0].cluster_name) {
    return failure<msg::CSM0021E>(name, volser, "the VVR does not belong to the first volume's");
  }
  if (!same_geometry(record.attributes, component.attributes())) {
    return failure<msg::CSM0021E>(name, volser, "its attributes are not the first volume's");
  }
  const std::uint64_t low = record.extents.empty() ? 0 : record.extents.front().low_rba;
  if (!record.extents.empty() && low != component.high_allocated_rba()) {
    return failure<msg::CSM0021E>(name, volser,
                                  fmt::format("it begins at RBA {}, the volume before ends at {}",
                                              low, component.high_allocated_rba()));
  }
  return {};
}

/// Why the last volume gives no more space, so that the next is tried; or nothing.
bool is_out_of_space(const Failure& why) {
  return why.is(msg::CSV0051E) || why.is(msg::CSV0054E) || why.is(msg::CSV0055E) ||
         why.is(msg::CSV0052E) || why.is(msg::CSM0025E) || why.is(msg::CSE0011E) ||
         why.is(msg::CSM0022E);
}

/// A secondary quantity on the last volume, or what a killed one left there.
Result<void> extend_last_volume(VolumeSet& volumes, Component& component) {
  VolumeRecord& last = component.volumes.back();
  const std::string& volser = component.place.volsers.back();
  const std::string& name = component.place.name;
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kUpdate));
  CS_ASSIGN(auto label, dasd::find_data_set(*volume, name));
  if (!label) {
    return failure<msg::CSM0021E>(name, volser, "the VTOC does not have it");
  }
  const ExtentComparison comparison = compare_extents(last, *label, volume->geometry());
  if (comparison.difference) {
    return failure<msg::CSM0021E>(name, volser, *comparison.difference);
  }
  if (comparison.vtoc_only == 0) {
    CS_TRY(dasd::extend_data_set(*volume, *label, last.attributes.tracks_per_area));
    CS_TRY(volume->sync());
    CS_KILL_POINT("vsam.extent_in_vtoc");
  }
  std::vector<dasd::TrackRange> pieces = track_ranges(*label, volume->geometry());
  pieces.erase(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(last.extents.size()));
  VolumeRecord extended = last;
  CS_TRY(append_extents(extended, volser, pieces, 0));
  CS_ASSIGN(auto vvds, Vvds::open(volumes, volser, dasd::Access::kUpdate));
  if (!vvds) {
    return failure<msg::CSM0020E>(name, volser);
  }
  CS_ASSIGN(last.interval_rba, vvds->change(name, [&](VolumeRecord& record) -> Result<void> {
    record.extents = extended.extents;
    record.high_allocated_rba = extended.high_allocated_rba;
    return {};
  }));
  last.extents = extended.extents;
  last.high_allocated_rba = extended.high_allocated_rba;
  CS_KILL_POINT("vsam.extent_in_vvds");
  return {};
}

/// The DSCB of the volume that was the last says so no more. Nothing depends on it.
Result<void> mark_not_last(VolumeSet& volumes, const std::string& volser, const std::string& name) {
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kUpdate));
  CS_ASSIGN(auto label, dasd::find_data_set(*volume, name));
  if (!label || (label->indicators & 0x80) == 0) {
    return {};
  }
  label->indicators &= 0x7F;
  return dasd::update_data_set(*volume, *label);
}

/// The primary quantity on a candidate volume.
Result<void> take_candidate(VolumeSet& volumes, Component& component, const std::string& volser) {
  const std::string last_volser = component.place.volsers.back();
  const std::string& name = component.place.name;
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kUpdate));
  CS_ASSIGN(const auto last, volumes.volume(last_volser, dasd::Access::kRead));
  CS_ASSIGN(const auto label, dasd::find_data_set(*last, name));
  if (volume->geometry().device_type != last->geometry().device_type) {
    return failure<msg::CSM0022E>(name,
                                  fmt::format("volume '{}' is a {}, the others are {}", volser,
                                              volume->geometry().device, last->geometry().device));
  }
  VolumeRecord record = component.volumes.front();
  record.is_primary = false;
  record.is_open_for_output = false;
  record.extents.clear();
  record.high_used_rba = record.high_allocated_rba = 0;
  record.statistics = {};
  const ComponentLabel wanted = {
      .first_volser = component.place.volsers.front(),
      .volume_sequence = static_cast<std::uint16_t>(component.place.volsers.size() + 1),
      .created = label ? label->created : volumes.today(),
      .expires = label ? label->expires : dasd::LabelDate{}};
  auto made =
      allocate_on_volume(volumes, volser, record, wanted, component.high_allocated_rba(), true);
  if (!made && made.failure().is(msg::CSM0026E)) {
    // A killed extend_component, or another process, whose catalog entry does not know it yet.
    made = read_on_volume(volumes, name, volser);
    if (made) {
      CS_TRY(check_follows(component, *made, volser));
    }
  }
  if (!made) {
    return made.failure();
  }
  component.volumes.push_back(*std::move(made));
  component.place.volsers.push_back(volser);
  std::erase(component.place.candidates, volser);
  return mark_not_last(volumes, last_volser, name);
}

/// Whether the component has a VVR on the candidate `volser` already: another process, or a
/// killed extend_component, took it, and the catalog was not told.
Result<bool> is_taken(VolumeSet& volumes, const std::string& name, const std::string& volser) {
  auto vvds = Vvds::open(volumes, volser, dasd::Access::kRead);
  if (!vvds) {
    return vvds.failure().is(msg::CSE0011E) ? Result<bool>(false) : vvds.failure();
  }
  if (!*vvds) {
    return false;
  }
  CS_ASSIGN(const auto found, (*vvds)->find(name));
  return found.has_value();
}

/// Whether another process extended the component since `component` was read; takes it over.
Result<bool> take_extents_of_others(VolumeSet& volumes, Component& component) {
  const std::string& name = component.place.name;
  VolumeRecord& last = component.volumes.back();
  CS_ASSIGN(const VolumeRecord now, read_on_volume(volumes, name, component.place.volsers.back()));
  const bool has_more = now.extents.size() > last.extents.size();
  last.extents = now.extents;
  last.high_allocated_rba = now.high_allocated_rba;
  for (const std::string& volser : std::vector<std::string>(component.place.candidates)) {
    CS_ASSIGN(const bool taken, is_taken(volumes, name, volser));
    if (taken) {
      CS_TRY(take_candidate(volumes, component, volser));
      return true;
    }
  }
  return has_more;
}

}  // namespace

std::uint64_t Component::high_used_rba() const {
  std::uint64_t high = 0;
  for (const VolumeRecord& volume : volumes) {
    high = std::max(high, volume.high_used_rba);
  }
  return high;
}

std::uint64_t Component::high_allocated_rba() const {
  std::uint64_t high = 0;
  for (const VolumeRecord& volume : volumes) {
    high = std::max(high, volume.high_allocated_rba);
  }
  return high;
}

std::uint32_t Component::extent_count() const {
  std::size_t count = 0;
  for (const VolumeRecord& volume : volumes) {
    count += volume.extents.size();
  }
  return static_cast<std::uint32_t>(count);
}

Result<Component> read_component(VolumeSet& volumes, const ComponentPlace& place) {
  Component component;
  component.place = place;
  CS_CHECK(!place.volsers.empty());
  for (const std::string& volser : place.volsers) {
    CS_ASSIGN(VolumeRecord record, read_on_volume(volumes, place.name, volser));
    CS_TRY(check_follows(component, record, volser));
    component.volumes.push_back(std::move(record));
  }
  return component;
}

Result<void> write_component(VolumeSet& volumes, const Component& component) {
  for (std::size_t i = 0; i < component.volumes.size(); ++i) {
    const VolumeRecord& mine = component.volumes[i];
    const std::string& volser = component.place.volsers[i];
    CS_ASSIGN(auto vvds, Vvds::open(volumes, volser, dasd::Access::kUpdate));
    if (!vvds) {
      return failure<msg::CSM0020E>(component.place.name, volser);
    }
    CS_TRY(vvds->change(component.place.name, [&](VolumeRecord& record) -> Result<void> {
      VolumeRecord changed = mine;
      changed.component_name = record.component_name;
      changed.extents = record.extents;
      changed.high_allocated_rba = record.high_allocated_rba;
      record = std::move(changed);
      return {};
    }));
  }
  return {};
}

Result<void> extend_component(VolumeSet& volumes, Component& component) {
  const std::string& name = component.place.name;
  CS_ASSIGN(const auto lock, volumes.lock("VSAM.EXTEND." + name, io::LockMode::kExclusive, true));
  CS_ASSIGN(const bool was_extended, take_extents_of_others(volumes, component));
  if (was_extended) {
    component.statistics().extents = component.extent_count();
    return {};
  }
  if (component.extent_count() >= kComponentExtentsMax) {
    return failure<msg::CSM0023E>(name, "it has 123 extents");
  }
  if (kComponentBytesMax - component.high_allocated_rba() < area_bytes_of(component.attributes())) {
    return failure<msg::CSM0023E>(name, "4 GiB are reached");
  }
  auto extended = extend_last_volume(volumes, component);
  const std::vector<std::string> candidates = component.place.candidates;
  for (const std::string& volser : candidates) {
    if (extended || !is_out_of_space(extended.failure())) {
      break;
    }
    extended = take_candidate(volumes, component, volser);
  }
  if (!extended && is_out_of_space(extended.failure())) {
    return failure<msg::CSM0022E>(name, extended.failure().is(msg::CSM0022E)
                                            ? extended.failure().inserts()[1]
                                            : extended.failure().text());
  }
  if (extended) {
    component.statistics().extents = component.extent_count();
  }
  return extended;
}

}  // namespace coldsite::vsam
