#include "jcl-runner/jcl_job.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/card_operands.hpp"
#include "jcl-runner/dd_statement.hpp"
#include "jcl-runner/job_check.hpp"
#include "jcl-runner/keyword_rules.hpp"
#include "jcl-runner/output_statement.hpp"

namespace coldsite::jcl {
namespace {

using Kind = StatementKind;

constexpr std::size_t kIfNestingMax = 15;

/// DDs before the first EXEC that mean the whole job.
bool is_job_level_dd(std::string_view name) {
  return name == "JOBLIB" || name == "JOBCAT" || name == "SYSCHK";
}

/// Errors that say "not here", not "no JCL".
bool is_about_us(const Failure& failure) {
  return failure.is(msg::CSJ0020E) || failure.is(msg::CSJ0025E) || failure.is(msg::CSJ0041E);
}

/// COMMAND 'F NAME,TEXT' and the JCL command F NAME,TEXT say the same.
std::string command_text(const JclStatement& statement, Findings& findings) {
  const std::string& operand = statement.operand_text.text();
  if (statement.operation.text() != "COMMAND") {
    return statement.operation.text() + (operand.empty() ? "" : " " + operand);
  }
  if (operand.size() < 3 || operand.front() != '\'' || operand.back() != '\'') {
    const Failure wrong = failure<msg::CSJ0022E>("COMMAND", "a command between apostrophes");
    findings.errors.push_back(wrong.at(statement.position()));
    return "";
  }
  std::string text;
  for (std::size_t i = 1; i + 1 < operand.size(); ++i) {
    text += operand[i];
    i += operand.compare(i, 2, "''") == 0 && i + 2 < operand.size() ? 1U : 0U;
  }
  return text;
}

class JobBuilder {
 public:
  JobBuilder(ExpandedJob&& expanded, const BuildOptions& options)
      : input_(std::move(expanded)), options_(options) {}

  JclJob build() {
    job_.kind = input_.kind;
    job_.position = input_.position;
    job_.calls = input_.calls;
    job_.listing = std::move(input_.listing);
    job_.card_count = input_.card_count;
    if (job_.kind != StreamKind::kJob) {
      start_nameless_job();
    }
    for (const JclStatement& statement : input_.statements) {
      steps_may_be_elsewhere_ |=
          options_.is_syntax_only && (statement.is_call || statement.kind == Kind::kInclude);
      take(statement);
    }
    finish_step();
    finish_job();
    return std::move(job_);
  }

 private:
  void take(const JclStatement& statement) {
    findings_.errors = statement.errors;
    findings_.notes = statement.warnings;
    interpret(statement);
    settle_findings(statement.chain);
  }

  /// What was found goes to the job, with the procedures around it.
  void settle_findings(const ExpansionChain& chain) {
    for (const Failure& error : findings_.errors) {
      const bool may_be_elsewhere =
          error.is(msg::IEFC645I) && (steps_may_be_elsewhere_ || job_.kind != StreamKind::kJob);
      const bool is_noted = options_.is_syntax_only && (is_about_us(error) || may_be_elsewhere);
      (is_noted ? job_.notes : job_.errors).push_back(explained(error, chain));
    }
    for (const Failure& note : findings_.notes) {
      const bool is_ignored = note.is(msg::CSJ0021I) || note.is(msg::CSJ0026I);
      if (options_.is_strict && is_ignored) {
        Failure error = failure<msg::CSJ0064E>(note.text());
        job_.errors.push_back(
            explained(note.position() ? error.at(*note.position()) : error, chain));
      } else {
        job_.notes.push_back(explained(note, chain));
      }
    }
    findings_ = {};
  }

  void start_nameless_job() {
    job_.name = kDefaultJobName;
    const Failure told = job_.kind == StreamKind::kNameless
                             ? failure<msg::CSJ0008I>(kDefaultJobName)
                             : failure<msg::CSJ0007E>();
    const bool is_error = job_.kind == StreamKind::kFragment && !options_.is_syntax_only;
    (is_error ? job_.errors : job_.notes).push_back(told.at(job_.position));
  }

  void interpret(const JclStatement& statement) {
    switch (statement.kind) {
      case Kind::kComment:
      case Kind::kDelimiter:
      case Kind::kNull:
      case Kind::kUnknown:  // the reader has said so
      case Kind::kSet:      // these have done their work
      case Kind::kProc:
      case Kind::kPend:
      case Kind::kInclude:
      case Kind::kJcllib:
      case Kind::kExport:
        return;
      case Kind::kJob:
        start_job(statement);
        return;
      case Kind::kExec:
        add_step(statement);
        return;
      case Kind::kDd:
        add_dd_statement(statement);
        return;
      case Kind::kIf:
        finish_step();
        open_if(statement);
        return;
      case Kind::kElse:
      case Kind::kEndif:
        finish_step();
        close_part(statement);
        return;
      case Kind::kOutput:
        outputs_.add(statement, findings_);
        return;
      case Kind::kJesControl:
        add_jes_control(statement);
        return;
      case Kind::kSchedule:
        add_schedule(statement);
        return;
      case Kind::kNotify:
        add_notify(statement);
        return;
      case Kind::kCommand:
        job_.commands.push_back(command_text(statement, findings_));
        return;
      case Kind::kCntl:
      case Kind::kEndcntl:
      case Kind::kXmit:
      case Kind::kJobGroup:
        treat_by_rule(statement);
        return;
    }
  }

