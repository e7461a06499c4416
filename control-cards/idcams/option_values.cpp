// The options that several commands share, from what was coded: OperandValues, second part.
#include <array>

#include "control-cards/idcams/operand_values.hpp"
#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::uint32_t kUnitsMost = 16777215;
constexpr std::uint32_t kKeyMost = 255;
constexpr std::uint32_t kRecordMost = 2147483647;
constexpr std::uint32_t kIntervalMost = 32768;
constexpr std::uint32_t kPercentMost = 100;
constexpr std::size_t kNameMost = 8;

struct UnitName {
  std::string_view name;
  SpaceUnit unit;
};
constexpr std::array kUnits = {
    UnitName{"CYLINDERS", SpaceUnit::kCylinders}, UnitName{"TRACKS", SpaceUnit::kTracks},
    UnitName{"RECORDS", SpaceUnit::kRecords}, UnitName{"KILOBYTES", SpaceUnit::kKilobytes},
    UnitName{"MEGABYTES", SpaceUnit::kMegabytes}};

/// A date yyddd of this century or the last, or yyyyddd.
constexpr std::uint32_t kDayPart = 1000, kShortYears = 100, kCentury = 1900;
constexpr std::uint32_t kDaysMost = 366, kNeverDay = 999;

}  // namespace

std::optional<Space> OperandValues::space_of(const Operands& operands) {
  exclude(operands, {"CYLINDERS", "TRACKS", "RECORDS", "KILOBYTES", "MEGABYTES"});
  for (const auto& [name, unit] : kUnits) {
    if (const Node* primary = value(operands, name)) {
      Space space{unit, static_cast<std::uint32_t>(number(*primary, 1, kUnitsMost)), 0,
                  state_.position(operands.offset_of(name))};
      if (const Node* secondary = value(operands, name, 1)) {
        space.secondary = static_cast<std::uint32_t>(number(*secondary, 0, kUnitsMost));
      }
      return space;
    }
  }
  return std::nullopt;
}

ComponentOptions OperandValues::component_of(const Operands& operands) {
  ComponentOptions options;
  options.name = entry_of(operands, "NAME");
  options.space = space_of(operands);
  options.volumes = volumes_of(operands, "VOLUMES");
  options.buffer_space_bytes = number_of(operands, "BUFFERSPACE", 0, kUnitsMost);
  options.control_interval_bytes = number_of(operands, "CONTROLINTERVALSIZE", 1, kIntervalMost);
  const auto pair = [&](std::string_view name, std::uint64_t least, std::uint64_t most,
                        std::uint32_t second_default) {
    const Node* first = value(operands, name);
    const Node* second = value(operands, name, 1);
    return std::pair(
        first == nullptr ? 0 : static_cast<std::uint32_t>(number(*first, least, most)),
        second == nullptr ? second_default : static_cast<std::uint32_t>(number(*second, 0, most)));
  };
  const auto at = [&](std::string_view name) { return state_.position(operands.offset_of(name)); };
  if (operands.has("FREESPACE")) {
    const auto [interval, area] = pair("FREESPACE", 0, kPercentMost, 0);
    options.free_space = FreeSpace{interval, area, at("FREESPACE")};
  }
  if (const Node* length = value(operands, "KEYS")) {
    options.keys =
        Keys{static_cast<std::uint32_t>(number(*length, 1, kKeyMost)),
             static_cast<std::uint32_t>(number(*value(operands, "KEYS", 1), 0, kRecordMost)),
             at("KEYS")};
  }
  if (operands.has("RECORDSIZE")) {
    const auto [average, maximum] = pair("RECORDSIZE", 1, kRecordMost, 0);
    options.record_size = RecordSize{average, maximum, at("RECORDSIZE")};
  }
  if (const Node* region = value(operands, "SHAREOPTIONS")) {
    options.share_options =
        ShareOptions{static_cast<std::uint32_t>(number(*region, 1, 4)), 3, at("SHAREOPTIONS")};
    if (const Node* system = value(operands, "SHAREOPTIONS", 1)) {
      options.share_options->cross_system = static_cast<std::uint32_t>(number(*system, 3, 4));
    }
  }
  options.erase = choice_of(operands, "ERASE", "NOERASE");
  options.ordered = choice_of(operands, "ORDERED", "UNORDERED");
  options.reuse = choice_of(operands, "REUSE", "NOREUSE");
  options.spanned = choice_of(operands, "SPANNED", "NONSPANNED");
  options.speed = choice_of(operands, "SPEED", "RECOVERY");
  options.write_check = choice_of(operands, "WRITECHECK", "NOWRITECHECK");
  options.unique_keys = choice_of(operands, "UNIQUEKEY", "NONUNIQUEKEY");
  options.file = ddname_of(operands, "FILE");
  options.owner = word_of(operands, "OWNER", kNameMost);
  options.exception_exit = word_of(operands, "EXCEPTIONEXIT", kNameMost);
  options.retention = retention_of(operands);
  options.model = model_of(operands);
  return options;
}

