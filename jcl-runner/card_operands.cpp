#include "jcl-runner/card_operands.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <set>
#include <utility>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/ief.hpp"
#include "jcl-runner/dd_statement.hpp"
#include "jcl-runner/keyword_rules.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::size_t kParmCharactersMax = 100;
constexpr std::size_t kProgrammerCharactersMax = 20;
constexpr std::size_t kAccountingCharactersMax = 143;
constexpr std::uint32_t kNoLimitMinutes = 1440;
constexpr std::uint32_t kSecondsMax = 59;

std::optional<std::uint32_t> parse_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

bool is_plain(const Operand& operand) {
  return operand.keyword.empty() && operand.value.form == OperandValue::Form::kText;
}

/// The operands of one statement with where to say what is wrong with them.
class OperandChecker {
 public:
  OperandChecker(std::string_view statement_name, const JclStatement& statement, Findings& findings)
      : name_(statement_name), statement_(statement), findings_(findings) {}

  [[nodiscard]] SourcePosition at(std::size_t offset) const {
    return statement_.operand_text.empty() ? statement_.operation.position(0)
                                           : statement_.operand_text.position(offset);
  }
  void fail(const Failure& failure, std::size_t offset) {
    findings_.errors.push_back(failure.at(at(offset)));
  }
  void note(const Failure& failure, std::size_t offset) {
    findings_.notes.push_back(failure.at(at(offset)));
  }

  /// Whether the keyword is one to carry out; says so when it is not.
  bool accept(const Operand& operand) {
    if (!seen_.insert(operand.keyword).second) {
      fail(failure<msg::CSJ0023E>(operand.keyword), operand.offset);
      return false;
    }
    const std::size_t period = operand.keyword.find('.');
    const KeywordRule* rule = find_rule(name_, operand.keyword.substr(0, period));
    if (rule == nullptr) {
      fail(failure<msg::IEFC630I>(operand.keyword), operand.offset);
      return false;
    }
    if (period != std::string::npos) {
      fail(failure<msg::IEFC630I>(operand.keyword), operand.offset);
      return false;
    }
    if (operand.value.form == OperandValue::Form::kEmpty) {
      return false;  // KEYWORD= says nothing
    }
    switch (rule->treatment) {
      case Treatment::kHonoured:
        return true;
      case Treatment::kIgnored:
        note(failure<msg::CSJ0021I>(rule->keyword, name_, rule->note), operand.offset);
        return false;
      case Treatment::kRefused:
        fail(failure<msg::CSJ0020E>(rule->keyword, name_, rule->note), operand.offset);
        return false;
    }
    return false;
  }

  /// The one text of KEYWORD=text; (text) will do.
  std::string word(const Operand& operand, std::string_view wanted) {
    const std::vector<Operand> items = operand.as_list();
    if (items.size() != 1 || !is_plain(items[0])) {
      fail(failure<msg::CSJ0022E>(operand.keyword, wanted), operand.value.offset);
      return {};
    }
    return items[0].value.text;
  }

  std::string class_name(const Operand& operand) {
    constexpr std::string_view kWanted = "one to eight letters or digits";
    const std::string text = word(operand, kWanted);
    const bool valid = text.size() <= 8 && std::ranges::all_of(text, [](char c) {
                         return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                       });
    if (!valid) {
      fail(failure<msg::CSJ0022E>(operand.keyword, kWanted), operand.value.offset);
    }
    return text;
  }

  /// TIME=minutes | (minutes,seconds) | 1440 | NOLIMIT | MAXIMUM. units: seconds.
  std::optional<std::uint32_t> processor_time(const Operand& operand) {
    const Failure wrong =
        failure<msg::CSJ0022E>(operand.keyword, "minutes, (minutes,seconds), NOLIMIT or MAXIMUM");
    const std::vector<Operand> items = operand.as_list();
    if (items.size() == 1 && is_plain(items[0]) &&
        (items[0].value.text == "NOLIMIT" || items[0].value.text == "MAXIMUM" ||
         items[0].value.text == std::to_string(kNoLimitMinutes))) {
      return std::nullopt;
    }
    std::uint32_t minutes = 0;
    std::uint32_t seconds = 0;
    bool valid = !items.empty() && items.size() <= 2;
    if (valid && items[0].value.form != OperandValue::Form::kEmpty) {
      const auto number = parse_number(items[0].value.text);
      valid = number.has_value() && *number < std::numeric_limits<std::uint32_t>::max() / 120;
      minutes = number.value_or(0);
    }
    if (valid && items.size() == 2) {
      const auto number = parse_number(items[1].value.text);
      valid = number.has_value() && *number <= kSecondsMax;
      seconds = number.value_or(0);
    }
    if (!valid || minutes * 60 + seconds == 0) {
      fail(wrong, operand.value.offset);
      return std::nullopt;
    }
    return minutes * 60 + seconds;
  }

