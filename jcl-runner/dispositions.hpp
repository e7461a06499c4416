// What becomes of the data sets of a step when its program has ended. First it is written down
// (checkpoint.hpp), then done: a kill in between is made good by the settlement of the job.
// threads: one job, one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jcl-runner/running_job.hpp"

namespace coldsite::jcl {

/// Whether a new data set is there after what IEF285I tells of it.
[[nodiscard]] bool is_left_behind(std::string_view disposition);

class Dispositions {
 public:
  Dispositions(RunningJob& running, site::AllocationContext& context, const JclStep& step,
               std::vector<site::DdAllocation>& dds)
      : running_(running), context_(context), step_(step), dds_(dds) {}

  bool is_abend = false;
  bool is_abnormal = false;        ///< the third DISP subparameter counts: an abend, or ABDISPCC
  bool keeps_for_restart = false;  ///< RD: what the step made goes, and what it had stays

  /// Puts into the job's checkpoint what has to be done. Returns whether it is anything.
  bool plan();
  /// Does it, and tells JESYSMSG.
  void carry_out();

 private:
  [[nodiscard]] std::string coded_name_of(std::size_t dd, std::size_t part) const;
  [[nodiscard]] site::Disposition choose(const site::Allocation& part,
                                         const std::string& coded_name) const;
  void carry_out_part(site::Allocation& part, const std::string& coded_name,
                      std::size_t spool_number);
  void say(const std::string& name, const std::string& what);

  RunningJob& running_;
  site::AllocationContext& context_;
  const JclStep& step_;
  std::vector<site::DdAllocation>& dds_;
};

}  // namespace coldsite::jcl
