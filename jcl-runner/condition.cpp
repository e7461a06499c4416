#include "jcl-runner/condition.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "datasets/messages/csj.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::uint32_t kConditionCodeMax = 4095;
constexpr std::size_t kTestsMax = 8;

constexpr std::array<std::pair<std::string_view, Comparison>, 6> kComparisons = {{
    {"GT", Comparison::kGreater},
    {"GE", Comparison::kGreaterEqual},
    {"EQ", Comparison::kEqual},
    {"NE", Comparison::kNotEqual},
    {"LT", Comparison::kLess},
    {"LE", Comparison::kLessEqual},
}};

std::optional<std::uint32_t> parse_code(std::string_view text) {
  std::uint32_t code = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), code);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() ||
      code > kConditionCodeMax) {
    return std::nullopt;
  }
  return code;
}

bool is_plain_text(const Operand& operand) {
  return operand.keyword.empty() && operand.value.form == OperandValue::Form::kText;
}

Result<ConditionTest> parse_test(const std::vector<Operand>& parts, std::size_t offset,
                                 const JclText& text, bool is_exec) {
  const Failure wrong =
      failure<msg::CSJ0030E>(is_exec ? "(code,operator[,step]), EVEN or ONLY" : "(code,operator)")
          .at(text.position(offset));
  if (parts.size() < 2 || parts.size() > (is_exec ? 3 : 2) ||
      !std::ranges::all_of(parts, is_plain_text)) {
    return wrong;
  }
  const auto code = parse_code(parts[0].value.text);
  const auto comparison = std::ranges::find(kComparisons, parts[1].value.text,
                                            &std::pair<std::string_view, Comparison>::first);
  if (!code || comparison == kComparisons.end()) {
    return wrong;
  }
  ConditionTest test{*code, comparison->second, {}, {}, text.position(offset)};
  if (parts.size() == 3) {
    const std::string& name = parts[2].value.text;
    const std::size_t period = name.find('.');
    test.step = name.substr(0, period);
    test.procedure_step = period == std::string::npos ? "" : name.substr(period + 1);
    test.position = text.position(parts[2].offset);
  }
  return test;
}

bool is_true(const ConditionTest& test, const std::vector<StepOutcome>& outcomes) {
  return std::ranges::any_of(outcomes, [&](const StepOutcome& outcome) {
    return !outcome.abended && (test.step.empty() || test.step == outcome.step) &&
           holds(test.code, test.comparison, outcome.return_code);
  });
}

}  // namespace

Comparison mirrored(Comparison comparison) {
  switch (comparison) {
    case Comparison::kGreater:
      return Comparison::kLess;
    case Comparison::kGreaterEqual:
      return Comparison::kLessEqual;
    case Comparison::kLess:
      return Comparison::kGreater;
    case Comparison::kLessEqual:
      return Comparison::kGreaterEqual;
    case Comparison::kEqual:
    case Comparison::kNotEqual:
      break;
  }
  return comparison;
}

bool holds(std::uint32_t code, Comparison comparison, std::uint32_t return_code) {
  switch (comparison) {
    case Comparison::kGreater:
      return code > return_code;
    case Comparison::kGreaterEqual:
      return code >= return_code;
    case Comparison::kEqual:
      return code == return_code;
    case Comparison::kNotEqual:
      return code != return_code;
    case Comparison::kLess:
      return code < return_code;
    case Comparison::kLessEqual:
      return code <= return_code;
  }
  return false;
}

StepDecision decide_step(const Condition& condition, const std::vector<StepOutcome>& outcomes,
                         bool survives_abend) {
  const bool abended = std::ranges::any_of(outcomes, &StepOutcome::abended);
  if (abended && !condition.even && !condition.only && !survives_abend) {
    return StepDecision::kFlushed;
  }
  if (!abended && condition.only) {
    return StepDecision::kBypassedByOnly;
  }
  const bool bypass = std::ranges::any_of(
      condition.tests, [&](const ConditionTest& test) { return is_true(test, outcomes); });
  return bypass ? StepDecision::kBypassedByTest : StepDecision::kRun;
}

bool ends_job(const Condition& condition, const StepOutcome& last) {
  return !last.abended && std::ranges::any_of(condition.tests, [&](const ConditionTest& test) {
    return holds(test.code, test.comparison, last.return_code);
  });
}

Result<Condition> parse_condition(const Operand& operand, const JclText& text, bool is_exec) {
  Condition condition;
  const std::vector<Operand> items = operand.as_list();
  std::size_t count = 0;
  const auto add_word = [&](const Operand& item) {
    if (!is_exec || !is_plain_text(item)) {
      return false;
    }
    condition.even |= item.value.text == "EVEN";
    condition.only |= item.value.text == "ONLY";
    return item.value.text == "EVEN" || item.value.text == "ONLY";
  };
  const bool is_one_test =
      !items.empty() && is_plain_text(items[0]) && parse_code(items[0].value.text).has_value();
  if (is_one_test) {
    CS_ASSIGN(ConditionTest test, parse_test(items, operand.value.offset, text, is_exec));
    condition.tests.push_back(std::move(test));
    return condition;
  }
  for (const Operand& item : items) {
    ++count;
    if (add_word(item)) {
      continue;
    }
    const std::vector<Operand> parts =
        item.value.form == OperandValue::Form::kList ? item.value.items : std::vector<Operand>{};
    CS_ASSIGN(ConditionTest test, parse_test(parts, item.offset, text, is_exec));
    condition.tests.push_back(std::move(test));
  }
  if (count == 0 || (condition.even && condition.only)) {
    return failure<msg::CSJ0030E>(is_exec ? "(code,operator[,step]), EVEN or ONLY"
                                          : "(code,operator)")
        .at(text.position(operand.value.offset));
  }
  if (count > kTestsMax) {
    return failure<msg::CSJ0031E>(kTestsMax).at(text.position(operand.value.offset));
  }
  return condition;
}

}  // namespace coldsite::jcl
