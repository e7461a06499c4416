#include "utilities/ickdsf/device.hpp"

#include <fmt/format.h>

#include "datasets/messages/csv.hpp"
#include "datasets/messages/ick.hpp"
#include "datasets/site/locks.hpp"

namespace coldsite::ickdsf {
namespace {

constexpr std::string_view kAsks = "REPLYU";

/// Where a device's image is, before it is opened.
struct Place {
  std::string name;
  std::string path;
  bool is_online = false;
  std::string volser;
  std::shared_ptr<void> hold;
};

Place place_of(const site::Device& device) {
  return {.name = fmt::format("{:04X}", device.definition.address),
          .path = device.path,
          .is_online = device.state == site::DeviceState::kOnline,
          .volser = device.volser,
          .hold = nullptr};
}

Result<Place> find_by_address(const DeviceReference& reference, batch::StepContext& context) {
  if (context.site == nullptr) {
    return failure<msg::CSV0118S>(reference.unit_address, "UNITADDRESS needs a site")
        .at(reference.position);
  }
  const auto address = site::parse_unit_address(reference.unit_address);
  CS_CHECK(address.has_value());
  auto device = context.site->find_device(*address);
  if (!device) {
    return device.failure().at(reference.position);
  }
  Place place = place_of(**device);
  CS_ASSIGN(
      place.hold,
      site::lock_image(*context.store, place.path,
                       place.is_online ? io::LockMode::kShared : io::LockMode::kExclusive, false));
  if (!place.hold) {
    return failure<msg::CSV0014E>(place.path);
  }
  return place;
}

Result<Place> find_by_ddname(const DeviceReference& reference, batch::StepContext& context) {
  auto allocated = context.allocated_one(reference.ddname);
  if (!allocated) {
    return allocated.failure().at(reference.position);
  }
  const site::Allocation& allocation = **allocated;
  if (allocation.kind != site::AllocationKind::kDasdVolume) {
    return failure<msg::CSV0118S>(reference.ddname, "the DD is not a whole DASD volume")
        .at(reference.position);
  }
  if (allocation.device_address == 0) {
    return Place{.name = reference.ddname,
                 .path = allocation.volume_path,
                 .is_online = false,
                 .volser = {},
                 .hold = nullptr};
  }
  CS_ASSIGN(const site::Device* const device, context.site->find_device(allocation.device_address));
  return place_of(*device);
}

void describe(const Device& device, batch::Report& report) {
  const dasd::Geometry& geometry = device.volume->geometry();
  report.say<msg::ICK00700I>(device.name);
  report.print(fmt::format("          PHYSICAL DEVICE = {}", geometry.device));
  report.print(fmt::format("          TRKS/CYL = {}, # CYLS = {}", geometry.heads,
                           device.volume->cylinders()));
  report.print(fmt::format("          DEVICE IS {}", device.is_online ? "ONLINE" : "OFFLINE"));
  if (device.label) {
    report.say<msg::ICK03091I>(device.label->volser);
  }
  if (device.vtoc) {
    report.say<msg::ICK03096I>(cchh(device.vtoc->extent.low),
                               device.vtoc->extent.track_count(geometry));
  }
}

}  // namespace

Result<Device> find_device(const DeviceReference& reference, dasd::Access access,
                           batch::StepContext& context) {
  CS_ASSIGN(Place place, reference.ddname.empty() ? find_by_address(reference, context)
                                                  : find_by_ddname(reference, context));
  Device device;
  device.name = place.name;
  device.is_online = place.is_online;
  device.online_volser = place.volser;
  device.hold = place.hold;
  CS_ASSIGN(device.volume, dasd::open_volume(*context.store, place.path, access));
  if (auto label = dasd::read_label(*device.volume)) {
    device.label = *label;
  }
  if (auto vtoc = dasd::read_vtoc(*device.volume)) {
    device.vtoc = std::move(*vtoc);
  }
  describe(device, *context.report);
  return device;
}

Result<void> check_verification(const Verification& verification, const Device& device) {
  const auto failed = [&](std::string_view why) {
    return failure<msg::CSV0110S>(device.name, why).at(verification.position);
  };
  switch (verification.check) {
    case VolumeCheck::kNotCoded:
    case VolumeCheck::kNoVerify:
      return {};
    case VolumeCheck::kVerifyNone:
      return device.label ? Result<void>(failed("the volume has the serial '" +
                                                device.label->volser + "', not none"))
                          : Result<void>();
    case VolumeCheck::kVerify:
      break;
  }
  if (!device.label) {
    return failed("the volume has no label that can be read");
  }
  if (device.label->volser != verification.volser) {
    return failed(fmt::format("the volume serial is '{}', not '{}'", device.label->volser,
                              verification.volser));
  }
  if (!verification.owner.empty() && device.label->owner != verification.owner) {
    return failed(
        fmt::format("the owner is '{}', not '{}'", device.label->owner, verification.owner));
  }
  return {};
}

Result<void> check_offline(const Device& device) {
  if (device.is_online) {
    return failure<msg::CSV0111S>(device.name, device.online_volser);
  }
  return {};
}

Result<void> check_unexpired(const Device& device, bool purge, dasd::LabelDate today) {
  if (purge || !device.vtoc) {
    return {};
  }
  std::size_t count = 0;
  std::string first;
  for (const dasd::DataSetLabel& data_set : device.vtoc->data_sets) {
    const bool is_vsam = data_set.organization == dasd::Organization::kVsam;
    if (is_vsam || dasd::is_unexpired(data_set.expires, today)) {
      ++count;
      first = first.empty() ? data_set.name : first;
    }
  }
  if (count != 0) {
    return failure<msg::CSV0112S>(device.vtoc->label.volser, count, first,
                                  count == 1 ? "" : " and others");
  }
  return {};
}

Result<void> check_parm(const std::string& parm) {
  return parm.empty() || parm == kAsks || parm == "NOREPLYU" ? Result<void>()
                                                             : failure<msg::CSV0123S>(parm);
}

Result<void> confirm_change(const Device& device, batch::StepContext& context) {
  if (context.parm != kAsks || context.simulate) {
    return {};
  }
  while (true) {
    const auto reply =
        context.console->ask(batch::operator_text(failure<msg::ICK003D>(device.name)));
    if (!reply) {
      return reply.failure();
    }
    const char letter = reply->size() == 1 ? reply->front() : ' ';
    if (letter == 'U' || letter == 'u') {
      return {};
    }
    if (letter == 'T' || letter == 't') {
      return failure<msg::CSV0122S>(device.name);
    }
  }
}

std::string cchh(dasd::TrackAddress address) {
  return fmt::format("{:04X} {:04X}", address.cylinder, address.head);
}

}  // namespace coldsite::ickdsf
