// jclrun status and jclrun purge: where the jobs of the spool are, and taking them out of it.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "datasets/io/clock.hpp"
#include "datasets/messages/csj.hpp"
#include "datasets/messages/hasp.hpp"
#include "jcl-runner/interrupted_job.hpp"
#include "jcl-runner/jclrun.hpp"
#include "jcl-runner/job_log.hpp"
#include "jcl-runner/job_record.hpp"
#include "jcl-runner/spool.hpp"
#include "utilities/batch/json.hpp"

namespace coldsite::jcl {
namespace {

/// What the CODE column shows: how the job ended.
std::string code_of(const RecordSummary& summary) {
  if (!summary.abend.empty()) {
    return summary.abend;
  }
  return summary.state == state_name(JobState::kEnded) ? fmt::format("{:0>4}", summary.highest_code)
                                                       : std::string();
}

std::string job_facts(const SpoolJob& job, const RecordSummary& summary) {
  batch::JsonObject object;
  object.add("job", job.job_id).add("name", summary.name).add("class", summary.job_class);
  object.add("priority", summary.priority).add("state", summary.state);
  object.add("step", summary.running_step).add("code", code_of(summary));
  object.add("group", summary.group).add("user", summary.user);
  return object.text();
}

Result<void> show_status(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  CS_ASSIGN(const auto clock, io::make_clock_from_environment());
  CS_TRY(settle_interrupted_jobs(*surroundings.store, options.site_directory, *clock));
  Spool spool(*surroundings.store, options.site_directory);
  std::vector<SpoolJob> jobs;
  if (options.operands.empty()) {
    CS_ASSIGN(jobs, spool.jobs());
  } else {
    CS_ASSIGN(SpoolJob one, spool.find_job(options.operands[0]));
    jobs.push_back(std::move(one));
  }
  std::ostream& output = *surroundings.output;
  constexpr std::string_view kLine = "{:<8} {:<8} {:<8} {:>4} {:<11} {:<8} {:<5} {}";
  if (!options.json) {
    std::string line =
        fmt::format(kLine, "JOB", "NAME", "CLASS", "PRTY", "STATE", "STEP", "CODE", "GROUP");
    output << line.erase(line.find_last_not_of(' ') + 1) << "\n";
  }
  std::vector<std::string> facts;
  for (const SpoolJob& job : jobs) {
    const RecordSummary summary = read_summary(*surroundings.store, job);
    if (options.json) {
      facts.push_back(job_facts(job, summary));
      continue;
    }
    std::string line =
        fmt::format(kLine, job.job_id, summary.name, summary.job_class, summary.priority,
                    summary.state, summary.running_step, code_of(summary), summary.group);
    output << line.erase(line.find_last_not_of(' ') + 1) << "\n";
  }
  if (options.json) {
    batch::JsonObject object;
    object.add("program", "jclrun").add_json("jobs", json_array(facts));
    output << object.text() << "\n";
  }
  return {};
}

Result<void> purge_one(const JclrunOptions& options, const JclrunSurroundings& surroundings,
                       const std::string& name) {
  Spool spool(*surroundings.store, options.site_directory);
  CS_ASSIGN(const SpoolJob job, spool.find_job(name));
  CS_ASSIGN(const auto held, spool.try_hold(job));
  if (!held) {
    return failure<msg::CSJ0143E>(job.job_id);
  }
  const RecordSummary summary = read_summary(*surroundings.store, job);
  CS_ASSIGN(const auto clock, io::make_clock_from_environment());
  CS_TRY(discard_kept_data_sets(*surroundings.store, options.site_directory, *clock, job));
  CS_TRY(spool.purge(job));
  *surroundings.output << fmt::format("{:<8} {}\n", job.job_id,
                                      hasp_line<msg::HASP250I>(fmt::format("{:<8}", summary.name)));
  return {};
}

Result<void> settle(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  CS_ASSIGN(const auto clock, io::make_clock_from_environment());
  return settle_interrupted_jobs(*surroundings.store, options.site_directory, *clock);
}

}  // namespace

int status_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  const auto shown = show_status(options, surroundings);
  if (!shown) {
    print_failure(*surroundings.errors, shown.failure());
    return kError;
  }
  return 0;
}

int purge_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  // What a kill left is settled first: its data sets would be nobody's without the job.
  if (auto settled = settle(options, surroundings); !settled) {
    print_failure(*surroundings.errors, settled.failure());
    return kError;
  }
  int exit_code = 0;
  for (const std::string& name : options.operands) {
    if (auto purged = purge_one(options, surroundings, name); !purged) {
      print_failure(*surroundings.errors, purged.failure());
      exit_code = kError;
    }
  }
  return exit_code;
}

}  // namespace coldsite::jcl
