#include "jcl-runner/procedure_call.hpp"

#include <algorithm>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/keyword_rules.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kSymbolValueMax = 255;

bool is_for(const DdOverride& item, std::string_view step, bool is_first_step) {
  return item.step.empty() ? is_first_step : item.step == step;
}

}  // namespace

void DdOverrides::add(JclStatement statement) {
  const std::string& name = statement.name.text();
  if (name.empty()) {
    if (overrides_.empty()) {
      statement.errors.push_back(failure<msg::CSJ0043E>().at(statement.position()));
      overrides_.push_back({{}, {}, {}, true});
    }
    overrides_.back().parts.push_back(std::move(statement));
    return;
  }
  const std::size_t period = name.find('.');
  if (period != std::string::npos) {
    step_ = name.substr(0, period);
  }
  DdOverride item;
  item.step = step_;
  item.ddname = period == std::string::npos ? name : name.substr(period + 1);
  item.parts.push_back(std::move(statement));
  overrides_.push_back(std::move(item));
}

DdOverride* DdOverrides::take(std::string_view step, bool is_first_step, std::string_view ddname) {
  const auto found = std::ranges::find_if(overrides_, [&](const DdOverride& item) {
    return !item.is_used && item.ddname == ddname && is_for(item, step, is_first_step);
  });
  if (found == overrides_.end()) {
    return nullptr;
  }
  found->is_used = true;
  return &*found;
}

std::vector<DdOverride*> DdOverrides::take_added(std::string_view step, bool is_first_step) {
  std::vector<DdOverride*> added;
  for (DdOverride& item : overrides_) {
    if (!item.is_used && is_for(item, step, is_first_step)) {
      item.is_used = true;
      added.push_back(&item);
    }
  }
  return added;
}

std::vector<DdOverride*> DdOverrides::unused() {
  std::vector<DdOverride*> left;
  for (DdOverride& item : overrides_) {
    if (!item.is_used) {
      left.push_back(&item);
    }
  }
  return left;
}

bool is_exec_keyword(std::string_view keyword) {
  return find_rule("EXEC", keyword) != nullptr;
}

bool calls_procedure(const JclStatement& exec) {
  if (find_keyword(exec.operands, "PROC") != nullptr) {
    return true;
  }
  return !exec.operands.empty() && exec.operands.front().keyword.empty() &&
         exec.operands.front().value.form == OperandValue::Form::kText;
}

std::string symbol_value(const JclStatement& statement, const Operand& operand) {
  const OperandValue& value = operand.value;
  switch (value.form) {
    case OperandValue::Form::kEmpty:
      return {};
    case OperandValue::Form::kText:
      return value.text;
    case OperandValue::Form::kList:
      return statement.operand_text.text().substr(value.offset, value.end - value.offset);
  }
  return {};
}

SymbolValues read_symbol_values(JclStatement& statement) {
  SymbolValues values;
  for (const Operand& operand : statement.operands) {
    const SourcePosition at = statement.operand_text.position(operand.offset);
    if (!is_symbol_name(operand.keyword)) {
      const bool is_trailing = operand.keyword.empty() && &operand == &statement.operands.back() &&
                               operand.value.form == OperandValue::Form::kEmpty;
      if (!is_trailing) {
        statement.errors.push_back(failure<msg::CSJ0051E>(operand.keyword).at(at));
      }
      continue;
    }
    std::string value = symbol_value(statement, operand);
    if (value.size() > kSymbolValueMax) {
      statement.errors.push_back(failure<msg::IEFC642I>(operand.keyword).at(at));
    }
    values.emplace(operand.keyword, std::move(value));  // coded twice: the first counts
  }
  return values;
}

ProcedureExec read_procedure_exec(JclStatement& exec) {
  ProcedureExec call;
  const OperandList list{exec.operand_text, exec.operands};
  for (const Operand& operand : exec.operands) {
    const SourcePosition at = exec.operand_text.position(operand.offset);
    const std::size_t period = operand.keyword.find('.');
    const std::string keyword = operand.keyword.substr(0, period);
    if (keyword.empty() || keyword == "PROC") {
      if (call.procedure.empty() && operand.value.form == OperandValue::Form::kText) {
        call.procedure = operand.value.text;
        call.procedure_position = exec.operand_text.position(operand.value.offset);
      } else if (operand.value.form != OperandValue::Form::kEmpty) {
        exec.errors.push_back(failure<msg::IEFC640I>("EXEC").at(at));
      }
    } else if (is_exec_keyword(keyword) && keyword != "PGM") {
      const std::string step =
          period == std::string::npos ? std::string() : operand.keyword.substr(period + 1);
      call.overrides.push_back({keyword, step, coded_value(list, operand)});
    } else if (period != std::string::npos || keyword == "PGM") {
      exec.errors.push_back(failure<msg::IEFC630I>(operand.keyword).at(at));
    } else if (!is_symbol_name(keyword)) {
      exec.errors.push_back(failure<msg::CSJ0051E>(operand.keyword).at(at));
    } else if (call.symbols.emplace(keyword, symbol_value(exec, operand)).second) {
      call.symbol_places.emplace_back(keyword, at);
    }
  }
  return call;
}

}  // namespace coldsite::jcl
