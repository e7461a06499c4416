#include "jcl-runner/job_commands.hpp"

#include "datasets/io/kill_point.hpp"
#include "jcl-runner/operator_commands.hpp"

namespace coldsite::jcl {
namespace {

constexpr std::string_view kGivenFile = ".commands";

Result<bool> note_given(io::FileStore& store, const SpoolJob& job) {
  const std::string path = job.file(kGivenFile);
  CS_ASSIGN(const auto info, store.info(path));
  if (info) {
    return false;
  }
  CS_TRY(io::replace_file(store, path, {}));
  return true;
}

}  // namespace

void give_commands(RunningJob& running) {
  const RunnerEnvironment& environment = *running.environment;
  if (running.job->commands.empty()) {
    return;
  }
  const auto is_first = note_given(*environment.store, running.spool);
  if (!is_first) {
    running.log->say(is_first.failure());
    return;
  }
  if (!*is_first) {
    return;
  }
  CS_KILL_POINT("jcl.before_commands");
  CommandSurroundings place;
  place.store = environment.store;
  place.clock = running.clock.get();
  place.site_directory = environment.site_directory;
  place.suite_directory = environment.suite_directory;
  place.variables = environment.variables;
  place.procedure_directories = environment.procedure_directories;
  const auto say = [&](const std::string& line) {
    running.log->jes_line(running.clock->now(), line);
    if (environment.table != nullptr) {
      environment.table->line(line);
    }
  };
  for (const std::string& command : running.job->commands) {
    say(command);
    for (const std::string& line : carry_out_command(command, place).lines) {
      say(line);
    }
    CS_KILL_POINT("jcl.after_command");
  }
}

}  // namespace coldsite::jcl
