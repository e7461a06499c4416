// Jobs whose jclrun was killed. While a step runs, the spool holds the list of data sets that it
// makes; a later jclrun finds the job neither ended nor held by a process, deletes them, and says
// so. The step is then as if it had never been: the job can be submitted again.
//   <site>/spool/JOB00012/.undo   DD bindings (control-cards/dd), one for each data set to settle
// Simplified against z/OS, where data sets stay allocated after a system failure: a third DISP
// subparameter other than DELETE is honoured, a generation that its group has taken in stays, and
// steps that had ended keep what they made.
// threads: one job, one thread.
#pragma once

#include <vector>

#include "datasets/io/clock.hpp"
#include "datasets/site/allocation.hpp"
#include "jcl-runner/spool.hpp"

namespace coldsite::jcl {

/// Puts the list into the spool (an empty one takes it away).
[[nodiscard]] Result<void> write_undo(io::FileStore& store, const SpoolJob& job,
                                      const std::vector<site::DdRequest>& requests);

/// Settles every such job of the site. errors: the spool or the site cannot be used.
[[nodiscard]] Result<void> settle_interrupted_jobs(io::FileStore& store,
                                                   const std::string& site_directory,
                                                   io::Clock& clock);

}  // namespace coldsite::jcl
