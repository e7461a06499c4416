// jclrun submit and jclrun release.
#include "datasets/messages/csj.hpp"
#include "jcl-runner/job_files.hpp"
#include "jcl-runner/job_host.hpp"

namespace coldsite::jcl {

int submit_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  auto reader = JobFileReader::open(*surroundings.store, job_file_options(options, surroundings));
  if (!reader) {
    print_failure(*surroundings.errors, reader.failure());
    return kExitUsage;
  }
  auto jobs = reader->read(options.operands);
  if (!jobs) {
    print_failure(*surroundings.errors, jobs.failure());
    return kExitUsage;
  }
  if (jobs->empty()) {
    print_failure(*surroundings.errors, failure<msg::CSJ0007E>());
    return kExitJclError;
  }
  return host_jobs(options, surroundings, [&](io::Clock& clock) -> Result<EnteredStream> {
    CS_ASSIGN(std::vector<EnteredJob> entered,
              enter_jobs(*surroundings.store, whole_site_directory(options, surroundings),
                         *std::move(jobs), clock.now()));
    return EnteredStream{std::move(entered), reader->groups()};
  });
}

int release_command(const JclrunOptions& options, const JclrunSurroundings& surroundings) {
  return host_jobs(options, surroundings, [&](io::Clock&) -> Result<EnteredStream> {
    std::vector<EnteredJob> taken;
    for (const std::string& name : options.operands) {
      CS_ASSIGN(EnteredJob one, take_held_job(*surroundings.store,
                                              whole_site_directory(options, surroundings), name));
      taken.push_back(std::move(one));
    }
    return EnteredStream{std::move(taken), {}};
  });
}

}  // namespace coldsite::jcl
