// jclrun command: DISPLAY U and VARY, the operator's words for devices.
//   D U | DISPLAY U
//   V address,ONLINE|OFFLINE   V (address,address-address,...),ONLINE|OFFLINE   VARY ...
// source: z/OS MVS System Commands, "DISPLAY UNITS", "VARY"; simplified to these forms.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <ostream>

#include "datasets/io/clock.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/iee.hpp"
#include "datasets/site/site.hpp"
#include "jcl-runner/jclrun.hpp"
#include "jcl-runner/job_log.hpp"
#include "jcl-runner/job_record.hpp"

namespace coldsite::jcl {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

void print_message(std::ostream& output, const Failure& failure) {
  output << failure.message().id << " " << failure.text() << "\n";
}

void display_units(site::Site& site, io::Clock& clock, std::ostream& output) {
  print_message(output, failure<msg::IEE457I>(
                            clock_text(clock.now(), site.configuration().time_zone_minutes)));
  output << "UNIT TYPE STATUS  VOLSER  REASON\n";
  for (const site::Device& device : site.devices()) {
    const bool is_online = device.state == site::DeviceState::kOnline;
    const std::string_view model = device.definition.model.name;
    const std::string_view type = model.substr(0, model.find('-'));
    output << fmt::format("{:04X} {:<4} {:<7} {:<7} {}\n", device.definition.address, type,
                          is_online ? "O" : "OFFLINE", device.volser,
                          is_online ? "" : device.offline_reason);
  }
}

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

/// A range stands for the devices that are there; a single address must be one.
Result<void> vary(site::Site& site, std::string_view operands, std::string_view command,
                  std::ostream& output) {
  const std::size_t comma = operands.rfind(',');
  const std::string_view state =
      comma == std::string_view::npos ? std::string_view{} : operands.substr(comma + 1);
  const auto addresses = parse_addresses(operands.substr(0, comma));
  if (!addresses || (state != "ONLINE" && state != "OFFLINE")) {
    return failure<msg::CSJ0120E>(command);
  }
  const bool online = state == "ONLINE";
  for (const std::uint16_t address : *addresses) {
    const bool is_there = site.find_device(address).ok();
    if (!is_there && addresses->size() > 1) {
      continue;
    }
    CS_TRY(site.vary(address, online ? site::DeviceState::kOnline : site::DeviceState::kOffline));
    const std::string unit = fmt::format("{:04X}", address);
    print_message(output, online ? failure<msg::IEE302I>(unit) : failure<msg::IEE303I>(unit));
  }
  return {};
}

Result<void> carry_out(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  CS_ASSIGN(const auto clock, io::make_clock_from_environment());
  CS_ASSIGN(const auto site, site::Site::open(*surroundings.store, options.site_directory));
  const std::string command = upper(options.operands[0]);
  const std::size_t blank = command.find(' ');
  const std::string word = command.substr(0, blank);
  const std::size_t rest =
      blank == std::string::npos ? std::string::npos : command.find_first_not_of(' ', blank);
  std::string operands = rest == std::string::npos ? "" : command.substr(rest);
  operands.erase(std::ranges::find(operands, ' '), operands.end());
  if ((word == "D" || word == "DISPLAY") && operands == "U") {
    display_units(*site, *clock, *surroundings.output);
    return {};
  }
  if (word == "V" || word == "VARY") {
    return vary(*site, operands, options.operands[0], *surroundings.output);
  }
  return failure<msg::CSJ0120E>(options.operands[0]);
}

}  // namespace

int operator_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  const auto done = carry_out(options, surroundings);
  if (!done) {
    print_failure(*surroundings.errors, done.failure());
    return done.failure().message().condition_code;
  }
  return 0;
}

}  // namespace coldsite::jcl
