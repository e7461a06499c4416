#include "jcl-runner/step_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "control-cards/dd/dd_operands.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/site/cataloged.hpp"
#include "datasets/site/new_data_sets.hpp"
#include "datasets/site/open.hpp"
#include "jcl-runner/abend.hpp"
#include "jcl-runner/dispositions.hpp"
#include "jcl-runner/foreign_step.hpp"
#include "jcl-runner/program_search.hpp"
#include "utilities/batch/report.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kParameterBytesMax = 32760;
constexpr std::uint64_t kInternalReaderBytesMax = 256 << 20;

std::string unit_text(const site::Allocation& part) {
  switch (part.kind) {
    case site::AllocationKind::kDummy:
      return "DMY ";
    case site::AllocationKind::kInstream:
    case site::AllocationKind::kSysout:
      return "JES2";
    case site::AllocationKind::kHostFile:
      return "PATH";
    case site::AllocationKind::kTape:
      return "TAPE";
    case site::AllocationKind::kVsam:
      return "VSAM";
    case site::AllocationKind::kDasdDataSet:
    case site::AllocationKind::kDasdVolume:
      break;
  }
  return part.device_address == 0 ? "PATH" : fmt::format("{:04X}", part.device_address);
}

/// The variables of this process that a step does not inherit.
bool is_for_steps(std::string_view variable) {
  constexpr std::array<std::string_view, 8> kOurs = {
      "COLDSITE_SITE=", "COLDSITE_DDS=",     "COLDSITE_PARM=",  "COLDSITE_JOB=",
      "COLDSITE_STEP=", "COLDSITE_CONSOLE=", "COLDSITE_JOBID=", "DD_"};
  return std::ranges::any_of(kOurs,
                             [&](std::string_view name) { return variable.starts_with(name); });
}

Result<void> write_file(io::FileStore& store, const std::string& path, const std::string& text,
                        bool is_synced) {
  CS_ASSIGN(const auto file, store.open(path, io::OpenMode::kCreateOrReplace));
  CS_TRY(
      file->write_at(0, ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size())));
  return is_synced ? file->sync() : Result<void>();
}

/// job.json with its content on the medium and its name not yet: a power failure leaves this state
/// or the one before, whole. The checkpoint syncs the directory before anything is made.
Result<void> write_running_record(io::FileStore& store, const SpoolJob& job,
                                  const JobRecord& record) {
  const std::string path = job.file("job.json");
  CS_TRY(write_file(store, path + ".new", record.to_json() + "\n", true));
  return store.rename_file(path + ".new", path);
}

class StepRun {
 public:
  StepRun(RunningJob& running, std::size_t index)
      : running_(running),
        index_(index),
        step_(running.job->steps[index]),
        record_(running.record.steps[index]),
        context_(running.allocation_context(step_.key)) {}

  void run() {
    const auto start = std::chrono::steady_clock::now();
    set_state(StepState::kRunning);
    if (!allocate()) {
      end_step(StepState::kJclError);
      return;
    }
    CS_KILL_POINT("jcl.after_allocation");
    running_.log->say<msg::IEF373I>(named(step_.name), day());
    run_program();
    CS_KILL_POINT("jcl.after_program");
    record_.elapsed_us = std::chrono::duration_cast<std::chrono::microseconds>(
                             std::chrono::steady_clock::now() - start)
                             .count();
    tell_outcome();
    submit_written_jobs();
    dispose();
    tell_usage();
    end_step(abend_ ? StepState::kAbended : StepState::kEnded);
    CS_KILL_POINT("jcl.after_step");
  }

 private:
  [[nodiscard]] JobLog& log() { return *running_.log; }
  [[nodiscard]] const std::string& job_name() const { return running_.job->name; }
  [[nodiscard]] std::string day() {
    return day_text(running_.clock->now(), running_.offset_minutes);
  }
  static std::string named(const std::string& name) { return fmt::format("{:<8}", name); }

  void set_state(StepState state) {
    record_.state = state;
    const auto write = state == StepState::kRunning ? write_running_record : write_record;
    if (auto written = write(*context_.store, running_.spool, running_.record); !written) {
      log().say(written.failure());
    }
  }

  /// The step is over: the checkpoint first, since it is what a restart goes by.
  void end_step(StepState state) {
    Checkpoint& checkpoint = running_.checkpoint;
    record_.state = state;
    checkpoint.steps[index_] = record_;
    checkpoint.phase = StepPhase::kBetween;
    checkpoint.phase_step.clear();
    checkpoint.undo.clear();
    checkpoint.extended.clear();
    checkpoint.dispositions.clear();
    if (state == StepState::kEnded) {
      checkpoint.keeps_data = may_restart(index_ + 1);
    }
    running_.keep_checkpoint();
    CS_KILL_POINT("jcl.after_checkpoint");
    set_state(state);
  }

