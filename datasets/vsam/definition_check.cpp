// What can be told from a definition alone, before a volume is looked at.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "datasets/messages/csm.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/definition.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::uint32_t kKeyBytesMax = 255, kRecordBytesMax = 32'761;
constexpr std::size_t kVolumesMax = 59;
constexpr std::uint32_t kPageBytes = 4096;

Failure outside(const ClusterDefinition& definition, std::string_view what, std::uint64_t value,
                std::string_view limits) {
  return failure<msg::CSM0030E>(definition.name, what, value, limits);
}

Failure exclude(const ClusterDefinition& definition, std::string_view what) {
  return failure<msg::CSM0031E>(definition.name, what);
}

Result<void> check_names(const ClusterDefinition& definition) {
  for (const std::string* name : {&definition.name, &definition.data.name, &definition.index.name,
                                  &definition.catalog_name}) {
    if ((!name->empty() || name == &definition.name) && !dasd::is_data_set_name(*name)) {
      return failure<msg::CSV0031E>(*name);
    }
  }
  const std::string& data = definition.data.name;
  const std::string& index = definition.index.name;
  if ((!data.empty() && data == index) || (!index.empty() && index == definition.name) ||
      (data == definition.name && !definition.is_catalog)) {
    return exclude(definition, "the cluster and its components need different names");
  }
  return {};
}

Result<void> check_volumes(const ClusterDefinition& definition,
                           const ComponentDefinition& component) {
  const std::vector<std::string>& volsers = component.volsers;
  if (volsers.empty() || volsers.size() > kVolumesMax) {
    return outside(definition, "VOLUMES", volsers.size(), "1 to 59 volumes");
  }
  if (std::set<std::string>(volsers.begin(), volsers.end()).size() != volsers.size()) {
    return exclude(definition, "VOLUMES names a volume twice");
  }
  return {};
}

Result<void> check_space(const ClusterDefinition& definition,
                         const ComponentDefinition& component) {
  if (component.primary == 0) {
    return outside(definition, "the primary quantity", 0, "1 to 16777215");
  }
  for (const std::uint32_t quantity : {component.primary, component.secondary}) {
    if (quantity > 0xFF'FFFF) {
      return outside(definition, "the space quantity", quantity, "0 to 16777215");
    }
  }
  switch (component.space_unit) {
    case dasd::SpaceUnit::kTracks:
    case dasd::SpaceUnit::kCylinders:
      return {};
    case dasd::SpaceUnit::kRecords:
      return definition.attributes.organization == Organization::kLinear
                 ? exclude(definition, "LINEAR and RECORDS")
                 : Result<void>();
    case dasd::SpaceUnit::kBlocks:
      return component.unit_bytes != 0
                 ? Result<void>()
                 : outside(definition, "the bytes of a unit of space", 0, "1 and up");
    case dasd::SpaceUnit::kAbsoluteTracks:
      return exclude(definition, "a VSAM data set and ABSTR");
  }
  return {};
}

Result<void> check_keys(const ClusterDefinition& definition) {
  const ComponentAttributes& a = definition.attributes;
  if (a.organization != Organization::kKeySequenced) {
    const bool is_relative = a.organization == Organization::kVariableRelative;
    if (a.key_bytes != 0 && !(is_relative && a.key_bytes == 4 && a.key_offset == 0)) {
      return exclude(definition, "KEYS belongs to INDEXED");
    }
    return {};
  }
  if (a.key_bytes == 0 || a.key_bytes > kKeyBytesMax) {
    return outside(definition, "the key length", a.key_bytes, "1 to 255");
  }
  if (a.max_record_bytes < std::uint64_t{a.key_offset} + a.key_bytes) {
    return outside(
        definition, "the key offset", a.key_offset,
        fmt::format("the key ends behind the longest record of {} bytes", a.max_record_bytes));
  }
  return {};
}

