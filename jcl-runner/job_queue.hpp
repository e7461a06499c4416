// The jobs that wait for an initiator, and which of them is next: by class in the order of the
// initiator's list, then by PRTY, then by submission. Of jobs with one name only one runs at a
// time. Pure: who waits, and how, is the business of initiator.hpp.
// threads: none; the initiators share it under their lock.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "jcl-runner/initiator_classes.hpp"

namespace coldsite::jcl {

struct QueuedJob {
  std::size_t number = 0;  ///< in the order of submission
  std::string name, job_class;
  int priority = 0;
  bool is_for_any = false;  ///< nothing of it runs (JCL error, TYPRUN): every initiator may take it
};

class JobQueue {
 public:
  using MayRun = std::function<bool(std::size_t number)>;

  void add(QueuedJob job);
  /// The next job for this initiator, which now runs; nothing when none may be taken now.
  std::optional<std::size_t> take(const InitiatorClasses& initiator, const MayRun& may_run);
  /// Whether take() would give one.
  [[nodiscard]] bool has_job_for(const InitiatorClasses& initiator, const MayRun& may_run) const;
  void ended(std::size_t number);
  /// Takes a job that waits out of the queue: it will not run.
  void remove(std::size_t number);

  [[nodiscard]] bool is_running() const { return !running_.empty(); }
  [[nodiscard]] const std::vector<QueuedJob>& waiting() const { return waiting_; }

 private:
  [[nodiscard]] std::optional<std::size_t> find(const InitiatorClasses& initiator,
                                                const MayRun& may_run) const;

  std::vector<QueuedJob> waiting_;  ///< in the order of submission
  std::vector<QueuedJob> running_;
};

}  // namespace coldsite::jcl
