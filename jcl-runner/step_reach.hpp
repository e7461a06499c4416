// Which steps of a job can run at all, found without running it: what COND and IF can never allow.
//   A step's return code is taken for 0 to 4095 (0 to 16 for the programs of the suite, 0 for
//   IEFBR14); every step but IEFBR14 may abend. What depends on two tests together is "perhaps".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

enum class Reach {
  kAlways,   ///< unless a step before it abends
  kPerhaps,  ///< a condition code decides
  kNever
};

struct StepReach {
  Reach reach = Reach::kAlways;
  std::string reason;       ///< kNever: "COND is always true", "the IF is always false" ...
  SourcePosition position;  ///< of what decides; the step's own when nothing does
};

/// One for each step, in order.
[[nodiscard]] std::vector<StepReach> find_reaches(const JclJob& job);

/// "always", "perhaps", "never".
[[nodiscard]] std::string_view name_of(Reach reach);

}  // namespace coldsite::jcl
