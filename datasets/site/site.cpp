#include "datasets/site/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "datasets/dasd/label.hpp"
#include "datasets/io/real_store.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/site/locks.hpp"

namespace coldsite::site {
namespace {

std::string address_text(std::uint16_t address) {
  return fmt::format("{:04X}", address);
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return result;
}

/// SYSDA and VIO are what sites call it; an esoteric of that name goes first.
bool is_any_dasd(std::string_view unit) {
  return unit == "DASD" || unit == "SYSALLDA" || unit == "SYSDA" || unit == "VIO";
}

}  // namespace

std::optional<std::uint16_t> parse_unit_address(std::string_view unit) {
  if (unit.starts_with('/')) {
    unit.remove_prefix(1);
  }
  std::uint16_t address = 0;
  const auto [end, error] = std::from_chars(unit.data(), unit.data() + unit.size(), address, 16);
  const bool is_address = error == std::errc() && end == unit.data() + unit.size() &&
                          (unit.size() == 3 || unit.size() == 4);
  return is_address ? std::optional(address) : std::nullopt;
}

Result<std::unique_ptr<Site>> Site::open(io::FileStore& store, const std::string& directory) {
  const std::string path = io::join_path(directory, "site.conf");
  auto content = io::read_file(store, path, 1 << 20);
  if (!content) {
    return failure<msg::CSE0001E>(directory).while_doing(to_string(content.failure()));
  }
  std::unique_ptr<Site> site(new Site);
  site->store_ = &store;
  site->directory_ = directory;
  CS_ASSIGN(site->configuration_,
            parse_site_configuration(std::string(content->begin(), content->end()), path));
  CS_ASSIGN(site->code_page_, text::find_code_page(site->configuration_.code_page));
  for (const DeviceDefinition& definition : site->configuration_.devices) {
    Device device;
    device.definition = definition;
    device.path = io::join_path(
        io::join_path(directory, "dasd"),
        fmt::format("{:04x}.{}", definition.address, definition.model.geometry->device));
    site->devices_.push_back(std::move(device));
  }
  CS_TRY(site->make_folders_and_images());
  io::keep_writes_whole(store, io::join_path(site->run_directory(), "writes"));
  CS_TRY(site->refresh());
  return site;
}

/// First use: makes what is missing; a second process waits, then finds it made.
Result<void> Site::make_folders_and_images() {
  const auto needs = [this](const std::string& path) -> Result<bool> {
    CS_ASSIGN(const auto info, store_->info(path));
    return !info.has_value();
  };
  bool is_complete = true;
  std::vector<std::string> folders;
  for (const char* name : {"dasd", "tape", "spool", "run"}) {
    folders.push_back(io::join_path(directory_, name));
    CS_ASSIGN(const bool is_missing, needs(folders.back()));
    is_complete = is_complete && !is_missing;
  }
  for (const Device& device : devices_) {
    CS_ASSIGN(const bool is_missing, needs(device.path));
    is_complete = is_complete && !is_missing;
  }
  if (is_complete) {
    return {};
  }
  for (const std::string& folder : folders) {
    CS_TRY(store_->make_directories(folder));
  }
  CS_ASSIGN(const auto held, lock_byte(*store_, io::join_path(run_directory(), "locks"),
                                       kSiteMakingByte, io::LockMode::kExclusive, true));
  for (const Device& device : devices_) {
    CS_TRY(make_image(device));
  }
  return store_->sync_directory(io::join_path(directory_, "dasd"));
}

/// The image appears under its name when it is whole: the rename makes it true.
Result<void> Site::make_image(const Device& device) {
  CS_ASSIGN(const auto info, store_->info(device.path));
  if (info) {
    return {};
  }
  const std::string work = device.path + ".new";
  CS_ASSIGN(const auto left_over, store_->info(work));
  if (left_over) {
    CS_TRY(store_->remove_file(work));
  }
  {
    CS_ASSIGN(const auto volume,
              dasd::create_volume(*store_, work, *device.definition.model.geometry,
                                  device.definition.cylinders));
    CS_TRY(volume->sync());
  }
  return store_->rename_file(work, device.path);
}

/// Fills in the VOLSER, or the reason why there is none.
void Site::read_device(Device& device) {
  device.volser.clear();
  device.offline_reason.clear();
  const auto volume = dasd::open_volume(*store_, device.path, dasd::Access::kRead);
  if (!volume) {
    device.offline_reason = to_string(volume.failure());
    return;
  }
  const dasd::Geometry& found = (*volume)->geometry();
  if (found.device_type != device.definition.model.geometry->device_type) {
    device.offline_reason = fmt::format("image is a {}, site.conf says {}", found.device,
                                        device.definition.model.geometry->device);
    return;
  }
  const auto label = dasd::read_label(**volume);
  if (!label) {
    device.offline_reason = "no label";
    return;
  }
  device.volser = label->volser;
}

/// <site>/run/devices: one line for each device that was varied: "0a80 offline".
Result<std::map<std::uint16_t, DeviceState>> Site::read_varied() {
  std::map<std::uint16_t, DeviceState> varied;
  const std::string path = io::join_path(run_directory(), "devices");
  CS_ASSIGN(const auto info, store_->info(path));
  if (!info) {
    return varied;
  }
  CS_ASSIGN(const Bytes content, io::read_file(*store_, path, 1 << 20));
  std::string_view text(reinterpret_cast<const char*>(content.data()), content.size());
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto address = parse_unit_address(line.substr(0, line.find(' ')));
    if (address) {
      varied[*address] = line.ends_with(" offline") ? DeviceState::kOffline : DeviceState::kOnline;
    }
  }
  return varied;
}

