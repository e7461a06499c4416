#include "utilities/idcams/cluster_definition.hpp"

#include <algorithm>

#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::uint32_t kDefaultKeyBytes = 64;
constexpr std::uint32_t kDefaultRecordBytes = 4089;
constexpr std::uint32_t kSpannedAverageBytes = 4086, kSpannedMaxBytes = 32600;
constexpr std::uint32_t kAlternateIndexHeaderBytes = 5;

vsam::Organization organization_of(Organization organization, const RecordSize& size) {
  switch (organization) {
    case Organization::kIndexed:
      return vsam::Organization::kKeySequenced;
    case Organization::kNonIndexed:
      return vsam::Organization::kEntrySequenced;
    case Organization::kNumbered:
      return size.average == size.maximum ? vsam::Organization::kRelative
                                          : vsam::Organization::kVariableRelative;
    case Organization::kLinear:
      return vsam::Organization::kLinear;
  }
  return vsam::Organization::kKeySequenced;
}

void set_space(vsam::ComponentDefinition& component, const Space& space) {
  component.primary = space.primary;
  component.secondary = space.secondary;
  switch (space.unit) {
    case SpaceUnit::kCylinders:
      component.space_unit = dasd::SpaceUnit::kCylinders;
      break;
    case SpaceUnit::kTracks:
      component.space_unit = dasd::SpaceUnit::kTracks;
      break;
    case SpaceUnit::kRecords:
      component.space_unit = dasd::SpaceUnit::kRecords;
      break;
    case SpaceUnit::kKilobytes:
      component.space_unit = dasd::SpaceUnit::kBlocks;
      component.unit_bytes = 1024;
      break;
    case SpaceUnit::kMegabytes:
      component.space_unit = dasd::SpaceUnit::kBlocks;
      component.unit_bytes = 1024 * 1024;
      break;
  }
}

Result<void> set_volumes(vsam::ComponentDefinition& component, const std::vector<Word>& volumes) {
  for (const Word& volume : volumes) {
    if (volume.text == "*") {
      return failure<msg::CSN0002S>("VOLUMES(*)", "name the volumes that have the data set")
          .at(volume.position);
    }
    component.volsers.push_back(volume.text);
  }
  return {};
}

/// What a model hands on: everything but what describes its place and its state.
vsam::ComponentAttributes start_attributes(const DefinitionContext& context) {
  vsam::ComponentAttributes attributes = context.model.value_or(vsam::ComponentAttributes());
  attributes.block_bytes = attributes.blocks_per_track = 0;
  attributes.tracks_per_area = attributes.intervals_per_area = 0;
  attributes.inhibits_update = false;
  attributes.is_temporary_export = context.is_import;
  return attributes;
}

/// RECORDSIZE, or the model's, or the default of the organization.
RecordSize record_size_of(const ComponentOptions& options,
                          const vsam::ComponentAttributes& attributes, bool is_spanned) {
  if (options.record_size) {
    return *options.record_size;
  }
  RecordSize size;
  if (attributes.max_record_bytes != 0) {
    size.average = attributes.average_record_bytes;
    size.maximum = attributes.max_record_bytes;
  } else {
    size.average = is_spanned ? kSpannedAverageBytes : kDefaultRecordBytes;
    size.maximum = is_spanned ? kSpannedMaxBytes : kDefaultRecordBytes;
  }
  return size;
}

Result<void> check_record_size(vsam::Organization organization, const RecordSize& size,
                               bool is_spanned) {
  if (size.average > size.maximum) {
    return failure<msg::IDC3515I>().at(size.position);
  }
  const bool is_relative = organization == vsam::Organization::kRelative ||
                           organization == vsam::Organization::kVariableRelative ||
                           organization == vsam::Organization::kLinear;
  if (is_spanned && is_relative) {
    return failure<msg::IDC3521I>();
  }
  constexpr std::uint32_t kUnspannedMax = 32761;
  if (!is_spanned && size.maximum > kUnspannedMax) {
    return failure<msg::IDC3522I>().at(size.position);
  }
  return {};
}

Result<Organization> check_organization(const DefineClusterCommand& command,
                                        const DefinitionContext& context) {
  if (!context.model) {
    return command.organization.value_or(Organization::kIndexed);
  }
  const auto of_model = [&] {
    switch (context.model->organization) {
      case vsam::Organization::kKeySequenced:
        return Organization::kIndexed;
      case vsam::Organization::kEntrySequenced:
        return Organization::kNonIndexed;
      case vsam::Organization::kRelative:
      case vsam::Organization::kVariableRelative:
        return Organization::kNumbered;
      case vsam::Organization::kLinear:
        return Organization::kLinear;
    }
    return Organization::kIndexed;
  }();
  if (command.organization && *command.organization != of_model) {
    return failure<msg::IDC3501I>();
  }
  return of_model;
}