  [[nodiscard]] bool may_restart(std::size_t index) const {
    return running_.job->restart_definition_of(index) == RestartDefinition::kRestart;
  }
  /// Why a step could not start stands next to it on the terminal, not only in the spool.
  void tell_terminal(const Failure& failure) {
    if (running_.environment->table == nullptr) {
      return;
    }
    for (const std::string& line : batch::format_failure(failure)) {
      running_.environment->table->line(line);
    }
  }

  bool allocate() {
    const std::size_t known_groups = running_.generation_groups->size();
    auto resolved = resolve();
    if (!resolved) {
      log().say(resolved.failure());
      tell_terminal(resolved.failure());
      return false;
    }
    plan_undo(*std::move(resolved), known_groups);
    auto made = site::allocate_step(bindings_, context_);
    running_.temporary_count = context_.temporary_count;
    if (!made) {
      log().say(made.failure());
      tell_terminal(made.failure());
      return false;
    }
    dds_ = *std::move(made);
    note_extended();
    log().say<msg::IEF236I>(job_name(), step_.shown_name());
    for (const site::DdAllocation& dd : dds_) {
      for (std::size_t i = 0; i < dd.parts.size(); ++i) {
        log().say<msg::IEF237I>(unit_text(dd.parts[i]), i == 0 ? dd.ddname : std::string());
      }
    }
    running_.passed.remember(step_, dds_);
    context_.catalogs.reset();  // the program may change catalogs and volumes
    return true;
  }

  Result<std::vector<site::DdBinding>> resolve() {
    CS_TRY(running_.site->refresh());
    if (running_.job->parameters.is_generation_bias_step) {
      running_.generation_groups->clear();
    }
    return site::resolve_generations(running_.passed.bindings_for(step_), context_);
  }

  /// What a kill from now on must take back.
  void plan_undo(std::vector<site::DdBinding> bindings, std::size_t known_groups) {
    bindings_ = std::move(bindings);
    std::vector<site::DdBinding> planned = bindings_;
    const bool may_be_restarted = may_restart(index_);
    for (site::DdBinding& binding : planned) {
      for (site::DdRequest& part : binding.parts) {
        if (may_be_restarted && part.abnormal) {
          part.abnormal = site::Disposition::kDelete;
        }
      }
    }
    Checkpoint& checkpoint = running_.checkpoint;
    checkpoint.undo = site::plan_new_data_sets(planned, context_);
    checkpoint.phase = StepPhase::kAllocated;
    checkpoint.phase_step = step_.key;
    checkpoint.keeps_data = may_be_restarted;
    is_noted_ = !checkpoint.undo.empty() || running_.generation_groups->size() != known_groups ||
                !running_.passed.all().empty();
    if (is_noted_) {
      running_.keep_checkpoint();
    }
    CS_KILL_POINT("jcl.after_plan");
  }

  /// Where the data sets end that DISP=MOD adds to.
  void note_extended() {
    Checkpoint& checkpoint = running_.checkpoint;
    for (const site::DdAllocation& dd : dds_) {
      for (const site::Allocation& part : dd.parts) {
        const bool is_extended = part.request.status == site::Status::kModify && !part.is_new &&
                                 part.kind == site::AllocationKind::kDasdDataSet;
        const auto open = is_extended ? site::open_data_set(part, dasd::Access::kRead, context_)
                                      : Result<site::OpenDataSet>(site::OpenDataSet{});
        if (is_extended && open) {
          const dasd::DataSetLabel& label = open->label;
          site::DdRequest request = site::resolved_request(part);
          request.status = site::Status::kOld;
          request.normal = site::Disposition::kKeep;
          request.abnormal = site::Disposition::kKeep;
          checkpoint.extended.push_back({std::move(request), label.last_block.track,
                                         label.last_block.record, label.track_balance});
        }
      }
    }
    if (!checkpoint.extended.empty()) {
      is_noted_ = true;
      running_.keep_checkpoint();
    }
  }

  /// PARMDD: the records of that DD, one behind the other, without trailing blanks.
  Result<std::string> read_parameter() {
    if (step_.parm_ddname.empty()) {
      return step_.parm;
    }
    const auto dd = std::ranges::find(dds_, step_.parm_ddname, &site::DdAllocation::ddname);
    if (dd == dds_.end()) {
      return failure<msg::CSJ0065E>(step_.parm_ddname);
    }
    CS_ASSIGN(const auto reader, site::open_reader(dd->parts, {}, context_));
    std::string parameter;
    while (true) {
      CS_ASSIGN(const auto record, reader->read_record());
      if (!record) {
        return parameter;
      }
      std::string text = site::code_page_of(context_).to_utf8(*record);
      parameter += text.erase(text.find_last_not_of(' ') + 1);
      if (parameter.size() > kParameterBytesMax) {
        return failure<msg::IEFC642I>("PARMDD");
      }
    }
  }

