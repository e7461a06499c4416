// The commands that work on entries: DELETE, ALTER, LISTCAT.
#include <algorithm>
#include <array>
#include <span>

#include "control-cards/idcams/command_makers.hpp"
#include "datasets/messages/idc.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::uint32_t kDaysMost = 9999;

struct TypeName {
  std::string_view name;
  EntryType type;
};
constexpr std::array kTypes = {TypeName{"ALIAS", EntryType::kAlias},
                               TypeName{"ALTERNATEINDEX", EntryType::kAlternateIndex},
                               TypeName{"CLUSTER", EntryType::kCluster},
                               TypeName{"DATA", EntryType::kData},
                               TypeName{"GENERATIONDATAGROUP", EntryType::kGenerationDataGroup},
                               TypeName{"INDEX", EntryType::kIndex},
                               TypeName{"NONVSAM", EntryType::kNonVsam},
                               TypeName{"NVR", EntryType::kNonVsamRecord},
                               TypeName{"PAGESPACE", EntryType::kPageSpace},
                               TypeName{"PATH", EntryType::kPath},
                               TypeName{"SPACE", EntryType::kSpace},
                               TypeName{"TRUENAME", EntryType::kTrueName},
                               TypeName{"USERCATALOG", EntryType::kUserCatalog},
                               TypeName{"VVR", EntryType::kVsamRecord}};

/// The entry names of the positional parameter: one, or several in parentheses.
std::vector<EntryName> positional_entries(const Operands& operands, OperandValues& values,
                                          NameRule rule) {
  const Node& first = *operands.positionals.front();
  if (first.kind != NodeKind::kList) {
    return {values.entry(first, rule)};
  }
  std::vector<EntryName> entries;
  for (const Node& node : first.list) {
    entries.push_back(values.entry(node, rule));
  }
  return entries;
}

std::set<EntryType> coded_types(const Operands& operands) {
  std::set<EntryType> types;
  for (const auto& [name, type] : kTypes) {
    if (operands.has(name)) {
      types.insert(type);
    }
  }
  return types;
}

template <class Value>
std::optional<Value> only(const std::set<Value>& set) {
  return set.empty() ? std::nullopt : std::optional(*set.begin());
}

std::set<NullifiedAttribute> nullified(const Operands& operands) {
  struct AttributeName {
    std::string_view name;
    NullifiedAttribute attribute;
  };
  constexpr std::array kAttributes = {
      AttributeName{"BWO", NullifiedAttribute::kBackupWhileOpen},
      AttributeName{"EXCEPTIONEXIT", NullifiedAttribute::kExceptionExit},
      AttributeName{"LOG", NullifiedAttribute::kLog},
      AttributeName{"LOGSTREAMID", NullifiedAttribute::kLogStream},
      AttributeName{"MANAGEMENTCLASS", NullifiedAttribute::kManagementClass},
      AttributeName{"OWNER", NullifiedAttribute::kOwner},
      AttributeName{"RETENTION", NullifiedAttribute::kRetention}};
  std::set<NullifiedAttribute> attributes;
  if (const Operands* group = operands.group("NULLIFY")) {
    for (const auto& [name, attribute] : kAttributes) {
      if (group->has(name)) {
        attributes.insert(attribute);
      }
    }
  }
  return attributes;
}

}  // namespace

Command make_delete(const Operands& operands, OperandValues& values) {
  values.exclude(operands, {"ALIAS", "ALTERNATEINDEX", "CLUSTER", "GENERATIONDATAGROUP", "NONVSAM",
                            "NVR", "PATH", "TRUENAME", "USERCATALOG", "VVR"});
  DeleteCommand command;
  command.mask = values.choice_of(operands, "MASK", "NOMASK").value_or(false);
  command.entries =
      positional_entries(operands, values, command.mask ? NameRule::kMask : NameRule::kGeneric);
  command.type = only(coded_types(operands));
  command.file = values.ddname_of(operands, "FILE");
  command.erase = values.choice_of(operands, "ERASE", "NOERASE");
  command.scratch = values.choice_of(operands, "SCRATCH", "NOSCRATCH");
  command.purge = values.choice_of(operands, "PURGE", "NOPURGE").value_or(false);
  command.force = values.choice_of(operands, "FORCE", "NOFORCE").value_or(false);
  command.recovery = values.choice_of(operands, "RECOVERY", "NORECOVERY").value_or(false);
  command.catalog = values.catalog_of(operands);
  return command;
}

