// The IF statements of a job while it runs: each is evaluated once, where it stands.
// threads: one job, one thread.
#pragma once

#include <optional>
#include <vector>

#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

struct BranchDecision {
  bool is_selected = true;           ///< every IF around the step chose its part
  bool survives_abend = false;       ///< one of them asks for abends
  std::size_t statement_number = 0;  ///< of the IF that did not choose it
};

class IfStates {
 public:
  explicit IfStates(const JclJob& job) : job_(job), values_(job.ifs.size()) {}

  /// To be asked for every step, in order, before it runs.
  [[nodiscard]] BranchDecision before_step(std::size_t index,
                                           const std::vector<StepOutcome>& outcomes);

 private:
  [[nodiscard]] bool is_selected(const JclIf::Branch& branch) const;

  const JclJob& job_;
  std::vector<std::optional<bool>> values_;  ///< of the IFs that have been passed
};

}  // namespace coldsite::jcl