  /// Data that could not be opened, read or written end the step; the operator sees why.
  void end_by(const Failure& reason) {
    log().tell_operator(running_.clock->now(), reason);
    abend_ = abend_of_failure(reason);
  }

  void run_program() {
    auto parameter = read_parameter();
    if (!parameter) {
      end_by(parameter.failure());
      return;
    }
    parameter_ = *std::move(parameter);
    const site::SiteConfiguration& configuration = running_.site->configuration();
    std::vector<std::string> directories;
    for (const std::string& directory : configuration.program_directories) {
      directories.push_back(directory.starts_with('/')
                                ? directory
                                : io::join_path(running_.site->directory(), directory));
    }
    const auto program = find_program(*context_.store, step_.program,
                                      running_.environment->suite_directory, directories);
    if (!program) {
      log().tell_operator<msg::CSV003I>(running_.clock->now(), step_.program);
      log().tell_operator<msg::CSV028I>(running_.clock->now(), job_name(), step_.shown_name());
      abend_ = program_not_found();
      return;
    }
    if (program->is_ours) {
      run_ours(program->path);
    } else {
      run_foreign(program->path);
    }
  }

  [[nodiscard]] ChildRequest child_request(const std::string& path) const {
    ChildRequest request;
    request.job_id = running_.spool.job_id;
    request.program_path = path;
    for (const std::string& variable : running_.environment->variables) {
      if (!is_for_steps(variable)) {
        request.environment.push_back(variable);
      }
    }
    request.environment.push_back("COLDSITE_SITE=" + running_.site->directory());
    request.environment.push_back("COLDSITE_PARM=" + parameter_);
    request.environment.push_back("COLDSITE_JOB=" + job_name());
    request.environment.push_back("COLDSITE_STEP=" + step_.key);
    request.environment.push_back("COLDSITE_JOBID=" + running_.spool.job_id);
    if (const Console* console = running_.environment->console) {
      request.environment.push_back("COLDSITE_CONSOLE=" + console->socket_path());
    }
    request.input_path = "/dev/null";
    request.output_path = running_.spool.file(step_.key + ".STDOUT");
    request.error_path = running_.spool.file(step_.key + ".STDERR");
    request.cpu_seconds = step_.cpu_seconds;
    if (const auto job_limit = running_.job->parameters.cpu_seconds) {
      const auto used = static_cast<std::uint32_t>(running_.cpu_us / 1000000);
      const std::uint32_t left = *job_limit > used ? *job_limit - used : 1;
      request.cpu_seconds = std::min(request.cpu_seconds.value_or(left), left);
    }
    return request;
  }

  void run_child(const ChildRequest& request) {
    CS_KILL_POINT("jcl.before_program");
    auto end = running_.environment->children->run(request);
    if (!end) {
      log().say(end.failure());
      abend_ = abend_of_start(end.failure());
    } else {
      record_.cpu_us = end->cpu_us;
      running_.cpu_us += end->cpu_us;
      record_.code = is_shell_program(step_.program) ? shell_condition_code(end->exit_code)
                                                     : static_cast<std::uint32_t>(end->exit_code);
      const auto cancelled = running_.environment->children->cancelled(request.job_id);
      if (cancelled) {
        abend_ = Abend{std::string(cancel_abend(*cancelled)), "00000000"};
      } else if (end->signal != 0) {
        abend_ = abend_of_signal(end->signal);
      }
    }
    drop_empty(running_.spool.file(step_.key + ".STDOUT"));
    drop_empty(running_.spool.file(step_.key + ".STDERR"));
  }

  void drop_empty(const std::string& path) {
    const auto info = context_.store->info(path);
    if (info && *info && (*info)->size_bytes == 0) {
      (void)context_.store->remove_file(path);
    }
  }

  void run_ours(const std::string& path) {
    std::vector<site::DdBinding> resolved;
    for (const site::DdAllocation& dd : dds_) {
      resolved.push_back({dd.ddname, {}});
      for (const site::Allocation& part : dd.parts) {
        resolved.back().parts.push_back(site::resolved_request(part));
      }
    }
    const std::string bindings_path = running_.spool.file("." + step_.key + ".dds");
    const auto written =
        write_file(*context_.store, bindings_path, dd::format_dd_bindings(resolved), false);
    if (!written) {
      log().say(written.failure());
      abend_ = Abend{"S001", "00000000"};
      return;
    }
    ChildRequest request = child_request(path);
    request.environment.push_back("COLDSITE_DDS=" + bindings_path);
    run_child(request);
    (void)context_.store->remove_file(bindings_path);
  }

