#include "jcl-runner/step_table.hpp"

#include <fmt/format.h>

namespace coldsite::jcl {
namespace {

std::string outcome_of(const StepRecord& step) {
  switch (step.state) {
    case StepState::kEnded:
      return fmt::format("CC {:04}", step.code);
    case StepState::kAbended:
      return "ABEND " + step.abend;
    case StepState::kJclError:
      return "JCL ERROR";
    case StepState::kNotExecuted:
      return "not run";
    case StepState::kWaiting:
    case StepState::kRunning:
      break;
  }
  return "";
}

std::string job_outcome(const JobRecord& job) {
  switch (job.state) {
    case JobState::kEnded:
      return job.job_code ? fmt::format("ended, CC {:04} (JOBRC)", *job.job_code)
                          : fmt::format("ended, highest CC {:04}", job.highest_code());
    case JobState::kAbended:
      return "abended, " + job.abend +
             (job.job_code ? fmt::format(", CC {:04} (JOBRC)", *job.job_code) : "");
    case JobState::kJclError:
      return "JCL error";
    case JobState::kHeld:
      return "held; 'jclrun release " + job.job_id + "' runs it";
    case JobState::kScanned:
      return "scanned, no errors";
    case JobState::kCopied:
      return "copied, not run";
    case JobState::kFlushed:
      return "flushed, not run";
    case JobState::kCancelled:
      return "cancelled";
    case JobState::kQueued:
      return "queued";
    case JobState::kRunning:
    case JobState::kInterrupted:
      break;
  }
  return "interrupted";
}

}  // namespace

void StepTable::print(std::string_view text) {
  if (!has_header_) {
    has_header_ = true;
    printer_(fmt::format("{:<8} {:<8} {:<8} {:<8} {:<10} {:>9}", "JOB", "NAME", "STEP", "PROGRAM",
                         "RESULT", "SECONDS"));
  }
  printer_(text);
}

void StepTable::step_ended(const JobRecord& job, const StepRecord& step) {
  const std::lock_guard guard(mutex_);
  const bool did_run = step.state == StepState::kEnded || step.state == StepState::kAbended;
  print(fmt::format(
      "{:<8} {:<8} {:<8} {:<8} {:<10} {:>9}", job.job_id, job.name, step.step, step.program,
      outcome_of(step),
      did_run ? fmt::format("{:.2f}", static_cast<double>(step.elapsed_us) / 1e6) : std::string()));
}

void StepTable::job_ended(const JobRecord& job) {
  const std::lock_guard guard(mutex_);
  print(fmt::format("{:<8} {:<8} {}", job.job_id, job.name, job_outcome(job)));
}

void StepTable::line(std::string_view text) {
  const std::lock_guard guard(mutex_);
  print(text);
}

}  // namespace coldsite::jcl
