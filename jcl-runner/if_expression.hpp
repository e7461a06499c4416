// The relational expression of an IF statement, as a tree, and its value.
//   operands   [step[.procstep.]]RC ABEND ABENDCC RUN, a number, Sxxx, Unnnn, TRUE, FALSE
//   operators  NOT ¬ ; GT > GE >= NG ¬> LT < LE <= NL ¬< EQ = NE ¬= ; AND & ; OR |
//   NOT binds closest, then comparisons, AND, OR
// source: z/OS MVS JCL Reference, "IF/THEN/ELSE/ENDIF statement construct".
// threads: immutable data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jcl-runner/condition.hpp"
#include "jcl-runner/jcl_text.hpp"

namespace coldsite::jcl {

enum class IfSubject { kReturnCode, kAbend, kAbendCode, kRun, kConstant };

struct IfOperand {
  IfSubject subject = IfSubject::kConstant;
  std::string step, procedure_step;  ///< as coded; empty: all steps before
  std::vector<std::string> keys;     ///< of the steps that are meant; filled by jcl_job
  std::string constant;              ///< upper case
  SourcePosition position;
};

struct IfNode {
  enum class Kind { kAnd, kOr, kNot, kTest, kComparison };
  Kind kind = Kind::kTest;
  Comparison comparison = Comparison::kEqual;
  IfOperand left, right;         ///< kComparison; kTest: left alone
  std::vector<IfNode> children;  ///< kAnd, kOr: two; kNot: one

  /// Whether ABEND or ABENDCC stands in it: its steps may run after an abend.
  [[nodiscard]] bool tests_abend() const;
  /// Whether it compares two constants, which z/OS does not promise anything for.
  [[nodiscard]] bool compares_constants() const;
};

/// errors: CSJ0070E no expression; CSJ0011E nested too deep, or too long.
[[nodiscard]] Result<IfNode> parse_if(const JclText& text);

/// Calls `use` for every operand.
template <class Use>
void for_each_operand(IfNode& node, const Use& use) {
  use(node.left);
  use(node.right);
  for (IfNode& child : node.children) {
    for_each_operand(child, use);
  }
}

/// The value after the steps that ran, in order.
[[nodiscard]] bool evaluate(const IfNode& node, const std::vector<StepOutcome>& outcomes);

}  // namespace coldsite::jcl
