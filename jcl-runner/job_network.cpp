#include "jcl-runner/job_network.hpp"

#include <algorithm>
#include <utility>

#include "datasets/messages/csj.hpp"

namespace coldsite::jcl {
namespace {

const JobGroup* find_group(const std::vector<JobGroup>& groups, std::string_view name) {
  const auto found = std::ranges::find(groups, name, &JobGroup::name);
  return found == groups.end() ? nullptr : &*found;
}

bool is_of(const JclJob& job, const JobGroup& group) {
  return job.parameters.schedule.job_group == group.name;
}

/// AFTER= and BEFORE= of all jobs as if they were one group.
JobGroup schedule_of(const std::vector<JclJob>& jobs) {
  JobGroup schedule;
  for (const JclJob& job : jobs) {
    schedule.jobs.push_back({job.name, false, job.position});
    const JobSchedule& coded = job.parameters.schedule;
    if (!coded.after.empty()) {
      schedule.dependencies.push_back({coded.after, job.name, {}, {}, {}});
    }
    if (!coded.before.empty()) {
      schedule.dependencies.push_back({job.name, coded.before, {}, {}, {}});
    }
  }
  return schedule;
}

void check_group(const JobGroup& group, std::vector<JclJob>& jobs) {
  std::vector<Failure> errors = group.errors;
  for (const GroupJob& wanted : group.jobs) {
    const bool is_there = std::ranges::any_of(
        jobs, [&](const JclJob& job) { return job.name == wanted.name && is_of(job, group); });
    if (!is_there) {
      errors.push_back(failure<msg::CSJ0174E>(wanted.name, group.name).at(wanted.position));
    }
  }
  for (JclJob& job : jobs) {
    if (!is_of(job, group)) {
      continue;
    }
    job.errors.insert(job.errors.end(), errors.begin(), errors.end());
    if (group.is_scanned) {
      job.parameters.type_of_run = TypeOfRun::kScan;
    } else if (group.is_held) {
      job.parameters.type_of_run = TypeOfRun::kHold;
    }
  }
}

}  // namespace

void check_groups(const std::vector<JobGroup>& groups, std::vector<JclJob>& jobs) {
  for (const JobGroup& group : groups) {
    check_group(group, jobs);
  }
  for (JclJob& job : jobs) {
    const JobSchedule& coded = job.parameters.schedule;
    if (coded.job_group.empty()) {
      continue;
    }
    const JobGroup* group = find_group(groups, coded.job_group);
    if (group == nullptr) {
      job.errors.push_back(failure<msg::CSJ0175E>(coded.job_group).at(coded.position));
    } else if (group->find_job(job.name) == nullptr) {
      job.errors.push_back(failure<msg::CSJ0176E>(job.name, group->name).at(coded.position));
    }
  }
  const std::vector<std::string> cycle = find_cycle(schedule_of(jobs));
  for (JclJob& job : jobs) {
    if (std::ranges::find(cycle, job.name) != cycle.end()) {
      job.errors.push_back(failure<msg::CSJ0172E>("SCHEDULE", job.name + " waits for itself")
                               .at(job.parameters.schedule.position));
    }
  }
}

std::string_view state_name(GroupState state) {
  switch (state) {
    case GroupState::kWaiting:
      return "waiting";
    case GroupState::kRunning:
      return "running";
    case GroupState::kComplete:
      return "complete";
    case GroupState::kInError:
      return "in error";
  }
  return "";
}

void JobNetwork::add_groups(std::vector<JobGroup> groups) {
  for (JobGroup& group : groups) {
    is_in_error_.push_back(!group.errors.empty());
    groups_.push_back(std::move(group));
  }
}

void JobNetwork::add_job(std::size_t number, const JclJob& job) {
  const JobSchedule& coded = job.parameters.schedule;
  Node node;
  node.number = number;
  node.name = job.name;
  node.after = coded.after;
  node.before = coded.before;
  node.waits_for_entry = coded.waits_for_entry;
  for (std::size_t i = groups_.size(); i-- > 0 && !coded.job_group.empty() && !node.group;) {
    if (groups_[i].name == coded.job_group && groups_[i].find_job(job.name) != nullptr) {
      node.group = i;
    }
  }
  node.is_free = !job.errors.empty() || job.parameters.type_of_run != TypeOfRun::kRun;
  nodes_.push_back(std::move(node));
}

const JobNetwork::Node* JobNetwork::find(std::size_t number) const {
  const auto found = std::ranges::find(nodes_, number, &Node::number);
  return found == nodes_.end() ? nullptr : &*found;
}

const JobNetwork::Node* JobNetwork::find_in_group(std::size_t group, std::string_view name) const {
  const auto found = std::ranges::find_if(
      nodes_, [&](const Node& node) { return node.group == group && node.name == name; });
  return found == nodes_.end() ? nullptr : &*found;
}

/// What the group says of a job now.
JobNetwork::Verdict JobNetwork::verdict(const Node& node) const {
  const JobGroup& group = groups_[*node.group];
  bool waits = false;
  std::size_t parents = 0;
  std::size_t flushed = 0;
  for (const GroupDependency& dependency : group.dependencies) {
    if (dependency.dependent != node.name) {
      continue;
    }
    ++parents;
    const Node* parent = find_in_group(*node.group, dependency.parent);
    if (parent != nullptr && parent->state == NodeState::kFlushed) {
      ++flushed;
      continue;
    }
    if (parent == nullptr || parent->state != NodeState::kEnded) {
      waits = true;
      continue;
    }
    const std::vector<StepOutcome> outcomes =
        parent->outcome ? std::vector{*parent->outcome} : std::vector<StepOutcome>{};
    const bool holds = dependency.when ? evaluate(*dependency.when, outcomes)
                                       : parent->outcome && !parent->outcome->abended;
    const GroupAction action = holds ? dependency.action : dependency.otherwise;
    if (action != GroupAction::kSatisfy) {
      return action == GroupAction::kFail ? Verdict::kFail : Verdict::kFlush;
    }
  }
  const bool flushes_with_any = group.find_job(node.name)->flushes_with_any;
  if (flushed > 0 && (flushes_with_any || flushed == parents)) {
    return Verdict::kFlush;
  }
  return waits ? Verdict::kWait : Verdict::kRun;
}

bool JobNetwork::waits_for_others(const Node& node) const {
  bool is_known = node.after.empty();
  for (const Node& other : nodes_) {
    if (&other == &node) {
      continue;
    }
    const bool is_parent = other.name == node.after || other.before == node.name;
    is_known |= other.name == node.after;
    if (is_parent && (other.state == NodeState::kWaiting || other.state == NodeState::kRunning)) {
      return true;
    }
  }
  return !is_known && node.waits_for_entry;
}

bool JobNetwork::is_ready(const Node& node) const {
  return !waits_for_others(node) && (!node.group || verdict(node) == Verdict::kRun);
}

/// CONCURRENT: none starts before all could.
bool JobNetwork::start_together(const Node& node) const {
  for (const std::vector<std::string>& together : groups_[*node.group].concurrent) {
    if (std::ranges::find(together, node.name) == together.end()) {
      continue;
    }
    for (const std::string& name : together) {
      const Node* other = find_in_group(*node.group, name);
      const bool waits = other != nullptr && other->state == NodeState::kWaiting;
      if (other == nullptr || (waits && !is_ready(*other))) {
        return false;
      }
    }
  }
  return true;
}

bool JobNetwork::may_run(std::size_t number) const {
  const Node* node = find(number);
  return node == nullptr || node->is_free ||
         (node->state == NodeState::kWaiting && is_ready(*node) &&
          (!node->group || start_together(*node)));
}

void JobNetwork::started(std::size_t number) {
  const auto found = std::ranges::find(nodes_, number, &Node::number);
  if (found != nodes_.end()) {
    found->state = NodeState::kRunning;
  }
}

void JobNetwork::ended(std::size_t number, const JobRecord& record) {
  const auto found = std::ranges::find(nodes_, number, &Node::number);
  if (found == nodes_.end()) {
    return;
  }
  // A job that is held has not ended: what comes after it waits.
  found->state = record.state == JobState::kHeld ? NodeState::kSuspended : NodeState::kEnded;
  found->is_told = true;
  const bool did_run = record.state == JobState::kEnded || record.state == JobState::kAbended ||
                       record.state == JobState::kCancelled;
  if (did_run) {
    found->outcome = StepOutcome{record.name, record.highest_code(),
                                 record.state != JobState::kEnded, record.abend};
  }
  if (found->group && groups_[*found->group].error && did_run &&
      evaluate(*groups_[*found->group].error, {*found->outcome})) {
    is_in_error_[*found->group] = true;
    for (Node& node : nodes_) {
      if (node.group == found->group && !node.is_free && node.state == NodeState::kWaiting) {
        node.state = groups_[*node.group].on_error == GroupErrorAction::kSuspend
                         ? NodeState::kSuspended
                         : NodeState::kFlushed;
      }
    }
  }
  settle();
}

/// Flushing one job may flush those behind it.
void JobNetwork::settle() {
  bool has_changed = true;
  while (has_changed) {
    has_changed = false;
    for (Node& node : nodes_) {
      if (!node.group || node.is_free || node.state != NodeState::kWaiting) {
        continue;
      }
      const Verdict now = verdict(node);
      if (now == Verdict::kFlush || now == Verdict::kFail) {
        node.state = NodeState::kFlushed;
        has_changed = true;
        is_in_error_[*node.group] = is_in_error_[*node.group] || now == Verdict::kFail;
      }
    }
  }
}

std::vector<std::size_t> JobNetwork::take(NodeState state) {
  std::vector<std::size_t> taken;
  for (Node& node : nodes_) {
    if (node.state == state && !std::exchange(node.is_told, true)) {
      taken.push_back(node.number);
    }
  }
  return taken;
}

std::vector<std::size_t> JobNetwork::take_flushed() {
  return take(NodeState::kFlushed);
}

std::vector<std::size_t> JobNetwork::take_suspended() {
  return take(NodeState::kSuspended);
}

std::vector<JobNetwork::GroupReport> JobNetwork::reports() const {
  std::vector<GroupReport> reports;
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    GroupReport report;
    report.name = groups_[i].name;
    bool is_running = false;
    for (const Node& node : nodes_) {
      if (node.group != i) {
        continue;
      }
      ++report.jobs;
      report.ended += node.state == NodeState::kEnded ? 1 : 0;
      report.flushed += node.state == NodeState::kFlushed ? 1 : 0;
      is_running |= node.state == NodeState::kRunning;
    }
    const bool is_over = report.ended + report.flushed == report.jobs;
    report.state = is_in_error_[i]                  ? GroupState::kInError
                   : is_over                        ? GroupState::kComplete
                   : is_running || report.ended > 0 ? GroupState::kRunning
                                                    : GroupState::kWaiting;
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace coldsite::jcl
