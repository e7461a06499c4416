#include "jcl-runner/job_host.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include "datasets/messages/csp.hpp"
#include "jcl-runner/initiator.hpp"
#include "jcl-runner/interrupted_job.hpp"
#include "jcl-runner/runner_host.hpp"
#include "utilities/batch/json.hpp"
#include "utilities/batch/unfinished_step.hpp"

namespace coldsite::jcl {
namespace {

int exit_code_of(const Failure& failure) {
  const int code = failure.message().condition_code;
  return code <= kError ? code : kExitAbend;
}

std::string group_facts(const JobNetwork::GroupReport& group) {
  batch::JsonObject object;
  object.add("name", group.name).add("state", state_name(group.state));
  object.add("jobs", static_cast<std::int64_t>(group.jobs));
  object.add("ended", static_cast<std::int64_t>(group.ended));
  object.add("flushed", static_cast<std::int64_t>(group.flushed));
  return object.text();
}

int report_results(const JclrunOptions& options, const JclrunSurroundings& surroundings,
                   const JobResults& results) {
  int exit_code = 0;
  std::vector<std::string> jobs;
  for (const JobRecord& record : results.records) {
    exit_code = std::max(exit_code, record.exit_code());
    jobs.push_back(record.to_json());
  }
  for (const JobNetwork::GroupReport& group : results.groups) {
    exit_code = std::max(exit_code, group.state == GroupState::kInError ? int{kError} : 0);
  }
  for (const Failure& failure : results.failures) {
    exit_code = std::max(exit_code, exit_code_of(failure));
    print_failure(*surroundings.errors, failure);
  }
  if (options.json) {
    batch::JsonObject object;
    object.add("program", "jclrun").add_json("jobs", json_array(jobs));
    object.add_json("failures", json_failures(results.failures));
    std::vector<std::string> groups;
    for (const JobNetwork::GroupReport& group : results.groups) {
      groups.push_back(group_facts(group));
    }
    if (!groups.empty()) {
      object.add_json("groups", json_array(groups));
    }
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

Result<EnteredStream> settle_and_enter(const JclrunOptions& options,
                                       const JclrunSurroundings& surroundings,
                                       const EnterJobs& enter) {
  CS_ASSIGN(const auto clock, io::make_clock_from_environment());
  CS_TRY(settle_killed(options, surroundings, *clock));
  return enter(*clock);
}

/// --replies FILE.
Result<batch::ReplyScript> read_replies(const JclrunOptions& options, io::FileStore& store) {
  if (options.replies_path.empty()) {
    return batch::ReplyScript();
  }
  CS_ASSIGN(const Bytes text, io::read_file(store, options.replies_path));
  return batch::ReplyScript::parse({reinterpret_cast<const char*>(text.data()), text.size()},
                                   io::name_of(options.replies_path));
}

}  // namespace

std::string whole_site_directory(const JclrunOptions& options,
                                 const JclrunSurroundings& surroundings) {
  return options.site_directory.starts_with('/')
             ? options.site_directory
             : io::join_path(surroundings.working_directory, options.site_directory);
}

int host_jobs(const JclrunOptions& options, const JclrunSurroundings& surroundings,
              const EnterJobs& enter) {
  RunnerHost host(options, surroundings);
  auto replies = read_replies(options, *surroundings.store);
  auto entered = replies ? settle_and_enter(options, surroundings, enter)
                         : Result<EnteredStream>(replies.failure());
  if (!entered) {
    print_failure(*surroundings.errors, entered.failure());
    return kExitUsage;
  }
  if (auto opened = host.open(*std::move(replies)); !opened) {
    print_failure(*surroundings.errors, opened.failure());
  }
  RunnerEnvironment& environment = host.environment();
  // Jobs from internal readers see neither the -D of this submission nor what was read before.
  JobFileOptions reading = job_file_options(options, surroundings);
  reading.symbols.clear();
  environment.read_jobs = [&](std::string_view name, std::string_view text) -> Result<ReadStream> {
    CS_ASSIGN(JobFileReader reader, JobFileReader::open(*surroundings.store, reading));
    std::vector<JclJob> jobs = reader.read_text(name, text);
    return ReadStream{std::move(jobs), reader.groups()};
  };
  return report_results(options, surroundings,
                        run_jobs(std::move(entered->jobs), std::move(entered->groups),
                                 options.initiators, environment));
}

}  // namespace coldsite::jcl
