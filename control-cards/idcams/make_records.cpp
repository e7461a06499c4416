// The commands that work on records, the ones that look for damage, PARM and CANCEL.
#include "control-cards/idcams/command_makers.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::uint32_t kErrorsMost = 2147483647;

/// INFILE, OUTFILE ... take a group, because ENVIRONMENT can follow the value.
DataReference group_data(const Operands& operands, OperandValues& values, std::string_view file,
                         std::string_view data_set) {
  values.exclude(operands, {file, data_set});
  DataReference reference;
  if (const Operands* group = operands.group(file)) {
    reference.ddname = values.ddname(*group->positionals.front());
  }
  if (const Operands* group = operands.group(data_set)) {
    reference.data_set = values.entry(*group->positionals.front(), NameRule::kMember);
  }
  return reference;
}

DataReference required_data(const Operands& operands, OperandValues& values, std::string_view file,
                            std::string_view data_set) {
  values.require(operands, {file, data_set});
  return group_data(operands, values, file, data_set);
}

}  // namespace

Command make_repro(const Operands& operands, OperandValues& values) {
  ReproCommand command;
  command.input = required_data(operands, values, "INFILE", "INDATASET");
  command.output = required_data(operands, values, "OUTFILE", "OUTDATASET");
  command.range = values.range_of(operands);
  command.replace = values.choice_of(operands, "REPLACE", "NOREPLACE").value_or(false);
  command.reuse = values.choice_of(operands, "REUSE", "NOREUSE").value_or(false);
  command.merge_catalog = values.choice_of(operands, "MERGECAT", "NOMERGECAT").value_or(false);
  values.exclude(operands, {"ENTRIES", "LEVEL"});
  if (operands.has("ENTRIES") || operands.has("LEVEL")) {
    values.require(operands, {"MERGECAT"});
  }
  for (const std::string_view limit : {"FROMKEY", "FROMADDRESS", "FROMNUMBER", "SKIP", "TOKEY",
                                       "TOADDRESS", "TONUMBER", "COUNT", "REPLACE", "REUSE"}) {
    values.exclude(operands, {"MERGECAT", limit});
  }
  command.entries = values.entries_of(operands, "ENTRIES", NameRule::kGeneric);
  command.levels = values.entries_of(operands, "LEVEL", NameRule::kGeneric);
  command.error_limit = values.number_of(operands, "ERRORLIMIT", 0, kErrorsMost);
  return command;
}

Command make_export(const Operands& operands, OperandValues& values) {
  ExportCommand command;
  command.entry = values.entry(*operands.positionals.front(), NameRule::kPlain);
  command.disconnect = operands.has("DISCONNECT");
  if (command.disconnect) {
    for (const std::string_view other : {"INFILE", "OUTFILE", "OUTDATASET", "TEMPORARY", "ERASE"}) {
      values.exclude(operands, {"DISCONNECT", other});
    }
  } else {
    values.require(operands, {"OUTFILE", "OUTDATASET"});
  }
  command.permanent = values.choice_of(operands, "PERMANENT", "TEMPORARY").value_or(true);
  command.infile = values.ddname_of(operands, "INFILE");
  command.output = group_data(operands, values, "OUTFILE", "OUTDATASET");
  command.erase = values.choice_of(operands, "ERASE", "NOERASE");
  command.purge = values.choice_of(operands, "PURGE", "NOPURGE").value_or(false);
  command.inhibit_source =
      values.choice_of(operands, "INHIBITSOURCE", "NOINHIBITSOURCE").value_or(false);
  command.inhibit_target =
      values.choice_of(operands, "INHIBITTARGET", "NOINHIBITTARGET").value_or(false);
  command.ci_mode = values.choice_of(operands, "CIMODE", "RECORDMODE");
  command.catalog = values.catalog_of(operands);
  return command;
}

namespace {

ImportObject make_object(const Operands& operands, OperandValues& values) {
  ImportObject object;
  object.entry = values.entry(*operands.positionals.front(), NameRule::kPlain);
  object.new_name = values.entry_of(operands, "NEWNAME");
  object.file = values.ddname_of(operands, "FILE");
  object.volumes = values.volumes_of(operands, "VOLUMES");
  if (const Node* types = operands.find("DEVICETYPES")) {
    object.device_type = values.device_type(types->list.front());
  }
  object.ordered = values.choice_of(operands, "ORDERED", "UNORDERED");
  object.sms = values.sms_of(operands);
  return object;
}

}  // namespace

Command make_import(const Operands& operands, OperandValues& values) {
  ImportCommand command;
  command.connect = operands.has("CONNECT");
  command.alias = operands.has("ALIAS");
  if (command.connect) {
    values.require(operands, {"OBJECTS"});
    for (const std::string_view other :
         {"INFILE", "INDATASET", "OUTFILE", "OUTDATASET", "INTOEMPTY"}) {
      values.exclude(operands, {"CONNECT", other});
    }
  } else {
    values.require(operands, {"INFILE", "INDATASET"});
    values.require(operands, {"OUTFILE", "OUTDATASET"});
  }
  command.input = group_data(operands, values, "INFILE", "INDATASET");
  command.output = group_data(operands, values, "OUTFILE", "OUTDATASET");
  if (operands.has("OBJECTS")) {
    for (const Operands& object : operands.coded.at("OBJECTS").groups) {
      command.objects.push_back(make_object(object, values));
    }
  }
  command.into_empty = operands.has("INTOEMPTY");
  command.purge = values.choice_of(operands, "PURGE", "NOPURGE").value_or(false);
  command.erase = values.choice_of(operands, "ERASE", "NOERASE");
  command.lock = values.choice_of(operands, "LOCK", "UNLOCK").value_or(false);
  command.catalog = values.catalog_of(operands);
  return command;
}

