// What a job holds while it runs: its name and its data sets. A wait is told on the terminal and
// in JESMSGLG, with who holds what is missing:
//   <site>/spool/JOB00012/.enq   "E DATA.SET" or "S DATA.SET" for each, a hint for these messages;
//                                the locks themselves are in <site>/run/enq (site/enqueue.hpp)
// threads: one job, one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "datasets/site/enqueue.hpp"
#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

class JobEnqueue : public site::EnqueueWatcher {
 public:
  explicit JobEnqueue(RunningJob& running) : running_(running) {}

  /// One job of a name at a time. errors: CSE0030E cancelled.
  Result<std::unique_ptr<site::Enqueues>> job_name();
  /// errors: CSE0030E cancelled.
  Result<std::unique_ptr<site::Enqueues>> data_sets(std::vector<site::EnqueueRequest> requests);

  void waits_for(const std::vector<site::EnqueueRequest>& unavailable) override;
  [[nodiscard]] bool is_cancelled() const override;

 private:
  void tell(const Failure& failure);

  RunningJob& running_;
  bool is_for_name_ = false;
};

/// The names of the running jobs that hold a data set in a way that keeps `request` out; empty when
/// it is no job (a program that runs alone).
[[nodiscard]] std::vector<std::string> find_holders(io::FileStore& store,
                                                    const std::string& site_directory,
                                                    const site::EnqueueRequest& request);

}  // namespace coldsite::jcl
