#include "jcl-runner/if_states.hpp"

namespace coldsite::jcl {

bool IfStates::is_selected(const JclIf::Branch& branch) const {
  return values_[branch.index].value_or(false) != branch.is_else;
}

BranchDecision IfStates::before_step(std::size_t index, const std::vector<StepOutcome>& outcomes) {
  for (std::size_t i = 0; i < job_.ifs.size() && job_.ifs[i].first_step <= index; ++i) {
    if (!values_[i]) {
      values_[i] = evaluate(job_.ifs[i].expression, outcomes);
    }
  }
  BranchDecision decision;
  const auto* inside = &job_.steps[index].inside;
  while (inside->has_value()) {
    const JclIf& around = job_.ifs[(*inside)->index];
    if (!is_selected(**inside)) {
      decision.is_selected = false;
      decision.statement_number = around.statement_number;
    }
    decision.survives_abend |= around.expression.tests_abend();
    inside = &around.inside;
  }
  return decision;
}

}  // namespace coldsite::jcl