Command make_print(const Operands& operands, OperandValues& values) {
  PrintCommand command;
  command.input = required_data(operands, values, "INFILE", "INDATASET");
  command.outfile = values.ddname_of(operands, "OUTFILE");
  values.exclude(operands, {"CHARACTER", "HEX", "DUMP"});
  if (operands.has("CHARACTER")) {
    command.format = PrintFormat::kCharacter;
  } else if (operands.has("HEX")) {
    command.format = PrintFormat::kHexadecimal;
  }
  command.range = values.range_of(operands);
  return command;
}

Command make_bldindex(const Operands& operands, OperandValues& values) {
  BldindexCommand command;
  values.require(operands, {"INFILE", "INDATASET"});
  values.require(operands, {"OUTFILE", "OUTDATASET"});
  values.exclude(operands, {"OUTFILE", "OUTDATASET"});
  command.inputs.push_back(values.data_of(operands, "INFILE", "INDATASET"));
  if (const Node* files = operands.find("OUTFILE")) {
    for (const Node& file : files->list) {
      command.outputs.push_back({values.ddname(file), std::nullopt});
    }
  }
  for (EntryName& entry : values.entries_of(operands, "OUTDATASET")) {
    command.outputs.push_back({std::nullopt, std::move(entry)});
  }
  command.sort_call = values.choice_of(operands, "SORTCALL", "NOSORTCALL");
  command.external_sort =
      values.choice_of(operands, "EXTERNALSORT", "INTERNALSORT").value_or(false);
  if (const Node* files = operands.find("WORKFILES")) {
    for (const Node& file : files->list) {
      command.work_files.push_back(values.ddname(file));
    }
  }
  command.catalog = values.catalog_of(operands);
  return command;
}

Command make_verify(const Operands& operands, OperandValues& values) {
  values.require(operands, {"FILE", "DATASET"});
  VerifyCommand command;
  command.target = values.data_of(operands, "FILE", "DATASET");
  command.recover = operands.has("RECOVER");
  return command;
}

Command make_examine(const Operands& operands, OperandValues& values) {
  values.require(operands, {"NAME"});
  ExamineCommand command;
  command.entry = values.entry_of(operands, "NAME").value_or(EntryName{});
  command.index_test = values.choice_of(operands, "INDEXTEST", "NOINDEXTEST").value_or(true);
  command.data_test = values.choice_of(operands, "DATATEST", "NODATATEST").value_or(false);
  command.error_limit = values.number_of(operands, "ERRORLIMIT", 0, kErrorsMost);
  return command;
}

Command make_diagnose(const Operands& operands, OperandValues& values) {
  values.require(operands, {"INFILE", "INDATASET"});
  values.exclude(operands, {"ICFCATALOG", "VVDS"});
  values.exclude(operands, {"COMPAREDD", "COMPAREDS"});
  values.exclude(operands, {"INCLUDE", "EXCLUDE"});
  DiagnoseCommand command;
  command.is_vvds = operands.has("VVDS");
  command.input = values.data_of(operands, "INFILE", "INDATASET");
  if (const Node* files = operands.find("COMPAREDD")) {
    for (const Node& file : files->list) {
      command.compare_ddnames.push_back(values.ddname(file));
    }
  }
  command.compare_data_sets = values.entries_of(operands, "COMPAREDS");
  if (const Operands* group = operands.group("INCLUDE")) {
    command.include = values.entries_of(*group, "ENTRIES");
    command.include_level = values.entry_of(*group, "LEVEL");
    command.include_catalogs = values.entries_of(*group, "CATALOG");
  }
  if (const Operands* group = operands.group("EXCLUDE")) {
    command.exclude = values.entries_of(*group, "ENTRIES");
    command.exclude_level = values.entry_of(*group, "LEVEL");
    command.exclude_catalogs = values.entries_of(*group, "CATALOG");
  }
  command.dump = values.choice_of(operands, "DUMP", "NODUMP").value_or(true);
  command.list = values.choice_of(operands, "LIST", "NOLIST").value_or(false);
  command.error_limit = values.number_of(operands, "ERRORLIMIT", 0, kErrorsMost);
  return command;
}

Command make_parm(const Operands& operands, OperandValues& values) {
  constexpr std::uint32_t kRightMost = 32760;
  values.require(operands, {"MARGINS", "GRAPHICS"});
  ParmCommand command;
  if (const Node* margins = operands.find("MARGINS")) {
    command.left_margin =
        static_cast<std::uint32_t>(values.number(margins->list[0], 1, kRightMost));
    command.right_margin = static_cast<std::uint32_t>(
        values.number(margins->list[1], command.left_margin + 1, kRightMost));
  }
  return command;
}

Command make_cancel(const Operands&, OperandValues&) {
  return CancelCommand{};
}

}  // namespace coldsite::idcams
