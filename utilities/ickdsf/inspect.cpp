#include "utilities/ickdsf/inspect.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csv.hpp"

namespace coldsite::ickdsf {
namespace {

/// So many damaged tracks are listed one by one; the count goes on.
constexpr std::uint64_t kListedMax = 100;

/// Checks one track, which has been read where `read` is good.
Result<void> check_track(ByteView slot, std::uint32_t track, const dasd::Geometry& geometry) {
  CS_TRY(dasd::TrackReader::open(slot, geometry.track_address(track), geometry));
  return {};
}

void inspect_track(ByteView slot, std::uint32_t track, const Device& device, batch::Report& report,
                   InspectResult& result) {
  ++result.tracks_read;
  const auto checked = check_track(slot, track, device.volume->geometry());
  if (!checked && ++result.tracks_damaged <= kListedMax) {
    report.say(checked.failure());
  }
}

/// A cylinder at a time; where that cannot be read, track by track.
void inspect_range(dasd::TrackRange range, const Device& device, batch::StepContext& context,
                   InspectResult& result) {
  const dasd::Geometry& geometry = device.volume->geometry();
  const std::size_t slot_bytes = geometry.slot_bytes;
  Bytes slots(geometry.heads * slot_bytes);
  while (range.count != 0) {
    const std::uint32_t count = std::min(range.count, geometry.heads);
    const ByteSpan out = ByteSpan(slots).first(count * slot_bytes);
    const bool read_whole = device.volume->read_slots({range.first, count}, out).ok();
    for (std::uint32_t i = 0; i < count; ++i) {
      const ByteSpan slot = out.subspan(i * slot_bytes, slot_bytes);
      const auto read =
          read_whole ? Result<void>() : device.volume->read_slots({range.first + i, 1}, slot);
      if (read) {
        inspect_track(slot, range.first + i, device, *context.report, result);
      } else if (++result.tracks_read, ++result.tracks_damaged <= kListedMax) {
        context.report->say(read.failure());
      }
    }
    context.progress->add(count * slot_bytes);
    range = {range.first + count, range.count - count};
  }
}

}  // namespace

Result<std::vector<dasd::TrackRange>> plan_inspect(const InspectCommand& command,
                                                   const Device& device) {
  const dasd::Volume& volume = *device.volume;
  const dasd::Geometry& geometry = volume.geometry();
  std::vector<dasd::TrackRange> ranges;
  if (command.first_cylinder) {
    const std::uint32_t first = *command.first_cylinder;
    const std::uint32_t last = command.last_cylinder.value_or(first);
    if (last < first || last >= volume.cylinders()) {
      return failure<msg::CSV0115S>(
                 device.name,
                 fmt::format("CYLRANGE({},{}) is not in the {} cylinders of the volume", first,
                             last, volume.cylinders()))
          .at(command.position);
    }
    ranges.push_back({first * geometry.heads, (last - first + 1) * geometry.heads});
  }
  for (const dasd::TrackAddress& address : command.tracks) {
    if (address.head >= geometry.heads || address.cylinder >= volume.cylinders()) {
      return failure<msg::CSV0115S>(device.name, dasd::to_string(address) + " is not on the volume")
          .at(command.position);
    }
    ranges.push_back({geometry.track_number(address), 1});
  }
  if (ranges.empty()) {
    ranges.push_back({0, volume.tracks()});
  }
  return ranges;
}

Result<int> run_inspect(const InspectCommand& command, batch::StepContext& context) {
  CS_ASSIGN(const Device device, find_device(command.device, dasd::Access::kRead, context));
  CS_TRY(check_verification(command.verification, device));
  CS_ASSIGN(const std::vector<dasd::TrackRange> ranges, plan_inspect(command, device));
  InspectResult result;
  if (!context.simulate) {
    std::uint64_t total_tracks = 0;
    for (const dasd::TrackRange& range : ranges) {
      total_tracks += range.count;
    }
    context.progress->begin("INSPECT " + device.name,
                            total_tracks * device.volume->geometry().slot_bytes);
    for (const dasd::TrackRange& range : ranges) {
      inspect_range(range, device, context, result);
    }
    context.progress->end();
  }
  context.report->print(fmt::format("          TRACKS READ = {}, DAMAGED = {}", result.tracks_read,
                                    result.tracks_damaged));
  context.report->fact_row("inspections",
                           {{"device", device.name},
                            {"tracks_read", static_cast<std::int64_t>(result.tracks_read)},
                            {"tracks_damaged", static_cast<std::int64_t>(result.tracks_damaged)}});
  if (result.tracks_damaged != 0) {
    return failure<msg::CSV0114E>(device.name, result.tracks_damaged, result.tracks_read);
  }
  return kInformation;
}

}  // namespace coldsite::ickdsf