/// Names, volumes and space of one component. Space coded for the whole is the data component's;
/// an index without its own gets what the access method needs.
Result<vsam::ComponentDefinition> make_component(const ComponentOptions& whole,
                                                 const std::optional<ComponentOptions>& own,
                                                 const std::string& cluster_name,
                                                 vsam::ComponentRole role) {
  const bool is_index = role == vsam::ComponentRole::kIndex;
  vsam::ComponentDefinition component;
  component.name =
      own && own->name ? own->name->name : vsam::default_component_name(cluster_name, role);
  const ComponentOptions options = inherit(whole, own);
  CS_TRY(set_volumes(component, options.volumes));
  const std::optional<Space>& space =
      is_index ? (own ? own->space : std::optional<Space>()) : options.space;
  if (space) {
    set_space(component, *space);
  }
  if (is_index && own) {
    component.interval_bytes = own->control_interval_bytes.value_or(0);
  }
  return component;
}

/// A model's space, when the command has none. Its unit is tracks or cylinders.
void take_space_of_model(vsam::ComponentDefinition& data, const DefinitionContext& context) {
  if (data.primary == 0 && context.model) {
    data.space_unit = context.model->space_unit;
    data.primary = context.model->primary;
    data.secondary = context.model->secondary;
  }
}

Result<void> set_components(vsam::ClusterDefinition& definition, const ComponentOptions& whole,
                            const std::optional<ComponentOptions>& data,
                            const std::optional<ComponentOptions>& index, bool has_index,
                            const DefinitionContext& context, bool recatalog) {
  CS_ASSIGN(definition.data,
            make_component(whole, data, definition.name, vsam::ComponentRole::kData));
  take_space_of_model(definition.data, context);
  if (has_index) {
    CS_ASSIGN(definition.index,
              make_component(whole, index, definition.name, vsam::ComponentRole::kIndex));
    if (definition.index.volsers.empty()) {
      definition.index.volsers = definition.data.volsers;
    }
  }
  if (definition.data.volsers.empty()) {
    return failure<msg::IDC3506I>().at(whole.name->position);
  }
  if (definition.data.primary == 0 && !recatalog) {
    return failure<msg::IDC3505I>().at(whole.name->position);
  }
  return {};
}

void set_frame(vsam::ClusterDefinition& definition, const ComponentOptions& whole,
               const DefinitionContext& context) {
  definition.name = whole.name->name;
  definition.catalog_name = context.catalog_name;
  definition.created = context.today;
  definition.expires = expiration_date(whole.retention, context.today);
}

bool is_leap_year(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

}  // namespace

void apply_options(vsam::ComponentAttributes& attributes, const ComponentOptions& options) {
  attributes.is_reusable = options.reuse.value_or(attributes.is_reusable);
  attributes.erases = options.erase.value_or(attributes.erases);
  attributes.write_check = options.write_check.value_or(attributes.write_check);
  attributes.is_speed = options.speed.value_or(attributes.is_speed);
  attributes.is_spanned = options.spanned.value_or(attributes.is_spanned);
  attributes.buffer_space = options.buffer_space_bytes.value_or(attributes.buffer_space);
  attributes.interval_bytes = options.control_interval_bytes.value_or(attributes.interval_bytes);
  if (options.free_space) {
    attributes.free_interval_percent = options.free_space->control_interval_percent;
    attributes.free_area_percent = options.free_space->control_area_percent;
  }
  if (options.share_options) {
    attributes.share_region = static_cast<std::uint8_t>(options.share_options->cross_region);
    attributes.share_system = static_cast<std::uint8_t>(options.share_options->cross_system);
  }
  if (options.exception_exit) {
    attributes.exception_exit = options.exception_exit->text;
  }
}

std::string_view organization_word(vsam::Organization organization) {
  switch (organization) {
    case vsam::Organization::kKeySequenced:
      return "INDEXED";
    case vsam::Organization::kEntrySequenced:
      return "NONINDEXED";
    case vsam::Organization::kRelative:
    case vsam::Organization::kVariableRelative:
      return "NUMBERED";
    case vsam::Organization::kLinear:
      return "LINEAR";
  }
  return "";
}

