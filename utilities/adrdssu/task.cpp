#include "utilities/adrdssu/task.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/dasd/label.hpp"
#include "datasets/messages/csk.hpp"

namespace coldsite::adrdssu {
namespace {

std::string address_text(std::uint16_t address) {
  return fmt::format("{:04X}", address);
}

Result<const site::Device*> find_dynamic(Task& task, const DynamicVolume& wanted,
                                         std::string_view keyword) {
  site::Site* site = task.context().site;
  if (site == nullptr) {
    return failure<msg::CSK0030E>(keyword, wanted.volser).at(wanted.position);
  }
  const auto address = site::parse_unit_address(wanted.unit);
  if (!address) {
    auto found = site->find_volume(wanted.volser);
    return found ? found : found.failure().at(wanted.position);
  }
  CS_ASSIGN(const site::Device* device, site->find_device(*address));
  if (device->volser != wanted.volser) {
    return failure<msg::CSK0031E>(keyword, address_text(*address), device->volser, wanted.volser)
        .at(wanted.position);
  }
  return device;
}

}  // namespace

std::string time_stamp(const batch::StepContext& context) {
  const int offset = context.site == nullptr ? 0 : context.site->configuration().time_zone_minutes;
  const io::CalendarTime now = io::to_calendar(context.clock->now(), offset);
  return fmt::format("{:04}.{:03} {:02}:{:02}:{:02}", now.year, now.day_of_year, now.hour,
                     now.minute, now.second);
}

std::string code_text(int condition_code) {
  return fmt::format("{:04}", condition_code);
}

std::string Task::id() const {
  return fmt::format("{:03}", number_);
}

void Task::say(const Failure& failure) {
  context_->report->say(failure);
  code_ = std::max(code_, failure.message().condition_code);
}

std::string OpenVolume::place() const {
  return device_address == 0 ? "'" + volume->path() + "'" : address_text(device_address);
}

Result<OpenVolume> open_media(Task& task, const Media& media, std::string_view keyword,
                              dasd::Access access) {
  OpenVolume open;
  if (!media.volumes.empty()) {
    CS_ASSIGN(const site::Device* device, find_dynamic(task, media.volumes.front(), keyword));
    open.device_address = device->definition.address;
    CS_ASSIGN(open.volume, task.context().site->open_volume(*device, access));
  } else {
    const cards::Word& ddname = media.ddnames.front();
    auto allocation = task.context().allocated_one(ddname.text);
    if (!allocation) {
      return allocation.failure().at(ddname.position);
    }
    open.device_address = (*allocation)->device_address;
    CS_ASSIGN(open.volume,
              site::open_allocated_volume(**allocation, access, task.context().allocation));
  }
  if (const auto label = dasd::read_label(*open.volume)) {
    open.volser = label->volser;
  }
  return open;
}

Result<std::vector<copy::TrackMove>> plan_moves(const std::vector<TrackRange>& ranges,
                                                const std::optional<dasd::TrackAddress>& out_track,
                                                const dasd::Geometry& geometry,
                                                std::uint32_t cylinders, std::string_view volume) {
  const auto check = [&](dasd::TrackAddress track, SourcePosition position) -> Result<void> {
    if (track.cylinder >= cylinders || track.head >= geometry.heads) {
      return failure<msg::CSK0038E>(dasd::to_string(track), volume, cylinders)
          .at(std::move(position));
    }
    return {};
  };
  std::vector<copy::TrackMove> moves;
  std::uint32_t next = out_track ? geometry.track_number(*out_track) : 0;
  for (const TrackRange& range : ranges) {
    CS_TRY(check(range.first, range.position));
    CS_TRY(check(range.last, range.position));
    const std::uint32_t first = geometry.track_number(range.first);
    const std::uint32_t count = geometry.track_number(range.last) - first + 1;
    moves.push_back({{first, count}, out_track ? next : first});
    next += count;  // with OUTTRACKS the ranges follow one another on the target
  }
  return moves;
}

std::uint32_t cylinders_for(const std::vector<copy::TrackMove>& moves,
                            const dasd::Geometry& geometry) {
  std::uint32_t tracks = 0;
  for (const copy::TrackMove& move : moves) {
    tracks = std::max(tracks, move.to + move.from.count);
  }
  return (tracks + geometry.heads - 1) / geometry.heads;
}

std::uint32_t tracks_per_read(const std::optional<std::uint32_t>& optimize) {
  constexpr std::uint32_t kTracks[] = {1, 2, 5, 0};
  return optimize ? kTracks[std::clamp(*optimize, 1U, 4U) - 1] : 0;
}

copy::ProgressFunction begin_progress(Task& task, const std::string& activity,
                                      std::uint64_t total_bytes) {
  batch::Progress* progress = task.context().progress;
  if (progress == nullptr) {
    return {};
  }
  progress->begin(activity, total_bytes);
  return [progress](std::uint64_t bytes) { progress->add(bytes); };
}

void say_serials(Task& task, const OpenVolume& target, const std::string& source_volser,
                 const std::string& new_volser) {
  if (new_volser != source_volser) {
    task.say<msg::CSK0018I>(new_volser, source_volser);
    return;
  }
  site::Site* site = task.context().site;
  if (site == nullptr || target.device_address == 0) {
    return;
  }
  for (const site::Device& device : site->devices()) {
    if (device.volser == new_volser && device.definition.address != target.device_address &&
        device.state == site::DeviceState::kOnline) {
      task.say<msg::CSK0019I>(new_volser, address_text(device.definition.address), target.place());
    }
  }
  if (auto refreshed = site->refresh(); !refreshed) {
    task.say(refreshed.failure());
  }
}

}  // namespace coldsite::adrdssu