Result<void> check_records(const ClusterDefinition& definition) {
  const ComponentAttributes& a = definition.attributes;
  if (a.organization == Organization::kLinear) {
    return a.max_record_bytes == 0 && a.average_record_bytes == 0
               ? Result<void>()
               : exclude(definition, "LINEAR and RECORDSIZE");
  }
  if (a.average_record_bytes == 0 || a.average_record_bytes > a.max_record_bytes) {
    return outside(definition, "the average record length", a.average_record_bytes,
                   fmt::format("1 to the maximum record length {}", a.max_record_bytes));
  }
  if (!a.is_spanned && a.max_record_bytes > kRecordBytesMax) {
    return outside(definition, "the maximum record length", a.max_record_bytes,
                   "1 to 32761, more with SPANNED");
  }
  if (a.organization == Organization::kRelative && a.average_record_bytes != a.max_record_bytes) {
    return exclude(definition,
                   "NUMBERED with records of one length needs the average equal to the "
                   "maximum");
  }
  return {};
}

Result<void> check_attributes(const ClusterDefinition& definition) {
  const ComponentAttributes& a = definition.attributes;
  const bool is_entry = a.organization == Organization::kEntrySequenced;
  const bool is_keyed = a.organization == Organization::kKeySequenced;
  if (a.is_spanned && !is_keyed && !is_entry) {
    return exclude(definition, "SPANNED belongs to INDEXED and NONINDEXED");
  }
  if ((a.free_interval_percent != 0 || a.free_area_percent != 0) && !has_index(a)) {
    return exclude(definition,
                   "FREESPACE belongs to INDEXED and to NUMBERED with records of "
                   "several lengths");
  }
  if (a.is_alternate_index && !is_keyed) {
    return exclude(definition, "an alternate index is key-sequenced");
  }
  if (definition.is_catalog && (a.is_reusable || a.is_alternate_index || !is_keyed)) {
    return exclude(
        definition,
        "a catalog is a key-sequenced data set that is neither reusable nor an alternate "
        "index");
  }
  for (const std::uint32_t percent : {a.free_interval_percent, a.free_area_percent}) {
    if (percent > 100) {
      return outside(definition, "FREESPACE", percent, "0 to 100");
    }
  }
  if (a.share_region < 1 || a.share_region > 4) {
    return outside(definition, "SHAREOPTIONS cross-region", a.share_region, "1 to 4");
  }
  if (a.share_system < 3 || a.share_system > 4) {
    return outside(definition, "SHAREOPTIONS cross-system", a.share_system, "3 or 4");
  }
  return {};
}

Result<void> check_interval(const ClusterDefinition& definition, std::uint32_t bytes) {
  const bool is_linear = definition.attributes.organization == Organization::kLinear;
  if (bytes != 0 && (bytes < kIntervalBytesMin || bytes > kIntervalBytesMax)) {
    return outside(definition, "CONTROLINTERVALSIZE", bytes, "512 to 32768");
  }
  if (is_linear && bytes % kPageBytes != 0) {
    return outside(definition, "CONTROLINTERVALSIZE", bytes, "a multiple of 4096, for LINEAR");
  }
  return {};
}

}  // namespace

bool has_index(const ComponentAttributes& attributes) {
  return attributes.organization == Organization::kKeySequenced ||
         attributes.organization == Organization::kVariableRelative;
}

Result<void> check_definition(const ClusterDefinition& definition) {
  CS_TRY(check_names(definition));
  CS_TRY(check_volumes(definition, definition.data));
  CS_TRY(check_space(definition, definition.data));
  CS_TRY(check_records(definition));
  CS_TRY(check_keys(definition));
  CS_TRY(check_attributes(definition));
  CS_TRY(check_interval(definition, definition.data.interval_bytes));
  CS_TRY(check_interval(definition, definition.attributes.interval_bytes));
  if (!has_index(definition.attributes)) {
    return definition.index.name.empty()
               ? Result<void>()
               : exclude(definition, "INDEX belongs to INDEXED and variable NUMBERED");
  }
  CS_TRY(check_interval(definition, definition.index.interval_bytes));
  if (!definition.index.volsers.empty()) {
    CS_TRY(check_volumes(definition, definition.index));
  }
  return definition.index.primary == 0 ? Result<void>() : check_space(definition, definition.index);
}

}  // namespace coldsite::vsam
