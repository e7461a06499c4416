// Which members a copy takes, under which names. Planned before anything is written.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "control-cards/iebcopy/iebcopy_statement.hpp"
#include "datasets/access/partitioned.hpp"

namespace coldsite::iebcopy {

/// A directory entry to copy.
struct PlannedMember {
  access::Member member;  ///< as it is in the input
  std::string new_name;   ///< in the output
  bool replace = false;
};

/// One input of a copy.
struct MemberPlan {
  std::vector<PlannedMember> members;     ///< by start, then aliases behind their member
  std::vector<std::string> not_replaced;  ///< in the output already, and R was not said
};

/// SELECT and EXCLUDE of a step over its inputs: a selected member is taken from the first input
/// that has it.
class MemberChoice {
 public:
  explicit MemberChoice(const CopyStep& step) : step_(&step) {}

  /// `taken` are the names in the output; nullptr when there are none (unload).
  [[nodiscard]] MemberPlan plan(const std::vector<access::Member>& input, bool replace_all,
                                const access::PartitionedDataSet* output);
  /// Members that were selected and that no input had.
  [[nodiscard]] std::vector<const MemberSelection*> missing() const;

 private:
  [[nodiscard]] const MemberSelection* selection_of(const std::string& name) const;
  [[nodiscard]] bool is_excluded(const std::string& name) const;

  const CopyStep* step_;
  std::set<std::string> found_;  ///< selected and seen
};

}  // namespace coldsite::iebcopy
