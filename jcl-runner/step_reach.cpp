#include "jcl-runner/step_reach.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "jcl-runner/control_languages.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::uint32_t kHighestCode = 4095;

enum class Tri { kFalse, kPerhaps, kTrue };

Tri to_tri(bool value) {
  return value ? Tri::kTrue : Tri::kFalse;
}
Tri negated(Tri value) {
  return value == Tri::kPerhaps ? value : to_tri(value == Tri::kFalse);
}
/// What is true at least; nothing is weaker than false.
Tri weaker(Tri a, Tri b) {
  return std::min(a, b);
}
Tri stronger(Tri a, Tri b) {
  return std::max(a, b);
}

std::uint32_t highest_code_of(std::string_view program) {
  const SuiteProgram* ours = find_suite_program(program);
  return ours == nullptr ? kHighestCode : ours->highest_code;
}

/// `code comparison RC` for every RC up to `highest`.
Tri holds_for(std::uint32_t code, Comparison comparison, std::uint32_t highest) {
  bool all = true;
  bool some = false;
  // A comparison changes its value beside the code and at the ends only.
  for (const std::uint32_t at :
       {std::uint32_t{0}, code == 0 ? 0 : code - 1, code, code + 1, highest}) {
    if (at <= highest) {
      const bool value = holds(code, comparison, at);
      all = all && value;
      some = some || value;
    }
  }
  return all ? Tri::kTrue : some ? Tri::kPerhaps : Tri::kFalse;
}

class ReachFinder {
 public:
  explicit ReachFinder(const JclJob& job) : job_(job), if_values_(job.ifs.size()) {}

  std::vector<StepReach> find() {
    for (std::size_t i = 0; i < job_.steps.size(); ++i) {
      reaches_.push_back(reach_of(i));
    }
    return std::move(reaches_);
  }

