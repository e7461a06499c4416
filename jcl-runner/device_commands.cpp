// DISPLAY U and VARY, the operator's words for devices.
//   D U | DISPLAY U
//   V address,ONLINE|OFFLINE   V (address,address-address,...),ONLINE|OFFLINE   VARY ...
// source: z/OS MVS System Commands, "DISPLAY UNITS", "VARY"; simplified to these forms.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "datasets/messages/iee.hpp"
#include "datasets/site/site.hpp"
#include "jcl-runner/job_log.hpp"
#include "jcl-runner/operator_command_parts.hpp"

namespace coldsite::jcl {
namespace {

/// "0A80", "(0A80,0A82-0A84)": the addresses, or nothing when that is not what stands there.
std::optional<std::vector<std::uint16_t>> parse_addresses(std::string_view text) {
  if (text.starts_with('(') && text.ends_with(')')) {
    text = text.substr(1, text.size() - 2);
  }
  std::vector<std::uint16_t> addresses;
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(item.size() + 1, text.size()));
    const std::size_t hyphen = item.find('-');
    const auto first = site::parse_unit_address(item.substr(0, hyphen));
    const auto last = hyphen == std::string_view::npos
                          ? first
                          : site::parse_unit_address(item.substr(hyphen + 1));
    if (!first || !last || *first > *last) {
      return std::nullopt;
    }
    for (std::uint32_t address = *first; address <= *last; ++address) {
      addresses.push_back(static_cast<std::uint16_t>(address));
    }
  }
  return addresses.empty() ? std::nullopt : std::optional(addresses);
}

}  // namespace

Result<Lines> unit_lines(const CommandSurroundings& surroundings) {
  CS_ASSIGN(const auto site, site::Site::open(*surroundings.store, surroundings.site_directory));
  Lines lines = {told(failure<msg::IEE457I>(
      clock_text(surroundings.clock->now(), site->configuration().time_zone_minutes)))};
  lines.emplace_back("UNIT TYPE STATUS  VOLSER  REASON");
  for (const site::Device& device : site->devices()) {
    const bool is_online = device.state == site::DeviceState::kOnline;
    const std::string_view model = device.definition.model.name;
    const std::string_view type = model.substr(0, model.find('-'));
    lines.push_back(fmt::format("{:04X} {:<4} {:<7} {:<7} {}", device.definition.address, type,
                                is_online ? "O" : "OFFLINE", device.volser,
                                is_online ? "" : device.offline_reason));
  }
  return lines;
}

/// A range stands for the devices that are there; a single address must be one.
Result<Lines> vary_command(std::string_view operands, const CommandSurroundings& surroundings) {
  const std::size_t comma = operands.rfind(',');
  const std::string_view state =
      comma == std::string_view::npos ? std::string_view{} : operands.substr(comma + 1);
  const auto addresses = parse_addresses(operands.substr(0, comma));
  if (!addresses || (state != "ONLINE" && state != "OFFLINE")) {
    return failure<msg::IEE535I>("VARY", "V address,ONLINE or V address,OFFLINE");
  }
  CS_ASSIGN(const auto site, site::Site::open(*surroundings.store, surroundings.site_directory));
  const bool online = state == "ONLINE";
  Lines lines;
  for (const std::uint16_t address : *addresses) {
    const bool is_there = site->find_device(address).ok();
    if (!is_there && addresses->size() > 1) {
      continue;
    }
    CS_TRY(site->vary(address, online ? site::DeviceState::kOnline : site::DeviceState::kOffline));
    const std::string unit = fmt::format("{:04X}", address);
    lines.push_back(told(online ? failure<msg::IEE302I>(unit) : failure<msg::IEE303I>(unit)));
  }
  return lines;
}

}  // namespace coldsite::jcl