std::optional<ComponentOptions> OperandValues::component_of(const Operands& operands,
                                                            std::string_view group) {
  const Operands* inner = operands.group(group);
  return inner == nullptr ? std::nullopt : std::optional(component_of(*inner));
}

std::optional<Retention> OperandValues::retention_of(const Operands& operands) {
  constexpr std::uint32_t kDateMost = 9999999, kForMost = 93000;
  exclude(operands, {"TO", "FOR"});
  Retention retention;
  if (const Node* date = value(operands, "TO")) {
    const auto coded = static_cast<std::uint32_t>(number(*date, 1, kDateMost));
    const std::uint32_t day = coded % kDayPart;
    std::uint32_t year = coded / kDayPart;
    year += year < kShortYears ? kCentury : 0;
    if ((day == 0 || day > kDaysMost) && day != kNeverDay) {
      state_.fail<msg::IDC3221I>(date->offset, date->text);
    }
    retention.to_year = year;
    retention.to_day = day;
    retention.position = place(*date);
    return retention;
  }
  if (const Node* days = value(operands, "FOR")) {
    retention.for_days = static_cast<std::uint32_t>(number(*days, 0, kForMost));
    retention.position = place(*days);
    return retention;
  }
  return std::nullopt;
}

std::optional<Model> OperandValues::model_of(const Operands& operands) {
  const Node* name = value(operands, "MODEL");
  if (name == nullptr) {
    return std::nullopt;
  }
  Model model{entry(*name, NameRule::kPlain), std::nullopt};
  if (const Node* catalog = value(operands, "MODEL", 1)) {
    model.catalog = entry(*catalog, NameRule::kPlain);
  }
  return model;
}

SmsClasses OperandValues::sms_of(const Operands& operands) {
  return {word_of(operands, "STORAGECLASS", kNameMost), word_of(operands, "DATACLASS", kNameMost),
          word_of(operands, "MANAGEMENTCLASS", kNameMost)};
}

std::optional<Logging> OperandValues::log_of(const Operands& operands) {
  const Node* node = value(operands, "LOG");
  if (node == nullptr) {
    return std::nullopt;
  }
  if (node->text == "UNDO") {
    return Logging::kUndo;
  }
  if (node->text == "ALL") {
    return Logging::kAll;
  }
  if (node->text != "NONE") {
    state_.fail<msg::IDC3211I>(node->offset, node->text);
  }
  return Logging::kNone;
}

std::optional<BackupWhileOpen> OperandValues::backup_while_open_of(const Operands& operands) {
  const Node* node = value(operands, "BWO");
  if (node == nullptr) {
    return std::nullopt;
  }
  if (node->text == "TYPECICS") {
    return BackupWhileOpen::kTypeCics;
  }
  if (node->text == "TYPEIMS") {
    return BackupWhileOpen::kTypeIms;
  }
  if (node->text != "NO") {
    state_.fail<msg::IDC3211I>(node->offset, node->text);
  }
  return BackupWhileOpen::kNo;
}

RecordRange OperandValues::range_of(const Operands& operands) {
  exclude(operands, {"FROMKEY", "FROMADDRESS", "FROMNUMBER", "SKIP"});
  exclude(operands, {"TOKEY", "TOADDRESS", "TONUMBER", "COUNT"});
  exclude(operands, {"FROMKEY", "TOADDRESS", "TONUMBER"});
  exclude(operands, {"FROMADDRESS", "TOKEY", "TONUMBER"});
  exclude(operands, {"FROMNUMBER", "TOKEY", "TOADDRESS"});
  RecordRange range;
  range.from_key = key_of(operands, "FROMKEY");
  range.to_key = key_of(operands, "TOKEY");
  range.from_address = long_number_of(operands, "FROMADDRESS", 0);
  range.to_address = long_number_of(operands, "TOADDRESS", 0);
  range.from_number = long_number_of(operands, "FROMNUMBER", 1);
  range.to_number = long_number_of(operands, "TONUMBER", 1);
  range.skip = long_number_of(operands, "SKIP", 0);
  range.count = long_number_of(operands, "COUNT", 0);
  return range;
}

}  // namespace coldsite::idcams
