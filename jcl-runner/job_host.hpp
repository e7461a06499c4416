// What submit and release share: a jclrun that hosts initiators, from the jobs that were entered to
// the exit code. threads: one for each process, before any other thread is started.
#pragma once

#include <functional>
#include <vector>

#include "datasets/io/clock.hpp"
#include "jcl-runner/jclrun.hpp"
#include "jcl-runner/job_entry.hpp"

namespace coldsite::jcl {

/// Settles what was killed, enters the jobs with `enter`, runs them and reports. Returns the exit
/// code (README.md); a failure of `enter` is told.
struct EnteredStream {
  std::vector<EnteredJob> jobs;
  std::vector<JobGroup> groups;
};
using EnterJobs = std::function<Result<EnteredStream>(io::Clock& clock)>;
int host_jobs(const JclrunOptions& options, const JclrunSurroundings& surroundings,
              const EnterJobs& enter);

/// The site's directory as a whole path.
[[nodiscard]] std::string whole_site_directory(const JclrunOptions& options,
                                               const JclrunSurroundings& surroundings);

}  // namespace coldsite::jcl