  Condition condition(const Operand& operand, bool is_exec) {
    auto parsed = parse_condition(operand, statement_.operand_text, is_exec);
    if (!parsed) {
      findings_.errors.push_back(parsed.failure());
      return {};
    }
    return *std::move(parsed);
  }

 private:
  std::string name_;
  const JclStatement& statement_;
  Findings& findings_;
  std::set<std::string> seen_;
};

std::string joined(const std::vector<Operand>& items, const JclText& text) {
  std::string result;
  for (std::size_t i = 0; i < items.size(); ++i) {
    result += i > 0 ? "," : "";
    const OperandValue& value = items[i].value;
    const bool as_coded = !is_plain(items[i]) && value.form != OperandValue::Form::kEmpty;
    result +=
        as_coded ? text.text().substr(items[i].offset, value.end - items[i].offset) : value.text;
  }
  return result;
}

void read_message_level(const Operand& operand, OperandChecker& checker, JobParameters& job) {
  const std::vector<Operand> items = operand.as_list();
  const auto level = [&](std::size_t index, std::uint32_t level_max, int& target) {
    if (index >= items.size() || items[index].value.form == OperandValue::Form::kEmpty) {
      return true;
    }
    const auto number = parse_number(items[index].value.text);
    if (!is_plain(items[index]) || !number || *number > level_max) {
      return false;
    }
    target = static_cast<int>(*number);
    return true;
  };
  if (items.empty() || items.size() > 2 || !level(0, 2, job.statement_level) ||
      !level(1, 1, job.message_level)) {
    checker.fail(failure<msg::CSJ0022E>("MSGLEVEL", "(0..2,0..1)"), operand.value.offset);
  }
}

void read_type_of_run(const Operand& operand, OperandChecker& checker, JobParameters& job) {
  constexpr std::string_view kWanted = "COPY, HOLD, JCLHOLD or SCAN";
  constexpr std::array<std::pair<std::string_view, TypeOfRun>, 4> kTypes = {
      {{"COPY", TypeOfRun::kCopy},
       {"HOLD", TypeOfRun::kHold},
       {"JCLHOLD", TypeOfRun::kJclHold},
       {"SCAN", TypeOfRun::kScan}}};
  const std::string text = checker.word(operand, kWanted);
  const auto found =
      std::ranges::find(kTypes, text, &std::pair<std::string_view, TypeOfRun>::first);
  if (found == kTypes.end()) {
    checker.fail(failure<msg::CSJ0022E>("TYPRUN", kWanted), operand.value.offset);
    return;
  }
  job.type_of_run = found->second;
}

void read_priority(const Operand& operand, OperandChecker& checker, JobParameters& job) {
  const auto number = parse_number(checker.word(operand, "0 to 15"));
  if (!number || *number > kPriorityMax) {
    checker.fail(failure<msg::CSJ0022E>("PRTY", "0 to 15"), operand.value.offset);
    return;
  }
  job.coded_priority = static_cast<int>(*number);
}

void read_job_positionals(const std::vector<Operand>& positionals, const JclStatement& statement,
                          OperandChecker& checker, JobParameters& job) {
  if (!positionals.empty()) {
    job.accounting = joined(positionals[0].as_list(), statement.operand_text);
    if (job.accounting.size() > kAccountingCharactersMax) {
      checker.fail(failure<msg::IEFC642I>("ACCOUNTING"), positionals[0].offset);
    }
  }
  if (positionals.size() > 1) {
    job.programmer = joined(positionals[1].as_list(), statement.operand_text);
    if (job.programmer.size() > kProgrammerCharactersMax) {
      checker.fail(failure<msg::IEFC642I>("PROGRAMMER NAME"), positionals[1].offset);
    }
  }
  if (positionals.size() > 2) {
    checker.fail(failure<msg::IEFC640I>("JOB"), positionals[2].offset);
  }
}

/// "STEP" or "STEP.PROCSTEP".
template <class Target>
void take_step_name(const std::string& name, const SourcePosition& position, Target& target) {
  const std::size_t period = name.find('.');
  target.step = name.substr(0, period);
  target.procedure_step = period == std::string::npos ? "" : name.substr(period + 1);
  target.position = position;
}

/// RESTART=* | step | step.procstep. A checkpoint inside of a step, (step,checkid), is refused.
void read_restart(const Operand& operand, OperandChecker& checker, JobParameters& job) {
  constexpr std::string_view kWanted = "*, step or step.procstep";
  const std::vector<Operand> items = operand.as_list();
  if (items.size() > 1) {
    checker.fail(failure<msg::CSJ0020E>("checkid of RESTART", "JOB",
                                        "programs take no checkpoints here; name the step alone"),
                 items[1].offset);
    return;
  }
  const std::string name = checker.word(operand, kWanted);
  const SourcePosition at = checker.at(operand.value.offset);
  RestartOperand restart;
  restart.position = at;
  if (name != "*" && !name.empty()) {
    take_step_name(name, at, restart);
  }
  job.restart = restart;
}

