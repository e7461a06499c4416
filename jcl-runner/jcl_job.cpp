#include "jcl-runner/jcl_job.hpp"

#include <algorithm>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/card_operands.hpp"
#include "jcl-runner/dd_statement.hpp"
#include "jcl-runner/job_check.hpp"
#include "jcl-runner/keyword_rules.hpp"

namespace coldsite::jcl {
namespace {

/// DDs before the first EXEC that mean the whole job.
bool is_job_level_dd(std::string_view name) {
  return name == "JOBLIB" || name == "JOBCAT" || name == "SYSCHK";
}

class JobBuilder {
 public:
  explicit JobBuilder(JclStatements&& input) : input_(std::move(input)) {}

  std::vector<JclJob> build() {
    for (JclStatement& statement : input_.statements) {
      add(std::move(statement));
    }
    finish_job();
    spread(input_.errors, &JclJob::errors);
    spread(input_.warnings, &JclJob::notes);
    for (JclJob& job : jobs_) {
      std::ranges::stable_sort(job.errors, {}, [](const Failure& error) {
        return error.position() ? error.position()->line : 0;
      });
    }
    return std::move(jobs_);
  }

 private:
  void add(JclStatement&& statement) {
    if (statement.kind == StatementKind::kJob) {
      finish_job();
      start_job(statement);
    } else if (is_behind_null_) {
      return;
    } else if (statement.kind == StatementKind::kNull) {
      is_behind_null_ = !jobs_.empty();
    } else if (jobs_.empty() && !is_without_meaning(statement.kind)) {
      start_nameless_job(statement);
    }
    if (jobs_.empty()) {
      return;
    }
    interpret(statement);
    jobs_.back().statements.push_back(std::move(statement));
  }

  static bool is_without_meaning(StatementKind kind) {
    return kind == StatementKind::kComment || kind == StatementKind::kDelimiter ||
           kind == StatementKind::kJesControl;
  }

  void start_job(const JclStatement& statement) {
    JclJob job;
    job.name = statement.name.text();
    job.position = statement.position();
    job.parameters = read_job_operands(statement, findings_);
    if (job.name.empty() || job.name.find('.') != std::string::npos) {
      findings_.errors.push_back(failure<msg::IEFC662I>(job.name).at(job.position));
    }
    jobs_.push_back(std::move(job));
    is_behind_null_ = false;
  }

  void start_nameless_job(const JclStatement& statement) {
    JclJob job;
    job.position = statement.position();
    findings_.errors.push_back(failure<msg::CSJ0007E>().at(job.position));
    jobs_.push_back(std::move(job));
  }

  void refuse(const JclStatement& statement) {
    const bool is_jes = statement.kind == StatementKind::kJesControl;
    const std::string name = (is_jes ? "/*" : "") + statement.operation.text();
    const KeywordRule* rule =
        find_rule("", statement.kind == StatementKind::kJobGroup ? "JOBGROUP" : name);
    CS_CHECK(rule != nullptr);
    if (rule->treatment == Treatment::kRefused) {
      findings_.errors.push_back(
          failure<msg::CSJ0025E>(name, rule->note).at(statement.operation.position(0)));
    } else {
      findings_.notes.push_back(
          failure<msg::CSJ0026I>(name, rule->note).at(statement.operation.position(0)));
    }
  }

  void interpret(const JclStatement& statement) {
    switch (statement.kind) {
      case StatementKind::kJob:
      case StatementKind::kComment:
      case StatementKind::kDelimiter:
      case StatementKind::kNull:
      case StatementKind::kUnknown:  // the reader has said so
        return;
      case StatementKind::kExec:
        add_step(statement);
        return;
      case StatementKind::kDd:
        add_dd_statement(statement);
        return;
      case StatementKind::kProc:
      case StatementKind::kPend:
      case StatementKind::kSet:
      case StatementKind::kInclude:
      case StatementKind::kIf:
      case StatementKind::kElse:
      case StatementKind::kEndif:
      case StatementKind::kOutput:
      case StatementKind::kJcllib:
      case StatementKind::kCommand:
      case StatementKind::kCntl:
      case StatementKind::kEndcntl:
      case StatementKind::kExport:
      case StatementKind::kSchedule:
      case StatementKind::kNotify:
      case StatementKind::kXmit:
      case StatementKind::kJobGroup:
      case StatementKind::kJesControl:
        refuse(statement);
        return;
    }
  }

  void add_step(const JclStatement& statement) {
    JclJob& job = jobs_.back();
    JclStep step = read_exec_operands(statement, findings_);
    const bool is_taken = std::ranges::any_of(
        job.steps, [&](const JclStep& other) { return other.key == step.name; });
    step.key = step.name.empty() ? "STEP" + std::to_string(job.steps.size() + 1) : step.name;
    if (is_taken) {
      step.key += "#" + std::to_string(job.steps.size() + 1);
    }
    job.steps.push_back(std::move(step));
  }

  void add_dd_statement(const JclStatement& statement) {
    JclJob& job = jobs_.back();
    const std::string& name = statement.name.text();
    if (job.steps.empty()) {
      findings_.errors.push_back(
          (is_job_level_dd(name)
               ? failure<msg::CSJ0025E>(name, "programs come from the suite and from site.conf")
               : failure<msg::IEFC606I>())
              .at(statement.position()));
      return;
    }
    JclStep step = std::move(job.steps.back());
    job.steps.pop_back();
    add_dd(statement, job.steps, step, findings_);
    job.steps.push_back(std::move(step));
  }

  void finish_job() {
    if (jobs_.empty()) {
      return;
    }
    JclJob& job = jobs_.back();
    if (!job.name.empty()) {
      check_job(job, findings_);
    }
    const auto move_all = [](std::vector<Failure>& from, std::vector<Failure>& to) {
      to.insert(to.end(), from.begin(), from.end());
      from.clear();
    };
    move_all(findings_.errors, job.errors);
    move_all(findings_.notes, job.notes);
  }

  /// Gives what the reader found to the job on whose cards it was found.
  void spread(const std::vector<Failure>& failures, std::vector<Failure> JclJob::*target) {
    if (jobs_.empty() && !failures.empty()) {
      JclJob job;
      job.position = *failures.front().position();
      job.errors.push_back(failure<msg::CSJ0007E>().at(job.position));
      jobs_.push_back(std::move(job));
    }
    for (const Failure& found : failures) {
      const std::size_t line = found.position() ? found.position()->line : 0;
      auto owner = std::ranges::find_if(jobs_.rbegin(), jobs_.rend(), [&](const JclJob& job) {
        return job.position.line <= line;
      });
      JclJob& job = owner == jobs_.rend() ? jobs_.front() : *owner;
      (job.*target).push_back(found);
    }
  }

  JclStatements input_;
  std::vector<JclJob> jobs_;
  Findings findings_;
  bool is_behind_null_ = false;
};

}  // namespace

const JclStep* JclJob::find_step(std::string_view step_name) const {
  const auto found = std::ranges::find(steps, step_name, &JclStep::name);
  return found == steps.end() ? nullptr : &*found;
}

std::vector<JclJob> build_jobs(JclStatements statements) {
  return JobBuilder(std::move(statements)).build();
}

}  // namespace coldsite::jcl
