#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

site::AllocationContext RunningJob::allocation_context(const std::string& step_key) {
  site::AllocationContext context;
  context.site = site.get();
  context.store = environment->store;
  context.clock = clock.get();
  context.job_name = job->name;
  context.step_name = step_key;
  context.spool_directory = spool.directory;
  context.temporary_prefix = temporary_prefix;
  context.temporary_count = temporary_count;
  context.generation_groups = generation_groups;
  return context;
}

void RunningJob::keep_checkpoint() {
  checkpoint.temporary_prefix = temporary_prefix;
  checkpoint.temporary_count = temporary_count;
  checkpoint.cpu_us = cpu_us;
  checkpoint.generation_groups = *generation_groups;
  checkpoint.passed = passed;
  if (auto written = write_checkpoint(*environment->store, spool, checkpoint); !written) {
    log->say(written.failure());
  }
}

void RunningJob::enter_console(int initiator, std::int64_t started_us) {
  if (environment->console == nullptr) {
    return;
  }
  ConsoleJob known;
  known.job_id = spool.job_id;
  known.name = job->name;
  known.identifier = job->identifier;
  known.is_started_task = job->is_started_task;
  known.initiator = initiator;
  known.started_us = started_us;
  known.log = &*log;
  environment->console->begin_job(known);
}

void RunningJob::leave_console() {
  if (environment->console != nullptr && !spool.job_id.empty()) {
    environment->console->end_job(spool.job_id);
  }
}

void RunningJob::begin_step(const JclStep& step, const StepRecord& step_record) {
  if (environment->console != nullptr) {
    environment->console->begin_step(spool.job_id, step.name, step.caller);
  }
  if (environment->table != nullptr) {
    environment->table->step_started(record, step_record);
  }
}

void RunningJob::end_step() {
  if (environment->console != nullptr) {
    environment->console->end_step(spool.job_id);
  }
}

}  // namespace coldsite::jcl