RestartDefinition read_restart_definition(const Operand& operand, OperandChecker& checker) {
  constexpr std::string_view kWanted = "R, RNC, NR or NC";
  const std::string text = checker.word(operand, kWanted);
  if (text == "R" || text == "RNC") {
    return RestartDefinition::kRestart;
  }
  if (text != "NR" && text != "NC") {
    checker.fail(failure<msg::CSJ0022E>("RD", kWanted), operand.value.offset);
  }
  return RestartDefinition::kNoRestart;
}

/// JOBRC=MAXRC | LASTRC | (STEP,name[.procstep]).
void read_job_code(const Operand& operand, OperandChecker& checker, JobParameters& job) {
  const std::vector<Operand> items = operand.as_list();
  const bool are_words = std::ranges::all_of(items, is_plain);
  if (are_words && items.size() == 1 && items[0].value.text == "MAXRC") {
    job.job_code.kind = JobCodeRule::Kind::kHighest;
  } else if (are_words && items.size() == 1 && items[0].value.text == "LASTRC") {
    job.job_code.kind = JobCodeRule::Kind::kLast;
  } else if (are_words && items.size() == 2 && items[0].value.text == "STEP") {
    job.job_code.kind = JobCodeRule::Kind::kOfStep;
    take_step_name(items[1].value.text, checker.at(items[1].offset), job.job_code);
  } else {
    checker.fail(failure<msg::CSJ0022E>("JOBRC", "MAXRC, LASTRC or (STEP,name)"),
                 operand.value.offset);
  }
}

/// ABDISPCC=(code,GT|GE).
std::optional<AbnormalCode> read_abnormal_code(const Operand& operand, OperandChecker& checker) {
  constexpr std::uint32_t kConditionCodeMax = 4095;
  const std::vector<Operand> items = operand.as_list();
  const bool are_words = items.size() == 2 && std::ranges::all_of(items, is_plain);
  const auto code = are_words ? parse_number(items[0].value.text) : std::nullopt;
  const std::string comparison = are_words ? items[1].value.text : "";
  if (!code || *code > kConditionCodeMax || (comparison != "GT" && comparison != "GE")) {
    checker.fail(failure<msg::CSJ0022E>("ABDISPCC", "(code,GT) or (code,GE)"),
                 operand.value.offset);
    return std::nullopt;
  }
  return AbnormalCode{*code, comparison == "GE"};
}

void read_job_keyword(const Operand& operand, OperandChecker& checker, JobParameters& job) {
  const std::string& keyword = operand.keyword;
  if (keyword == "CLASS") {
    job.job_class = checker.class_name(operand);
  } else if (keyword == "MSGCLASS") {
    job.message_class = checker.class_name(operand);
  } else if (keyword == "MSGLEVEL") {
    read_message_level(operand, checker, job);
  } else if (keyword == "COND") {
    job.condition = checker.condition(operand, false);
  } else if (keyword == "TIME") {
    job.cpu_seconds = checker.processor_time(operand);
  } else if (keyword == "TYPRUN") {
    read_type_of_run(operand, checker, job);
  } else if (keyword == "PRTY") {
    read_priority(operand, checker, job);
  } else if (keyword == "NOTIFY") {
    job.notify = checker.word(operand, "a user");
  } else if (keyword == "USER") {
    job.user = checker.word(operand, "a user");
  } else if (keyword == "RESTART") {
    read_restart(operand, checker, job);
  } else if (keyword == "RD") {
    job.restart_definition = read_restart_definition(operand, checker);
  } else if (keyword == "GDGBIAS") {
    const std::string text = checker.word(operand, "JOB or STEP");
    job.is_generation_bias_step = text == "STEP";
    if (text != "STEP" && text != "JOB") {
      checker.fail(failure<msg::CSJ0022E>("GDGBIAS", "JOB or STEP"), operand.value.offset);
    }
  } else if (keyword == "JOBRC") {
    read_job_code(operand, checker, job);
  }
}

/// PARM=text or PARM=(text,'text',...): the commas count, the outer parentheses do not.
std::string read_parm(const Operand& operand, const JclStatement& statement,
                      OperandChecker& checker) {
  std::string parm = joined(operand.as_list(), statement.operand_text);
  for (std::size_t at = parm.find("&&"); at != std::string::npos; at = parm.find("&&", at + 1)) {
    parm.erase(at, 1);
  }
  if (parm.size() > kParmCharactersMax) {
    checker.fail(failure<msg::IEFC642I>("PARM"), operand.offset);
  }
  return parm;
}

