// jclrun scan and jclrun expand: jobs are read and checked, and nothing runs.
#include <optional>
#include <ostream>

#include "datasets/messages/csj.hpp"
#include "jcl-runner/jclrun.hpp"
#include "jcl-runner/job_record.hpp"
#include "jcl-runner/job_scan.hpp"
#include "utilities/batch/json.hpp"

namespace coldsite::jcl {
namespace {

/// Every step with its program and whether it can run.
std::string step_facts(const JclJob& job, const std::vector<StepReach>& reaches) {
  std::vector<std::string> facts;
  for (std::size_t i = 0; i < reaches.size(); ++i) {
    batch::JsonObject object;
    object.add("step", job.steps[i].key).add("program", job.steps[i].program);
    object.add("runs", name_of(reaches[i].reach));
    facts.push_back(object.text());
  }
  return json_array(facts);
}

std::string job_facts(const JclJob& job, const std::vector<StepReach>& reaches) {
  batch::JsonObject object;
  object.add("name", job.name).add("steps", static_cast<std::int64_t>(job.steps.size()));
  if (!reaches.empty()) {
    object.add_json("step_list", step_facts(job, reaches));
  }
  object.add_json("errors", json_failures(job.errors));
  object.add_json("notes", json_failures(job.notes));
  return object.text();
}

void print_listing(const JclJob& job, std::ostream& output) {
  for (const ListedLine& line : job.listing.lines()) {
    output << line.text << "\n";
  }
}

void print_job(const JclJob& job, std::ostream& output) {
  for (const std::vector<Failure>* failures : {&job.notes, &job.errors}) {
    for (const Failure& failure : *failures) {
      print_failure(output, failure);
    }
  }
  output << job.name << ": " << job.steps.size() << " steps, "
         << (job.errors.empty() ? "no errors" : std::to_string(job.errors.size()) + " errors")
         << "\n";
}

/// Calls `use(job, reader)` for every job; the exit code says whether one has errors then.
template <class Use>
int for_each_job(const JclrunOptions& options, const JclrunSurroundings& surroundings,
                 const Use& use) {
  auto reader = JobFileReader::open(*surroundings.store, job_file_options(options, surroundings));
  if (!reader) {
    print_failure(*surroundings.errors, reader.failure());
    return kExitUsage;
  }
  int exit_code = 0;
  bool has_jobs = false;
  for (const std::string& path : options.operands) {
    auto jobs = reader->read_one(path);
    if (!jobs) {
      print_failure(*surroundings.errors, jobs.failure());
      return kExitUsage;
    }
    for (JclJob& job : *jobs) {
      has_jobs = true;
      use(job, *reader);
      exit_code = job.errors.empty() ? exit_code : kExitJclError;
    }
  }
  if (!has_jobs && !options.syntax_only) {
    print_failure(*surroundings.errors, failure<msg::CSJ0007E>());
    return kExitJclError;
  }
  return exit_code;
}

}  // namespace

int scan_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  std::vector<std::string> facts;
  std::optional<JobScan> scan;
  const int exit_code =
      for_each_job(options, surroundings, [&](JclJob& job, const JobFileReader& reader) {
        std::vector<StepReach> reaches;
        if (!options.syntax_only) {
          if (!scan) {
            scan.emplace(reader.site(), reader.clock(), surroundings.suite_directory);
          }
          reaches = scan->scan(job);
        }
        if (options.json) {
          facts.push_back(job_facts(job, reaches));
          return;
        }
        if (options.expand) {
          print_listing(job, *surroundings.output);
        }
        print_job(job, *surroundings.output);
      });
  if (options.json && exit_code != kExitUsage) {
    batch::JsonObject object;
    object.add("program", "jclrun").add_json("jobs", json_array(facts));
    object.add("exit_code", static_cast<std::int64_t>(exit_code));
    *surroundings.output << object.text() << "\n";
  }
  return exit_code;
}

int expand_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  return for_each_job(options, surroundings, [&](const JclJob& job, const JobFileReader&) {
    print_listing(job, *surroundings.output);
    for (const Failure& error : job.errors) {
      print_failure(*surroundings.errors, error);
    }
  });
}

}  // namespace coldsite::jcl
