// COND of JOB and EXEC: the tests, and the decision whether a step runs.
//   COND=(code,operator[,step[.procstep]]) reads "code operator return code";
//   true: the step is bypassed.
// source: z/OS MVS JCL Reference, "COND parameter" (EXEC, JOB).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jcl-runner/jcl_operand.hpp"

namespace coldsite::jcl {

enum class Comparison { kGreater, kGreaterEqual, kEqual, kNotEqual, kLess, kLessEqual };

struct ConditionTest {
  std::uint32_t code = 0;
  Comparison comparison = Comparison::kEqual;
  std::string step;            ///< empty: every step before. As coded, then the key of the step
  std::string procedure_step;  ///< of "STEP.PROCSTEP"; empty once `step` is a key
  SourcePosition position;
};

struct Condition {
  std::vector<ConditionTest> tests;
  bool even = false, only = false;

  [[nodiscard]] bool empty() const { return tests.empty() && !even && !only; }
};

/// "code comparison return code".
[[nodiscard]] bool holds(std::uint32_t code, Comparison comparison, std::uint32_t return_code);

/// "code op RC" for "RC op code".
[[nodiscard]] Comparison mirrored(Comparison comparison);

/// How a step before ended; steps that did not run are not told.
struct StepOutcome {
  std::string step;  ///< its key
  std::uint32_t return_code = 0;
  bool abended = false;
  std::string abend_code = {};  ///< "S0C4", "U4038"
};

enum class StepDecision {
  kRun,
  kBypassedByTest,  ///< IEF202I ... BECAUSE OF CONDITION CODES
  kBypassedByOnly,  ///< IEF202I ... BECAUSE OF COND=ONLY
  kFlushed          ///< an abend before, and neither EVEN nor ONLY
};

/// `outcomes`: the steps that ran, in order. A test of a step that did not run, and every test of
/// the first step, is false; an abended step has no return code to test. `survives_abend`: an IF
/// around the step asks for abends, so that one before does not flush it.
[[nodiscard]] StepDecision decide_step(const Condition& condition,
                                       const std::vector<StepOutcome>& outcomes,
                                       bool survives_abend = false);

/// COND of JOB, asked after each step: true ends the job.
[[nodiscard]] bool ends_job(const Condition& condition, const StepOutcome& last);

/// The value of COND=. EVEN, ONLY and step names only when `is_exec`.
/// errors: CSJ0030E not of the form (code,operator[,step]); CSJ0031E more than eight tests.
[[nodiscard]] Result<Condition> parse_condition(const Operand& operand, const JclText& text,
                                                bool is_exec);

}  // namespace coldsite::jcl
