// A job enters the system: it gets its number, its cards are kept in the spool, and its first
// job.json says queued or held. From here to its end the process that entered it holds it.
// threads: one at a time for each site of a process; processes meet through the spool's lock.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "datasets/io/clock.hpp"
#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/job_record.hpp"
#include "jcl-runner/spool.hpp"

namespace coldsite::jcl {

struct RestartPlan;  // restart_plan.hpp

struct EnteredJob {
  JclJob job;
  SpoolJob spool;
  std::shared_ptr<site::HeldLock> held;
  JobRecord record;
  bool is_released = false;                         ///< TYPRUN=HOLD and JCLHOLD no longer count
  std::shared_ptr<const RestartPlan> restart = {};  ///< 'jclrun restart': where the job goes on
};

/// The record of a job before it runs.
[[nodiscard]] JobRecord first_record(const JclJob& job, const SpoolJob& spool);

/// What waits for 'jclrun release'.
[[nodiscard]] bool is_to_be_held(const EnteredJob& entered);

/// Enters the jobs in order. errors: CSJ0130E no number left; the spool cannot be written. What was
/// entered before stays queued and is held later (interrupted_job.hpp).
[[nodiscard]] Result<std::vector<EnteredJob>> enter_jobs(io::FileStore& store,
                                                         const std::string& site_directory,
                                                         std::vector<JclJob> jobs,
                                                         io::Timestamp now);

/// Takes a held job out of the spool to run it. errors: CSJ0110E no such job; CSJ0142E not held;
/// CSJ0143E another jclrun has it; CSJ0132E.
[[nodiscard]] Result<EnteredJob> take_held_job(io::FileStore& store,
                                               const std::string& site_directory,
                                               std::string_view name);

}  // namespace coldsite::jcl
