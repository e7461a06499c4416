#include "jcl-runner/step_table.hpp"

#include <fmt/format.h>

#include <algorithm>

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
  erase();
  if (!has_header_) {
    has_header_ = true;
    put(fmt::format("{:<8} {:<8} {:<8} {:<8} {:<10} {:>9}", "JOB", "NAME", "STEP", "PROGRAM",
                    "RESULT", "SECONDS"));
  }
  put(text);
  draw();
}

void StepTable::put(std::string_view text) {
  if (terminal_) {
    terminal_->write(std::string(text) + "\n");
  } else {
    printer_(text);
  }
}

// ---- steps that run ----

void StepTable::go_live(LiveTerminal terminal) {
  const std::lock_guard guard(mutex_);
  terminal_.emplace(std::move(terminal));
}

void StepTable::tick() {
  const std::lock_guard guard(mutex_);
  erase();
  draw();
}

/// Up to where they begin, and everything from there away.
void StepTable::erase() {
  if (terminal_ && drawn_lines_ > 0) {
    terminal_->write(fmt::format("\x1b[{}A\r\x1b[J", drawn_lines_));
    drawn_lines_ = 0;
  }
}

void StepTable::draw() {
  if (!terminal_) {
    return;
  }
  const std::int64_t now_us = terminal_->clock->now().us;
  std::string text;
  for (const auto& [job_id, step] : running_) {
    if (drawn_lines_ == terminal_->rows_max) {
      break;
    }
    const std::int64_t seconds = (now_us - step.started_us) / 1000000;
    std::string line = fmt::format("{} {:>9}", step.text, fmt::format("{} s", seconds));
    line.resize(std::min(line.size(), terminal_->columns - 1));  // a line that wraps would be two
    text += line + "\n";
    ++drawn_lines_;
  }
  terminal_->write(text);
}

void StepTable::step_started(const JobRecord& job, const StepRecord& step) {
  const std::lock_guard guard(mutex_);
  if (!terminal_) {
    return;
  }
  std::size_t number = 1;
  for (const StepRecord& other : job.steps) {
    number += other.state != StepState::kWaiting && &other != &step ? 1U : 0U;
  }
  const std::string progress = fmt::format("{} of {}", number, job.steps.size());
  running_[job.job_id] = {fmt::format("{:<8} {:<8} {:<8} {:<8} {:<10}", job.job_id, job.name,
                                      step.step, step.program, progress),
                          terminal_->clock->now().us};
  erase();
  draw();
}

void StepTable::step_ended(const JobRecord& job, const StepRecord& step) {
  const std::lock_guard guard(mutex_);
  running_.erase(job.job_id);
  const bool did_run = step.state == StepState::kEnded || step.state == StepState::kAbended;
  print(fmt::format(
      "{:<8} {:<8} {:<8} {:<8} {:<10} {:>9}", job.job_id, job.name, step.step, step.program,
      outcome_of(step),
      did_run ? fmt::format("{:.2f}", static_cast<double>(step.elapsed_us) / 1e6) : std::string()));
}

void StepTable::job_ended(const JobRecord& job) {
  const std::lock_guard guard(mutex_);
  running_.erase(job.job_id);
  print(fmt::format("{:<8} {:<8} {}", job.job_id, job.name, job_outcome(job)));
}

void StepTable::line(std::string_view text) {
  const std::lock_guard guard(mutex_);
  print(text);
}

}  // namespace coldsite::jcl
