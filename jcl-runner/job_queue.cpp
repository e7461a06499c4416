#include "jcl-runner/job_queue.hpp"

#include <algorithm>
#include <utility>

namespace coldsite::jcl {
namespace {

/// The place of the job's class in the initiator's list; every class is first where all are served.
std::optional<std::size_t> rank_of(const QueuedJob& job, const InitiatorClasses& initiator) {
  if (job.is_for_any || initiator.classes.empty()) {
    return 0;
  }
  const auto found = std::ranges::find(initiator.classes, job.job_class);
  return found == initiator.classes.end()
             ? std::nullopt
             : std::optional(static_cast<std::size_t>(found - initiator.classes.begin()));
}

}  // namespace

void JobQueue::add(QueuedJob job) {
  waiting_.push_back(std::move(job));
}

std::optional<std::size_t> JobQueue::find(const InitiatorClasses& initiator,
                                          const MayRun& may_run) const {
  std::optional<std::size_t> best;
  std::size_t best_rank = 0;
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    const QueuedJob& job = waiting_[i];
    const auto rank = rank_of(job, initiator);
    const bool is_better =
        rank && (!best || *rank < best_rank ||
                 (*rank == best_rank && job.priority > waiting_[*best].priority));
    if (!is_better || std::ranges::find(running_, job.name, &QueuedJob::name) != running_.end() ||
        !may_run(job.number)) {
      continue;
    }
    best = i;
    best_rank = *rank;
  }
  return best;
}

std::optional<std::size_t> JobQueue::take(const InitiatorClasses& initiator,
                                          const MayRun& may_run) {
  const auto found = find(initiator, may_run);
  if (!found) {
    return std::nullopt;
  }
  const auto at = waiting_.begin() + static_cast<std::ptrdiff_t>(*found);
  const std::size_t number = at->number;
  running_.push_back(std::move(*at));
  waiting_.erase(at);
  return number;
}

bool JobQueue::has_job_for(const InitiatorClasses& initiator, const MayRun& may_run) const {
  return find(initiator, may_run).has_value();
}

void JobQueue::ended(std::size_t number) {
  std::erase_if(running_, [&](const QueuedJob& job) { return job.number == number; });
}

void JobQueue::remove(std::size_t number) {
  std::erase_if(waiting_, [&](const QueuedJob& job) { return job.number == number; });
}

}  // namespace coldsite::jcl
