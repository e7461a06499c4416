#include "jcl-runner/initiator.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>

#include "jcl-runner/job_runner.hpp"

namespace coldsite::jcl {
namespace {

/// The jobs that wait, and the results of those that ran.
class JobQueue {
 public:
  explicit JobQueue(std::size_t size) : size_(size), results_(size) {}

  std::optional<std::size_t> take() {
    const std::lock_guard guard(mutex_);
    return next_ < size_ ? std::optional(next_++) : std::nullopt;
  }
  void put(std::size_t index, Result<JobRecord> result) {
    const std::lock_guard guard(mutex_);
    results_[index].emplace(std::move(result));
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
    return all;
  }

 private:
  std::mutex mutex_;
  std::size_t size_;
  std::size_t next_ = 0;
  std::vector<std::optional<Result<JobRecord>>> results_;
};

}  // namespace

JobResults run_jobs(const std::vector<JclJob>& jobs, std::size_t count,
                    const RunnerEnvironment& environment) {
  JobQueue queue(jobs.size());
  const auto initiate = [&](int number) {
    while (!environment.children->is_cancelled()) {
      const auto index = queue.take();
      if (!index) {
        return;
      }
      queue.put(*index, run_job(jobs[*index], JobStart{number}, environment));
    }
  };
  // A program dies with the thread that started it (PR_SET_PDEATHSIG): the threads outlive the
  // jobs.
  std::vector<std::thread> initiators;
  for (std::size_t i = 1; i < std::min(count, jobs.size()); ++i) {
    initiators.emplace_back(initiate, static_cast<int>(i) + 1);
  }
  initiate(1);
  for (std::thread& initiator : initiators) {
    initiator.join();
  }
  return queue.collect();
}

}  // namespace coldsite::jcl
