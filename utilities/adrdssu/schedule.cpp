#include "utilities/adrdssu/schedule.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "datasets/messages/csk.hpp"
#include "datasets/messages/csp.hpp"

namespace coldsite::adrdssu {
namespace {

constexpr std::size_t kTasksAtOnce = 8;

bool is_label_track(const dasd::TrackAddress& track) {
  return track.cylinder == 0 && track.head == 0;
}

/// TRACKS that bring another label onto the target.
bool writes_label(const CommonOperands& common, const std::optional<dasd::TrackAddress>& out) {
  if (common.full) {
    return false;
  }
  return out ? is_label_track(*out)
             : std::ranges::any_of(common.tracks, [](const TrackRange& range) {
                 return is_label_track(range.first);
               });
}

bool runs_alone(const AdrdssuStatement& statement) {
  if (const auto* copy = std::get_if<CopyCommand>(&statement)) {
    return copy->label == LabelRule::kCopyVolumeId || writes_label(copy->common, copy->out_track);
  }
  if (const auto* restore = std::get_if<RestoreCommand>(&statement)) {
    return restore->label == LabelRule::kCopyVolumeId ||
           writes_label(restore->common, restore->out_track);
  }
  const auto* print = std::get_if<PrintCommand>(&statement);
  return print != nullptr && !print->output;
}

/// Collects what a command uses.
class MediaFinder {
 public:
  explicit MediaFinder(batch::StepContext& context) : context_(&context) {}

  void add(const Media& media, bool is_written) {
    for (const cards::Word& ddname : media.ddnames) {
      add_dd(ddname.text, is_written);
    }
    for (const DynamicVolume& volume : media.volumes) {
      add_volume(volume, is_written);
    }
  }
  void add_dd(const std::string& ddname, bool is_written) {
    const auto allocation = context_->allocated_one(ddname);
    if (!allocation) {
      return;
    }
    const site::Allocation& found = **allocation;
    if (found.kind == site::AllocationKind::kSysout) {
      uses.push_back({"SYSOUT", true});
    }
    for (const std::string& path : {found.volume_path, found.host_path}) {
      if (!path.empty()) {
        uses.push_back({path, is_written});
      }
    }
    for (const std::string& path : found.tape_paths) {
      uses.push_back({path, true});  // a tape has one user, reading too
    }
  }

  std::vector<MediaUse> uses;

 private:
  void add_volume(const DynamicVolume& volume, bool is_written) {
    site::Site* site = context_->site;
    if (site == nullptr) {
      return;
    }
    const auto address = site::parse_unit_address(volume.unit);
    const auto device = address ? site->find_device(*address) : site->find_volume(volume.volser);
    if (device) {
      uses.push_back({(*device)->path, is_written});
    }
  }

  batch::StepContext* context_;
};

struct MediaVisitor {
  MediaFinder& finder;
  void operator()(const CopyCommand& command) const { add(command.common, true); }
  void operator()(const DumpCommand& command) const { add(command.common, true); }
  void operator()(const RestoreCommand& command) const { add(command.common, true); }
  void operator()(const PrintCommand& command) const {
    finder.add(command.from, false);
    if (command.output) {
      finder.add_dd(command.output->text, true);
    }
  }
  void operator()(const CopyDumpCommand& command) const {
    finder.add_dd(command.from.text, false);
    for (const cards::Word& ddname : command.to) {
      finder.add_dd(ddname.text, true);
    }
  }
  void operator()(const SchedulingCommand& /*command*/) const {}

  void add(const CommonOperands& common, bool writes_target) const {
    finder.add(common.from, false);
    finder.add(common.to, writes_target);
  }
};

/// What two tasks may not use at once; nothing when they do not meet.
std::optional<std::string> find_conflict(const std::vector<MediaUse>& a,
                                         const std::vector<MediaUse>& b) {
  for (const MediaUse& one : a) {
    for (const MediaUse& other : b) {
      if (one.path == other.path && (one.is_written || other.is_written)) {
        return one.path;
      }
    }
  }
  return std::nullopt;
}

/// Progress of several tasks on one line.
class SharedProgress final : public batch::Progress {
 public:
  explicit SharedProgress(batch::Progress& line) : line_(&line) {}
  void begin(std::string_view /*activity*/, std::uint64_t /*total_bytes*/) override {}
  void add(std::uint64_t bytes) override { line_->add(bytes); }
  void end() override {}

 private:
  batch::Progress* line_;
};

/// One task of a group with everything that is its own.
struct ParallelTask {
  struct Wait {
    std::size_t index;  ///< of the earlier task
    std::string what;
  };
  NumberedCommand command;
  std::vector<MediaUse> uses;
  std::vector<Wait> waits;
  std::unique_ptr<site::Site> site;
  std::unique_ptr<batch::Report> report;
  batch::StepContext context;
  int code = 0;
  bool is_started = false;
  bool is_done = false;
};

class ParallelRun {
 public:
  ParallelRun(batch::StepContext& context, const TaskRunner& run)
      : context_(&context), run_(&run), progress_(*context.progress) {}

