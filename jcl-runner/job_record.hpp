// job.json: what became of a job, for machines and for 'jclrun output'. It is replaced as a whole
// at every change, so a reader sees one state or the next.
//   {"job":"JOB00012","name":"DRILL1","state":"running","class":"A",...,
//    "steps":[{"step":"S1","program":"IEFBR14","state":"ended","code":0,"seconds":"0.01"}]}
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "jcl-runner/spool.hpp"

namespace coldsite::jcl {

enum class JobState {
  kQueued,  ///< waits for an initiator
  kRunning,
  kEnded,
  kAbended,
  kJclError,
  kHeld,
  kScanned,
  kCopied,   ///< TYPRUN=COPY
  kFlushed,  ///< its job group lets it not run
  kCancelled,
  kInterrupted  ///< jclrun ended before the job did
};
[[nodiscard]] std::string_view state_name(JobState state);

enum class StepState { kWaiting, kRunning, kEnded, kAbended, kNotExecuted, kJclError };
[[nodiscard]] std::string_view state_name(StepState state);

struct StepRecord {
  std::string step, program;
  StepState state = StepState::kWaiting;
  std::uint32_t code = 0;
  std::string abend;  ///< "S806", "U0016"
  std::int64_t elapsed_us = 0, cpu_us = 0;
};

struct JobRecord {
  std::string job_id, name, job_class, notify, user;
  JobState state = JobState::kRunning;
  std::string abend;            ///< of the first step that abended
  int priority = 0;             ///< PRTY
  std::string group;            ///< SCHEDULE JOBGROUP=
  std::int64_t entered_us = 0;  ///< since 1970-01-01 UTC
  std::int64_t started_us = 0;
  std::int64_t ended_us = 0;
  std::vector<StepRecord> steps;
  std::string restart_step;               ///< where the job began: RESTART=, or 'jclrun restart'
  std::optional<std::uint32_t> job_code;  ///< JOBRC=LASTRC or (STEP,name): the code of that step

  /// The highest code of the steps that ran.
  [[nodiscard]] std::uint32_t highest_code() const;
  /// The code of the job: that of JOBRC, or the highest.
  [[nodiscard]] std::uint32_t code() const { return job_code.value_or(highest_code()); }
  /// What jclrun exits with for this job: its code (99 at most), 100 abend, 101 JCL error.
  [[nodiscard]] int exit_code() const;
  [[nodiscard]] std::string to_json() const;
};

inline constexpr int kExitAbend = 100;
inline constexpr int kExitJclError = 101;
inline constexpr int kExitUsage = 64;

[[nodiscard]] Result<void> write_record(io::FileStore& store, const SpoolJob& job,
                                        const JobRecord& record);

/// The parts of a job.json that a list shows; "" when they cannot be read.
struct RecordSummary {
  std::string name, state, highest_code;
  std::string running_step;
  std::string job_class = {}, priority = {}, group = {}, abend = {}, user = {}, notify = {};
};
[[nodiscard]] RecordSummary read_summary(io::FileStore& store, const SpoolJob& job);

}  // namespace coldsite::jcl
