// The space functions (DADSM): allocate, extend, release, scratch, rename, update.
//
// Simplified against z/OS: block and record requests are kept as tracks in DS1SCALO; a request that
// no single run meets takes the largest runs first; there is no track padding for CONTIG on
// cylinder boundaries.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/dasd/vtoc_change.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csv.hpp"

namespace coldsite::dasd {
namespace {

constexpr std::uint8_t kOnCylinders = 0x81, kOnTracks = 0x01;
constexpr std::uint32_t kScaloTracks = 0x80, kScaloCylinders = 0xC0, kScaloBlocks = 0x40;
constexpr std::uint32_t kScaloContiguous = 0x08, kScaloRound = 0x01;
constexpr std::uint32_t kQuantityMax = 0xFF'FFFF;
constexpr std::size_t kExtentsMax = 16;
constexpr std::size_t kPiecesMax = 5;
constexpr std::uint32_t kSmallTracksMax = 65'535;
constexpr std::string_view kSystemCode = "COLDSITE";

struct SpacePlan {
  std::uint64_t primary_tracks = 0;
  std::uint64_t secondary = 0;  ///< in the unit of `flags`
  std::uint32_t flags = kScaloTracks;
  bool on_cylinders = false;
};

std::uint64_t divide_up(std::uint64_t value, std::uint64_t unit) {
  return (value + unit - 1) / unit;
}

Failure bad_space(const DataSetLabel& data_set, std::string_view why) {
  return failure<msg::CSV0060E>(data_set.name, why);
}

/// Tracks for `count` blocks or records of `unit_bytes`. errors: CSV0060E.
Result<std::uint64_t> tracks_for(std::uint64_t count, const SpaceRequest& space,
                                 const DataSetLabel& data_set, const Geometry& geometry) {
  std::uint64_t blocks = count;
  std::uint32_t block_bytes = space.unit_bytes;
  if (space.unit == SpaceUnit::kRecords) {
    block_bytes =
        data_set.block_bytes != 0 ? data_set.block_bytes : geometry.half_track_block_bytes();
    blocks = divide_up(count * space.unit_bytes, block_bytes);
  }
  const std::uint32_t per_track =
      geometry.records_per_track(data_set.key_bytes, std::max(block_bytes, 1U));
  if (block_bytes == 0 || per_track == 0) {
    return bad_space(data_set, fmt::format("a block of {} bytes is not possible on a {}",
                                           block_bytes, geometry.device));
  }
  return divide_up(blocks, per_track);
}

Result<SpacePlan> plan_in_blocks(const SpaceRequest& space, const DataSetLabel& data_set,
                                 const Geometry& geometry) {
  SpacePlan plan;
  CS_ASSIGN(plan.primary_tracks, tracks_for(space.primary, space, data_set, geometry));
  CS_ASSIGN(plan.secondary, tracks_for(space.secondary, space, data_set, geometry));
  plan.primary_tracks += divide_up(space.directory_blocks, geometry.directory_blocks);
  if (space.round_to_cylinders) {
    plan.on_cylinders = true;
    plan.primary_tracks = divide_up(plan.primary_tracks, geometry.heads) * geometry.heads;
    plan.secondary = divide_up(plan.secondary, geometry.heads);
    plan.flags = kScaloCylinders | kScaloRound;
  }
  return plan;
}

Result<SpacePlan> plan_space(const SpaceRequest& space, const DataSetLabel& data_set,
                             const Geometry& geometry) {
  SpacePlan plan;
  switch (space.unit) {
    case SpaceUnit::kTracks:
      plan = {space.primary, space.secondary, kScaloTracks, false};
      break;
    case SpaceUnit::kCylinders:
      plan = {std::uint64_t{space.primary} * geometry.heads, space.secondary, kScaloCylinders,
              true};
      break;
    case SpaceUnit::kAbsoluteTracks:
      plan = {space.primary, space.secondary, 0, false};
      break;
    case SpaceUnit::kBlocks:
    case SpaceUnit::kRecords: {
      CS_ASSIGN(plan, plan_in_blocks(space, data_set, geometry));
      break;
    }
  }
  if (space.contiguous) {
    plan.flags |= kScaloContiguous;
  }
  if (plan.secondary > kQuantityMax || plan.primary_tracks > kQuantityMax) {
    return bad_space(data_set, "the quantity is above 16777215");
  }
  const std::uint64_t directory_tracks =
      divide_up(space.directory_blocks, geometry.directory_blocks);
  if (space.directory_blocks != 0 && directory_tracks > plan.primary_tracks) {
    return bad_space(data_set, "the directory does not fit into the primary quantity");
  }
  return plan;
}

Result<void> check_track_limit(const DataSetLabel& data_set, std::uint64_t tracks) {
  if (!data_set.is_large() && data_set.organization != Organization::kVsam &&
      tracks > kSmallTracksMax) {
    return failure<msg::CSV0058E>(data_set.name, tracks);
  }
  return {};
}

Failure no_space(VtocChange& change, const DataSetLabel& data_set, std::uint64_t tracks) {
  std::uint64_t total = 0;
  std::uint32_t largest = 0;
  for (const FreeRun& run : change.free_runs()) {
    total += run.track_count;
    largest = std::max(largest, run.track_count);
  }
  return failure<msg::CSV0051E>(change.table().label().volser, data_set.name, tracks, total,
                                largest);
}

void add_extents(const std::vector<FreeRun>& runs, std::uint8_t type, const Geometry& geometry,
                 DataSetLabel& data_set) {
  for (const FreeRun& run : runs) {
    data_set.extents.push_back(
        {.type = type,
         .sequence = static_cast<std::uint8_t>(data_set.extents.size()),
         .low = geometry.track_address(run.first_track),
         .high = geometry.track_address(run.first_track + run.track_count - 1)});
  }
}

Result<std::vector<FreeRun>> absolute_run(VtocChange& change, const SpaceRequest& space) {
  const std::uint64_t end = std::uint64_t{space.absolute_first_track} + space.primary;
  for (const FreeRun& run : change.free_runs()) {
    if (space.absolute_first_track >= run.first_track &&
        end <= std::uint64_t{run.first_track} + run.track_count) {
      return std::vector<FreeRun>{{space.absolute_first_track, space.primary}};
    }
  }
  return failure<msg::CSV0053E>(space.absolute_first_track, end - 1, change.table().label().volser);
}

Result<std::vector<FreeRun>> primary_runs(VtocChange& change, const SpaceRequest& space,
                                          const SpacePlan& plan, const DataSetLabel& data_set,
                                          const Geometry& geometry) {
  if (plan.primary_tracks == 0) {
    return std::vector<FreeRun>();
  }
  if (space.unit == SpaceUnit::kAbsoluteTracks) {
    return absolute_run(change, space);
  }
  const SpaceNeed need = {.tracks = static_cast<std::uint32_t>(plan.primary_tracks),
                          .unit_tracks = plan.on_cylinders ? geometry.heads : space.piece_tracks,
                          .contiguous = space.contiguous,
                          .pieces_max = kPiecesMax};
  if (auto runs = choose_runs(change.free_runs(), need)) {
    return *runs;
  }
  return no_space(change, data_set, plan.primary_tracks);
}

/// So that a reader of a data set that was never written meets its end, not a former owner's data.
Result<void> write_end_of_file(Volume& volume, const DataSetLabel& data_set) {
  if (data_set.extents.empty()) {
    return {};
  }
  const Geometry& geometry = volume.geometry();
  TrackBuilder builder(data_set.extents.front().low, geometry);
  CS_TRY(builder.add_end_of_file());
  return volume.write_slots({data_set.extents.front().first_track(geometry), 1}, builder.finish());
}

/// The tracks and the unit of a secondary extent as DS1SCALO asks for it.
Result<SpaceNeed> secondary_need(const DataSetLabel& data_set, const Geometry& geometry) {
  const std::uint32_t flags = data_set.secondary_flags_and_quantity >> 24;
  const std::uint32_t quantity = data_set.secondary_flags_and_quantity & kQuantityMax;
  if (quantity == 0) {
    return failure<msg::CSV0054E>(data_set.name);
  }
  SpaceNeed need = {.tracks = quantity};
  if ((flags & 0xC0) == kScaloCylinders) {
    need.tracks = quantity * geometry.heads;
    need.unit_tracks = geometry.heads;
  } else if ((flags & 0xC0) == kScaloBlocks) {
    SpaceRequest in_blocks;
    in_blocks.unit = SpaceUnit::kBlocks;
    in_blocks.unit_bytes = data_set.block_bytes;
    CS_ASSIGN(const std::uint64_t tracks, tracks_for(quantity, in_blocks, data_set, geometry));
    need.tracks = static_cast<std::uint32_t>(tracks);
    if ((flags & kScaloRound) != 0) {
      need.unit_tracks = geometry.heads;
      need.tracks = static_cast<std::uint32_t>(divide_up(tracks, geometry.heads) * geometry.heads);
    }
  }
  need.pieces_max = std::min(kPiecesMax, kExtentsMax - data_set.extents.size());
  return need;
}

/// Takes tracks from the end until `tracks` are left (at least one extent stays).
void keep_tracks(DataSetLabel& data_set, std::uint32_t tracks, const Geometry& geometry) {
  std::vector<Extent> kept;
  for (const Extent& extent : data_set.extents) {
    if (extent.type == 0x40) {
      kept.push_back(extent);
      continue;
    }
    const std::uint32_t unit = extent.type == kOnCylinders ? geometry.heads : 1;
    const std::uint32_t wanted = static_cast<std::uint32_t>(divide_up(tracks, unit)) * unit;
    const std::uint32_t count = std::min(wanted, extent.track_count(geometry));
    if (count != 0) {
      kept.push_back(extent);
      kept.back().high = geometry.track_address(extent.first_track(geometry) + count - 1);
    }
    tracks -= std::min(tracks, count);
  }
  data_set.extents = std::move(kept);
}

}  // namespace

Result<DataSetLabel> allocate_data_set(Volume& volume, DataSetLabel data_set,
                                       const SpaceRequest& space) {
  const Geometry& geometry = volume.geometry();
  CS_ASSIGN(VtocChange change, VtocChange::begin(volume));
  CS_TRY(change.check_name_is_new(data_set.name));
  CS_TRY(change.check_extents_known());
  CS_ASSIGN(const SpacePlan plan, plan_space(space, data_set, geometry));
  CS_TRY(check_track_limit(data_set, plan.primary_tracks));
  const auto index = change.table().find_free();
  if (!index) {
    return failure<msg::CSV0052E>(change.table().label().volser);
  }
  CS_ASSIGN(const std::vector<FreeRun> runs, primary_runs(change, space, plan, data_set, geometry));
  data_set.extents.clear();
  data_set.raw.clear();
  add_extents(runs, plan.on_cylinders ? kOnCylinders : kOnTracks, geometry, data_set);
  data_set.secondary_flags_and_quantity =
      plan.flags << 24 | static_cast<std::uint32_t>(plan.secondary);
  data_set.address = change.table().address(*index);
  if (data_set.first_volser.empty()) {
    data_set.first_volser = change.table().label().volser;
  }
  if (data_set.system_code.empty()) {
    data_set.system_code = kSystemCode;
  }
  CS_TRY(write_end_of_file(volume, data_set));
  CS_KILL_POINT("dasd.end_of_file_written");
  CS_TRY(change.write_extents(*index, data_set));
  CS_TRY(change.finish());
  return data_set;
}

Result<void> extend_data_set(Volume& volume, DataSetLabel& data_set, std::uint32_t piece_tracks) {
  const Geometry& geometry = volume.geometry();
  CS_ASSIGN(VtocChange change, VtocChange::begin(volume));
  CS_ASSIGN(const std::size_t index, change.find_name(data_set.name));
  CS_TRY(change.check_extents_known());
  DataSetLabel extended = change.table().resolve(index);
  if (extended.extents.size() >= kExtentsMax) {
    return failure<msg::CSV0055E>(extended.name, change.table().label().volser);
  }
  CS_ASSIGN(SpaceNeed need, secondary_need(extended, geometry));
  const bool on_cylinders = need.unit_tracks > 1;
  need.unit_tracks = on_cylinders ? need.unit_tracks : piece_tracks;
  CS_TRY(check_track_limit(extended, std::uint64_t{extended.track_count(geometry)} + need.tracks));
  const auto runs = choose_runs(change.free_runs(), need);
  if (!runs) {
    return no_space(change, extended, need.tracks);
  }
  add_extents(*runs, on_cylinders ? kOnCylinders : kOnTracks, geometry, extended);
  CS_TRY(change.write_extents(index, extended));
  CS_TRY(change.finish());
  data_set.extents = extended.extents;
  data_set.address = extended.address;
  return {};
}

Result<void> release_unused(Volume& volume, DataSetLabel& data_set) {
  const Geometry& geometry = volume.geometry();
  CS_ASSIGN(VtocChange change, VtocChange::begin(volume));
  CS_ASSIGN(const std::size_t index, change.find_name(data_set.name));
  DataSetLabel released = change.table().resolve(index);
  const std::uint32_t before = released.track_count(geometry);
  keep_tracks(released, data_set.last_block.track + 1, geometry);
  if (released.track_count(geometry) != before) {
    CS_TRY(change.write_extents(index, released));
    CS_TRY(change.finish());
    CS_TRY(volume.sync());
  }
  data_set.extents = released.extents;
  return {};
}

Result<void> update_data_set(Volume& volume, const DataSetLabel& data_set) {
  CS_ASSIGN(VtocChange change, VtocChange::begin(volume));
  CS_ASSIGN(const std::size_t index, change.find_name(data_set.name));
  const ByteView old = change.table().dscb(index);
  DataSetLabel updated = data_set;
  updated.raw.assign(old.begin(), old.end());
  Dscb dscb = encode_format1(updated, {});
  std::copy(old.begin() + 105, old.end(), dscb.begin() + 105);  // extents and chain stay
  dscb[59] = old[59];
  CS_TRY(change.table().write(index, dscb));
  return volume.sync();
}

Result<void> scratch_data_set(Volume& volume, std::string_view name, LabelDate today, bool purge) {
  CS_ASSIGN(VtocChange change, VtocChange::begin(volume));
  CS_ASSIGN(const std::size_t index, change.find_name(name));
  std::vector<std::size_t> chain;
  const DataSetLabel label = change.table().resolve(index, &chain);
  if (!purge && is_unexpired(label.expires, today)) {
    return failure<msg::CSV0057E>(
        name, change.table().label().volser,
        fmt::format("{}.{:03}", label.expires.year, label.expires.day_of_year));
  }
  CS_TRY(change.mark());
  CS_TRY(change.table().write(index, Dscb{}));
  if (!chain.empty()) {
    CS_TRY(volume.sync());  // the format 1 points there until this
  }
  CS_KILL_POINT("dasd.format1_cleared");
  for (const std::size_t link : chain) {
    CS_TRY(change.table().write(link, Dscb{}));
  }
  CS_TRY(change.finish());
  return volume.sync();
}

Result<void> rename_data_set(Volume& volume, std::string_view name, std::string_view new_name) {
  CS_ASSIGN(VtocChange change, VtocChange::begin(volume));
  CS_ASSIGN(const std::size_t index, change.find_name(name));
  CS_TRY(change.check_name_is_new(new_name));
  const Format1 format1 = decode_format1(change.table().dscb(index));
  DataSetLabel renamed = format1.label;
  renamed.name = new_name;
  Dscb dscb = encode_format1(renamed, format1.next);
  const ByteView old = change.table().dscb(index);
  std::copy(old.begin() + kDscbKeyBytes, old.end(), dscb.begin() + kDscbKeyBytes);
  CS_TRY(change.table().write(index, dscb));
  return volume.sync();
}

Result<void> repair_free_space(Volume& volume) {
  CS_ASSIGN(VtocChange change, VtocChange::begin(volume));
  CS_TRY(change.mark());
  CS_TRY(change.finish());
  return volume.sync();
}

}  // namespace coldsite::dasd
