#include "jcl-runner/passed_data_sets.hpp"

#include <algorithm>

namespace coldsite::jcl {
namespace {

bool is_temporary(std::string_view name) {
  return name.starts_with("&&");
}

void take_place(site::DdRequest& request, const site::DdRequest& from) {
  request.volumes = from.volumes;
  request.unit = request.unit.empty() ? from.unit : request.unit;
}

}  // namespace

site::DdRequest deletion_of(site::DdRequest request) {
  request.status = site::Status::kOld;
  request.is_status_coded = true;
  request.normal = site::Disposition::kDelete;
  request.abnormal = site::Disposition::kDelete;
  return request;
}

std::string coded_name(const site::DdRequest& request) {
  const std::string& name = request.data_set_name;
  return request.generation ? name + "(" + std::to_string(*request.generation) + ")" : name;
}

void PassedDataSets::apply(site::DdRequest& request,
                           const std::optional<DdReference>& volume_of) const {
  if (volume_of) {
    const auto place = by_dd_.find(volume_of->step + "." + volume_of->ddname);
    if (place != by_dd_.end()) {
      take_place(request, place->second);
    }
  }
  const auto passed = by_name_.find(coded_name(request));
  if (passed == by_name_.end() || request.status == site::Status::kNew) {
    return;
  }
  const site::DdRequest& from = passed->second.request;
  request.data_set_name = from.data_set_name;
  request.generation.reset();
  if (request.volumes.empty()) {
    take_place(request, from);
    request.file_sequence = request.file_sequence ? request.file_sequence : from.file_sequence;
    request.label_type = request.label_type ? request.label_type : from.label_type;
  }
}

std::vector<site::DdBinding> PassedDataSets::bindings_for(const JclStep& step) const {
  std::vector<site::DdBinding> bindings;
  for (const JclDd& dd : step.dds) {
    site::DdBinding binding{dd.ddname, {}};
    for (const JclDdPart& part : dd.parts) {
      binding.parts.push_back(part.request);
      apply(binding.parts.back(), part.volume_of);
    }
    bindings.push_back(std::move(binding));
  }
  return bindings;
}

void PassedDataSets::remember(const JclStep& step,
                              const std::vector<site::DdAllocation>& allocations) {
  for (const site::DdAllocation& dd : allocations) {
    by_dd_[step.key + "." + dd.ddname] = site::resolved_request(dd.parts.front());
  }
}

void PassedDataSets::settle(const std::string& step, const std::string& coded_name,
                            const site::DdRequest& request, bool is_new,
                            std::string_view disposition) {
  if (coded_name.empty()) {
    return;
  }
  const auto known = by_name_.find(coded_name);
  const bool was_new = is_new || (known != by_name_.end() && known->second.is_new);
  const bool is_passed = disposition == "PASSED";
  if (is_passed || (is_temporary(coded_name) && disposition != "DELETED" && !disposition.empty())) {
    const bool is_made_now = is_new || known == by_name_.end();
    by_name_[coded_name] = {request, was_new, is_made_now ? step : known->second.made_by};
  } else if (known != by_name_.end()) {
    by_name_.erase(known);
  }
}

std::vector<site::DdRequest> PassedDataSets::left_to_delete() const {
  std::vector<site::DdRequest> requests;
  for (const auto& [name, passed] : by_name_) {
    if (passed.is_new || is_temporary(name)) {
      requests.push_back(deletion_of(passed.request));
    }
  }
  return requests;
}

std::vector<site::DdRequest> PassedDataSets::forget_step(const std::string& step) {
  std::vector<site::DdRequest> requests;
  for (auto at = by_name_.begin(); at != by_name_.end();) {
    if (at->second.made_by != step) {
      ++at;
      continue;
    }
    if (at->second.is_new || is_temporary(at->first)) {
      requests.push_back(deletion_of(at->second.request));
    }
    at = by_name_.erase(at);
  }
  std::erase_if(by_dd_, [&](const auto& place) {
    return place.first.substr(0, place.first.rfind('.')) == step;
  });
  return requests;
}

}  // namespace coldsite::jcl
