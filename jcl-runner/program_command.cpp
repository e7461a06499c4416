// jclrun wto, wtor and qedit: the operator for scripts that run as steps.
#include <ostream>

#include "datasets/messages/csp.hpp"
#include "jcl-runner/jclrun.hpp"
#include "utilities/batch/operator.hpp"

namespace coldsite::jcl {
namespace {

std::string variable(const JclrunSurroundings& surroundings, std::string_view name) {
  for (const std::string& text : surroundings.variables) {
    if (text.starts_with(name) && text.size() > name.size() && text[name.size()] == '=') {
      return text.substr(name.size() + 1);
    }
  }
  return "";
}

Result<void> converse(const JclrunOptions& options, batch::Operator& console,
                      std::ostream& output) {
  if (options.command == JclrunCommand::kWto) {
    return console.tell(options.operands[0]);
  }
  if (options.command == JclrunCommand::kWtor) {
    CS_ASSIGN(const std::string reply, console.ask(options.operands[0]));
    output << reply << "\n";
    return {};
  }
  CS_ASSIGN(const batch::OperatorCommand command, console.next_command());
  output << (command.is_stop ? "STOP" : "MODIFY " + command.text) << "\n";
  return {};
}

}  // namespace

int program_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  const std::string socket = variable(surroundings, "COLDSITE_CONSOLE");
  const auto console =
      batch::make_console_operator(socket, variable(surroundings, "COLDSITE_JOBID"));
  const auto done = socket.empty() ? Result<void>(failure<msg::CSP0021S>("COLDSITE_CONSOLE"))
                                   : converse(options, *console, *surroundings.output);
  if (!done) {
    print_failure(*surroundings.errors, done.failure());
    return done.failure().message().condition_code;
  }
  return 0;
}

}  // namespace coldsite::jcl
