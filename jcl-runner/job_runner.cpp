#include "jcl-runner/job_runner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/hasp.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/site/enqueue.hpp"
#include "jcl-runner/if_states.hpp"
#include "jcl-runner/job_commands.hpp"
#include "jcl-runner/job_enqueue.hpp"
#include "jcl-runner/restart_check.hpp"
#include "jcl-runner/restart_plan.hpp"
#include "jcl-runner/step_runner.hpp"
#include "jcl-runner/submitted_job.hpp"
#include "utilities/batch/report.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kSystemNameSize = 4;

class JobRun {
 public:
  JobRun(const EnteredJob& entered, int initiator, const RunnerEnvironment& environment)
      : entered_(entered), initiator_(initiator) {
    running_.job = &entered.job;
    running_.environment = &environment;
    running_.spool = entered.spool;
    running_.record = entered.record;
  }
  ~JobRun() { running_.leave_console(); }
  JobRun(const JobRun&) = delete;
  JobRun& operator=(const JobRun&) = delete;

  Result<JobRecord> run() {
    CS_TRY(open());
    CS_KILL_POINT("jcl.after_job_number");
    if (is_to_be_held(entered_)) {
      hold_job();
      return running_.record;
    }
    if (!job().errors.empty()) {
      refuse_job();
    } else {
      read_in();
    }
    end_job();
    return running_.record;
  }

 private:
  [[nodiscard]] const JclJob& job() const { return *running_.job; }
  [[nodiscard]] io::FileStore& store() const { return *running_.environment->store; }
  [[nodiscard]] JobLog& log() { return *running_.log; }
  [[nodiscard]] io::Timestamp now() { return running_.clock->now(); }

  Result<void> open() {
    CS_ASSIGN(running_.clock, io::make_clock_from_environment());
    const std::string& directory = running_.environment->site_directory;
    CS_ASSIGN(running_.site, site::Site::open(store(), directory));
    running_.offset_minutes = running_.site->configuration().time_zone_minutes;
    start_us_ = now().us;
    choose_first_step();
    if (!is_to_be_held(entered_)) {
      running_.record.state = JobState::kRunning;
      running_.record.started_us = start_us_;
      CS_TRY(write_record(store(), running_.spool, running_.record));
    }
    CS_ASSIGN(JobLog made, entered_.restart
                               ? JobLog::reopen(store(), running_.spool, running_.offset_minutes)
                               : JobLog::create(store(), running_.spool, running_.offset_minutes));
    running_.log.emplace(std::move(made));
    name_temporaries();
    if (entered_.restart) {
      take_up(*entered_.restart, running_);
    }
    log().header({start_us_}, system_name(), node_name());
    running_.enter_console(initiator_, start_us_);
    return {};
  }

  /// The steps before it are not run, or have ended in an earlier run of the job.
  void choose_first_step() {
    JobRecord& record = running_.record;
    const std::optional<RestartOperand>& coded = job().parameters.restart;
    if (entered_.restart) {
      first_step_ = entered_.restart->first_step;
      for (std::size_t i = 0; i < first_step_; ++i) {
        record.steps[i] = entered_.restart->checkpoint.steps[i];
      }
    } else if (coded && job().errors.empty()) {
      first_step_ = coded->first_step;
    }
    if (entered_.restart || (coded && job().errors.empty())) {
      record.restart_step = record.steps[first_step_].step;
    }
    running_.checkpoint.steps = record.steps;
  }

  [[nodiscard]] bool is_cancelled() const {
    return running_.environment->children->cancelled(running_.spool.job_id).has_value();
  }

  void name_temporaries() {
    const io::CalendarTime at = io::to_calendar({start_us_}, running_.offset_minutes);
    const std::string& id = running_.spool.job_id;
    running_.temporary_prefix =
        fmt::format("SYS{:02}{:03}.T{:02}{:02}{:02}.RA{}.{}", at.year % 100, at.day_of_year,
                    at.hour, at.minute, at.second, id.substr(id.size() - 3), job().name);
  }

  [[nodiscard]] std::string node_name() const {
    const std::string& name = running_.site->configuration().name;
    return name.empty() ? "LOCAL" : name;
  }
  [[nodiscard]] std::string system_name() const { return node_name().substr(0, kSystemNameSize); }