 private:
  [[nodiscard]] bool may_abend(std::size_t index) const {
    return reaches_[index].reach != Reach::kNever && job_.steps[index].program != "IEFBR14";
  }
  [[nodiscard]] bool may_abend_before(std::size_t index) const {
    for (std::size_t i = 0; i < index; ++i) {
      if (may_abend(i)) {
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] std::optional<std::size_t> step_of(std::string_view key) const {
    for (std::size_t i = 0; i < reaches_.size(); ++i) {
      if (job_.steps[i].key == key) {
        return i;
      }
    }
    return std::nullopt;
  }

  /// A test of one step before; what does not run makes it false. `is_strict`: the question is
  /// asked after an abend too, when the step may not have run.
  [[nodiscard]] Tri test_step(std::size_t index, std::uint32_t code, Comparison comparison,
                              bool is_strict) const {
    const Reach reach = reaches_[index].reach;
    if (reach == Reach::kNever) {
      return Tri::kFalse;
    }
    const Tri value = holds_for(code, comparison, highest_code_of(job_.steps[index].program));
    const bool is_certain =
        reach == Reach::kAlways && !(is_strict && (may_abend(index) || may_abend_before(index)));
    return is_certain ? value : weaker(value, Tri::kPerhaps);
  }

  [[nodiscard]] Tri bypasses(const ConditionTest& test, std::size_t index, bool is_strict) const {
    if (!test.step.empty()) {
      const auto tested = step_of(test.step);
      return tested ? test_step(*tested, test.code, test.comparison, is_strict) : Tri::kFalse;
    }
    Tri any = Tri::kFalse;
    for (std::size_t i = 0; i < index; ++i) {
      any = stronger(any, test_step(i, test.code, test.comparison, is_strict));
    }
    return any;
  }

  // ---- IF ----

  [[nodiscard]] Tri abends(const IfOperand& operand, std::size_t before) const {
    for (std::size_t i = 0; i < before; ++i) {
      const bool is_meant =
          operand.step.empty() ||
          std::ranges::find(operand.keys, job_.steps[i].key) != operand.keys.end();
      if (is_meant && may_abend(i)) {
        return Tri::kPerhaps;
      }
    }
    return Tri::kFalse;
  }

  [[nodiscard]] Tri runs(const IfOperand& operand) const {
    Tri any = Tri::kFalse;
    for (const std::string& key : operand.keys) {
      const auto index = step_of(key);
      if (!index || reaches_[*index].reach == Reach::kNever) {
        continue;
      }
      const bool is_certain = reaches_[*index].reach == Reach::kAlways && !may_abend_before(*index);
      any = stronger(any, is_certain ? Tri::kTrue : Tri::kPerhaps);
    }
    return any;
  }

  [[nodiscard]] Tri compare_code(const IfOperand& operand, Comparison comparison,
                                 const IfOperand& number, std::size_t before,
                                 bool is_strict) const {
    std::uint32_t code = 0;
    const std::string& digits = number.constant;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code);
    if (error != std::errc() || end != digits.data() + digits.size()) {
      return Tri::kPerhaps;
    }
    const Comparison reversed = mirrored(comparison);
    if (operand.step.empty()) {
      std::uint32_t highest = 0;
      for (std::size_t i = 0; i < before; ++i) {
        if (reaches_[i].reach != Reach::kNever) {
          highest = std::max(highest, highest_code_of(job_.steps[i].program));
        }
      }
      return holds_for(code, reversed, highest);
    }
    Tri any = Tri::kFalse;
    for (const std::string& key : operand.keys) {
      if (const auto index = step_of(key)) {
        any = stronger(any, test_step(*index, code, reversed, is_strict));
      }
    }
    return any;
  }

  [[nodiscard]] Tri compare(const IfNode& node, std::size_t before, bool is_strict) const {
    const bool is_mirrored = node.left.subject == IfSubject::kConstant;
    const IfOperand& subject = is_mirrored ? node.right : node.left;
    const IfOperand& constant = is_mirrored ? node.left : node.right;
    const Comparison comparison = is_mirrored ? mirrored(node.comparison) : node.comparison;
    const bool asks_false = (constant.constant == "FALSE") == (comparison == Comparison::kEqual);
    switch (subject.subject) {
      case IfSubject::kReturnCode:
        return compare_code(subject, comparison, constant, before, is_strict);
      case IfSubject::kAbend:
        return asks_false ? Tri::kPerhaps : abends(subject, before);
      case IfSubject::kAbendCode:
        return abends(subject, before);
      case IfSubject::kRun:
        return asks_false ? negated(runs(subject)) : runs(subject);
      case IfSubject::kConstant:
        return to_tri(evaluate(node, {}));
    }
    return Tri::kPerhaps;
  }

  [[nodiscard]] Tri value_of(const IfNode& node, std::size_t before, bool is_strict) const {
    switch (node.kind) {
      case IfNode::Kind::kAnd:
        return weaker(value_of(node.children[0], before, is_strict),
                      value_of(node.children[1], before, is_strict));
      case IfNode::Kind::kOr:
        return stronger(value_of(node.children[0], before, is_strict),
                        value_of(node.children[1], before, is_strict));
      case IfNode::Kind::kNot:
        return negated(value_of(node.children[0], before, is_strict));
      case IfNode::Kind::kTest:
        return node.left.subject == IfSubject::kAbend ? abends(node.left, before)
               : node.left.subject == IfSubject::kRun ? runs(node.left)
                                                      : Tri::kPerhaps;
      case IfNode::Kind::kComparison:
        return compare(node, before, is_strict);
    }
    return Tri::kPerhaps;
  }

  Tri value_of_if(std::size_t index) {
    if (!if_values_[index]) {
      const JclIf& asked = job_.ifs[index];
      if_values_[index] = value_of(asked.expression, std::min(asked.first_step, reaches_.size()),
                                   asked.expression.tests_abend());
    }
    return *if_values_[index];
  }

  // ---- a step ----

  StepReach reach_of(std::size_t index) {
    const JclStep& step = job_.steps[index];
    StepReach found{Reach::kAlways, {}, step.position};
    const auto never = [&](std::string_view reason, const SourcePosition& position) {
      found = {Reach::kNever, std::string(reason), position};
      return found;
    };
    if (step.condition.only && !may_abend_before(index)) {
      return never("COND=ONLY waits for an abend, and no step before it can have one",
                   step.position);
    }
    if (index == 0) {
      return found;  // whatever an IF says
    }
    if (job_ends_after_first()) {
      return never("COND of the JOB statement is true after the first step", job_.position);
    }
    bool survives_abend = false;
    for (const auto* inside = &step.inside; inside->has_value();
         inside = &job_.ifs[(*inside)->index].inside) {
      const JclIf& around = job_.ifs[(*inside)->index];
      const Tri value = value_of_if((*inside)->index);
      survives_abend |= around.expression.tests_abend();
      if (value == to_tri((*inside)->is_else)) {
        return never((*inside)->is_else ? "it stands behind ELSE of an IF that is always true"
                                        : "the IF around it is never true",
                     around.position);
      }
      if (value == Tri::kPerhaps) {
        found.reach = Reach::kPerhaps;
      }
    }
    const bool is_strict = survives_abend || step.condition.even || step.condition.only;
    for (const ConditionTest& test : step.condition.tests) {
      const Tri bypassed = bypasses(test, index, is_strict);
      if (bypassed == Tri::kTrue) {
        return never("COND is always true", test.position);
      }
      if (bypassed == Tri::kPerhaps) {
        found.reach = Reach::kPerhaps;
      }
    }
    const bool depends = step.condition.only || !job_.parameters.condition.empty();
    found.reach = depends ? Reach::kPerhaps : found.reach;
    return found;
  }

  [[nodiscard]] bool job_ends_after_first() const {
    const std::uint32_t highest = highest_code_of(job_.steps[0].program);
    return std::ranges::any_of(job_.parameters.condition.tests, [&](const ConditionTest& test) {
      return holds_for(test.code, test.comparison, highest) == Tri::kTrue;
    });
  }

  const JclJob& job_;
  std::vector<StepReach> reaches_;
  std::vector<std::optional<Tri>> if_values_;
};

}  // namespace

std::vector<StepReach> find_reaches(const JclJob& job) {
  return ReachFinder(job).find();
}

std::string_view name_of(Reach reach) {
  switch (reach) {
    case Reach::kAlways:
      return "always";
    case Reach::kPerhaps:
      return "perhaps";
    case Reach::kNever:
      return "never";
  }
  return {};
}

}  // namespace coldsite::jcl