Command make_alter(const Operands& operands, OperandValues& values) {
  constexpr std::size_t kLogStreamMost = 26;
  constexpr std::uint32_t kLimitMost = 999;
  AlterCommand command;
  command.entry = values.entry(*operands.positionals.front(), NameRule::kGeneric);
  command.changes = values.component_of(operands);
  command.new_name = values.entry_of(operands, "NEWNAME", NameRule::kGeneric);
  command.add_volumes = values.volumes_of(operands, "ADDVOLUMES");
  command.remove_volumes = values.volumes_of(operands, "REMOVEVOLUMES");
  command.empty = values.choice_of(operands, "EMPTY", "NOEMPTY");
  command.scratch = values.choice_of(operands, "SCRATCH", "NOSCRATCH");
  command.purge = values.choice_of(operands, "PURGE", "NOPURGE");
  command.extended = values.choice_of(operands, "EXTENDED", "NOEXTENDED");
  command.limit = values.number_of(operands, "LIMIT", 1, kLimitMost);
  if (const auto first_in_first_out = values.choice_of(operands, "FIFO", "LIFO")) {
    command.order = *first_in_first_out ? GdgOrder::kFifo : GdgOrder::kLifo;
  }
  command.roll_in = operands.has("ROLLIN");
  command.inhibit = values.choice_of(operands, "INHIBIT", "UNINHIBIT");
  command.update = values.choice_of(operands, "UPDATE", "NOUPDATE");
  command.upgrade = values.choice_of(operands, "UPGRADE", "NOUPGRADE");
  command.lock = values.choice_of(operands, "LOCK", "UNLOCK");
  command.nullify = nullified(operands);
  command.sms = values.sms_of(operands);
  command.log = values.log_of(operands);
  command.log_stream = values.word_of(operands, "LOGSTREAMID", kLogStreamMost);
  command.backup_while_open = values.backup_while_open_of(operands);
  command.file = command.changes.file;
  command.catalog = values.catalog_of(operands);
  return command;
}

Command make_listcat(const Operands& operands, OperandValues& values) {
  values.exclude(operands, {"ENTRIES", "LEVEL"});
  values.exclude(operands, {"NAMES", "HISTORY", "VOLUMES", "ALLOCATION", "ALL"});
  ListcatCommand command;
  command.entries = values.entries_of(operands, "ENTRIES", NameRule::kGeneric);
  command.levels = values.entries_of(operands, "LEVEL", NameRule::kGeneric);
  command.with_components = values.choice_of(operands, "CDILVL", "NOCDILVL").value_or(false);
  command.types = coded_types(operands);
  if (operands.has("ALL")) {
    command.fields = ListcatFields::kAll;
  } else if (operands.has("ALLOCATION")) {
    command.fields = ListcatFields::kAllocation;
  } else if (operands.has("VOLUMES")) {
    command.fields = ListcatFields::kVolume;
  } else if (operands.has("HISTORY")) {
    command.fields = ListcatFields::kHistory;
  }
  command.creation_days = values.number_of(operands, "CREATION", 0, kDaysMost);
  command.expiration_days = values.number_of(operands, "EXPIRATION", 0, kDaysMost);
  command.outfile = values.ddname_of(operands, "OUTFILE");
  command.catalog = values.catalog_of(operands);
  return command;
}

}  // namespace coldsite::idcams