  /// TYPRUN=HOLD is listed now; JCLHOLD is not even looked at before it is released.
  void hold_job() {
    if (job().parameters.type_of_run == TypeOfRun::kHold) {
      log().list_statements(job());
    }
    log().jes_line(now(), hasp_line<msg::HASP101I>(fmt::format("{:<8}", job().name)));
    if (running_.environment->table != nullptr) {
      running_.environment->table->job_ended(running_.record);
    }
  }

  /// TYPRUN=COPY: the cards are the output.
  void copy_job() {
    const std::string text = job().submitted ? job().submitted->cards : std::string();
    const auto written =
        io::replace_file(store(), running_.spool.file("JCLCOPY"),
                         ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
    if (!written) {
      log().say(written.failure());
    }
    running_.record.state = JobState::kCopied;
  }

  void refuse_job() {
    log().list_statements(job());
    for (const Failure& note : job().notes) {
      log().say(note);
    }
    for (const Failure& error : job().errors) {
      log().say(error);
      if (running_.environment->table != nullptr) {
        for (const std::string& line : batch::format_failure(error)) {
          running_.environment->table->line(line);
        }
      }
    }
    log().tell_operator<msg::IEFC452I>(now(), job().name);
    running_.record.state = JobState::kJclError;
  }

  void read_in() {
    if (!entered_.restart) {
      log().list_statements(job());
      for (const std::string& message : job().operator_messages) {
        log().jes_line(now(), message);
      }
      for (const Failure& note : job().notes) {
        log().say(note);
      }
    }
    switch (job().parameters.type_of_run) {
      case TypeOfRun::kScan:
        running_.record.state = JobState::kScanned;
        return;
      case TypeOfRun::kCopy:
        copy_job();
        return;
      case TypeOfRun::kHold:     // released
      case TypeOfRun::kJclHold:  // released
      case TypeOfRun::kRun:
        break;
    }
    if (!entered_.restart) {
      give_commands(running_);
    }
    const auto enqueued = enqueue_job();
    if (!enqueued) {
      log().say(enqueued.failure());
      if (is_cancelled()) {
        running_.record.state = JobState::kCancelled;
      } else {
        fail_job();
      }
      return;
    }
    CS_KILL_POINT("jcl.after_enqueue");
    start_job();
    if (prepare_restart()) {
      run_steps();
      delete_left_data_sets();
    } else {
      running_.record.state = JobState::kJclError;
    }
    stop_job();
  }

  /// Says where the job begins when it is not at its first step, and whether it can. What the steps
  /// that run now make again goes.
  bool prepare_restart() {
    if (running_.record.restart_step.empty()) {
      return true;
    }
    log().tell_operator<msg::IEF006I>(now(), job().name, running_.record.restart_step);
    site::AllocationContext context = running_.allocation_context("");
    const std::vector<Failure> missing =
        check_restart(job(), first_step_, running_.passed, context);
    for (const Failure& failure : missing) {
      log().say(failure);
      if (running_.environment->table != nullptr) {
        for (const std::string& line : batch::format_failure(failure)) {
          running_.environment->table->line(line);
        }
      }
    }
    if (!missing.empty()) {
      return false;
    }
    if (entered_.restart) {
      remove_output(first_step_, running_);
    }
    std::vector<site::DdRequest> again = std::exchange(running_.checkpoint.made, {});
    if (entered_.restart && !entered_.restart->is_automatic) {
      again.clear();
    }
    for (std::size_t i = first_step_; i < job().steps.size(); ++i) {
      std::ranges::move(running_.passed.forget_step(job().steps[i].key), std::back_inserter(again));
    }
    delete_data_sets(again, running_);
    log().tell_operator<msg::IEF008I>(now(), job().name, running_.record.restart_step);
    return true;
  }

  /// One job of a name at a time; its data sets for as long as the job lasts.
  Result<void> enqueue_job() {
    JobEnqueue enqueue(running_);
    if (!job().is_started_task) {  // these may be there several times
      CS_ASSIGN(name_enqueue_, enqueue.job_name());
    }
    std::vector<site::DdBinding> bindings;
    for (const JclStep& step : job().steps) {
      std::ranges::move(running_.passed.bindings_for(step), std::back_inserter(bindings));
    }
    const std::vector<site::EnqueueRequest> requests = site::enqueues_for(bindings);
    CS_ASSIGN(data_set_enqueues_, enqueue.data_sets(requests));
    if (running_.environment->console != nullptr) {
      std::vector<std::pair<io::LockMode, std::string>> held;
      for (const site::EnqueueRequest& request : requests) {
        held.emplace_back(request.mode, request.data_set_name);
      }
      running_.environment->console->hold_data_sets(running_.spool.job_id, std::move(held));
    }
    return {};
  }

  void start_job() {
    const io::Timestamp time = now();
    tell_started(time);
    log().tell_operator<msg::IEF403I>(time, job().name, clock_text(time, running_.offset_minutes));
    log().say<msg::IEF375I>(fmt::format("{:<8}", job().name),
                            day_text(time, running_.offset_minutes));
  }

  void tell_started(io::Timestamp time) {
    const std::string where = job().is_started_task
                                  ? std::string()
                                  : fmt::format(" - INIT {:<4} - CLASS {:<8} - SYS {}", initiator_,
                                                job().parameters.job_class, system_name());
    const std::string line = hasp_line<msg::HASP373I>(fmt::format("{:<8}", job().name), where);
    log().jes_line(time, line);
    if (job().is_started_task && running_.environment->table != nullptr) {
      running_.environment->table->line(line);
    }
  }

  void run_steps() {
    running_.record.state = JobState::kEnded;
    bool is_over = false;
    IfStates if_states(job());
    pass_over_steps(if_states);
    for (std::size_t i = first_step_; i < job().steps.size(); ++i) {
      StepRecord& record = running_.record.steps[i];
      const JclStep& step = job().steps[i];
      is_over = is_over || is_cancelled();
      const BranchDecision branch = if_states.before_step(i, running_.outcomes);
      // The first step of a job runs whatever an IF around it says.
      const bool is_selected = branch.is_selected || i == 0;
      const StepDecision decision =
          is_over ? StepDecision::kFlushed
                  : decide_step(step.condition, running_.outcomes, branch.survives_abend);
      if (!is_selected && decision != StepDecision::kFlushed) {
        log().say<msg::IEF206I>(job().name, step.shown_name(),
                                std::to_string(branch.statement_number));
        log().say<msg::IEF272I>(job().name, step.shown_name());
        record.state = StepState::kNotExecuted;
        running_.checkpoint.steps[i] = record;
      } else if (decision == StepDecision::kRun) {
        const JobState state = running_.record.state;
        running_.record.state = JobState::kRunning;
        running_.begin_step(step, record);
        run_step(running_, i);
        running_.end_step();
        running_.record.state = state;
        is_over = take_outcome(i);
      } else {
        bypass(step, decision);
        record.state = StepState::kNotExecuted;
        if (decision != StepDecision::kFlushed) {
          running_.checkpoint.steps[i] = record;
        }
      }
      if (running_.environment->table != nullptr) {
        running_.environment->table->step_ended(running_.record, record);
      }
    }
    if (is_cancelled()) {
      running_.record.state = JobState::kCancelled;
    }
  }

  /// The steps before the one at which the job begins: those that ended in an earlier run have
  /// their codes, the others did not run.
  void pass_over_steps(IfStates& if_states) {
    for (std::size_t i = 0; i < first_step_; ++i) {
      const JclStep& step = job().steps[i];
      StepRecord& record = running_.record.steps[i];
      if (entered_.restart) {
        (void)if_states.before_step(i, running_.outcomes);  // each IF has the value it had then
      }
      if (record.state == StepState::kEnded) {
        running_.outcomes.push_back({step.key, record.code, false, {}});
        continue;
      }
      log().say<msg::IEF272I>(job().name, step.shown_name());
      record = {record.step, record.program, StepState::kNotExecuted, 0, {}, 0, 0};
      running_.checkpoint.steps[i] = record;
      if (running_.environment->table != nullptr) {
        running_.environment->table->step_ended(running_.record, record);
      }
    }
  }

  /// Returns true when nothing may run any more, whatever COND says.
  bool take_outcome(std::size_t index) {
    const StepRecord& record = running_.record.steps[index];
    const StepOutcome outcome{job().steps[index].key, record.code,
                              record.state == StepState::kAbended, record.abend};
    if (record.state == StepState::kJclError) {
      log().say<msg::IEF272I>(job().name, job().steps[index].shown_name());
      running_.record.state = JobState::kJclError;
      return true;
    }
    running_.outcomes.push_back(outcome);
    if (outcome.abended) {
      if (running_.record.abend.empty()) {
        running_.record.abend = record.abend;
      }
      running_.record.state = JobState::kAbended;
      return record.abend == "S222" || record.abend == "S122";
    }
    const bool is_last = index + 1 == job().steps.size();
    if (!is_last && ends_job(job().parameters.condition, outcome)) {
      log().say<msg::IEF201I>(job().name, job().steps[index].shown_name());
      return true;
    }
    return false;
  }

  void bypass(const JclStep& step, StepDecision decision) {
    if (decision == StepDecision::kBypassedByTest) {
      log().say<msg::IEF202I>(job().name, step.shown_name(), "CONDITION CODES");
    } else if (decision == StepDecision::kBypassedByOnly) {
      log().say<msg::IEF202I>(job().name, step.shown_name(), "COND=ONLY");
    }
    log().say<msg::IEF272I>(job().name, step.shown_name());
  }

  /// RD: the step that failed may be restarted with what its job has left.
  [[nodiscard]] bool keeps_data() const {
    const auto failed = running_.checkpoint.restart_step();
    return failed && running_.record.state != JobState::kEnded &&
           job().restart_definition_of(*failed) == RestartDefinition::kRestart;
  }

  void delete_left_data_sets() {
    running_.checkpoint.keeps_data = keeps_data();
    if (!running_.checkpoint.keeps_data) {
      delete_data_sets(running_.passed.left_to_delete(), running_);
      running_.passed = {};
    }
    running_.keep_checkpoint();
    CS_KILL_POINT("jcl.after_passed");
  }

  void stop_job() {
    const io::Timestamp time = now();
    const std::string at = clock_text(time, running_.offset_minutes);
    log().say<msg::IEF033I>(fmt::format("{:<8}", job().name),
                            day_text(time, running_.offset_minutes));
    if (running_.record.state == JobState::kJclError) {
      fail_job();
      return;
    }
    log().tell_operator<msg::IEF404I>(time, job().name, at);
  }

  void fail_job() {
    const io::Timestamp time = now();
    log().tell_operator<msg::IEF453I>(time, job().name, clock_text(time, running_.offset_minutes));
    running_.record.state = JobState::kJclError;
  }

  [[nodiscard]] std::string ending() const {
    const JobRecord& record = running_.record;
    switch (record.state) {
      case JobState::kAbended:
        if (record.job_code) {
          break;
        }
        return "ABEND=" + record.abend;
      case JobState::kJclError:
        return "JCL ERROR";
      case JobState::kCancelled:
        return "CANCELLED";
      case JobState::kQueued:
      case JobState::kHeld:
      case JobState::kScanned:
      case JobState::kCopied:
      case JobState::kFlushed:
      case JobState::kEnded:
      case JobState::kRunning:
      case JobState::kInterrupted:
        break;
    }
    return fmt::format("RC={:04}", record.code());
  }

  /// NOTIFY=
  void tell_user(io::Timestamp time) {
    if (running_.record.notify.empty()) {
      return;
    }
    const std::string end = running_.record.state == JobState::kEnded
                                ? fmt::format("MAXCC={:04}", running_.record.highest_code())
                                : ending();
    const std::string line = hasp_line<msg::HASP165I>(job().name, node_name(), end);
    log().jes_line(time, line);
    if (running_.environment->table != nullptr) {
      running_.environment->table->line(
          fmt::format("{:<8} {} TO {}", running_.record.job_id, line, running_.record.notify));
    }
  }

  void end_job() {
    const io::Timestamp time = now();
    running_.record.job_code = job_code_of(job().parameters.job_code, running_.outcomes);
    log().jes_line(time, hasp_line<msg::HASP395I>(fmt::format("{:<8}", job().name), ending()));
    tell_user(time);
    log().trailer(time, job().card_count, time.us - start_us_);
    running_.record.ended_us = time.us;
    CS_KILL_POINT("jcl.before_job_end");
    if (auto written = write_record(store(), running_.spool, running_.record); !written) {
      log().say(written.failure());
    }
    if (running_.environment->table != nullptr) {
      running_.environment->table->job_ended(running_.record);
    }
  }

  const EnteredJob& entered_;
  int initiator_;
  RunningJob running_;
  std::size_t first_step_ = 0;  ///< RESTART=, 'jclrun restart'
  std::unique_ptr<site::Enqueues> name_enqueue_, data_set_enqueues_;
  std::int64_t start_us_ = 0;
};

}  // namespace

Result<JobRecord> run_job(const EnteredJob& entered, int initiator,
                          const RunnerEnvironment& environment) {
  return JobRun(entered, initiator, environment).run();
}

}  // namespace coldsite::jcl
