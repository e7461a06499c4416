#include "utilities/data-copy/used_tracks.hpp"

#include <algorithm>

#include "datasets/messages/csk.hpp"

namespace coldsite::copy {
namespace {

constexpr std::uint8_t kSmsPdse = 0x08;
constexpr std::uint8_t kSmsExtended = 0x04;

bool has_last_block(const dasd::DataSetLabel& data_set) {
  const bool is_simple = (data_set.sms_flags & (kSmsPdse | kSmsExtended)) == 0;
  return is_simple && (data_set.organization == dasd::Organization::kSequential ||
                       data_set.organization == dasd::Organization::kPartitioned);
}

std::uint32_t used_track_count(const dasd::DataSetLabel& data_set, const dasd::Geometry& geometry,
                               const UsedTrackOptions& options) {
  const std::uint32_t all = data_set.track_count(geometry);
  const bool is_named =
      std::ranges::find(options.all_data_names, data_set.name) != options.all_data_names.end();
  if (options.all_data || is_named) {
    return all;
  }
  const bool is_unknown = data_set.organization == dasd::Organization::kUnknown;
  const bool is_empty = data_set.last_block == dasd::RelativeAddress{};
  if (is_unknown && is_empty) {
    return options.all_excp ? all : std::min(all, 1U);
  }
  if (!has_last_block(data_set) && !is_unknown) {
    return all;
  }
  return std::min(all, data_set.last_block.track + 1);
}

Result<void> add_written(dasd::Volume& volume, TrackMap& map) {
  for (std::uint32_t track = 0; track < map.size();) {
    CS_ASSIGN(const std::optional<dasd::TrackRange> run, volume.find_written(track));
    if (!run) {
      break;
    }
    map.add(run->first, run->count);
    track = run->first + run->count;
  }
  map.add(0);
  return {};
}

}  // namespace

std::vector<dasd::TrackRange> used_tracks_of(const dasd::DataSetLabel& data_set,
                                             const dasd::Geometry& geometry,
                                             const UsedTrackOptions& options) {
  std::vector<dasd::TrackRange> runs;
  std::uint32_t rest = used_track_count(data_set, geometry, options);
  for (const dasd::Extent& extent : data_set.extents) {
    const bool is_user_label = extent.type == 0x40;  // not counted in relative tracks
    const std::uint32_t count = extent.track_count(geometry);
    const std::uint32_t used = is_user_label ? count : std::min(count, rest);
    if (used != 0) {
      runs.push_back({extent.first_track(geometry), used});
    }
    rest -= is_user_label ? 0 : used;
  }
  return runs;
}

Result<UsedTracks> find_used_tracks(dasd::Volume& volume, const UsedTrackOptions& options) {
  UsedTracks used;
  used.map = TrackMap(volume.tracks());
  const auto label = dasd::read_label(volume);
  used.volser = label ? label->volser : "";
  auto vtoc = dasd::read_vtoc(volume);
  if (!vtoc) {
    used.why_all = failure<msg::CSK0023W>(used.volser.empty() ? volume.path() : used.volser,
                                          to_string(vtoc.failure()));
    CS_TRY(add_written(volume, used.map));
    return used;
  }
  const dasd::Geometry& geometry = volume.geometry();
  used.map.add(0);
  used.map.add(vtoc->extent.first_track(geometry), vtoc->extent.track_count(geometry));
  for (const dasd::DataSetLabel& data_set : vtoc->data_sets) {
    for (const dasd::TrackRange& run : used_tracks_of(data_set, geometry, options)) {
      used.map.add(run.first, run.count);
    }
  }
  used.vtoc = *std::move(vtoc);
  return used;
}

}  // namespace coldsite::copy
