// jclrun restart: a job goes on at the step that failed, or at the one that is named.
#include <algorithm>
#include <array>

#include "datasets/messages/csj.hpp"
#include "jcl-runner/checkpoint.hpp"
#include "jcl-runner/job_host.hpp"
#include "jcl-runner/restart_plan.hpp"
#include "jcl-runner/step_reference.hpp"
#include "jcl-runner/submitted_job.hpp"

namespace coldsite::jcl {
namespace {

/// Whether the steps are those of the first run: procedures may have changed since.
bool has_same_steps(const JclJob& job, const Checkpoint& checkpoint) {
  return std::ranges::equal(job.steps, checkpoint.steps, {}, &JclStep::key, &StepRecord::step);
}

bool is_ended(std::string_view state) {
  constexpr std::array kStates = {JobState::kEnded, JobState::kAbended, JobState::kJclError,
                                  JobState::kCancelled, JobState::kInterrupted};
  return std::ranges::any_of(kStates, [&](JobState one) { return state == state_name(one); });
}

/// The index of the step to begin with.
Result<std::size_t> choose_step(const JclJob& job, const Checkpoint& checkpoint,
                                std::string_view job_id, std::string_view state,
                                const std::string& wanted) {
  if (!wanted.empty()) {
    const std::size_t period = wanted.find('.');
    const auto found =
        index_of_step(job, wanted.substr(0, period),
                      period == std::string::npos ? std::string() : wanted.substr(period + 1));
    if (!found) {
      return failure<msg::CSJ0403E>(job_id, "it has no step '" + wanted + "'");
    }
    return *found;
  }
  const auto failed = checkpoint.restart_step();
  if (!failed || state == state_name(JobState::kEnded)) {
    return failure<msg::CSJ0403E>(job_id, "no step of it failed; name the step to begin with");
  }
  if (job.restart_definition_of(*failed) == RestartDefinition::kNoRestart) {
    return failure<msg::CSJ0405E>(job_id, job.steps[*failed].key);
  }
  return *failed;
}

Result<EnteredJob> prepare(const JclrunOptions& options, const std::string& site_directory,
                           io::FileStore& store) {
  Spool spool(store, site_directory);
  EnteredJob restart;
  CS_ASSIGN(const SpoolJob spooled, spool.find_job(options.operands[0]));
  CS_ASSIGN(restart.held, spool.try_hold(spooled));
  if (!restart.held) {
    return failure<msg::CSJ0403E>(spooled.job_id, "it is running");
  }
  const std::string state = read_summary(store, spooled).state;
  CS_ASSIGN(auto checkpoint, read_checkpoint(store, spooled));
  if (!checkpoint || !is_ended(state)) {
    return failure<msg::CSJ0403E>(spooled.job_id, "it is " + state + " and no step of it ran");
  }
  CS_ASSIGN(restart.job, read_job_again(store, site_directory, spooled));
  if (!restart.job.errors.empty() || !has_same_steps(restart.job, *checkpoint)) {
    return failure<msg::CSJ0403E>(
        spooled.job_id, restart.job.errors.empty() ? "its procedures have other steps than before"
                                                   : "its cards cannot be read as before: " +
                                                         restart.job.errors.front().text());
  }
  const std::string wanted = options.operands.size() > 1 ? options.operands[1] : "";
  CS_ASSIGN(const std::size_t first,
            choose_step(restart.job, *checkpoint, spooled.job_id, state, wanted));
  const bool is_automatic = checkpoint->restart_step() == first;
  restart.spool = spooled;
  restart.record = first_record(restart.job, spooled);
  restart.is_released = true;
  restart.restart =
      std::make_shared<const RestartPlan>(RestartPlan{*std::move(checkpoint), first, is_automatic});
  return restart;
}

}  // namespace

int restart_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  return host_jobs(options, surroundings, [&](io::Clock&) -> Result<EnteredStream> {
    EnteredStream stream;
    CS_ASSIGN(EnteredJob restarted,
              prepare(options, whole_site_directory(options, surroundings), *surroundings.store));
    stream.jobs.push_back(std::move(restarted));
    return stream;
  });
}

}  // namespace coldsite::jcl
