// jclrun submit.
#include <algorithm>
#include <ostream>

#include "datasets/messages/csj.hpp"
#include "datasets/messages/csp.hpp"
#include "jcl-runner/initiator.hpp"
#include "jcl-runner/interrupted_job.hpp"
#include "jcl-runner/jclrun.hpp"
#include "jcl-runner/job_files.hpp"
#include "jcl-runner/job_runner.hpp"
#include "jcl-runner/signal_watch.hpp"
#include "utilities/batch/json.hpp"
#include "utilities/batch/unfinished_step.hpp"

namespace coldsite::jcl {
namespace {

int report_results(const JclrunOptions& options, const JclrunSurroundings& surroundings,
                   const JobResults& results) {
  int exit_code = results.failures.empty() ? 0 : kExitAbend;
  std::vector<std::string> jobs;
  for (const JobRecord& record : results.records) {
    exit_code = std::max(exit_code, record.exit_code());
    jobs.push_back(record.to_json());
  }
  for (const Failure& failure : results.failures) {
    print_failure(*surroundings.errors, failure);
  }
  if (options.json) {
    batch::JsonObject object;
    object.add("program", "jclrun").add_json("jobs", json_array(jobs));
    object.add_json("failures", json_failures(results.failures));
    object.add("exit_code", static_cast<std::int64_t>(exit_code));
    *surroundings.output << object.text() << "\n";
  }
  return exit_code;
}

/// What jobs and programs left that were killed.
Result<void> settle_killed(const JclrunOptions& options, const JclrunSurroundings& surroundings,
                           io::Clock& clock) {
  CS_TRY(settle_interrupted_jobs(*surroundings.store, options.site_directory, clock));
  CS_ASSIGN(const auto site, site::Site::open(*surroundings.store, options.site_directory));
  site::AllocationContext context;
  context.site = site.get();
  context.store = surroundings.store;
  context.clock = &clock;
  CS_ASSIGN(const std::vector<std::string> deleted, batch::UnfinishedStep::settle({}, context));
  for (const std::string& name : deleted) {
    print_failure(*surroundings.errors, failure<msg::CSP0013I>(name));
  }
  return {};
}

}  // namespace

int submit_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  auto reader = JobFileReader::open(*surroundings.store, job_file_options(options, surroundings));
  if (!reader) {
    print_failure(*surroundings.errors, reader.failure());
    return kExitUsage;
  }
  auto jobs = reader->read(options.operands);
  if (!jobs) {
    print_failure(*surroundings.errors, jobs.failure());
    return kExitUsage;
  }
  if (jobs->empty()) {
    print_failure(*surroundings.errors, failure<msg::CSJ0007E>());
    return kExitJclError;
  }
  const auto clock = io::make_clock_from_environment();
  const auto settled =
      clock ? settle_killed(options, surroundings, **clock) : Result<void>(clock.failure());
  if (!settled) {
    print_failure(*surroundings.errors, settled.failure());
    return kExitUsage;
  }
  ChildProcesses children;
  const SignalWatch watch(children);
  std::ostream& output = *surroundings.output;
  StepTable table([&](std::string_view line) { output << line << "\n" << std::flush; });
  RunnerEnvironment environment;
  environment.store = surroundings.store;
  environment.site_directory =
      options.site_directory.starts_with('/')
          ? options.site_directory
          : io::join_path(surroundings.working_directory, options.site_directory);
  environment.suite_directory = surroundings.suite_directory;
  environment.variables = surroundings.variables;
  environment.children = &children;
  environment.table = options.json ? nullptr : &table;
  return report_results(options, surroundings, run_jobs(*jobs, options.initiators, environment));
}

}  // namespace coldsite::jcl
