#include "jcl-runner/job_check.hpp"

#include <set>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/step_reference.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kStepsMax = 255;

void check_dd_names(const JclStep& step, Findings& findings) {
  std::set<std::string> seen;
  for (const JclDd& dd : step.dds) {
    if (!seen.insert(dd.ddname).second) {
      findings.errors.push_back(
          failure<msg::CSJ0041E>(dd.ddname, step.key).at(dd.parts.front().position));
    }
  }
}

}  // namespace

void check_job(const JclJob& job, bool may_have_steps_elsewhere, Findings& findings) {
  if (job.steps.empty() && !may_have_steps_elsewhere) {
    findings.errors.push_back(failure<msg::IEFC607I>().at(job.position));
  }
  if (job.steps.size() > kStepsMax) {
    findings.errors.push_back(failure<msg::CSJ0040E>(kStepsMax).at(job.steps[kStepsMax].position));
  }
  for (const JclStep& step : job.steps) {
    check_dd_names(step, findings);
  }
}

void resolve_job_steps(JclJob& job, bool may_have_steps_elsewhere, Findings& findings) {
  const auto fail = [&](std::string_view keyword, const std::string& step,
                        const std::string& procedure_step, const SourcePosition& position) {
    if (!may_have_steps_elsewhere) {
      const std::string name = procedure_step.empty() ? step : step + "." + procedure_step;
      findings.errors.push_back(failure<msg::CSJ0400E>(keyword, name).at(position));
    }
  };
  if (job.parameters.restart && !job.parameters.restart->step.empty()) {
    RestartOperand& restart = *job.parameters.restart;
    const auto found = index_of_step(job, restart.step, restart.procedure_step);
    if (found) {
      restart.first_step = *found;
    } else {
      fail("RESTART", restart.step, restart.procedure_step, restart.position);
    }
  }
  JobCodeRule& rule = job.parameters.job_code;
  if (rule.kind == JobCodeRule::Kind::kOfStep) {
    const auto found = index_of_step(job, rule.step, rule.procedure_step);
    if (!found) {
      fail("JOBRC", rule.step, rule.procedure_step, rule.position);
    } else {
      rule.step = job.steps[*found].key;
      rule.procedure_step.clear();
    }
  }
}

void resolve_condition(JclStep& step, const JclJob& job, bool may_have_steps_elsewhere,
                       Findings& findings) {
  std::vector<ConditionTest> tests;
  for (ConditionTest& test : step.condition.tests) {
    if (test.step.empty()) {
      tests.push_back(std::move(test));
      continue;
    }
    const std::vector<std::string> keys =
        keys_of_steps(job, step.call, test.step, test.procedure_step);
    if (keys.empty() && !may_have_steps_elsewhere) {
      findings.errors.push_back(failure<msg::IEFC645I>("COND").at(test.position));
    }
    for (const std::string& key : keys) {
      tests.push_back({test.code, test.comparison, key, {}, test.position});
    }
  }
  step.condition.tests = std::move(tests);
}

void resolve_if_operand(const JclJob& job, std::size_t call, bool may_have_steps_elsewhere,
                        IfOperand& operand, Findings& findings) {
  operand.keys = keys_of_steps(job, call, operand.step, operand.procedure_step);
  if (operand.keys.empty() && !may_have_steps_elsewhere) {
    findings.notes.push_back(failure<msg::CSJ0075W>(operand.constant).at(operand.position));
  }
}

}  // namespace coldsite::jcl
