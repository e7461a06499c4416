// What the steps of a job share while it runs. threads: one job, one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/io/clock.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/site/allocation.hpp"
#include "datasets/site/site.hpp"
#include "jcl-runner/checkpoint.hpp"
#include "jcl-runner/child_process.hpp"
#include "jcl-runner/condition.hpp"
#include "jcl-runner/console.hpp"
#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/job_group.hpp"
#include "jcl-runner/job_log.hpp"
#include "jcl-runner/job_record.hpp"
#include "jcl-runner/passed_data_sets.hpp"
#include "jcl-runner/step_table.hpp"

namespace coldsite::jcl {

/// The jobs and job groups of a text.
struct ReadStream {
  std::vector<JclJob> jobs;
  std::vector<JobGroup> groups;
};

/// What a step wrote to SYSOUT=(class,INTRDR).
struct InternalReaderText {
  std::string job_id, job_name;  ///< of the job that wrote it
  std::string text;
  bool is_complete = true;  ///< the step did not abend
};

/// What all jobs of one jclrun share.
struct RunnerEnvironment {
  io::FileStore* store = nullptr;
  std::string site_directory;
  std::string suite_directory;         ///< where the suite's programs are
  std::vector<std::string> variables;  ///< "NAME=value": the environment programs inherit
  ChildProcesses* children = nullptr;
  StepTable* table = nullptr;
  Console* console = nullptr;                      ///< nullptr: the operator reaches nobody
  std::vector<std::string> procedure_directories;  ///< --proclib, for START
  /// The jobs of a text (an internal reader's); none: there are no internal readers.
  std::function<Result<ReadStream>(std::string_view name, std::string_view text)> read_jobs;
  /// Enters the jobs of a text that a job wrote to an internal reader; set by run_jobs().
  std::function<void(const InternalReaderText& written)> submit_text;
};

struct RunningJob {
  const JclJob* job = nullptr;
  const RunnerEnvironment* environment = nullptr;
  std::unique_ptr<site::Site> site;
  std::unique_ptr<io::Clock> clock;
  SpoolJob spool;
  std::optional<JobLog> log;
  JobRecord record;
  PassedDataSets passed;
  std::vector<StepOutcome> outcomes;
  std::string temporary_prefix;       ///< of && names
  std::uint32_t temporary_count = 0;  ///< data sets without a name so far
  /// Generation groups as they were when the job first named them (GDGBIAS=JOB).
  std::shared_ptr<std::map<std::string, catalog::GenerationGroupEntry>> generation_groups =
      std::make_shared<std::map<std::string, catalog::GenerationGroupEntry>>();
  std::int64_t cpu_us = 0;
  int offset_minutes = 0;

  Checkpoint checkpoint;  ///< its phase and step states; the rest is filled in when it is kept

  [[nodiscard]] site::AllocationContext allocation_context(const std::string& step_key);
  /// Puts the checkpoint into the spool; a failure goes to the log.
  void keep_checkpoint();

  /// From here on, until leave_console(), the operator knows the job; its log is open.
  void enter_console(int initiator, std::int64_t started_us);
  void leave_console();
  /// What the operator and the table see of the step that runs.
  void begin_step(const JclStep& step, const StepRecord& step_record);
  void end_step();
};

}  // namespace coldsite::jcl
