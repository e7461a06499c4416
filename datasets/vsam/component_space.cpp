#include "datasets/vsam/component_space.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/vvds.hpp"
#include "datasets/vsam/vvds_file.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::uint32_t kVvdsTracks = 10;
constexpr std::uint8_t kIcfDataSet = 0x80, kIcfCatalog = 0x40, kLastVolume = 0x80;

Result<dasd::DataSetLabel> allocate_tracks(dasd::Volume& volume, const VolumeRecord& record,
                                           const ComponentLabel& label) {
  const ComponentAttributes& a = record.attributes;
  dasd::DataSetLabel wanted;
  wanted.name = record.component_name;
  wanted.first_volser = label.first_volser;
  wanted.volume_sequence = label.volume_sequence;
  wanted.created = label.created;
  wanted.expires = label.expires;
  wanted.organization = dasd::Organization::kVsam;
  wanted.option_code = record.is_catalog ? kIcfDataSet | kIcfCatalog : kIcfDataSet;
  wanted.indicators = label.is_last_volume ? kLastVolume : 0;
  wanted.block_bytes = a.block_bytes;
  dasd::SpaceRequest space;
  space.unit = a.space_unit;
  space.primary = a.primary;
  space.secondary = a.secondary;
  space.piece_tracks = a.tracks_per_area;
  CS_ASSIGN(dasd::DataSetLabel made, dasd::allocate_data_set(volume, wanted, space));
  CS_TRY(volume.sync());
  CS_KILL_POINT("vsam.component_in_vtoc");
  return made;
}

/// A format 1 of the name that a killed extend_component left, if it can be one.
Result<dasd::DataSetLabel> adopt(const dasd::DataSetLabel& label, const VolumeRecord& record,
                                 const ComponentLabel& wanted, std::string_view volser) {
  if (label.organization != dasd::Organization::kVsam ||
      label.first_volser != wanted.first_volser ||
      label.volume_sequence != wanted.volume_sequence) {
    return failure<msg::CSM0021E>(record.component_name, volser,
                                  "another data set of the name stands there");
  }
  return label;
}

}  // namespace

std::uint64_t area_bytes_of(const ComponentAttributes& attributes) {
  return std::uint64_t{attributes.intervals_per_area} * attributes.interval_bytes;
}

Result<void> append_extents(VolumeRecord& record, std::string_view volser,
                            const std::vector<dasd::TrackRange>& pieces, std::uint64_t low_rba) {
  const ComponentAttributes& a = record.attributes;
  const std::uint64_t area_bytes = area_bytes_of(a);
  std::uint64_t low = record.extents.empty() ? low_rba : record.extents.back().high_rba + 1;
  for (const dasd::TrackRange& piece : pieces) {
    const std::uint64_t room = (kComponentBytesMax - low) / area_bytes;
    const std::uint64_t areas = std::min<std::uint64_t>(piece.count / a.tracks_per_area, room);
    if (piece.count < a.tracks_per_area) {
      return failure<msg::CSM0021E>(record.component_name, volser,
                                    "an extent does not hold a control area");
    }
    if (areas == 0) {
      return failure<msg::CSM0023E>(record.component_name, "4 GiB are reached");
    }
    record.extents.push_back({piece, low, low + areas * area_bytes - 1});
    low += areas * area_bytes;
  }
  record.high_allocated_rba = low;
  return {};
}

Result<VolumeRecord> allocate_on_volume(VolumeSet& volumes, std::string_view volser,
                                        VolumeRecord record, const ComponentLabel& label,
                                        std::uint64_t low_rba, bool may_adopt) {
  CS_ASSIGN(Vvds vvds, Vvds::create(volumes, volser, kVvdsTracks));
  CS_ASSIGN(const auto known, vvds.find(record.component_name));
  if (known) {
    return failure<msg::CSM0026E>(volser, record.component_name);
  }
  CS_ASSIGN(const auto volume, volumes.volume(volser, dasd::Access::kUpdate));
  CS_ASSIGN(auto found, dasd::find_data_set(*volume, record.component_name));
  const bool is_new = !found || !may_adopt;
  if (is_new) {
    CS_ASSIGN(found, allocate_tracks(*volume, record, label));
  } else {
    CS_ASSIGN(found, adopt(*found, record, label, volser));
  }
  const auto undo = [&](const Failure& why) -> Failure {
    if (is_new) {
      // The first failure is what the caller has to know; a DSCB that stays is DIAGNOSE's to find.
      static_cast<void>(
          dasd::scratch_data_set(*volume, record.component_name, volumes.today(), true));
    }
    return why;
  };
  if (auto appended =
          append_extents(record, volser, track_ranges(*found, volume->geometry()), low_rba);
      !appended) {
    return undo(appended.failure());
  }
  record.statistics.extents = static_cast<std::uint32_t>(record.extents.size());
  record.statistics.free_bytes = record.high_allocated_rba - low_rba;
  auto added = vvds.add(record);
  if (!added) {
    return undo(added.failure());
  }
  record.interval_rba = *added;
  CS_KILL_POINT("vsam.component_in_vvds");
  return record;
}

ExtentComparison compare_extents(const VolumeRecord& record, const dasd::DataSetLabel& label,
                                 const dasd::Geometry& geometry) {
  ExtentComparison comparison;
  const std::vector<dasd::TrackRange> tracks = track_ranges(label, geometry);
  if (label.organization != dasd::Organization::kVsam) {
    comparison.difference = fmt::format("the VTOC has a data set of DSORG {} under the name",
                                        to_string(label.organization));
  } else if (tracks.size() < record.extents.size()) {
    comparison.difference =
        fmt::format("the VVDS has {} extents, the VTOC {}", record.extents.size(), tracks.size());
  } else {
    comparison.vtoc_only = tracks.size() - record.extents.size();
  }
  for (std::size_t i = 0; !comparison.difference && i < record.extents.size(); ++i) {
    const dasd::TrackRange& mine = record.extents[i].tracks;
    if (mine.first != tracks[i].first || mine.count != tracks[i].count) {
      comparison.difference =
          fmt::format("extent {} is {} tracks from {} in the VVDS, {} tracks from {} in the VTOC",
                      i, mine.count, to_string(geometry.track_address(mine.first)), tracks[i].count,
                      to_string(geometry.track_address(tracks[i].first)));
    }
  }
  return comparison;
}

}  // namespace coldsite::vsam
