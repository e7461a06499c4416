#include "jcl-runner/initiator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/hasp.hpp"
#include "jcl-runner/internal_reader.hpp"
#include "jcl-runner/job_queue.hpp"
#include "jcl-runner/job_runner.hpp"

namespace coldsite::jcl {
namespace {

class Initiation {
 public:
  Initiation(const std::vector<InitiatorClasses>& initiators, const RunnerEnvironment& environment)
      : initiators_(initiators), environment_(environment) {
    if (environment_.read_jobs) {
      environment_.submit_text = [this](const InternalReaderText& written) { submit(written); };
    }
  }

  void enter(std::vector<EnteredJob> jobs, std::vector<JobGroup> groups) {
    const std::lock_guard guard(mutex_);
    network_.add_groups(std::move(groups));
    for (EnteredJob& job : jobs) {
      QueuedJob queued;
      queued.number = jobs_.size();
      queued.name = job.record.name;
      queued.job_class = job.record.job_class;
      queued.priority = job.record.priority;
      const TypeOfRun type = job.job.parameters.type_of_run;
      queued.is_for_any = !job.job.errors.empty() || is_to_be_held(job) ||
                          type == TypeOfRun::kScan || type == TypeOfRun::kCopy;
      network_.add_job(queued.number, job.job);
      queue_.add(std::move(queued));
      jobs_.push_back(std::move(job));
      results_.emplace_back();
    }
    changed_.notify_all();
  }

  JobResults run() {
    // A program dies with the thread that started it (PR_SET_PDEATHSIG): the threads outlive the
    // jobs.
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < initiators_.size(); ++i) {
      others.emplace_back([this, i] { initiate(i); });
    }
    initiate(0);
    for (std::thread& other : others) {
      other.join();
    }
    hold_what_is_left();
    return collect();
  }

 private:
  void initiate(std::size_t index) {
    while (const auto number = wait_for_job(initiators_[index])) {
      auto result = run_job(jobs_[*number], static_cast<int>(index) + 1, environment_);
      const std::lock_guard guard(mutex_);
      jobs_[*number].held.reset();
      network_.ended(*number, result ? *result : jobs_[*number].record);
      results_[*number].emplace(std::move(result));
      queue_.ended(*number);
      leave_out(network_.take_flushed(), JobState::kFlushed);
      leave_out(network_.take_suspended(), JobState::kHeld);
      changed_.notify_all();
    }
  }

  std::optional<std::size_t> wait_for_job(const InitiatorClasses& classes) {
    std::unique_lock lock(mutex_);
    std::optional<std::size_t> number;
    changed_.wait(lock, [&] {
      if (environment_.children->is_cancelled()) {
        return true;
      }
      number = queue_.take(classes, may_run_);
      if (number) {
        network_.started(*number);
      }
      return number || (!queue_.is_running() && nobody_has_a_job());
    });
    return number;
  }

  [[nodiscard]] bool nobody_has_a_job() const {
    return std::ranges::none_of(initiators_, [&](const InitiatorClasses& classes) {
      return queue_.has_job_for(classes, may_run_);
    });
  }

  /// Their job group does not let them run.
  void leave_out(const std::vector<std::size_t>& numbers, JobState state) {
    for (const std::size_t number : numbers) {
      EnteredJob& job = jobs_[number];
      queue_.remove(number);
      job.record.state = state;
      if (auto written = write_record(*environment_.store, job.spool, job.record); !written) {
        failures_.push_back(written.failure());
      }
      job.held.reset();
      results_[number].emplace(job.record);
      if (environment_.table != nullptr) {
        environment_.table->job_ended(job.record);
      }
    }
  }

  [[nodiscard]] std::string why_left(const QueuedJob& waiting) const {
    const bool is_served = waiting.is_for_any ||
                           std::ranges::any_of(initiators_, [&](const InitiatorClasses& classes) {
                             return classes.serves(waiting.job_class);
                           });
    return is_served ? "what it waits for never ended"
                     : "no initiator serves class " + waiting.job_class;
  }

