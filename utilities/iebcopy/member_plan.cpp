// SELECT, EXCLUDE, rename and replace.
#include "utilities/iebcopy/member_plan.hpp"

#include <algorithm>
#include <tuple>

namespace coldsite::iebcopy {

const MemberSelection* MemberChoice::selection_of(const std::string& name) const {
  const auto at = std::ranges::find(step_->selects, name, &MemberSelection::name);
  return at == step_->selects.end() ? nullptr : &*at;
}

bool MemberChoice::is_excluded(const std::string& name) const {
  return std::ranges::find(step_->excludes, name, &cards::Word::text) != step_->excludes.end();
}

MemberPlan MemberChoice::plan(const std::vector<access::Member>& input, bool replace_all,
                              const access::PartitionedDataSet* output) {
  MemberPlan plan;
  for (const access::Member& member : input) {
    PlannedMember planned{member, member.name, replace_all};
    if (!step_->selects.empty()) {
      const MemberSelection* selection = selection_of(member.name);
      if (selection == nullptr || found_.contains(member.name)) {
        continue;
      }
      found_.insert(member.name);
      planned.replace = planned.replace || selection->replace;
      if (!selection->new_name.empty()) {
        planned.new_name = selection->new_name;
      }
    } else if (is_excluded(member.name)) {
      continue;
    }
    if (output != nullptr && output->find(planned.new_name) != nullptr && !planned.replace) {
      plan.not_replaced.push_back(planned.new_name);
      continue;
    }
    plan.members.push_back(std::move(planned));
  }
  std::ranges::stable_sort(plan.members, {}, [](const PlannedMember& planned) {
    return std::tuple(planned.member.start, planned.member.is_alias);
  });
  return plan;
}

std::vector<const MemberSelection*> MemberChoice::missing() const {
  std::vector<const MemberSelection*> missing;
  for (const MemberSelection& selection : step_->selects) {
    if (!found_.contains(selection.name)) {
      missing.push_back(&selection);
    }
  }
  return missing;
}

}  // namespace coldsite::iebcopy