dasd::LabelDate expiration_date(const std::optional<Retention>& retention, dasd::LabelDate today) {
  if (!retention) {
    return {};
  }
  if (retention->to_year) {
    return {static_cast<int>(*retention->to_year), static_cast<int>(retention->to_day.value_or(0))};
  }
  constexpr int kNeverYear = 1999, kNeverDay = 365;
  constexpr std::uint32_t kNeverDays = 9999;
  const std::uint32_t days = retention->for_days.value_or(0);
  if (days == kNeverDays) {
    return {kNeverYear, kNeverDay};
  }
  dasd::LabelDate date = today;
  date.day_of_year += static_cast<int>(days);
  while (date.day_of_year > (is_leap_year(date.year) ? 366 : 365)) {
    date.day_of_year -= is_leap_year(date.year) ? 366 : 365;
    ++date.year;
  }
  return date;
}

Result<vsam::ClusterDefinition> make_cluster_definition(const DefineClusterCommand& command,
                                                        const DefinitionContext& context) {
  vsam::ClusterDefinition definition;
  set_frame(definition, command.cluster, context);
  const ComponentOptions data = inherit(command.cluster, command.data);
  CS_ASSIGN(const Organization organization, check_organization(command, context));
  vsam::ComponentAttributes& attributes = definition.attributes;
  attributes = start_attributes(context);
  apply_options(attributes, data);
  const bool is_linear = organization == Organization::kLinear;
  const RecordSize size = record_size_of(data, attributes, attributes.is_spanned);
  attributes.organization = organization_of(organization, size);
  CS_TRY(check_record_size(attributes.organization, size, attributes.is_spanned));
  attributes.average_record_bytes = is_linear ? 0 : size.average;
  attributes.max_record_bytes = is_linear ? 0 : size.maximum;
  const bool is_keyed = organization == Organization::kIndexed;
  if (is_keyed) {
    if (data.keys) {
      attributes.key_bytes = data.keys->length;
      attributes.key_offset = data.keys->offset;
    } else if (attributes.key_bytes == 0) {
      attributes.key_bytes = kDefaultKeyBytes;
    }
  }
  const bool has_index =
      is_keyed || attributes.organization == vsam::Organization::kVariableRelative;
  if (!has_index) {
    attributes.free_interval_percent = attributes.free_area_percent = 0;
  }
  CS_TRY(set_components(definition, command.cluster, command.data, command.index, has_index,
                        context, command.recatalog));
  definition.data.interval_bytes = attributes.interval_bytes;
  return definition;
}

Result<vsam::ClusterDefinition> make_alternate_index_definition(
    const DefineAlternateIndexCommand& command, const DefinitionContext& context) {
  vsam::ClusterDefinition definition;
  set_frame(definition, command.alternate_index, context);
  const ComponentOptions data = inherit(command.alternate_index, command.data);
  vsam::ComponentAttributes& attributes = definition.attributes;
  attributes = start_attributes(context);
  apply_options(attributes, data);
  attributes.organization = vsam::Organization::kKeySequenced;
  attributes.is_alternate_index = true;
  attributes.is_spanned = true;  // pointers of a nonunique key may need it
  attributes.is_upgraded = command.upgrade.value_or(true);
  attributes.has_unique_keys = data.unique_keys.value_or(false);
  const RecordSize size = record_size_of(data, attributes, true);
  CS_TRY(check_record_size(attributes.organization, size, true));
  attributes.average_record_bytes = size.average;
  attributes.max_record_bytes = size.maximum;
  attributes.key_offset = kAlternateIndexHeaderBytes;
  if (data.keys) {
    attributes.key_bytes = data.keys->length;
    attributes.alternate_key_offset = data.keys->offset;
  } else if (attributes.key_bytes == 0) {
    attributes.key_bytes = kDefaultKeyBytes;
  }
  CS_TRY(set_components(definition, command.alternate_index, command.data, command.index, true,
                        context, command.recatalog));
  definition.data.interval_bytes = attributes.interval_bytes;
  return definition;
}

Result<vsam::ClusterDefinition> change_catalog_definition(vsam::ClusterDefinition definition,
                                                          const DefineCatalogCommand& command,
                                                          const DefinitionContext& context) {
  const ComponentOptions data = inherit(command.options, command.data);
  definition.created = context.today;
  definition.expires = expiration_date(command.options.retention, context.today);
  apply_options(definition.attributes, data);
  if (data.space) {
    set_space(definition.data, *data.space);
  }
  if (command.index && command.index->space) {
    set_space(definition.index, *command.index->space);
  }
  if (data.control_interval_bytes) {
    definition.data.interval_bytes = *data.control_interval_bytes;
  }
  if (command.index && command.index->control_interval_bytes) {
    definition.index.interval_bytes = *command.index->control_interval_bytes;
  }
  return definition;
}

}  // namespace coldsite::idcams