  void hold_what_is_left() {
    const bool is_cancelled = environment_.children->is_cancelled();
    for (const QueuedJob& waiting : queue_.waiting()) {
      EnteredJob& job = jobs_[waiting.number];
      job.record.state = JobState::kHeld;
      auto written = write_record(*environment_.store, job.spool, job.record);
      job.held.reset();
      if (!written) {
        failures_.push_back(written.failure());
      } else if (!is_cancelled) {
        failures_.push_back(
            failure<msg::CSJ0140E>(job.record.job_id, waiting.name, why_left(waiting)));
      }
      results_[waiting.number].emplace(job.record);
    }
  }

  /// The text of an internal reader: its jobs are entered, and told of.
  void submit(const InternalReaderText& written) {
    const std::lock_guard turn(reader_mutex_);
    const InternalReaderJobs read = read_internal_reader(written, environment_.read_jobs);
    for (const Failure& note : read.notes) {
      tell(note);
    }
    const auto clock = io::make_clock_from_environment();
    auto entered = clock ? enter_jobs(*environment_.store, environment_.site_directory, read.jobs,
                                      (*clock)->now())
                         : Result<std::vector<EnteredJob>>(clock.failure());
    if (!entered) {
      const std::lock_guard guard(mutex_);
      failures_.push_back(entered.failure());
      return;
    }
    for (const EnteredJob& job : *entered) {
      const std::string& programmer = job.job.parameters.programmer;
      tell(job.record,
           hasp_line<msg::HASP100I>(fmt::format("{:<8}", job.record.name), "INTRDR",
                                    programmer.empty() ? "" : fmt::format("{:<20} ", programmer),
                                    written.job_id + " " + written.job_name));
    }
    enter(*std::move(entered), read.groups);
  }

  void tell(const JobRecord& job, const std::string& text) {
    if (environment_.table != nullptr) {
      environment_.table->line(fmt::format("{:<8} {}", job.job_id, text));
    }
  }
  void tell(const Failure& note) {
    if (environment_.table != nullptr) {
      environment_.table->line(std::string(note.message().id) + " " + note.text());
    }
  }

  JobResults collect() {
    JobResults all;
    for (std::optional<Result<JobRecord>>& result : results_) {
      if (result && *result) {
        all.records.push_back(std::move(**result));
      } else if (result) {
        all.failures.push_back(result->failure());
      }
    }
    std::ranges::move(failures_, std::back_inserter(all.failures));
    all.groups = network_.reports();
    for (const JobNetwork::GroupReport& group : all.groups) {
      if (environment_.table != nullptr) {
        environment_.table->line(fmt::format("GROUP    {:<8} {}: {} jobs, {} ended, {} flushed",
                                             group.name, state_name(group.state), group.jobs,
                                             group.ended, group.flushed));
      }
    }
    return all;
  }

  const std::vector<InitiatorClasses>& initiators_;
  RunnerEnvironment environment_;
  std::mutex mutex_, reader_mutex_;
  std::condition_variable changed_;
  JobQueue queue_;
  JobNetwork network_;
  JobQueue::MayRun may_run_ = [this](std::size_t number) { return network_.may_run(number); };
  std::deque<EnteredJob> jobs_;  ///< stays where it is when more are entered
  std::deque<std::optional<Result<JobRecord>>> results_;
  std::vector<Failure> failures_;
};

}  // namespace

JobResults run_jobs(std::vector<EnteredJob> jobs, std::vector<JobGroup> groups,
                    const std::vector<InitiatorClasses>& initiators,
                    const RunnerEnvironment& environment) {
  Initiation initiation(initiators, environment);
  initiation.enter(std::move(jobs), std::move(groups));
  return initiation.run();
}

}  // namespace coldsite::jcl