  void run_foreign(const std::string& path) {
    auto staged = StagedDds::stage(dds_, context_, running_.spool);
    if (!staged) {
      end_by(staged.failure());
      return;
    }
    ChildRequest request = child_request(path);
    for (std::string& variable : staged->environment()) {
      request.environment.push_back(std::move(variable));
    }
    const auto use = [&](std::string_view ddname, std::string& target) {
      const std::string dd_path = staged->path_of(ddname);
      target = dd_path.empty() || dd_path == "-" ? target : dd_path;
    };
    use("SYSIN", request.input_path);
    use("STDIN", request.input_path);
    use("SYSOUT", request.output_path);
    use("STDOUT", request.output_path);
    use("STDERR", request.error_path);
    run_child(request);
    if (!abend_) {
      if (auto taken_back = staged->write_back(context_); !taken_back) {
        end_by(taken_back.failure());
      }
    }
    staged->discard(*context_.store);
  }

  void tell_outcome() {
    if (!abend_) {
      log().say<msg::IEF142I>(job_name(), step_.shown_name(), fmt::format("{:04}", record_.code));
      return;
    }
    record_.abend = abend_->code;
    const bool is_user = abend_->code.starts_with('U');
    const std::string system = is_user ? "000" : abend_->code.substr(1);
    const std::string user = is_user ? abend_->code.substr(1) : "0000";
    const io::Timestamp now = running_.clock->now();
    log().tell_operator<msg::IEF450I>(now, job_name(), step_.shown_name(), "S" + system, "U" + user,
                                      abend_->reason, clock_text(now, running_.offset_minutes));
    log().say<msg::IEF472I>(job_name(), step_.shown_name(), system, user, abend_->reason);
  }

  /// SYSOUT=(class,INTRDR): what the step wrote there are jobs.
  void submit_written_jobs() {
    for (const site::DdAllocation& dd : dds_) {
      const site::Allocation& part = dd.parts.front();
      if (part.kind != site::AllocationKind::kSysout || part.request.sysout_writer != "INTRDR" ||
          !running_.environment->submit_text) {
        continue;
      }
      auto content = io::read_file(*context_.store, part.host_path, kInternalReaderBytesMax);
      if (!content) {
        log().say(content.failure());
        tell_terminal(content.failure());
        continue;
      }
      running_.environment->submit_text({running_.spool.job_id, job_name(),
                                         std::string(content->begin(), content->end()),
                                         !abend_.has_value()});
      CS_KILL_POINT("jcl.after_internal_reader");
    }
  }

  void dispose() {
    Dispositions dispositions(running_, context_, step_, dds_);
    dispositions.is_abend = abend_.has_value();
    dispositions.is_abnormal =
        abend_ || (step_.abnormal_code && step_.abnormal_code->holds(record_.code));
    dispositions.keeps_for_restart = abend_ && may_restart(index_);
    if (dispositions.plan() || is_noted_) {
      Checkpoint& checkpoint = running_.checkpoint;
      checkpoint.phase = StepPhase::kEnded;
      checkpoint.phase_step = step_.key;
      checkpoint.steps[index_] = record_;
      checkpoint.steps[index_].state = abend_ ? StepState::kAbended : StepState::kEnded;
      running_.keep_checkpoint();
    }
    CS_KILL_POINT("jcl.before_dispositions");
    dispositions.carry_out();
  }

  void tell_usage() {
    log().say<msg::IEF032I>(named(step_.name), day());
    log().system_line(cpu_line(record_.cpu_us));
  }

  static std::string cpu_line(std::int64_t cpu_us) {
    const std::int64_t hundredths = cpu_us / 10000;
    return fmt::format("        CPU: {:>5} HR  {:02} MIN  {:02}.{:02} SEC", hundredths / 360000,
                       hundredths / 6000 % 60, hundredths / 100 % 60, hundredths % 100);
  }

  RunningJob& running_;
  std::size_t index_;
  const JclStep& step_;
  StepRecord& record_;
  site::AllocationContext context_;
  std::vector<site::DdBinding> bindings_;  ///< absolute generations
  std::vector<site::DdAllocation> dds_;
  bool is_noted_ = false;  ///< the checkpoint in the spool tells of this step
  std::string parameter_;
  std::optional<Abend> abend_;
};

}  // namespace

void run_step(RunningJob& running, std::size_t index) {
  StepRun(running, index).run();
}

}  // namespace coldsite::jcl