  void prepare(const TaskGroup& group);
  std::vector<int> run();

 private:
  void work();
  ParallelTask* find_ready();
  void run_one(ParallelTask& task);

  batch::StepContext* context_;
  const TaskRunner* run_;
  SharedProgress progress_;
  std::deque<ParallelTask> tasks_;
  std::mutex mutex_;
  std::condition_variable changed_;
};

/// Everything that looks at the site is done here, before the first task changes anything.
void ParallelRun::prepare(const TaskGroup& group) {
  for (const NumberedCommand& command : group) {
    ParallelTask& task = tasks_.emplace_back();
    task.command = command;
    task.uses = media_of(*context_, *command.statement);
    for (std::size_t i = 0; i + 1 < tasks_.size(); ++i) {
      if (auto what = find_conflict(tasks_[i].uses, task.uses)) {
        task.waits.push_back({i, *std::move(what)});
      }
    }
    task.report = context_->report->make_part();
    task.context = *context_;
    task.context.report = task.report.get();
    task.context.progress = &progress_;
    task.context.allocation.note = [report = task.report.get()](const Failure& note) {
      report->say(note);
    };
    if (context_->site != nullptr) {
      auto site = site::Site::open(*context_->store, context_->site->directory());
      if (!site) {
        task.report->say(site.failure());
        continue;  // and the task will say that it has no site
      }
      task.site = *std::move(site);
    }
    task.context.site = task.site.get();
    task.context.allocation.site = task.site.get();
  }
}

/// The first task that nothing stands in the way of; the lock is held.
ParallelTask* ParallelRun::find_ready() {
  const auto ready = std::ranges::find_if(tasks_, [this](const ParallelTask& task) {
    return !task.is_started &&
           std::ranges::all_of(task.waits, [this](const ParallelTask::Wait& wait) {
             return tasks_[wait.index].is_done;
           });
  });
  return ready == tasks_.end() ? nullptr : &*ready;
}

void ParallelRun::run_one(ParallelTask& task) {
  for (const ParallelTask::Wait& wait : task.waits) {
    task.report->say<msg::CSK0044I>(fmt::format("{:03}", task.command.number),
                                    fmt::format("{:03}", tasks_[wait.index].command.number),
                                    "'" + wait.what + "'");
  }
  try {
    task.code = (*run_)(task.context, task.command);
  } catch (const std::bad_alloc&) {
    task.report->say<msg::CSP0004T>();
    task.code = task.report->condition_code();
  }
}

void ParallelRun::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ParallelTask* task = nullptr;
    changed_.wait(lock, [&] {
      task = find_ready();
      return task != nullptr || std::ranges::all_of(tasks_, &ParallelTask::is_started);
    });
    if (task == nullptr) {
      return;
    }
    task->is_started = true;
    lock.unlock();
    run_one(*task);
    lock.lock();
    task->is_done = true;
    changed_.notify_all();
  }
}

/// What a task has said is printed as soon as everything before it is.
std::vector<int> ParallelRun::run() {
  context_->progress->begin(fmt::format("{} tasks", tasks_.size()), 0);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < std::min(tasks_.size(), kTasksAtOnce); ++i) {
    threads.emplace_back([this] { work(); });
  }
  std::vector<int> codes;
  for (ParallelTask& task : tasks_) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&task] { return task.is_done; });
    lock.unlock();
    context_->report->append(*task.report);
    codes.push_back(task.code);
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  context_->progress->end();
  return codes;
}

}  // namespace

std::vector<TaskGroup> plan_schedule(const std::vector<AdrdssuStatement>& statements) {
  std::vector<TaskGroup> groups;
  std::size_t number = 0;
  bool is_parallel = false;
  bool is_open = false;  // whether the last group takes more
  for (const AdrdssuStatement& statement : statements) {
    if (const auto* scheduling = std::get_if<SchedulingCommand>(&statement)) {
      is_parallel = scheduling->parallel;
      is_open = false;
      continue;
    }
    const bool joins = is_parallel && !runs_alone(statement);
    if (!joins || !is_open) {
      groups.emplace_back();
    }
    groups.back().push_back({&statement, ++number});
    is_open = joins;
  }
  return groups;
}

std::vector<MediaUse> media_of(batch::StepContext& context, const AdrdssuStatement& statement) {
  MediaFinder finder(context);
  std::visit(MediaVisitor{finder}, statement);
  return std::move(finder.uses);
}

std::vector<int> run_parallel(batch::StepContext& context, const TaskGroup& group,
                              const TaskRunner& run) {
  ParallelRun parallel(context, run);
  parallel.prepare(group);
  return parallel.run();
}

}  // namespace coldsite::adrdssu
