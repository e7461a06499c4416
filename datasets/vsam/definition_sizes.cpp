// The geometry of components: how large CIs, physical records and control areas become, and how
// much space that takes.
//
// Simplified against z/OS: the data CI size that is chosen is 4096, or the smallest that holds the
// longest record; the index CI size allows for keys that compress to 16 bytes and half of the rest.
// source: DFSMS Using Data Sets, "Optimizing VSAM performance".
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/definition.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::uint32_t kPageBytes = 4096, kFineStep = 512, kCoarseStep = 2048, kFineMax = 8192;
constexpr std::uint32_t kRecordNumberBytes = 4;  ///< key of a record of a variable RRDS
constexpr std::uint32_t kWholeKeyBytes = 16;
constexpr std::uint32_t kIndexHeaderBytes = 24, kEntryBytes = 2, kSectionBytes = 2;

std::uint64_t divide_up(std::uint64_t value, std::uint64_t unit) {
  return (value + unit - 1) / unit;
}

/// Bytes of CI that the longest record takes.
std::uint32_t interval_need(const ComponentAttributes& a, std::uint32_t record_bytes) {
  const std::uint32_t number =
      a.organization == Organization::kVariableRelative ? kRecordNumberBytes : 0;
  return record_bytes + number + kCidfBytes + kRdfBytes;
}

Result<std::uint32_t> choose_interval(const ClusterDefinition& definition) {
  const ComponentAttributes& a = definition.attributes;
  const std::uint32_t wanted =
      definition.data.interval_bytes != 0 ? definition.data.interval_bytes : a.interval_bytes;
  if (a.organization == Organization::kLinear) {
    return wanted != 0 ? wanted : kPageBytes;
  }
  if (wanted == 0) {
    const std::uint32_t record_bytes = a.is_spanned ? a.average_record_bytes : a.max_record_bytes;
    return round_interval_bytes(
        std::clamp(interval_need(a, record_bytes), kPageBytes, kIntervalBytesMax));
  }
  const std::uint32_t rounded = round_interval_bytes(wanted);
  if (!a.is_spanned && interval_need(a, a.max_record_bytes) > rounded) {
    return failure<msg::CSM0030E>(
        definition.name, "CONTROLINTERVALSIZE", rounded,
        fmt::format("records of {} bytes do not fit", a.max_record_bytes));
  }
  return rounded;
}

/// The physical record with which a track holds most bytes of CIs; the largest of equal ones.
Result<void> choose_block(ComponentAttributes& a, const std::string& name,
                          const dasd::Geometry& geometry) {
  std::uint64_t best = 0;
  for (std::uint32_t parts = 1; parts <= a.interval_bytes / kIntervalBytesMin; ++parts) {
    const std::uint32_t block = a.interval_bytes / parts;
    if (a.interval_bytes % parts != 0 || block % kIntervalBytesMin != 0) {
      continue;
    }
    const std::uint32_t count = geometry.records_per_track(0, block);
    if (std::uint64_t{count} * block > best) {
      best = std::uint64_t{count} * block;
      a.block_bytes = block;
      a.blocks_per_track = count;
    }
  }
  if (best == 0) {
    return failure<msg::CSM0030E>(name, "CONTROLINTERVALSIZE", a.interval_bytes,
                                  fmt::format("no physical record fits on a {}", geometry.device));
  }
  return {};
}

/// CIs that `count` records of the average length take.
std::uint64_t intervals_for_records(const ComponentAttributes& a, std::uint64_t count) {
  const std::uint32_t record_bytes = std::max(a.average_record_bytes, 1U);
  if (a.is_spanned && record_bytes > segment_bytes_max(a.interval_bytes)) {
    return count * divide_up(record_bytes, segment_bytes_max(a.interval_bytes));
  }
  const bool is_relative = a.organization == Organization::kRelative;
  const std::uint32_t each =
      is_relative ? record_bytes + kRdfBytes : interval_need(a, record_bytes) - 7;
  const std::uint32_t room = a.interval_bytes - kCidfBytes - (is_relative ? 0 : 2 * kRdfBytes);
  return divide_up(count, std::max(room / each, 1U));
}

std::uint64_t tracks_for_intervals(const ComponentAttributes& a, std::uint64_t intervals) {
  return divide_up(intervals * (a.interval_bytes / a.block_bytes), a.blocks_per_track);
}

std::uint64_t tracks_for(const ComponentDefinition& space, const ComponentAttributes& a,
                         std::uint32_t quantity, const dasd::Geometry& geometry) {
  switch (space.space_unit) {
    case dasd::SpaceUnit::kCylinders:
      return std::uint64_t{quantity} * geometry.heads;
    case dasd::SpaceUnit::kRecords:
      return tracks_for_intervals(a, intervals_for_records(a, quantity));
    case dasd::SpaceUnit::kBlocks:
      return tracks_for_intervals(
          a, divide_up(std::uint64_t{quantity} * space.unit_bytes, a.interval_bytes));
    case dasd::SpaceUnit::kTracks:
    case dasd::SpaceUnit::kAbsoluteTracks:
      break;
  }
  return quantity;
}

