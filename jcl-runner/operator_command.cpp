// jclrun command, reply and cancel: what the operator types, carried out.
#include <ostream>

#include "jcl-runner/jclrun.hpp"
#include "jcl-runner/job_host.hpp"
#include "jcl-runner/operator_commands.hpp"

namespace coldsite::jcl {
namespace {

/// What is given to the site: a reply keeps its case between apostrophes.
std::string command_text(const JclrunOptions& options) {
  const std::vector<std::string>& words = options.operands;
  switch (options.command) {
    case JclrunCommand::kReply: {
      std::string text;
      for (const char c : words[1]) {
        text += c == '\'' ? "''" : std::string(1, c);
      }
      return "R " + words[0] + ",'" + text + "'";
    }
    case JclrunCommand::kCancel:
      return "C " + words[0] + (words.size() > 1 ? "," + words[1] : "");
    default:
      return words[0];
  }
}

}  // namespace

CommandSurroundings command_surroundings(const JclrunOptions& options,
                                         const JclrunSurroundings& surroundings, io::Clock& clock) {
  CommandSurroundings place;
  place.store = surroundings.store;
  place.clock = &clock;
  place.site_directory = whole_site_directory(options, surroundings);
  place.suite_directory = surroundings.suite_directory;
  place.variables = surroundings.variables;
  place.procedure_directories = options.procedure_directories;
  return place;
}

int operator_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  const auto clock = io::make_clock_from_environment();
  if (!clock) {
    print_failure(*surroundings.errors, clock.failure());
    return kError;
  }
  const CommandAnswer answer = carry_out_command(
      command_text(options), command_surroundings(options, surroundings, **clock));
  std::ostream& stream = answer.condition_code == 0 ? *surroundings.output : *surroundings.errors;
  for (const std::string& line : answer.lines) {
    stream << line << "\n";
  }
  return answer.condition_code;
}

}  // namespace coldsite::jcl
