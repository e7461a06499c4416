#include "jcl-runner/operator_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/hasp.hpp"
#include "datasets/messages/iee.hpp"
#include "jcl-runner/console_client.hpp"
#include "jcl-runner/job_record.hpp"
#include "jcl-runner/operator_command_parts.hpp"
#include "utilities/batch/operator.hpp"

namespace coldsite::jcl {
namespace {

using Action = Result<Lines> (*)(std::string_view operands, const CommandSurroundings&);

Result<ConsoleFields> tell(const CommandSurroundings& surroundings, const ConsoleFields& command) {
  return tell_consoles(*surroundings.store, surroundings.site_directory, command);
}

std::string_view first_operand(std::string_view operands) {
  return operands.substr(0, operands.find(','));
}

/// Apostrophes around a text, and doubled ones in it.
std::string without_apostrophes(std::string_view text) {
  if (text.size() < 2 || !text.starts_with('\'') || !text.ends_with('\'')) {
    return std::string(text);
  }
  std::string plain;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    plain += text[i];
    i += text[i] == '\'' && text[i + 1] == '\'' && i + 2 < text.size() ? 1U : 0U;
  }
  return plain;
}

Result<Lines> cancel_job(std::string_view operands, const CommandSurroundings& surroundings) {
  const std::string name(first_operand(operands));
  const std::string_view rest = operands.substr(std::min(name.size() + 1, operands.size()));
  if (name.empty() || (!rest.empty() && rest != "DUMP")) {
    return failure<msg::IEE535I>("CANCEL", "C job or C job,DUMP");
  }
  CS_ASSIGN(const ConsoleFields answer, tell(surroundings, {"CANCEL", name, std::string(rest)}));
  if (answer[0] != "DONE") {
    return failure<msg::IEE341I>(name);
  }
  return Lines{told(failure<msg::IEE301I>(name, "CANCEL"))};
}

Result<Lines> force_job(std::string_view operands, const CommandSurroundings& surroundings) {
  const std::string name(operands);
  if (name.empty() || name.find(',') != std::string::npos) {
    return failure<msg::IEE535I>("FORCE", "FORCE job");
  }
  CS_ASSIGN(const ConsoleFields answer, tell(surroundings, {"FORCE", name}));
  if (answer[0] == "FIRST") {
    return failure<msg::IEE838I>(name);
  }
  if (answer[0] != "DONE") {
    return failure<msg::IEE341I>(name);
  }
  return Lines{told(failure<msg::IEE301I>(name, "FORCE"))};
}

Result<Lines> to_program(const std::string& name, const ConsoleFields& command,
                         const CommandSurroundings& surroundings) {
  CS_ASSIGN(const ConsoleFields answer, tell(surroundings, command));
  if (answer[0] == "BUSY") {
    return failure<msg::IEE342I>(command[0]);
  }
  if (answer[0] != "DONE") {
    return failure<msg::IEE341I>(name);
  }
  return Lines{};
}

Result<Lines> stop_job(std::string_view operands, const CommandSurroundings& surroundings) {
  const std::string name(operands);
  if (name.empty() || name.find(',') != std::string::npos) {
    return failure<msg::IEE535I>("STOP", "P name or P name.identifier");
  }
  return to_program(name, {"STOP", name}, surroundings);
}

Result<Lines> modify_job(std::string_view operands, const CommandSurroundings& surroundings) {
  const std::string name(first_operand(operands));
  if (name.empty() || name.size() == operands.size()) {
    return failure<msg::IEE535I>("MODIFY", "F name,text");
  }
  const std::string text = without_apostrophes(operands.substr(name.size() + 1));
  return to_program(name, {"MODIFY", name, text}, surroundings);
}

Result<Lines> reply_request(std::string_view operands, const CommandSurroundings& surroundings) {
  const std::size_t digits = std::min(operands.find_first_not_of("0123456789"), operands.size());
  const bool has_comma = digits < operands.size() && operands[digits] == ',';
  if (digits == 0 || digits > 4) {
    return failure<msg::IEE535I>("REPLY", "R nn,text");
  }
  const std::string text = without_apostrophes(operands.substr(digits + (has_comma ? 1 : 0)));
  const std::string number(operands.substr(0, digits));
  CS_ASSIGN(const ConsoleFields answer, tell(surroundings, {"REPLY", number, text}));
  if (answer[0] != "DONE") {
    return failure<msg::CSJ0124E>(number);
  }
  return Lines{told(failure<msg::IEE600I>(fmt::format("{:0>2}", number), text))};
}

struct Command {
  std::string_view verb, abbreviation;
  Action action;  ///< nullptr: z/OS has it, this runner does not
  bool is_jcl_command;
};

/// source: z/OS MVS System Commands; the JCL column: JCL Reference, "JCL command statement".
constexpr std::array<Command, 38> kCommands = {{
    {"ACTIVATE", "", nullptr, true},     {"CANCEL", "C", cancel_job, true},
    {"CHNGDUMP", "CD", nullptr, true},   {"CMDS", "", nullptr, false},
    {"CONFIG", "CF", nullptr, true},     {"CONTROL", "K", nullptr, true},
    {"DEVSERV", "DS", nullptr, false},   {"DISPLAY", "D", display_command, true},
    {"DUMP", "", nullptr, true},         {"DUMPDS", "DD", nullptr, false},
    {"FORCE", "", force_job, true},      {"HALT", "Z", nullptr, true},
    {"IOACTION", "IO", nullptr, false},  {"LIBRARY", "LI", nullptr, false},
    {"LOG", "L", nullptr, true},         {"MODIFY", "F", modify_job, true},
    {"MONITOR", "MN", nullptr, false},   {"MOUNT", "M", nullptr, true},
    {"PAGEADD", "PA", nullptr, true},    {"PAGEDEL", "PD", nullptr, true},
    {"QUIESCE", "", nullptr, true},      {"REPLY", "R", reply_request, true},
    {"RESET", "E", nullptr, true},       {"ROUTE", "RO", nullptr, false},
    {"SEND", "SE", nullptr, true},       {"SETETR", "", nullptr, true},
    {"SETPROG", "", nullptr, false},     {"SETSMF", "SS", nullptr, false},
    {"SETSMS", "", nullptr, false},      {"SLIP", "SL", nullptr, true},
    {"START", "S", start_command, true}, {"STOP", "P", stop_job, true},
    {"STOPMN", "PM", nullptr, false},    {"SWAP", "G", nullptr, false},
    {"SWITCH", "I", nullptr, true},      {"UNLOAD", "U", nullptr, true},
    {"VARY", "V", vary_command, true},   {"WRITELOG", "W", nullptr, true},
}};

const Command* find_command(std::string_view verb) {
  const auto found = std::ranges::find_if(kCommands, [&](const Command& command) {
    return verb == command.verb || (!verb.empty() && verb == command.abbreviation);
  });
  return found == kCommands.end() ? nullptr : &*found;
}

/// Upper case outside apostrophes.
std::string folded(std::string_view text) {
  std::string result;
  bool is_quoted = false;
  for (const char c : text) {
    is_quoted ^= c == '\'';
    const auto byte = static_cast<unsigned char>(c);
    result += is_quoted || byte >= 0x80 ? c : static_cast<char>(std::toupper(byte));
  }
  return result;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

// ---- JES2 ----

/// "J12", "JOB00012", "S5", "STC00005", "'NAME'": a job as JES2 commands name it.
std::string jes_job(std::string_view text) {
  if (text.starts_with('\'')) {
    return without_apostrophes(text);
  }
  const std::size_t digit = std::min(text.find_first_of("0123456789"), text.size());
  const std::string_view kind = text.substr(0, digit), number = text.substr(digit);
  const bool is_number = !number.empty() && number.size() <= 5 &&
                         number.find_first_not_of("0123456789") == std::string_view::npos;
  if (is_number && (kind == "J" || kind == "JOB")) {
    return fmt::format("JOB{:0>5}", number);
  }
  if (is_number && (kind == "S" || kind == "STC")) {
    return fmt::format("STC{:0>5}", number);
  }
  return "";
}

std::string jes_status(const std::string& name, std::string_view status) {
  return "$HASP890 JOB(" + name + ")  STATUS=(" + std::string(status) + ")";
}

Result<Lines> jes_cancel(const std::string& job, const CommandSurroundings& surroundings) {
  CS_ASSIGN(const ConsoleFields answer, tell(surroundings, {"CANCEL", job}));
  if (answer[0] != "DONE") {
    return failure<msg::IEE341I>(job);
  }
  return Lines{jes_status(answer.size() > 1 ? answer[1] : job, "EXECUTING") + ",CANCEL=YES"};
}

Result<Lines> jes_display(const std::string& job, const CommandSurroundings& surroundings) {
  CS_ASSIGN(const auto rows,
            ask_consoles(*surroundings.store, surroundings.site_directory, {"JOBS"}));
  Lines lines;
  for (const ConsoleFields& row : rows) {
    if (row.size() > 2 && (job.empty() || row[1] == job || row[2] == job)) {
      lines.push_back(jes_status(row[2], "EXECUTING") + ",ID=" + row[1]);
    }
  }
  if (!lines.empty() || job.empty()) {
    return lines.empty() ? Lines{"$HASP003 NO ACTIVE JOBS"} : lines;
  }
  Spool spool(*surroundings.store, surroundings.site_directory);
  CS_ASSIGN(const SpoolJob found, spool.find_job(job));
  const RecordSummary summary = read_summary(*surroundings.store, found);
  std::string state = summary.state;
  std::ranges::transform(state, state.begin(), [](unsigned char c) { return std::toupper(c); });
  return Lines{jes_status(summary.name, state) + ",ID=" + found.job_id};
}

Result<Lines> jes_command(std::string_view command, const CommandSurroundings& surroundings) {
  const std::string_view verb = command.substr(0, 2);
  const std::string_view operand = trimmed(command.substr(verb.size()));
  if (verb == "$D" && (operand == "A" || operand.empty())) {
    return jes_display("", surroundings);
  }
  const std::string job = jes_job(operand);
  if (job.empty() || (verb != "$C" && verb != "$D")) {
    return failure<msg::CSJ0120E>(command);
  }
  return verb == "$C" ? jes_cancel(job, surroundings) : jes_display(job, surroundings);
}

Result<Lines> dispatch(std::string_view text, const CommandSurroundings& surroundings) {
  const std::string command = folded(trimmed(text));
  if (command.starts_with('$')) {
    return jes_command(command, surroundings);
  }
  if (!command.empty() && std::isdigit(static_cast<unsigned char>(command[0])) != 0) {
    return reply_request(command, surroundings);  // the short form of REPLY
  }
  const std::string verb = command.substr(0, command.find(' '));
  const Command* known = find_command(verb);
  if (known == nullptr) {
    return failure<msg::IEE305I>(verb);
  }
  if (known->action == nullptr) {
    return failure<msg::CSJ0120E>(known->verb);
  }
  return known->action(trimmed(std::string_view(command).substr(verb.size())), surroundings);
}

}  // namespace

std::string told(const Failure& message) {
  return batch::operator_text(message);
}

CommandAnswer carry_out_command(std::string_view command, const CommandSurroundings& surroundings) {
  auto lines = dispatch(command, surroundings);
  if (!lines) {
    return {{told(lines.failure())}, std::max(kError, lines.failure().message().condition_code)};
  }
  return {*std::move(lines), 0};
}

bool is_jcl_command(std::string_view verb) {
  const Command* command = find_command(verb);
  return command != nullptr && command->is_jcl_command;
}

}  // namespace coldsite::jcl
