// Jobs whose jclrun was killed. The checkpoint in the spool says how far the job came
// (checkpoint.hpp); a later jclrun finds the job neither ended nor held by a process, and brings
// the step that was at work to one end or the other:
//   its program had not ended   what it was making is deleted, data sets that DISP=MOD added to end
//                               where they did; the step is as if it had never been
//   its program had ended       the rest of its dispositions is carried out; the step has ended
// Temporary and passed data sets go, unless RD lets the job be restarted with them.
// Simplified against z/OS, where data sets stay allocated after a system failure: without RD, a
// third DISP subparameter other than DELETE is honoured, and a generation that its group has taken
// in stays.
// threads: one job, one thread.
#pragma once

#include <vector>

#include "datasets/io/clock.hpp"
#include "datasets/site/allocation.hpp"
#include "jcl-runner/spool.hpp"

namespace coldsite::jcl {

/// Settles every such job of the site. errors: the spool or the site cannot be used.
[[nodiscard]] Result<void> settle_interrupted_jobs(io::FileStore& store,
                                                   const std::string& site_directory,
                                                   io::Clock& clock);

/// Deletes what a job that ended keeps for a restart (RD), before its spool goes. To be called with
/// the job held. errors: as above.
[[nodiscard]] Result<void> discard_kept_data_sets(io::FileStore& store,
                                                  const std::string& site_directory,
                                                  io::Clock& clock, const SpoolJob& job);

}  // namespace coldsite::jcl
