#include "jcl-runner/job_entry.hpp"

#include <utility>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csj.hpp"
#include "jcl-runner/submitted_job.hpp"

namespace coldsite::jcl {

JobRecord first_record(const JclJob& job, const SpoolJob& spool) {
  JobRecord record;
  record.job_id = spool.job_id;
  record.name = job.name;
  record.job_class = job.parameters.job_class;
  record.priority = job.parameters.priority;
  record.notify = job.parameters.notify;
  record.user = job.parameters.user;
  record.group = job.parameters.schedule.job_group;
  record.state = JobState::kQueued;
  for (const JclStep& step : job.steps) {
    StepRecord waiting;
    waiting.step = step.key;
    waiting.program = step.program;
    record.steps.push_back(std::move(waiting));
  }
  return record;
}

bool is_to_be_held(const EnteredJob& entered) {
  const TypeOfRun type = entered.job.parameters.type_of_run;
  return !entered.is_released &&
         ((type == TypeOfRun::kHold && entered.job.errors.empty()) || type == TypeOfRun::kJclHold);
}

Result<std::vector<EnteredJob>> enter_jobs(io::FileStore& store, const std::string& site_directory,
                                           std::vector<JclJob> jobs, io::Timestamp now) {
  Spool spool(store, site_directory);
  const bool are_tasks = !jobs.empty() && jobs[0].is_started_task;
  CS_ASSIGN(std::vector<HeldSpoolJob> places, spool.create_jobs(jobs.size(), are_tasks));
  std::vector<EnteredJob> entered;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    EnteredJob one;
    one.job = std::move(jobs[i]);
    one.spool = std::move(places[i].job);
    one.held = std::move(places[i].held);
    one.record = first_record(one.job, one.spool);
    one.record.entered_us = now.us;
    one.record.state = is_to_be_held(one) ? JobState::kHeld : JobState::kQueued;
    if (one.job.submitted) {
      CS_TRY(write_submitted(store, one.spool, *one.job.submitted));
      CS_KILL_POINT("jcl.after_submitted");
    }
    CS_TRY(write_record(store, one.spool, one.record));
    CS_KILL_POINT("jcl.after_entry");
    entered.push_back(std::move(one));
  }
  return entered;
}

Result<EnteredJob> take_held_job(io::FileStore& store, const std::string& site_directory,
                                 std::string_view name) {
  Spool spool(store, site_directory);
  EnteredJob one;
  CS_ASSIGN(one.spool, spool.find_job(name));
  CS_ASSIGN(one.held, spool.try_hold(one.spool));
  if (!one.held) {
    return failure<msg::CSJ0143E>(one.spool.job_id);
  }
  const RecordSummary summary = read_summary(store, one.spool);
  if (summary.state != state_name(JobState::kHeld)) {
    return failure<msg::CSJ0142E>(one.spool.job_id, summary.state);
  }
  CS_ASSIGN(one.job, read_job_again(store, site_directory, one.spool));
  one.record = first_record(one.job, one.spool);
  one.is_released = true;
  one.job.parameters.schedule.after.clear();  // whoever releases it says that it may run now
  one.job.parameters.schedule.waits_for_entry = false;
  return one;
}

}  // namespace coldsite::jcl
