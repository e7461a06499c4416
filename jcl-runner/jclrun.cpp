#include "jcl-runner/jclrun.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>

#include "datasets/io/real_store.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/csp.hpp"
#include "jcl-runner/abend_catalogue.hpp"
#include "jcl-runner/job_record.hpp"
#include "jcl-runner/system_symbols.hpp"
#include "utilities/batch/json.hpp"
#include "utilities/batch/options.hpp"
#include "utilities/batch/report.hpp"

namespace coldsite::jcl {
namespace {

/// The directory of this executable: the other programs of the suite are beside it.
std::string own_directory() {
  std::array<char, 4096> path{};
  const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size() - 1);
  return size <= 0 ? "." : io::directory_of({path.data(), static_cast<std::size_t>(size)});
}

/// Programs may change their directory, so the paths they get are whole ones.
std::string current_directory() {
  std::array<char, 4096> path{};
  return ::getcwd(path.data(), path.size()) == nullptr ? "." : path.data();
}

int explain_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  auto text = batch::explain_text(options.operands[0]);
  if (!text) {
    text = explain_abend(options.operands[0]);
  }
  if (!text) {
    print_failure(*surroundings.errors, failure<msg::CSP0003E>(options.operands[0]));
    return kExitUsage;
  }
  *surroundings.output << *text;
  return 0;
}

/// Standard output, unless it is no terminal or one without cursor movements.
void describe_terminal(JclrunSurroundings& surroundings) {
  const auto is_dumb = [](const std::string& variable) { return variable == "TERM=dumb"; };
  winsize size{};
  surroundings.is_terminal =
      ::isatty(STDOUT_FILENO) != 0 && std::ranges::none_of(surroundings.variables, is_dumb);
  if (surroundings.is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 1) {
    surroundings.terminal_columns = size.ws_col;
  }
}

}  // namespace

void print_failure(std::ostream& stream, const Failure& failure) {
  for (const std::string& line : batch::format_failure(failure)) {
    stream << line << "\n";
  }
}

std::string json_array(const std::vector<std::string>& members) {
  std::string text;
  for (const std::string& member : members) {
    text += (text.empty() ? "" : ",") + member;
  }
  return "[" + text + "]";
}

std::string json_failures(const std::vector<Failure>& failures) {
  std::vector<std::string> members;
  for (const Failure& failure : failures) {
    batch::JsonObject object;
    object.add("id", failure.message().id).add("text", failure.text());
    if (failure.position()) {
      object.add("source", failure.position()->source);
      object.add("line", static_cast<std::int64_t>(failure.position()->line));
      object.add("column", static_cast<std::int64_t>(failure.position()->column));
    }
    if (!failure.context().empty()) {
      std::vector<std::string> within;
      for (const std::string& activity : failure.context()) {
        within.push_back(batch::json_string(activity));
      }
      object.add_json("within", json_array(within));
    }
    members.push_back(object.text());
  }
  return json_array(members);
}

JobFileOptions job_file_options(const JclrunOptions& options,
                                const JclrunSurroundings& surroundings) {
  JobFileOptions reading;
  reading.site_directory = options.site_directory;
  reading.procedure_directories = options.procedure_directories;
  reading.symbols = options.symbols;
  reading.working_directory = surroundings.working_directory;
  reading.build.is_syntax_only = options.syntax_only;
  reading.build.is_strict = options.strict;
  constexpr std::string_view kUser = "USER=";
  for (const std::string& variable : surroundings.variables) {
    if (variable.starts_with(kUser)) {
      reading.user = variable.substr(kUser.size());
    }
  }
  reading.user = to_user_id(reading.user);
  return reading;
}

int run_jclrun(const std::vector<std::string>& arguments, const JclrunSurroundings& surroundings) {
  const auto options = parse_jclrun_options(arguments);
  if (!options) {
    print_failure(*surroundings.errors, options.failure());
    return kExitUsage;
  }
  switch (options->command) {
    case JclrunCommand::kSubmit:
      return submit_command(*options, surroundings);
    case JclrunCommand::kRelease:
      return release_command(*options, surroundings);
    case JclrunCommand::kStatus:
      return status_command(*options, surroundings);
    case JclrunCommand::kPurge:
      return purge_command(*options, surroundings);
    case JclrunCommand::kScan:
      return scan_command(*options, surroundings);
    case JclrunCommand::kExpand:
      return expand_command(*options, surroundings);
    case JclrunCommand::kOutput:
      return output_command(*options, surroundings);
    case JclrunCommand::kRestart:
      return restart_command(*options, surroundings);
    case JclrunCommand::kOperator:
    case JclrunCommand::kReply:
    case JclrunCommand::kCancel:
      return operator_command(*options, surroundings);
    case JclrunCommand::kStart:
      return start_task_command(*options, surroundings);
    case JclrunCommand::kWto:
    case JclrunCommand::kWtor:
    case JclrunCommand::kQedit:
      return program_command(*options, surroundings);
    case JclrunCommand::kExplain:
      return explain_command(*options, surroundings);
    case JclrunCommand::kHelp:
      *surroundings.output << jclrun_help();
      return 0;
    case JclrunCommand::kVersion:
      *surroundings.output << "jclrun " << CS_VERSION << "\n";
      return 0;
  }
  return kExitUsage;
}

int run_jclrun(int argc, char** argv) {
  const auto store = io::make_real_store();
  JclrunSurroundings surroundings;
  surroundings.store = store.get();
  surroundings.output = &std::cout;
  surroundings.errors = &std::cerr;
  surroundings.suite_directory = own_directory();
  surroundings.working_directory = current_directory();
  for (char** variable = environ; *variable != nullptr; ++variable) {
    surroundings.variables.emplace_back(*variable);
  }
  describe_terminal(surroundings);
  return run_jclrun(std::vector<std::string>(argv + 1, argv + argc), surroundings);
}

}  // namespace coldsite::jcl