bool is_program_name(std::string_view name) {
  return !name.empty() && name.size() <= 8 && !(name.front() >= '0' && name.front() <= '9') &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '#' || c == '@' ||
                  c == '$';
         });
}

std::string read_program(const Operand& operand, const JclStatement& statement, const JclJob& job,
                         JclStep& step, OperandChecker& checker, Findings& findings) {
  std::string name = checker.word(operand, "a program name");
  if (name.starts_with("*.")) {
    auto referenced =
        referenced_program(job, statement.call, name, checker.at(operand.value.offset));
    if (!referenced) {
      findings.errors.push_back(referenced.failure());
      return {};
    }
    name = referenced->member;
    step.program_of = referenced->dd;
  }
  if (!name.empty() && !is_program_name(name)) {
    checker.fail(failure<msg::CSJ0022E>("PGM", "a name of one to eight characters"),
                 operand.value.offset);
  }
  return name;
}

}  // namespace

JobParameters read_job_operands(const JclStatement& statement, Findings& findings) {
  JobParameters job;
  OperandChecker checker("JOB", statement, findings);
  std::vector<Operand> positionals;
  for (const Operand& operand : statement.operands) {
    if (operand.keyword.empty()) {
      positionals.push_back(operand);
    } else if (checker.accept(operand)) {
      read_job_keyword(operand, checker, job);
    }
  }
  read_job_positionals(positionals, statement, checker, job);
  return job;
}

JobSchedule read_schedule_operands(const JclStatement& statement, Findings& findings) {
  JobSchedule schedule;
  schedule.position = statement.position();
  OperandChecker checker("SCHEDULE", statement, findings);
  for (const Operand& operand : statement.operands) {
    if (!checker.accept(operand)) {
      continue;
    }
    if (operand.keyword == "JOBGROUP") {
      schedule.job_group = checker.word(operand, "the name of a job group");
    } else if (operand.keyword == "AFTER") {
      schedule.after = checker.word(operand, "the name of a job");
    } else if (operand.keyword == "BEFORE") {
      schedule.before = checker.word(operand, "the name of a job");
    } else if (operand.keyword == "DELAY") {
      const std::string text = checker.word(operand, "YES or NO");
      schedule.waits_for_entry = text == "YES";
      if (text != "YES" && text != "NO") {
        checker.fail(failure<msg::CSJ0022E>("DELAY", "YES or NO"), operand.value.offset);
      }
    }
  }
  return schedule;
}

std::string read_notify_operands(const JclStatement& statement, Findings& findings) {
  std::string user;
  OperandChecker checker("NOTIFY", statement, findings);
  for (const Operand& operand : statement.operands) {
    if (checker.accept(operand)) {
      user = checker.word(operand, "a user");
    }
  }
  return user;
}

JclStep read_exec_operands(const JclStatement& statement, const JclJob& job, Findings& findings) {
  JclStep step;
  step.name = statement.name.text();
  step.position = statement.position();
  OperandChecker checker("EXEC", statement, findings);
  bool names_program = false;
  for (const Operand& operand : statement.operands) {
    if (operand.keyword.empty()) {
      if (operand.value.form != OperandValue::Form::kEmpty) {
        checker.fail(failure<msg::IEFC640I>("EXEC"), operand.offset);
      }
      continue;
    }
    names_program |= operand.keyword == "PGM";
    if (!checker.accept(operand) || operand.value.form == OperandValue::Form::kEmpty) {
      continue;
    }
    if (operand.keyword == "PGM") {
      step.program = read_program(operand, statement, job, step, checker, findings);
    } else if (operand.keyword == "PARM") {
      step.parm = read_parm(operand, statement, checker);
    } else if (operand.keyword == "PARMDD") {
      step.parm_ddname = checker.word(operand, "a DD name");
    } else if (operand.keyword == "COND") {
      step.condition = checker.condition(operand, true);
    } else if (operand.keyword == "TIME") {
      step.cpu_seconds = checker.processor_time(operand);
    } else if (operand.keyword == "RD") {
      step.restart_definition = read_restart_definition(operand, checker);
    } else if (operand.keyword == "ABDISPCC") {
      step.abnormal_code = read_abnormal_code(operand, checker);
    }
  }
  if (!names_program && !statement.is_broken) {
    checker.fail(failure<msg::CSJ0024E>(), 0);
  }
  if (!step.parm.empty() && !step.parm_ddname.empty()) {
    checker.fail(failure<msg::CSJ0023E>("PARM"), 0);
  }
  return step;
}

}  // namespace coldsite::jcl
