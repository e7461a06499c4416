#include "jcl-runner/step_reference.hpp"

#include <algorithm>

namespace coldsite::jcl {
namespace {

const JclStep* find_in_call(const JclJob& job, std::size_t call, std::string_view name) {
  const auto found = std::find_if(job.steps.rbegin(), job.steps.rend(), [&](const JclStep& step) {
    return step.call == call && step.name == name;
  });
  return found == job.steps.rend() ? nullptr : &*found;
}

const JclStep* find_in_procedure(const JclJob& job, std::string_view caller,
                                 std::string_view name) {
  const auto found = std::find_if(job.steps.rbegin(), job.steps.rend(), [&](const JclStep& step) {
    return step.call != 0 && step.caller == caller && step.name == name;
  });
  return found == job.steps.rend() ? nullptr : &*found;
}

}  // namespace

const JclStep* find_step(const JclJob& job, std::size_t call, std::string_view step,
                         std::string_view procedure_step) {
  if (!procedure_step.empty()) {
    return find_in_procedure(job, step, procedure_step);
  }
  // The procedure's own steps first, then those around its call.
  for (std::size_t at = call;; at = job.calls[at].caller) {
    if (const JclStep* found = find_in_call(job, at, step)) {
      return found;
    }
    if (at == 0) {
      return nullptr;
    }
  }
}

std::optional<std::size_t> index_of_step(const JclJob& job, std::string_view step,
                                         std::string_view procedure_step) {
  const auto is_meant = [&](const JclStep& candidate) {
    return procedure_step.empty()
               ? (candidate.caller.empty() ? candidate.name : candidate.caller) == step
               : candidate.caller == step && candidate.name == procedure_step;
  };
  const auto found = std::ranges::find_if(job.steps, is_meant);
  return found == job.steps.end()
             ? std::nullopt
             : std::optional(static_cast<std::size_t>(std::distance(job.steps.begin(), found)));
}

std::vector<std::string> keys_of_steps(const JclJob& job, std::size_t call, std::string_view step,
                                       std::string_view procedure_step) {
  if (const JclStep* found = find_step(job, call, step, procedure_step)) {
    return {found->key};
  }
  std::vector<std::string> keys;
  if (procedure_step.empty()) {
    for (const JclStep& other : job.steps) {
      if (other.call != 0 && other.caller == step) {
        keys.push_back(other.key);
      }
    }
  }
  return keys;
}

}  // namespace coldsite::jcl