  void start_job(const JclStatement& statement) {
    job_.name = statement.name.text();
    if (!statement.has_open_symbols) {
      job_.parameters = read_job_operands(statement, findings_);
    }
    if (job_.name.empty() || job_.name.find('.') != std::string::npos) {
      findings_.errors.push_back(failure<msg::IEFC662I>(job_.name).at(job_.position));
    }
  }

  void add_schedule(const JclStatement& statement) {
    if (!job_.steps.empty() || has_schedule_) {
      findings_.errors.push_back(
          failure<msg::CSJ0170E>(
              "SCHEDULE", has_schedule_ ? "is there already" : "stands behind the first EXEC")
              .at(statement.position()));
    }
    has_schedule_ = true;
    if (!statement.has_open_symbols) {
      job_.parameters.schedule = read_schedule_operands(statement, findings_);
    }
  }

  void add_notify(const JclStatement& statement) {
    const std::string user =
        statement.has_open_symbols ? "" : read_notify_operands(statement, findings_);
    if (!user.empty()) {
      job_.parameters.notify = user;
    }
  }

  /// What the table says of the statement as a whole.
  void treat_by_rule(const JclStatement& statement) {
    const std::string& name = statement.operation.text();
    const KeywordRule* rule =
        find_rule("", statement.kind == Kind::kJobGroup ? std::string_view("JOBGROUP") : name);
    CS_CHECK(rule != nullptr);
    const SourcePosition at = statement.operation.position(0);
    if (rule->treatment == Treatment::kRefused) {
      findings_.errors.push_back(failure<msg::CSJ0025E>(name, rule->note).at(at));
    } else if (rule->treatment == Treatment::kIgnored) {
      findings_.notes.push_back(failure<msg::CSJ0026I>(name, rule->note).at(at));
    }
  }

  /// /*PRIORITY may stand before JOB, whose PRTY= is stronger.
  void take_priority(const JclStatement& statement) {
    const std::string& text = statement.operand_text.text();
    int priority = -1;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), priority);
    if (text.empty() || parsed.ptr != text.data() + text.size() || priority < 0 ||
        priority > kPriorityMax) {
      findings_.errors.push_back(
          failure<msg::CSJ0022E>("/*PRIORITY", "0 to 15").at(statement.position()));
      return;
    }
    control_priority_ = priority;
  }

  void add_jes_control(const JclStatement& statement) {
    const std::string& name = statement.operation.text();
    if (name == "/*MESSAGE") {
      job_.operator_messages.push_back(statement.operand_text.text());
    } else if (name == "/*$") {
      job_.commands.push_back("$" + statement.operand_text.text());
    } else if (name == "/*NOTIFY" && job_.parameters.notify.empty()) {
      job_.parameters.notify = statement.operand_text.text();
    } else if (name == "/*PRIORITY") {
      take_priority(statement);
    }
    treat_by_rule(statement);
  }

  // ---- steps ----

  void add_step(const JclStatement& statement) {
    finish_step();
    outputs_.start_step();
    if (statement.is_call) {
      return;  // its steps follow
    }
    JclStep step;
    if (statement.has_open_symbols || statement.is_broken) {
      step.name = statement.name.text();
      step.position = statement.position();
    } else {
      step = read_exec_operands(statement, job_, findings_);
    }
    step.call = statement.call;
    step.chain = statement.chain;
    step.caller = job_.calls[statement.call].step;
    if (!open_ifs_.empty()) {
      step.inside = open_ifs_.back();
    }
    step.key = free_key(step);
    resolve_condition(step, job_, steps_may_be_elsewhere_, findings_);
    job_.steps.push_back(std::move(step));
    is_step_open_ = true;
  }

  [[nodiscard]] std::string free_key(const JclStep& step) const {
    const std::string number = std::to_string(job_.steps.size() + 1);
    std::string key = step.name.empty() ? "STEP" + number : step.name;
    key = step.caller.empty() ? key : step.caller + "." + key;
    const bool is_taken =
        std::ranges::any_of(job_.steps, [&](const JclStep& other) { return other.key == key; });
    return is_taken ? key + "#" + number : key;
  }