/// Devices that were varied online win over those that came online by themselves; among equals the
/// lower address does.
void Site::decide_states(const std::map<std::uint16_t, DeviceState>& varied) {
  std::map<std::string, std::uint16_t> online;
  for (const bool was_varied_online : {true, false}) {
    for (Device& device : devices_) {
      const auto at = varied.find(device.definition.address);
      const bool is_varied_online = at != varied.end() && at->second == DeviceState::kOnline;
      if (is_varied_online != was_varied_online) {
        continue;
      }
      device.state = DeviceState::kOffline;
      if (device.volser.empty()) {
        continue;  // the reason is there already
      }
      if (at != varied.end() && at->second == DeviceState::kOffline) {
        device.offline_reason = "varied offline";
        continue;
      }
      const auto [owner, is_first] = online.emplace(device.volser, device.definition.address);
      if (is_first) {
        device.state = DeviceState::kOnline;
      } else {
        device.offline_reason = "duplicate VOLSER of " + address_text(owner->second);
      }
    }
  }
}

Result<void> Site::refresh() {
  CS_ASSIGN(const auto varied, read_varied());
  for (Device& device : devices_) {
    read_device(device);
  }
  decide_states(varied);
  return {};
}

Result<const Device*> Site::find_device(std::uint16_t address) const {
  for (const Device& device : devices_) {
    if (device.definition.address == address) {
      return &device;
    }
  }
  return failure<msg::CSE0010E>(address_text(address));
}

Result<const Device*> Site::find_volume(std::string_view volser) const {
  std::string elsewhere;
  for (const Device& device : devices_) {
    if (device.volser != volser) {
      continue;
    }
    if (device.state == DeviceState::kOnline) {
      return &device;
    }
    elsewhere = fmt::format(" (it is on {}, offline: {})", address_text(device.definition.address),
                            device.offline_reason);
  }
  return failure<msg::CSE0011E>(volser, elsewhere);
}

Result<std::vector<const Device*>> Site::online_devices(std::string_view unit) const {
  const std::string name = upper(unit);
  const auto esoteric = configuration_.esoterics.find(name);
  const auto address = parse_unit_address(name);
  bool is_known = is_any_dasd(name) || esoteric != configuration_.esoterics.end();
  std::vector<const Device*> found;
  for (const Device& device : devices_) {
    const DeviceDefinition& definition = device.definition;
    bool matches = false;
    if (esoteric != configuration_.esoterics.end()) {
      matches = std::ranges::any_of(esoteric->second, [&](const auto& range) {
        return range.first <= definition.address && definition.address <= range.second;
      });
    } else {
      matches = is_any_dasd(name) || definition.model.geometry->device == name ||
                definition.model.name == name || address == definition.address;
      is_known = is_known || matches;
    }
    if (matches && device.state == DeviceState::kOnline) {
      found.push_back(&device);
    }
  }
  if (!is_known) {
    return failure<msg::IEF210I>(name);
  }
  return found;
}

bool is_tape_unit_name(std::string_view unit) {
  constexpr std::array<std::string_view, 11> kTapes = {
      "TAPE", "CART", "HET", "AWS", "3420", "3422", "3430", "3480", "3490", "3590", "3592"};
  return std::ranges::find(kTapes, upper(unit)) != kTapes.end();
}

bool Site::is_tape_unit(std::string_view unit) const {
  const auto& esoterics = configuration_.tape_esoterics;
  return is_tape_unit_name(unit) || std::ranges::find(esoterics, upper(unit)) != esoterics.end();
}

Result<void> Site::vary(std::uint16_t address, DeviceState state) {
  CS_ASSIGN(const Device* device, find_device(address));
  CS_ASSIGN(const auto held, lock_byte(*store_, io::join_path(run_directory(), "locks"),
                                       kDeviceStateByte, io::LockMode::kExclusive, true));
  CS_TRY(refresh());
  if (state == DeviceState::kOnline) {
    if (device->volser.empty()) {
      return failure<msg::CSE0013E>(address_text(address), device->offline_reason);
    }
    for (const Device& other : devices_) {
      if (&other != device && other.volser == device->volser &&
          other.state == DeviceState::kOnline) {
        return failure<msg::CSE0012E>(address_text(address), device->volser,
                                      address_text(other.definition.address));
      }
    }
  }
  CS_ASSIGN(auto varied, read_varied());
  varied[address] = state;
  std::string text;
  for (const auto& [varied_address, varied_state] : varied) {
    text += fmt::format("{:04x} {}\n", varied_address,
                        varied_state == DeviceState::kOnline ? "online" : "offline");
  }
  CS_TRY(io::replace_file(*store_, io::join_path(run_directory(), "devices"),
                          Bytes(text.begin(), text.end())));
  decide_states(varied);
  return {};
}

Result<std::unique_ptr<dasd::Volume>> Site::open_volume(const Device& device, dasd::Access access) {
  return dasd::open_volume(*store_, device.path, access);
}

}  // namespace coldsite::site
