#include "jcl-runner/operand_merge.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>

namespace coldsite::jcl {
namespace {

std::string_view plain_keyword(std::string_view keyword) {
  return keyword == "DSNAME" ? "DSN" : keyword == "VOLUME" ? "VOL" : keyword;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// Where the data of a DD comes from: one of these stands for a DD.
enum class DdSource { kNone, kDataSet, kSysout, kPath, kInStream, kDummy, kDdname, kSubsystem };

DdSource source_of(const OperandList& list) {
  DdSource found = DdSource::kNone;
  for (const Operand& operand : list.operands) {
    const std::string_view keyword = plain_keyword(operand.keyword);
    if (keyword.empty()) {
      if (is_one_of(operand.value.text, {"*", "DATA"})) {
        return DdSource::kInStream;
      }
      if (operand.value.text == "DUMMY") {
        found = DdSource::kDummy;
      }
    } else if (operand.value.form == OperandValue::Form::kEmpty) {
      continue;
    } else if (keyword == "DSN") {
      return operand.value.text == "NULLFILE" ? DdSource::kDummy : DdSource::kDataSet;
    } else if (keyword == "SYSOUT") {
      return DdSource::kSysout;
    } else if (keyword == "PATH") {
      return DdSource::kPath;
    } else if (keyword == "DDNAME") {
      return DdSource::kDdname;
    } else if (keyword == "SUBSYS") {
      return DdSource::kSubsystem;
    }
  }
  return found;
}

bool is_attribute(std::string_view keyword) {
  return is_one_of(keyword, {"DCB", "RECFM", "LRECL", "BLKSIZE", "DSORG", "KEYLEN", "BUFNO"});
}

/// Whether an operand of the procedure can stand beside what the override says the DD is.
bool can_stay(std::string_view keyword, bool is_positional, DdSource now) {
  const bool is_path_operand =
      is_one_of(keyword, {"PATH", "PATHDISP", "PATHMODE", "PATHOPTS", "FILEDATA"});
  const bool is_sysout_operand =
      is_one_of(keyword, {"SYSOUT", "OUTPUT", "DEST", "COPIES", "HOLD", "OUTLIM", "FCB", "UCS",
                          "CHARS", "BURST", "FLASH", "MODIFY", "SEGMENT", "SPIN"});
  switch (now) {
    case DdSource::kNone:
    case DdSource::kDummy:
      return true;
    case DdSource::kDataSet:
      return !is_positional && !is_path_operand && !is_sysout_operand &&
             !is_one_of(keyword, {"DDNAME", "SUBSYS", "DLM"});
    case DdSource::kSysout:
      return is_attribute(keyword) || is_sysout_operand || is_one_of(keyword, {"FREE", "UNIT"});
    case DdSource::kPath:
      return is_attribute(keyword) || is_path_operand || is_one_of(keyword, {"DSNTYPE", "TERM"});
    case DdSource::kInStream:
      return is_one_of(keyword, {"DCB", "RECFM", "LRECL", "BLKSIZE", "DSID"});
    case DdSource::kDdname:
      return is_attribute(keyword) || keyword == "AMP";
    case DdSource::kSubsystem:
      return !is_positional && keyword != "DDNAME" && keyword != "SYSOUT";
  }
  return true;
}

void add_item(JclText& text, const JclText& item) {
  if (!text.empty()) {
    text.append_at(text, text.text().size(), ",");
  }
  text.append_slice(item, 0, item.text().size());
}

/// DCB of both, subparameter by subparameter, without those that stand on their own now.
JclText merged_dcb(const OperandList& procedure, const Operand& below,
                   const OperandList& override_with, const Operand* above) {
  std::vector<JclText> kept;
  const std::vector<Operand> items = above == nullptr ? std::vector<Operand>{} : above->as_list();
  for (const Operand& item : items) {
    if (item.value.form != OperandValue::Form::kEmpty || item.keyword.empty()) {
      kept.push_back(coded_operand(override_with, item));
    }
  }
  const bool has_model =
      std::ranges::any_of(items, [](const Operand& item) { return item.keyword.empty(); });
  for (const Operand& item : below.as_list()) {
    const bool is_model = item.keyword.empty();
    const bool is_replaced =
        is_model ? has_model
                 : find_keyword(items, item.keyword) != nullptr ||
                       find_keyword(override_with.operands, item.keyword) != nullptr;
    if (!is_replaced) {
      kept.insert(is_model ? kept.begin() : kept.end(), coded_operand(procedure, item));
    }
  }
  JclText text;
  for (const JclText& item : kept) {
    add_item(text, item);
  }
  if (kept.empty()) {
    return text;
  }
  JclText whole;
  whole.append_at(text, 0, "DCB=(");
  whole.append_slice(text, 0, text.text().size());
  whole.append_at(text, text.text().size(), ")");
  return whole;
}

}  // namespace

JclText coded_operand(const OperandList& list, const Operand& operand) {
  JclText text;
  text.append_slice(list.text, operand.offset, operand.value.end);
  return text;
}

JclText coded_value(const OperandList& list, const Operand& operand) {
  JclText text;
  text.append_slice(list.text, operand.value.offset, operand.value.end);
  return text;
}

DdMerge merge_dd(const OperandList& procedure, const OperandList& override_with) {
  DdMerge merge;
  if (override_with.text.empty()) {
    merge.text = procedure.text;
    merge.keeps_data = source_of(procedure) == DdSource::kInStream;
    return merge;
  }
  const DdSource now = source_of(override_with);
  merge.takes_data = now == DdSource::kInStream;
  const auto find_above = [&](std::string_view keyword) -> const Operand* {
    const auto found = std::ranges::find_if(override_with.operands, [&](const Operand& operand) {
      return plain_keyword(operand.keyword) == keyword;
    });
    return found == override_with.operands.end() ? nullptr : &*found;
  };
  const bool codes_positional =
      std::ranges::any_of(override_with.operands, [](const Operand& operand) {
        return operand.keyword.empty() && !operand.value.text.empty();
      });
  // The positional operand comes first, whoever codes it.
  for (const Operand& operand : override_with.operands) {
    if (operand.keyword.empty() && operand.value.form != OperandValue::Form::kEmpty) {
      add_item(merge.text, coded_operand(override_with, operand));
    }
  }
  bool has_dcb = false;
  for (const Operand& operand : procedure.operands) {
    const std::string_view keyword = plain_keyword(operand.keyword);
    const bool is_positional = keyword.empty();
    if (!can_stay(keyword, is_positional, now) || (is_positional && codes_positional)) {
      continue;
    }
    if (keyword == "DCB") {
      const Operand* above = find_above("DCB");
      if (above != nullptr && above->value.form == OperandValue::Form::kEmpty) {
        continue;
      }
      has_dcb = true;
      const JclText dcb = merged_dcb(procedure, operand, override_with, above);
      if (!dcb.empty()) {
        add_item(merge.text, dcb);
      }
    } else if (is_positional || find_above(keyword) == nullptr) {
      if (operand.value.form != OperandValue::Form::kEmpty || !is_positional) {
        add_item(merge.text, coded_operand(procedure, operand));
        merge.keeps_data |= is_positional && is_one_of(operand.value.text, {"*", "DATA"});
      }
    }
  }
  for (const Operand& operand : override_with.operands) {
    const bool is_done = operand.keyword.empty() || (operand.keyword == "DCB" && has_dcb) ||
                         operand.value.form == OperandValue::Form::kEmpty;
    if (!is_done) {
      add_item(merge.text, coded_operand(override_with, operand));
    }
  }
  return merge;
}

JclText merge_exec(const OperandList& procedure, std::string_view step, bool is_first_step,
                   const std::vector<ExecOverride>& overrides) {
  // What is said for this step counts more than what is said for all.
  std::map<std::string_view, const ExecOverride*> chosen;
  for (const ExecOverride& item : overrides) {
    if (item.step.empty() || item.step == step) {
      const ExecOverride*& place = chosen[item.keyword];
      place = place == nullptr || !item.step.empty() ? &item : place;
    }
  }
  JclText text;
  for (const Operand& operand : procedure.operands) {
    if (!chosen.contains(operand.keyword)) {
      add_item(text, coded_operand(procedure, operand));
    }
  }
  for (const auto& [keyword, item] : chosen) {
    const bool is_for_another_step =
        (keyword == "PARM" || keyword == "PARMDD") && item->step.empty() && !is_first_step;
    if (is_for_another_step || item->value.empty()) {
      continue;
    }
    JclText coded;
    coded.append_at(item->value, 0, std::string(keyword) + "=");
    coded.append_slice(item->value, 0, item->value.text().size());
    add_item(text, coded);
  }
  return text;
}

}  // namespace coldsite::jcl
