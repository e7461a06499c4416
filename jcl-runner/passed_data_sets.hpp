// Data sets that steps hand to later ones: DISP=(,PASS), temporary names, and the volumes that
// VOL=REF=*.step.dd means. threads: one job, one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/site/allocation.hpp"
#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

/// DSN as the job has it: the name of a step's data set for later steps. "GROUP(1)" for a relative
/// generation.
[[nodiscard]] std::string coded_name(const site::DdRequest& request);

/// The request that deletes what `request` finds.
[[nodiscard]] site::DdRequest deletion_of(site::DdRequest request);

class PassedDataSets {
 public:
  /// The bindings of a step: names that were passed get their volumes, VOL=REF=*. its volume.
  [[nodiscard]] std::vector<site::DdBinding> bindings_for(const JclStep& step) const;

  /// Remembers where the DDs of a step are, for VOL=REF=*.step.dd.
  void remember(const JclStep& step, const std::vector<site::DdAllocation>& allocations);

  /// Takes note of what became of a data set at the end of `step`. `coded_name`: DSN as the job has
  /// it. `request` finds it again; `is_new`: this step made it.
  void settle(const std::string& step, const std::string& coded_name,
              const site::DdRequest& request, bool is_new, std::string_view disposition);

  /// What nobody received, to be deleted (made by this job, or temporary) when the job ends; data
  /// sets that were there before stay.
  [[nodiscard]] std::vector<site::DdRequest> left_to_delete() const;

  struct Passed {
    site::DdRequest request;
    bool is_new = false;  ///< made by the job
    std::string made_by;  ///< the key of the step that made it, or passed it first
  };
  /// By coded name; places by "step.dd".
  [[nodiscard]] const std::map<std::string, Passed>& all() const { return by_name_; }
  [[nodiscard]] const std::map<std::string, site::DdRequest>& places() const { return by_dd_; }
  [[nodiscard]] bool has(const std::string& coded_name) const {
    return by_name_.contains(coded_name);
  }
  [[nodiscard]] bool has_place(const std::string& dd) const { return by_dd_.contains(dd); }

  // For a job that goes on.
  void restore(const std::string& coded_name, const site::DdRequest& request, bool is_new,
               const std::string& made_by) {
    by_name_[coded_name] = {request, is_new, made_by};
  }
  void restore_place(const std::string& dd, const site::DdRequest& request) {
    by_dd_[dd] = request;
  }
  /// What a step handed on is forgotten, as are its places. Returns what must be deleted, since the
  /// step makes it again.
  std::vector<site::DdRequest> forget_step(const std::string& step);

 private:
  void apply(site::DdRequest& request, const std::optional<DdReference>& volume_of) const;

  std::map<std::string, Passed> by_name_;
  std::map<std::string, site::DdRequest> by_dd_;  ///< "step.dd"
};

}  // namespace coldsite::jcl
