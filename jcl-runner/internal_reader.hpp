// The internal reader: what a step wrote to SYSOUT=(class,INTRDR) is JCL of other jobs. Its control
// records:
//   /*EOF            what stands before it is complete
//   /*DEL /*PURGE    the last job before it is not submitted
//   /*SCAN           the last job before it is only checked, as with TYPRUN=SCAN
// The end of the step is an /*EOF; when it abends, an unfinished job is not submitted.
// source: z/OS JES Application Programming, "internal reader facility".
// threads: pure.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

struct InternalReaderJobs {
  std::vector<JclJob> jobs;  ///< those with errors too: they fail by themselves
  std::vector<JobGroup> groups;
  std::vector<Failure> notes;  ///< CSJ0146W records that are no job; CSJ0147I a job not submitted;
                               ///< the site cannot be read
};

using ReadJobs = std::function<Result<ReadStream>(std::string_view name, std::string_view text)>;

[[nodiscard]] InternalReaderJobs read_internal_reader(const InternalReaderText& written,
                                                      const ReadJobs& read_jobs);

}  // namespace coldsite::jcl
