// What jobs wait for besides an initiator: their job group and SCHEDULE AFTER=, BEFORE=. Pure: the
// initiators ask whether a job may run and tell how jobs ended.
// threads: none; the initiators share it under their lock.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/job_group.hpp"
#include "jcl-runner/job_record.hpp"

namespace coldsite::jcl {

/// Every job of a group must be among the jobs, every job that names a group in it, no group with
/// errors, no cycle of AFTER= and BEFORE=; a job that breaks this gets an error. HOLD=YES and
/// TYPE=SCAN of a group are put into its jobs. errors (into the jobs): CSJ0174E, CSJ0175E,
/// CSJ0176E, CSJ0172E.
void check_groups(const std::vector<JobGroup>& groups, std::vector<JclJob>& jobs);

enum class GroupState { kWaiting, kRunning, kComplete, kInError };
[[nodiscard]] std::string_view state_name(GroupState state);

class JobNetwork {
 public:
  void add_groups(std::vector<JobGroup> groups);
  /// `number` as in job_queue.hpp.
  void add_job(std::size_t number, const JclJob& job);

  [[nodiscard]] bool may_run(std::size_t number) const;
  void started(std::size_t number);
  void ended(std::size_t number, const JobRecord& record);

  /// Jobs that will not run, given once each: their group flushes them.
  std::vector<std::size_t> take_flushed();
  /// Jobs that their group keeps back after an error (ONERROR=SUSPEND), given once each.
  std::vector<std::size_t> take_suspended();

  struct GroupReport {
    std::string name;
    GroupState state = GroupState::kWaiting;
    std::size_t jobs = 0, ended = 0, flushed = 0;
  };
  /// One for each group, in the order they came.
  [[nodiscard]] std::vector<GroupReport> reports() const;

 private:
  enum class NodeState { kWaiting, kRunning, kEnded, kFlushed, kSuspended };
  struct Node {
    std::size_t number = 0;
    std::string name;
    std::string after, before;
    bool waits_for_entry = false;
    bool is_free = false;  ///< nothing of it runs (JCL error, TYPRUN): it waits for nobody
    std::optional<std::size_t> group;
    NodeState state = NodeState::kWaiting;
    std::optional<StepOutcome> outcome;  ///< of a job that ran
    bool is_told = false;
  };
  enum class Verdict { kWait, kRun, kFlush, kFail };

  [[nodiscard]] const Node* find(std::size_t number) const;
  [[nodiscard]] const Node* find_in_group(std::size_t group, std::string_view name) const;
  [[nodiscard]] Verdict verdict(const Node& node) const;
  [[nodiscard]] bool is_ready(const Node& node) const;
  [[nodiscard]] bool waits_for_others(const Node& node) const;
  [[nodiscard]] bool start_together(const Node& node) const;
  void settle();
  std::vector<std::size_t> take(NodeState state);

  std::vector<JobGroup> groups_;
  std::vector<bool> is_in_error_;
  std::vector<Node> nodes_;
};

}  // namespace coldsite::jcl
