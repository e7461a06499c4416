#include "jcl-runner/restart_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "datasets/messages/ief.hpp"

namespace coldsite::jcl {
namespace {

bool names_group(const JclStep& step, const std::string& group) {
  return std::ranges::any_of(step.dds, [&](const JclDd& dd) {
    return std::ranges::any_of(
        dd.parts, [&](const JclDdPart& part) { return part.request.data_set_name == group; });
  });
}

}  // namespace

void take_up(const RestartPlan& plan, RunningJob& running) {
  const Checkpoint& before = plan.checkpoint;
  running.checkpoint.made = before.made;
  running.temporary_prefix = before.temporary_prefix;
  running.temporary_count = before.temporary_count;
  running.cpu_us = before.cpu_us;
  running.passed = before.passed;
  const std::vector<JclStep>& steps = running.job->steps;
  const auto first = steps.begin() + static_cast<std::ptrdiff_t>(plan.first_step);
  for (const auto& group : before.generation_groups) {
    const bool is_named_before = std::any_of(
        steps.begin(), first, [&](const JclStep& step) { return names_group(step, group.first); });
    if (plan.is_automatic || is_named_before) {
      running.generation_groups->insert(group);
    }
  }
}

void remove_output(std::size_t first_step, RunningJob& running) {
  io::FileStore& store = *running.environment->store;
  const auto names = store.list(running.spool.directory);
  const std::vector<JclStep>& steps = running.job->steps;
  for (std::size_t i = first_step; names && i < steps.size(); ++i) {
    const std::string prefix = steps[i].key + ".";
    for (const std::string& name : *names) {
      const bool is_output =
          name.starts_with(prefix) && name.find('.', prefix.size()) == std::string::npos;
      if (is_output) {
        (void)store.remove_file(running.spool.file(name));  // what is left is written over
      }
    }
  }
}

void delete_data_sets(const std::vector<site::DdRequest>& requests, RunningJob& running) {
  JobLog& log = *running.log;
  site::AllocationContext context = running.allocation_context("");
  for (const site::DdRequest& request : requests) {
    auto found = site::allocate(request, context);
    if (!found) {
      log.say(found.failure());
      continue;
    }
    const std::string name = found->data_set_name;
    const std::string volser = found->volser;
    auto done = site::deallocate(*found, false, context);
    if (!done) {
      log.say(done.failure());
      continue;
    }
    log.say<msg::IEF285I>(fmt::format("{:<44}", name), *done);
    if (!volser.empty()) {
      log.system_line("IEF285I   VOL SER NOS= " + volser + ".");
    }
  }
}

std::optional<std::uint32_t> job_code_of(const JobCodeRule& rule,
                                         const std::vector<StepOutcome>& outcomes) {
  auto found = outcomes.end();
  if (rule.kind == JobCodeRule::Kind::kLast && !outcomes.empty()) {
    found = outcomes.end() - 1;
  } else if (rule.kind == JobCodeRule::Kind::kOfStep) {
    found = std::ranges::find(outcomes, rule.step, &StepOutcome::step);
  }
  return found == outcomes.end() || found->abended ? std::nullopt
                                                   : std::optional(found->return_code);
}

}  // namespace coldsite::jcl
