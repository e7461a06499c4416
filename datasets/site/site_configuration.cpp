// site.conf:
//
//   key = value        name, sysplex, codepage, timezone, programs, proclib
//   [section]          dasd, tape, catalog, storagegroup, esoteric, box
//   # comment          from a "#" at the start of a line or after a blank to the end of the line
//
// Boost.Program_options reads such files too, but forgets the line a setting stands on, and a site
// must be told where its mistake is; so the few rules are read here.
#include <algorithm>
#include <array>
#include <charconv>

#include "datasets/dasd/dscb.hpp"
#include "datasets/dasd/label.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/site/site.hpp"

namespace coldsite::site {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view without_comment(std::string_view line) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '#' && (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t')) {
      return line.substr(0, at);
    }
  }
  return line;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> words;
  while (true) {
    const std::size_t first = text.find_first_not_of(separators);
    if (first == std::string_view::npos) {
      return words;
    }
    text.remove_prefix(first);
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return result;
}

template <class Number>
std::optional<Number> parse_number(std::string_view text, int base = 10) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  const bool is_whole = error == std::errc() && end == text.data() + text.size();
  return is_whole && !text.empty() ? std::optional(number) : std::nullopt;
}

std::optional<std::uint16_t> parse_address(std::string_view text) {
  return text.size() == 3 || text.size() == 4 ? parse_number<std::uint16_t>(text, 16)
                                              : std::nullopt;
}

/// "200M": decimal units k, M, G.
std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t unit = 1;
  if (!text.empty()) {
    constexpr std::string_view kUnits = "KMG";
    const std::size_t at = kUnits.find(upper(text.substr(text.size() - 1)).front());
    for (std::size_t i = 0; at != std::string_view::npos && i <= at; ++i) {
      unit *= 1000;
    }
    text.remove_suffix(at == std::string_view::npos ? 0 : 1);
  }
  const auto number = parse_number<std::uint64_t>(text);
  return number && *number <= UINT64_MAX / unit ? std::optional(*number * unit) : std::nullopt;
}

/// "+01:00" in minutes.
std::optional<int> parse_offset(std::string_view text) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
    return std::nullopt;
  }
  const auto hours = parse_number<int>(text.substr(1, 2));
  const auto minutes = parse_number<int>(text.substr(4, 2));
  if (!hours || !minutes || *hours > 14 || *minutes > 59 || *hours < 0 || *minutes < 0) {
    return std::nullopt;
  }
  return (text[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 8 && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '$' || c == '#' || c == '@';
  });
}

class Parser {
 public:
  Parser(std::string_view text, std::string_view source) : text_(text), source_(source) {}

  Result<SiteConfiguration> parse() {
    while (!text_.empty()) {
      const std::size_t end = std::min(text_.find('\n'), text_.size());
      line_ = text_.substr(0, end);
      text_.remove_prefix(std::min(end + 1, text_.size()));
      ++line_number_;
      CS_TRY(take_line(trim(without_comment(line_))));
    }
    return std::move(site_);
  }

 private:
  using Setter = Result<void> (Parser::*)(const std::string& key, const std::string& value);
  struct Section {
    std::string_view name;
    Setter set;
  };
  static constexpr std::array<Section, 7> sections();

  Failure bad(std::string_view text, std::string_view at = {}) const {
    const std::size_t column = at.data() >= line_.data() && at.data() <= line_.data() + line_.size()
                                   ? static_cast<std::size_t>(at.data() - line_.data()) + 1
                                   : line_.find_first_not_of(" \t") + 1;
    return failure<msg::CSE0002E>(text).at(
        {std::string(source_), line_number_, column, std::string(trim_end(line_))});
  }
  static std::string_view trim_end(std::string_view line) {
    return line.substr(0, line.find_last_not_of(" \t\r") + 1);
  }

  Result<void> take_line(std::string_view line);
  Result<void> set_general(const std::string& key, const std::string& value);
  Result<void> set_dasd(const std::string& key, const std::string& value);
  Result<void> set_tape(const std::string& key, const std::string& value);
  Result<void> set_catalog(const std::string& key, const std::string& value);
  Result<void> set_storage_group(const std::string& key, const std::string& value);
  Result<void> set_esoteric(const std::string& key, const std::string& value);
  Result<void> set_box(const std::string& key, const std::string& value);
  Result<std::vector<std::pair<std::uint16_t, std::uint16_t>>> parse_ranges(
      const std::string& value) const;