/// Space in tracks or cylinders, the control area, and whole control areas in both quantities.
Result<void> choose_area(ComponentAttributes& a, ComponentDefinition& space,
                         const std::string& name, const dasd::Geometry& geometry) {
  std::uint64_t primary = tracks_for(space, a, space.primary, geometry);
  std::uint64_t secondary = tracks_for(space, a, space.secondary, geometry);
  const std::uint64_t smaller = secondary == 0 ? primary : std::min(primary, secondary);
  std::uint64_t area = std::min<std::uint64_t>(smaller, geometry.heads);
  area = std::max(area, tracks_for_intervals(a, 1));
  const bool in_cylinders =
      space.space_unit == dasd::SpaceUnit::kCylinders ||
      (space.space_unit != dasd::SpaceUnit::kTracks && area == geometry.heads);
  primary = divide_up(primary, area) * area;
  secondary = divide_up(secondary, area) * area;
  const std::uint64_t unit = in_cylinders ? geometry.heads : 1;
  if (primary / unit > 0xFF'FFFF || secondary / unit > 0xFF'FFFF) {
    return failure<msg::CSM0030E>(name, "the space quantity", primary / unit, "16777215 at most");
  }
  a.space_unit = in_cylinders ? dasd::SpaceUnit::kCylinders : dasd::SpaceUnit::kTracks;
  a.primary = static_cast<std::uint32_t>(primary / unit);
  a.secondary = static_cast<std::uint32_t>(secondary / unit);
  a.tracks_per_area = static_cast<std::uint32_t>(area);
  a.intervals_per_area =
      static_cast<std::uint32_t>(area * a.blocks_per_track / (a.interval_bytes / a.block_bytes));
  space.space_unit = a.space_unit;
  space.primary = a.primary;
  space.secondary = a.secondary;
  space.interval_bytes = a.interval_bytes;
  return {};
}

/// Bytes of an index CI whose one record has an entry for each CI of a data CA.
std::uint32_t index_need(const ComponentAttributes& data) {
  const std::uint32_t entries = data.intervals_per_area;
  const std::uint32_t key = std::min(data.key_bytes, kWholeKeyBytes) +
                            (std::max(data.key_bytes, kWholeKeyBytes) - kWholeKeyBytes) / 2;
  const std::uint32_t pointer = entries > 0xFF ? 2 : 1;
  std::uint32_t sections = 1;
  while (sections * sections < entries) {
    ++sections;
  }
  return kIndexHeaderBytes + entries * (key + kEntryBytes + 2 * pointer) +
         sections * kSectionBytes + kCidfBytes + kRdfBytes;
}

/// Tracks of the index for as many data CAs as the data's `quantity` has.
std::uint32_t index_tracks(const ComponentAttributes& data, const ComponentAttributes& index,
                           std::uint32_t quantity, const dasd::Geometry& geometry) {
  const std::uint64_t unit = data.space_unit == dasd::SpaceUnit::kCylinders ? geometry.heads : 1;
  const std::uint64_t areas = quantity * unit / data.tracks_per_area;
  const std::uint64_t upper = divide_up(areas, std::max(data.intervals_per_area / 2, 2U)) + 1;
  return static_cast<std::uint32_t>(tracks_for_intervals(index, areas + upper));
}

}  // namespace

std::uint32_t round_interval_bytes(std::uint32_t bytes) {
  const std::uint32_t step = bytes <= kFineMax ? kFineStep : kCoarseStep;
  return static_cast<std::uint32_t>(divide_up(bytes, step)) * step;
}

ComponentAttributes index_attributes(const ClusterDefinition& definition,
                                     const dasd::Geometry& geometry) {
  ComponentAttributes a = definition.attributes;
  a.interval_bytes = definition.index.interval_bytes;
  const auto block = choose_block(a, definition.name, geometry);
  CS_CHECK(block.ok());
  ComponentDefinition space = definition.index;
  const auto area = choose_area(a, space, definition.name, geometry);
  CS_CHECK(area.ok());
  a.average_record_bytes = 0;
  a.max_record_bytes = whole_record_bytes_max(a.interval_bytes);
  a.is_spanned = false;
  a.buffer_space = 0;
  a.free_interval_percent = a.free_area_percent = 0;
  return a;
}

Result<void> choose_sizes(ClusterDefinition& definition, const dasd::Geometry& geometry) {
  ComponentAttributes& a = definition.attributes;
  if (a.organization == Organization::kVariableRelative) {
    a.key_bytes = kRecordNumberBytes;
  }
  CS_ASSIGN(a.interval_bytes, choose_interval(definition));
  CS_TRY(choose_block(a, definition.name, geometry));
  CS_TRY(choose_area(a, definition.data, definition.name, geometry));
  const std::uint64_t area_record_bytes =
      std::uint64_t{a.intervals_per_area} * segment_bytes_max(a.interval_bytes);
  if (a.is_spanned && a.max_record_bytes > area_record_bytes) {
    return failure<msg::CSM0030E>(
        definition.name, "the maximum record length", a.max_record_bytes,
        fmt::format("a control area of {} tracks holds {}", a.tracks_per_area, area_record_bytes));
  }
  const std::uint32_t index_bytes =
      has_index(a)
          ? std::max(definition.index.interval_bytes, std::min(index_need(a), kIntervalBytesMax))
          : 0;
  if (a.buffer_space == 0) {
    a.buffer_space = 2 * a.interval_bytes + round_interval_bytes(index_bytes);
  }
  if (!has_index(a)) {
    return {};
  }
  ComponentDefinition& index = definition.index;
  index.interval_bytes = round_interval_bytes(index_bytes);
  ComponentAttributes shape = a;
  shape.interval_bytes = index.interval_bytes;
  CS_TRY(choose_block(shape, definition.name, geometry));
  if (index.primary == 0) {
    index.space_unit = dasd::SpaceUnit::kTracks;
    index.primary = index_tracks(a, shape, a.primary, geometry);
    index.secondary = a.secondary == 0 ? 0 : index_tracks(a, shape, a.secondary, geometry);
  }
  shape.average_record_bytes = whole_record_bytes_max(shape.interval_bytes);  // for RECORDS
  shape.is_spanned = false;
  shape.organization = Organization::kKeySequenced;
  return choose_area(shape, index, definition.name, geometry);
}

}  // namespace coldsite::vsam
