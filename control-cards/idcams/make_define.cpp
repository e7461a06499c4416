// DEFINE of every type.
#include "control-cards/idcams/command_makers.hpp"
#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::size_t kOwnerMost = 8;
constexpr std::size_t kLogStreamMost = 26;

/// An entry name that require() has asked for; empty when it is not there, which is an error by
/// then.
EntryName required_entry(const Operands& operands, OperandValues& values, std::string_view name) {
  values.require(operands, {name});
  return values.entry_of(operands, name).value_or(EntryName{});
}

}  // namespace

Command make_define_cluster(const Operands& operands, OperandValues& values) {
  const Operands& own = *operands.group("CLUSTER");
  values.require(own, {"NAME"});
  values.exclude(own, {"INDEXED", "LINEAR", "NONINDEXED", "NUMBERED"});
  DefineClusterCommand command;
  command.cluster = values.component_of(own);
  command.data = values.component_of(operands, "DATA");
  command.index = values.component_of(operands, "INDEX");
  if (own.has("LINEAR")) {
    command.organization = Organization::kLinear;
  } else if (own.has("NONINDEXED")) {
    command.organization = Organization::kNonIndexed;
  } else if (own.has("NUMBERED")) {
    command.organization = Organization::kNumbered;
  } else if (own.has("INDEXED")) {
    command.organization = Organization::kIndexed;
  }
  command.sms = values.sms_of(own);
  command.log = values.log_of(own);
  command.log_stream = values.word_of(own, "LOGSTREAMID", kLogStreamMost);
  command.backup_while_open = values.backup_while_open_of(own);
  command.recatalog = values.choice_of(own, "RECATALOG", "NORECATALOG").value_or(false);
  command.catalog = values.catalog_of(operands);
  return command;
}

Command make_define_alternate_index(const Operands& operands, OperandValues& values) {
  const Operands& own = *operands.group("ALTERNATEINDEX");
  values.require(own, {"NAME"});
  DefineAlternateIndexCommand command;
  command.alternate_index = values.component_of(own);
  command.data = values.component_of(operands, "DATA");
  command.index = values.component_of(operands, "INDEX");
  command.relate = required_entry(own, values, "RELATE");
  command.upgrade = values.choice_of(own, "UPGRADE", "NOUPGRADE");
  command.recatalog = values.choice_of(own, "RECATALOG", "NORECATALOG").value_or(false);
  command.catalog = values.catalog_of(operands);
  return command;
}

Command make_define_path(const Operands& operands, OperandValues& values) {
  const Operands& own = *operands.group("PATH");
  DefinePathCommand command;
  command.name = required_entry(own, values, "NAME");
  command.path_entry = required_entry(own, values, "PATHENTRY");
  command.update = values.choice_of(own, "UPDATE", "NOUPDATE").value_or(true);
  command.owner = values.word_of(own, "OWNER", kOwnerMost);
  command.retention = values.retention_of(own);
  command.model = values.model_of(own);
  command.recatalog = values.choice_of(own, "RECATALOG", "NORECATALOG").value_or(false);
  command.catalog = values.catalog_of(operands);
  return command;
}

Command make_define_nonvsam(const Operands& operands, OperandValues& values) {
  constexpr std::uint32_t kSequenceMost = 65535;
  const Operands& own = *operands.group("NONVSAM");
  DefineNonVsamCommand command;
  command.name = required_entry(own, values, "NAME");
  command.recatalog = values.choice_of(own, "RECATALOG", "NORECATALOG").value_or(false);
  if (!command.recatalog) {
    values.require(own, {"DEVICETYPES"});
    values.require(own, {"VOLUMES"});
  }
  if (const Node* types = own.find("DEVICETYPES")) {
    for (const Node& type : types->list) {
      command.device_types.push_back(values.device_type(type));
    }
  }
  command.volumes = values.volumes_of(own, "VOLUMES");
  if (const Node* numbers = own.find("FILESEQUENCENUMBERS")) {
    for (const Node& number : numbers->list) {
      command.file_sequence_numbers.push_back(
          static_cast<std::uint32_t>(values.number(number, 0, kSequenceMost)));
    }
  }
  command.owner = values.word_of(own, "OWNER", kOwnerMost);
  command.retention = values.retention_of(own);
  command.catalog = values.catalog_of(operands);
  return command;
}

Command make_define_gdg(const Operands& operands, OperandValues& values) {
  constexpr std::uint32_t kLimitMost = 255, kExtendedMost = 999;
  const Operands& own = *operands.group("GENERATIONDATAGROUP");
  DefineGdgCommand command;
  command.name = required_entry(own, values, "NAME");
  values.require(own, {"LIMIT"});
  command.extended = values.choice_of(own, "EXTENDED", "NOEXTENDED").value_or(false);
  command.limit =
      values.number_of(own, "LIMIT", 1, command.extended ? kExtendedMost : kLimitMost).value_or(1);
  command.empty = values.choice_of(own, "EMPTY", "NOEMPTY").value_or(false);
  command.scratch = values.choice_of(own, "SCRATCH", "NOSCRATCH").value_or(false);
  command.purge = values.choice_of(own, "PURGE", "NOPURGE").value_or(false);
  if (const auto first_in_first_out = values.choice_of(own, "FIFO", "LIFO")) {
    command.order = *first_in_first_out ? GdgOrder::kFifo : GdgOrder::kLifo;
  }
  command.owner = values.word_of(own, "OWNER", kOwnerMost);
  command.retention = values.retention_of(own);
  command.catalog = values.catalog_of(operands);
  return command;
}

Command make_define_alias(const Operands& operands, OperandValues& values) {
  constexpr std::size_t kSymbolicMost = 44;
  const Operands& own = *operands.group("ALIAS");
  DefineAliasCommand command;
  command.name = required_entry(own, values, "NAME");
  values.require(own, {"RELATE", "SYMBOLICRELATE"});
  values.exclude(own, {"RELATE", "SYMBOLICRELATE"});
  command.relate = values.entry_of(own, "RELATE");
  command.symbolic_relate = values.word_of(own, "SYMBOLICRELATE", kSymbolicMost);
  command.catalog = values.catalog_of(operands);
  return command;
}

namespace {

DefineCatalogCommand make_catalog(const Operands& operands, const Operands& own,
                                  OperandValues& values) {
  values.require(own, {"NAME"});
  DefineCatalogCommand command;
  command.options = values.component_of(own);
  command.data = values.component_of(operands, "DATA");
  command.index = values.component_of(operands, "INDEX");
  command.sms = values.sms_of(own);
  command.lock = values.choice_of(own, "LOCK", "UNLOCK").value_or(false);
  command.recatalog = values.choice_of(own, "RECATALOG", "NORECATALOG").value_or(false);
  command.catalog = values.catalog_of(operands);
  return command;
}

}  // namespace

Command make_define_user_catalog(const Operands& operands, OperandValues& values) {
  return make_catalog(operands, *operands.group("USERCATALOG"), values);
}

Command make_define_master_catalog(const Operands& operands, OperandValues& values) {
  DefineCatalogCommand command = make_catalog(operands, *operands.group("MASTERCATALOG"), values);
  command.is_master = true;
  return command;
}

}  // namespace coldsite::idcams