  std::string_view text_;
  std::string_view source_;
  std::string_view line_;
  std::string_view value_place_;
  std::size_t line_number_ = 0;
  Setter setter_ = &Parser::set_general;
  SiteConfiguration site_;
};

constexpr std::array<Parser::Section, 7> Parser::sections() {
  return {{{"", &Parser::set_general},
           {"dasd", &Parser::set_dasd},
           {"tape", &Parser::set_tape},
           {"catalog", &Parser::set_catalog},
           {"storagegroup", &Parser::set_storage_group},
           {"esoteric", &Parser::set_esoteric},
           {"box", &Parser::set_box}}};
}

Result<void> Parser::take_line(std::string_view line) {
  if (line.empty()) {
    return {};
  }
  if (line.front() == '[') {
    if (line.back() != ']') {
      return bad("']' is missing at the end of the section name", line);
    }
    const std::string_view name = trim(line.substr(1, line.size() - 2));
    for (const Section& section : sections()) {
      if (!section.name.empty() && section.name == name) {
        setter_ = section.set;
        return {};
      }
    }
    return bad("section '" + std::string(name) +
                   "' is not one of dasd, tape, catalog, storagegroup, esoteric, box",
               line);
  }
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) {
    return bad("expected 'key = value' or '[section]'", line);
  }
  const std::string key(trim(line.substr(0, equals)));
  value_place_ = trim(line.substr(equals + 1));
  if (value_place_.empty()) {
    return bad("'" + key + "' has no value", line);
  }
  return (this->*setter_)(key, std::string(value_place_));
}

Result<void> Parser::set_general(const std::string& key, const std::string& value) {
  if (key == "name" || key == "sysplex") {
    if (!is_name(value)) {
      return bad("'" + key + "' takes 1 to 8 of A-Z 0-9 $ # @", value_place_);
    }
    (key == "name" ? site_.name : site_.sysplex) = value;
  } else if (key == "codepage") {
    const auto page = text::find_code_page(value);
    if (!page) {
      return bad(page.failure().text(), value_place_);
    }
    site_.code_page = value;
  } else if (key == "timezone") {
    const auto minutes = parse_offset(value);
    if (!minutes) {
      return bad("'timezone' takes an offset from UTC such as +01:00", value_place_);
    }
    site_.time_zone = value;
    site_.time_zone_minutes = *minutes;
  } else if (key == "programs") {
    for (std::string& directory : split(value, ",")) {
      site_.program_directories.emplace_back(trim(directory));
    }
  } else if (key == "proclib") {
    for (std::string& library : split(value, ",")) {
      site_.procedure_libraries.emplace_back(trim(library));
    }
  } else {
    return bad("'" + key + "' is not one of name, sysplex, codepage, timezone, programs, proclib");
  }
  return {};
}

Result<void> Parser::set_dasd(const std::string& key, const std::string& value) {
  if (key != "device") {
    return bad("[dasd] takes 'device = address model [cylinders]' only");
  }
  const std::vector<std::string> words = split(value, " \t");
  if (words.size() < 2 || words.size() > 3) {
    return bad("'device' takes an address, a model and perhaps cylinders: 0a80 3390-1",
               value_place_);
  }
  const auto address = parse_address(words[0]);
  if (!address) {
    return bad("'" + words[0] + "' is not a device address of 3 or 4 hexadecimal digits",
               value_place_);
  }
  if (std::ranges::any_of(site_.devices, [&](const DeviceDefinition& other) {
        return other.address == *address;
      })) {
    return bad("device '" + words[0] + "' is defined twice", value_place_);
  }
  const auto model = dasd::find_device_model(words[1]);
  if (!model) {
    return bad(model.failure().text(), value_place_.substr(value_place_.find(words[1])));
  }
  DeviceDefinition device{*address, *model, model->cylinders};
  if (words.size() == 3) {
    const auto cylinders = parse_number<std::uint32_t>(words[2]);
    if (!cylinders || *cylinders == 0) {
      return bad("'" + words[2] + "' is not a number of cylinders",
                 value_place_.substr(value_place_.rfind(words[2])));
    }
    device.cylinders = *cylinders;
  }
  const auto before =
      std::ranges::lower_bound(site_.devices, device.address, {}, &DeviceDefinition::address);
  site_.devices.insert(before, device);
  return {};
}

