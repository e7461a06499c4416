// Where the data sets of a job stream come from, step by step, found without running it: what the
// site has, what steps before make, pass and delete, what IDCAMS commands in the stream define.
//   Made and deleted data sets are followed from job to job in the order of the files. What a step
//   that may be bypassed does is "perhaps"; what a program may do behind its DDs (ADRDSSU, any
//   program that is not of the suite) makes every later absence a warning instead of an error.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "datasets/io/clock.hpp"
#include "datasets/site/allocation.hpp"
#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/step_reach.hpp"

namespace coldsite::jcl {

class DataSetFlow {
 public:
  DataSetFlow(site::Site& site, io::Clock& clock) : site_(&site), clock_(&clock) {}

  /// What is wrong with the data sets of a step; to be asked for all steps of a job in order.
  /// CSJ0301E, CSJ0302W not there; CSJ0303W there already.
  [[nodiscard]] std::vector<Failure> check_step(const JclStep& step, Reach reach);
  /// Temporary and passed data sets go, generation groups are seen anew.
  void end_job();

 private:
  enum class Presence { kThere, kPerhaps, kGone };
  struct Known {
    Presence presence = Presence::kThere;
    std::string by;  ///< the step that made or deleted it
    bool is_passed_new = false;
  };

  void check_part(const JclDdPart& part, Reach reach, std::vector<Failure>& findings);
  void check_old(const site::DdRequest& request, Reach reach, std::vector<Failure>& findings);
  void check_new(const site::DdRequest& request, std::vector<Failure>& findings);
  void tell_missing(const site::DdRequest& request, Reach reach, const std::string& why,
                    std::vector<Failure>& findings) const;
  void settle(const site::DdRequest& request, const JclStep& step, Reach reach);
  void remember(const std::string& name, Presence presence, const std::string& step, Reach reach);
  void follow_commands(const JclStep& step, Reach reach);
  [[nodiscard]] site::DdRequest resolved(const site::DdRequest& request);
  [[nodiscard]] bool is_group_of_stream(const std::string& name) const;
  [[nodiscard]] Result<bool> is_at_site(const site::DdRequest& request);
  [[nodiscard]] site::AllocationContext& context();

  site::Site* site_;
  io::Clock* clock_;
  std::unique_ptr<site::AllocationContext> context_;
  std::map<std::string, Known> known_;
  bool is_certain_ = true;  ///< no program so far could have made data sets behind its DDs
};

}  // namespace coldsite::jcl