  void add_dd_statement(const JclStatement& statement) {
    const std::string& name = statement.name.text();
    if (statement.is_unplaced) {
      return;
    }
    if (is_step_open_ && !job_.steps.empty()) {
      JclStep step = std::move(job_.steps.back());
      job_.steps.pop_back();
      add_dd(statement, job_, step, findings_, options_.is_syntax_only);
      job_.steps.push_back(std::move(step));
      return;
    }
    if (job_.steps.empty() && (is_job_level_dd(name) || (name.empty() && is_in_job_library_))) {
      is_in_job_library_ = true;
      if (name == "JOBLIB" || name.empty()) {
        add_dd(statement, job_, job_library_, findings_, options_.is_syntax_only);
      } else {
        findings_.errors.push_back(
            failure<msg::CSJ0025E>(name, name == "SYSCHK" ? "name the step in RESTART= of JOB"
                                                          : "catalogs come from site.conf")
                .at(statement.position()));
      }
      return;
    }
    if (job_.kind == StreamKind::kFragment && options_.is_syntax_only) {
      JclStep nobodys;
      add_dd(statement, job_, nobodys, findings_, true);
      return;
    }
    findings_.errors.push_back(failure<msg::IEFC606I>().at(statement.position()));
  }

  /// A step is complete: DDNAME finds its DD, JOBLIB and OUTPUT are added.
  void finish_step() {
    if (!std::exchange(is_step_open_, false)) {
      return;
    }
    JclStep& step = job_.steps.back();
    settle_later_ddnames(step, findings_);
    const bool has_own = std::ranges::find(step.dds, "STEPLIB", &JclDd::ddname) != step.dds.end();
    if (!has_own && !job_library_.dds.empty()) {
      step.dds.push_back(job_library_.dds.front());
    }
    outputs_.finish_step(step, findings_);
    settle_findings(nullptr);
  }

  // ---- IF ----

  void open_if(const JclStatement& statement) {
    JclIf made;
    made.position = statement.position();
    made.statement_number = statement.number;
    made.first_step = job_.steps.size();
    if (!open_ifs_.empty()) {
      made.inside = open_ifs_.back();
    }
    auto expression = parse_if(statement.operand_text);
    if (!expression) {
      findings_.errors.push_back(expression.failure());
    } else {
      made.expression = *std::move(expression);
      if (made.expression.compares_constants()) {
        findings_.notes.push_back(failure<msg::CSJ0072W>().at(made.position));
      }
    }
    if (open_ifs_.size() == kIfNestingMax) {
      findings_.errors.push_back(failure<msg::CSJ0059E>(kIfNestingMax).at(made.position));
    }
    open_ifs_.push_back({job_.ifs.size(), false});
    if_calls_.push_back(statement.call);
    resolve_if(made, statement.call);
    job_.ifs.push_back(std::move(made));
  }

  void resolve_if(JclIf& made, std::size_t call) {
    for_each_operand(made.expression, [&](IfOperand& operand) {
      if (!operand.step.empty()) {
        resolve_if_operand(job_, call, steps_may_be_elsewhere_, operand, findings_);
      }
    });
  }

  void close_part(const JclStatement& statement) {
    const bool is_else = statement.kind == Kind::kElse;
    const bool is_open = !open_ifs_.empty() && if_calls_.back() == statement.call;
    if (!is_open || (is_else && open_ifs_.back().is_else)) {
      findings_.errors.push_back(
          failure<msg::CSJ0073E>(statement.operation.text()).at(statement.position()));
      return;
    }
    if (is_else) {
      open_ifs_.back().is_else = true;
      return;
    }
    open_ifs_.pop_back();
    if_calls_.pop_back();
  }

  void finish_job() {
    JobParameters& parameters = job_.parameters;
    parameters.priority =
        parameters.coded_priority.value_or(control_priority_.value_or(kDefaultPriority));
    for (const JclIf::Branch& open : open_ifs_) {
      findings_.errors.push_back(failure<msg::CSJ0074E>().at(job_.ifs[open.index].position));
    }
    if (job_.kind != StreamKind::kFragment) {
      resolve_job_steps(job_, steps_may_be_elsewhere_, findings_);
      check_job(job_, steps_may_be_elsewhere_, findings_);
    }
    settle_findings(nullptr);
  }

  ExpandedJob input_;
  BuildOptions options_;
  JclJob job_;
  Findings findings_;
  OutputStatements outputs_;
  JclStep job_library_;
  std::optional<int> control_priority_;  ///< /*PRIORITY
  bool is_step_open_ = false, is_in_job_library_ = false, has_schedule_ = false;
  bool steps_may_be_elsewhere_ = false;  ///< in procedures that were not looked for
  std::vector<JclIf::Branch> open_ifs_;
  std::vector<std::size_t> if_calls_;  ///< the procedure call that each open IF stands in
};

}  // namespace

std::string JclStep::shown_name() const {
  return caller.empty() ? name : name + " " + caller;
}

RestartDefinition JclJob::restart_definition_of(std::size_t step) const {
  const RestartDefinition of_job = parameters.restart_definition;
  return of_job != RestartDefinition::kNotCoded || step >= steps.size()
             ? of_job
             : steps[step].restart_definition;
}

std::vector<JclJob> build_jobs(std::vector<ExpandedJob> expanded, const BuildOptions& options) {
  std::vector<JclJob> jobs;
  for (ExpandedJob& one : expanded) {
    jobs.push_back(JobBuilder(std::move(one), options).build());
  }
  return jobs;
}

}  // namespace coldsite::jcl