Result<void> Parser::set_tape(const std::string& key, const std::string& value) {
  constexpr std::uint32_t kDrivesMax = 256;
  if (key == "drives") {
    const auto drives = parse_number<std::uint32_t>(value);
    if (!drives || *drives == 0 || *drives > kDrivesMax) {
      return bad("'drives' takes a number from 1 to 256", value_place_);
    }
    site_.tape_drives = *drives;
  } else if (key == "format") {
    if (value != "het" && value != "aws") {
      return bad("'format' takes het or aws", value_place_);
    }
    site_.tape_format = value;
  } else if (key == "capacity") {
    const auto bytes = parse_size(value);
    if (!bytes) {
      return bad("'capacity' takes bytes, or a number with k, M or G: 200M", value_place_);
    }
    site_.tape_capacity_bytes = *bytes;
  } else {
    return bad("'" + key + "' is not one of drives, format, capacity");
  }
  return {};
}

Result<void> Parser::set_catalog(const std::string& key, const std::string& value) {
  const std::vector<std::string> words = split(value, " \t");
  if (key != "master" || words.size() != 2) {
    return bad("[catalog] takes 'master = catalog-name volser' only");
  }
  if (!dasd::is_data_set_name(words[0])) {
    return bad("'" + words[0] + "' is not the name of a catalog", value_place_);
  }
  if (!dasd::is_volser(words[1])) {
    return bad("'" + words[1] + "' is not a volume serial",
               value_place_.substr(value_place_.rfind(words[1])));
  }
  site_.master_catalog = words[0];
  site_.master_volser = words[1];
  return {};
}

Result<void> Parser::set_storage_group(const std::string& key, const std::string& value) {
  if (!is_name(key)) {
    return bad("a storage group is named by 1 to 8 of A-Z 0-9 $ # @");
  }
  for (const std::string& mask : split(value, ", \t")) {
    std::string plain = mask;
    std::erase_if(plain, [](char c) { return c == '*' || c == '%'; });
    if (mask.size() > 6 || (!plain.empty() && !dasd::is_volser(plain))) {
      return bad("'" + mask + "' is not a volume serial, with * and % for what varies",
                 value_place_);
    }
    site_.storage_groups[key].push_back(mask);
  }
  return {};
}

Result<std::vector<std::pair<std::uint16_t, std::uint16_t>>> Parser::parse_ranges(
    const std::string& value) const {
  std::vector<std::pair<std::uint16_t, std::uint16_t>> ranges;
  for (const std::string& word : split(value, ", \t")) {
    const std::size_t hyphen = word.find('-');
    const auto first = parse_address(word.substr(0, hyphen));
    const auto last = hyphen == std::string::npos ? first : parse_address(word.substr(hyphen + 1));
    if (!first || !last || *last < *first) {
      return bad("'" + word + "' is not a device address or a range such as 0a80-0a9f",
                 value_place_);
    }
    ranges.emplace_back(*first, *last);
  }
  return ranges;
}

Result<void> Parser::set_esoteric(const std::string& key, const std::string& value) {
  if (!is_name(key)) {
    return bad("an esoteric is named by 1 to 8 of A-Z 0-9 $ # @");
  }
  if (value == "tape") {
    site_.tape_esoterics.push_back(key);
    return {};
  }
  CS_ASSIGN(site_.esoterics[key], parse_ranges(value));
  return {};
}

Result<void> Parser::set_box(const std::string& key, const std::string& value) {
  if (!is_name(key)) {
    return bad("a storage box is named by 1 to 8 of A-Z 0-9 $ # @");
  }
  CS_ASSIGN(site_.boxes[key], parse_ranges(value));
  return {};
}

}  // namespace

Result<SiteConfiguration> parse_site_configuration(std::string_view text, std::string_view source) {
  return Parser(text, source).parse();
}

}  // namespace coldsite::site
