#include "jcl-runner/job_check.hpp"

#include <algorithm>
#include <set>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kStepsMax = 255;

void check_condition_steps(const JclStep& step, const std::set<std::string>& before,
                           Findings& findings) {
  for (const ConditionTest& test : step.condition.tests) {
    if (!test.step.empty() && !before.contains(test.step)) {
      findings.errors.push_back(failure<msg::IEFC645I>("COND").at(test.position));
    }
  }
}

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

void check_job(const JclJob& job, Findings& findings) {
  if (job.steps.empty()) {
    findings.errors.push_back(failure<msg::IEFC607I>().at(job.position));
  }
  if (job.steps.size() > kStepsMax) {
    findings.errors.push_back(failure<msg::CSJ0040E>(kStepsMax).at(job.steps[kStepsMax].position));
  }
  std::set<std::string> before;
  for (const JclStep& step : job.steps) {
    check_condition_steps(step, before, findings);
    check_dd_names(step, findings);
    before.insert(step.name);
  }
}

}  // namespace coldsite::jcl
