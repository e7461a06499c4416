// START: a jclrun of its own for a started task, and what that jclrun does ('jclrun start').
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "datasets/io/kill_point.hpp"
#include "jcl-runner/child_process.hpp"
#include "jcl-runner/jclrun.hpp"
#include "jcl-runner/job_files.hpp"
#include "jcl-runner/job_host.hpp"
#include "jcl-runner/operator_command_parts.hpp"
#include "jcl-runner/started_task.hpp"

namespace coldsite::jcl {
namespace {

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    lines.emplace_back(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return lines;
}

/// Everything that comes until the other side closes.
std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = ::read(descriptor, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(descriptor);
  return text;
}

}  // namespace

Result<Lines> start_command(std::string_view operands, const CommandSurroundings& surroundings) {
  CS_TRY(parse_start(operands));
  const std::string program = io::join_path(surroundings.suite_directory, "jclrun");
  std::vector<std::string> arguments = {program, "start", "--tell-start", "--site",
                                        surroundings.site_directory};
  for (const std::string& directory : surroundings.procedure_directories) {
    arguments.insert(arguments.end(), {"--proclib", directory});
  }
  arguments.emplace_back(operands);
  CS_KILL_POINT("console.before_start");
  CS_ASSIGN(const int answer, start_detached(program, arguments, surroundings.variables));
  CS_KILL_POINT("console.after_start");
  return lines_of(read_all(answer));
}

int start_task_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  const auto request = parse_start(options.operands[0]);
  if (!request) {
    print_failure(*surroundings.errors, request.failure());
    return kExitUsage;
  }
  auto reader = JobFileReader::open(*surroundings.store, job_file_options(options, surroundings));
  if (!reader) {
    print_failure(*surroundings.errors, reader.failure());
    return kExitUsage;
  }
  std::vector<JclJob> jobs =
      reader->read_text("START " + request->procedure, start_job_text(*request));
  for (JclJob& job : jobs) {
    job.is_started_task = true;
    job.identifier = request->identifier;
  }
  return host_jobs(options, surroundings, [&](io::Clock& clock) -> Result<EnteredStream> {
    CS_ASSIGN(std::vector<EnteredJob> entered,
              enter_jobs(*surroundings.store, whole_site_directory(options, surroundings),
                         std::move(jobs), clock.now()));
    return EnteredStream{std::move(entered), {}};
  });
}

}  // namespace coldsite::jcl
