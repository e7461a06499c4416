#include "utilities/bpxbatch/bpxbatch.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <system_error>

#include "datasets/io/redirect.hpp"
#include "datasets/messages/csu.hpp"
#include "utilities/bpxbatch/command_text.hpp"

namespace coldsite::bpxbatch {
namespace {

std::string variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): one thread
  return value == nullptr ? "" : value;
}

/// The host file of a DD: of --dd, or what jclrun has laid out for it. Empty: no such DD.
Result<std::string> path_of(std::string_view ddname, batch::StepContext& context) {
  if (context.find_dd(ddname) == nullptr) {
    return variable("DD_" + std::string(ddname));
  }
  CS_ASSIGN(const site::Allocation* part, context.allocated_one(ddname));
  if (part->kind != site::AllocationKind::kHostFile) {
    return failure<msg::CSU0042S>(ddname);
  }
  return part->host_path;
}

Result<std::string> read_lines(std::string_view ddname, batch::StepContext& context) {
  CS_ASSIGN(const std::string path, path_of(ddname, context));
  if (path.empty()) {
    return std::string();
  }
  CS_ASSIGN(const Bytes bytes, io::read_file(*context.store, path));
  return std::string(bytes.begin(), bytes.end());
}

/// Alone, the standard streams are those of --dd; jclrun has done it before this program began.
Result<void> redirect(batch::StepContext& context) {
  using io::StandardStream;
  const std::pair<std::string_view, StandardStream> kStreams[] = {
      {"STDIN", StandardStream::kInput},
      {"STDOUT", StandardStream::kOutput},
      {"STDERR", StandardStream::kError}};
  for (const auto& [ddname, stream] : kStreams) {
    if (context.find_dd(ddname) == nullptr) {
      continue;
    }
    CS_ASSIGN(const std::string path, path_of(ddname, context));
    if (!io::redirect_standard_stream(path.c_str(), stream)) {
      return failure<msg::CSU0041S>(path, std::generic_category().message(errno));
    }
  }
  return {};
}

Result<void> become(const Command& command, const std::vector<std::string>& variables,
                    const std::string& home) {
  for (const std::string& text : variables) {
    const std::size_t equals = text.find('=');
    ::setenv(text.substr(0, equals).c_str(), text.c_str() + equals + 1, 1);
  }
  if (!home.empty() && ::chdir(home.c_str()) != 0) {
    return failure<msg::CSU0041S>(home, std::generic_category().message(errno));
  }
  std::vector<char*> arguments;
  for (const std::string& argument : command.arguments) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  std::cout.flush();
  ::execv(command.path.c_str(), arguments.data());
  return failure<msg::CSU0041S>(command.path, std::generic_category().message(errno));
}

Result<void> run_command(batch::StepContext& context) {
  CS_ASSIGN(const std::string environment, read_lines("STDENV", context));
  const std::vector<std::string> variables = parse_environment(environment);
  std::string home = variable("HOME");
  for (const std::string& text : variables) {
    if (text.starts_with("HOME=")) {
      home = text.substr(5);
    }
  }
  std::string parameter = context.parm;
  if (parameter.empty()) {
    CS_ASSIGN(const std::string lines, read_lines("STDPARM", context));
    parameter = join_parameter(lines);
  }
  CS_ASSIGN(const Command command, parse_command(parameter, home));
  CS_TRY(redirect(context));
  return become(command, variables, home);
}

}  // namespace

void run(batch::StepContext& context) {
  if (const auto done = run_command(context); !done) {
    context.report->say(done.failure());
  }
}

}  // namespace coldsite::bpxbatch
