// How far a job came, for 'jclrun restart' and for the settlement of a job that was killed: one
// file in the spool, replaced as a whole at every change, so that a kill leaves one state or the
// next.
//   <site>/spool/JOB00012/.checkpoint   "key value" lines; \n and \\ in values stand for a line
//                                       feed and a backslash, DDs are those of control-cards/dd
//     prefix      of the job's temporary data sets      count   of those without a name
//     cpu         microseconds used by the steps        keeps   yes: RD lets temporary and passed
//                                                               data sets stay for a restart
//     step        key state code abend elapsed cpu, for each step in order
//     group       a generation group as it was when the job first named it:
//                 name limit flags number.version.wrapped.status...
//                 flags: 0 or 1 for each of EMPTY SCRATCH PURGE FIFO EXTENDED
//     passed      new|old made-by DD: a data set handed to later steps; its coded name follows
//     name        the coded name of the `passed` or `dispose` line before it
//     place       step.dd DD: for VOL=REF=*.step.dd
//     phase       between | allocated STEP | ended STEP
//     undo        DD: what the step makes, to be taken away when it does not end
//     extended    track record balance DD: the end of a data set that DISP=MOD adds to
//     dispose     new|old DD: what is left to do when the program has ended
//     made        DD: new data sets that a failed step left behind
//     end         FNV-1a of all before, in hexadecimal: always the last line
// threads: one job, one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "datasets/catalog/entry.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/site/dd_request.hpp"
#include "jcl-runner/job_record.hpp"
#include "jcl-runner/passed_data_sets.hpp"
#include "jcl-runner/spool.hpp"

namespace coldsite::jcl {

/// Where the job is between two changes.
enum class StepPhase {
  kBetween,
  kAllocated,  ///< the program may be at work: without its end, the step is undone
  kEnded       ///< the program has ended: its dispositions are carried out to the end
};

/// A data set of a step whose program has ended. Both dispositions of `request` are the one that
/// counts.
struct PlannedDisposition {
  std::string coded_name;  ///< DSN as the job has it
  site::DdRequest request;
  bool is_new = false;
};

/// Where a data set ended before a step with DISP=MOD.
struct ExtendedDataSet {
  site::DdRequest request;
  std::uint32_t track = 0;
  std::uint8_t record = 0;
  std::uint16_t balance = 0;
};

struct Checkpoint {
  std::string temporary_prefix;
  std::uint32_t temporary_count = 0;
  std::int64_t cpu_us = 0;
  bool keeps_data = false;
  std::vector<StepRecord> steps;
  std::map<std::string, catalog::GenerationGroupEntry> generation_groups;
  PassedDataSets passed;
  StepPhase phase = StepPhase::kBetween;
  std::string phase_step;  ///< its key
  std::vector<site::DdRequest> undo;
  std::vector<ExtendedDataSet> extended;
  std::vector<PlannedDisposition> dispositions;
  std::vector<site::DdRequest> made;

  /// The step at which the job would go on: the first that failed, or was not reached. nullopt:
  /// all have ended.
  [[nodiscard]] std::optional<std::size_t> restart_step() const;
};

[[nodiscard]] std::string format_checkpoint(const Checkpoint& checkpoint);
/// errors: CSJ0404E damaged. `job_id` is for the message.
[[nodiscard]] Result<Checkpoint> parse_checkpoint(std::string_view text, const std::string& job_id);

[[nodiscard]] Result<void> write_checkpoint(io::FileStore& store, const SpoolJob& job,
                                            const Checkpoint& checkpoint);
/// nullopt: the job never came to run. errors: CSJ0404E.
[[nodiscard]] Result<std::optional<Checkpoint>> read_checkpoint(io::FileStore& store,
                                                                const SpoolJob& job);

}  // namespace coldsite::jcl
