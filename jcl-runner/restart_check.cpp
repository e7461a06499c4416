#include "jcl-runner/restart_check.hpp"

#include <algorithm>
#include <set>

#include "datasets/messages/csj.hpp"

namespace coldsite::jcl {
namespace {

bool is_temporary(const std::string& name) {
  return name.starts_with("&&");
}

bool makes(const site::DdRequest& request) {
  return request.status == site::Status::kNew || request.status == site::Status::kModify;
}

class RestartCheck {
 public:
  RestartCheck(const JclJob& job, std::size_t first_step, PassedDataSets& passed,
               site::AllocationContext& context)
      : job_(job), first_step_(first_step), passed_(passed), context_(context) {}

  std::vector<Failure> run() {
    for (std::size_t i = first_step_; i < job_.steps.size(); ++i) {
      const JclStep& step = job_.steps[i];
      check_program(step);
      for (const JclDd& dd : step.dds) {
        for (const JclDdPart& part : dd.parts) {
          check_data_set(step, dd, part);
          check_volume(step, dd, part);
        }
      }
    }
    return std::move(failures_);
  }

 private:
  /// The step by its key when it is not run.
  [[nodiscard]] const JclStep* skipped(const std::string& key) const {
    const auto end = job_.steps.begin() + static_cast<std::ptrdiff_t>(first_step_);
    const auto found =
        std::find_if(job_.steps.begin(), end, [&](const JclStep& step) { return step.key == key; });
    return found == end ? nullptr : &*found;
  }

  [[nodiscard]] static const JclDdPart* part_of(const JclStep& step, const std::string& ddname) {
    const auto dd = std::ranges::find(step.dds, ddname, &JclDd::ddname);
    return dd == step.dds.end() || dd->parts.empty() ? nullptr : &dd->parts.front();
  }

  void check_program(const JclStep& step) {
    const JclStep* other = step.program_of ? skipped(step.program_of->step) : nullptr;
    const JclDdPart* part = other == nullptr ? nullptr : part_of(*other, step.program_of->ddname);
    if (part != nullptr && is_temporary(part->request.data_set_name) &&
        !passed_.has(coded_name(part->request))) {
      failures_.push_back(
          failure<msg::CSJ0402E>(step.key, other->key).at(step.program_of->position));
    }
  }

  void check_data_set(const JclStep& step, const JclDd& dd, const JclDdPart& part) {
    const std::string name = coded_name(part.request);
    if (name.empty()) {
      return;
    }
    if (makes(part.request)) {
      made_.insert(name);
      return;
    }
    if (made_.contains(name) || passed_.has(name)) {
      return;
    }
    const JclStep* maker = maker_of(part.request);
    if (maker == nullptr) {
      return;
    }
    if (is_temporary(name)) {
      fail(step, dd, part, name, *maker, "temporary");
    } else if (part.request.volumes.empty() && !find(part.request)) {
      fail(step, dd, part, name, *maker, "neither cataloged nor on an online volume");
    }
  }

  /// The last step before the restart step that makes and passes the data set, if it is one of
  /// those that do not outlive the job.
  [[nodiscard]] const JclStep* maker_of(const site::DdRequest& wanted) const {
    const std::string name = coded_name(wanted);
    for (std::size_t i = first_step_; i-- > 0;) {
      for (const JclDd& dd : job_.steps[i].dds) {
        for (const JclDdPart& part : dd.parts) {
          const bool passes = is_temporary(name) || part.request.normal == site::Disposition::kPass;
          if (passes && makes(part.request) && coded_name(part.request) == name) {
            return &job_.steps[i];
          }
        }
      }
    }
    return nullptr;
  }

  void check_volume(const JclStep& step, const JclDd& dd, const JclDdPart& part) {
    const JclStep* other = part.volume_of ? skipped(part.volume_of->step) : nullptr;
    if (other == nullptr) {
      return;
    }
    const std::string place = part.volume_of->step + "." + part.volume_of->ddname;
    const JclDdPart* target = part_of(*other, part.volume_of->ddname);
    if (passed_.has_place(place) || target == nullptr) {
      return;
    }
    if (!target->request.volumes.empty()) {
      passed_.restore_place(place, target->request);
    } else if (auto found = find(target->request)) {
      passed_.restore_place(place, *found);
    } else {
      fail(step, dd, part, "volume of DD " + part.volume_of->ddname, *other,
           "VOL=REF=*. needs the data set, or VOL=SER there");
    }
  }

  [[nodiscard]] std::optional<site::DdRequest> find(site::DdRequest request) {
    if (request.data_set_name.empty() || is_temporary(request.data_set_name) ||
        request.generation) {
      return std::nullopt;
    }
    request.status = site::Status::kShare;
    request.is_status_coded = true;
    request.normal = site::Disposition::kKeep;
    request.abnormal = site::Disposition::kKeep;
    request.space.reset();
    auto found = site::allocate(request, context_);
    if (!found) {
      return std::nullopt;
    }
    site::DdRequest resolved = site::resolved_request(*found);
    (void)site::deallocate(*found, false, context_);
    return resolved;
  }

  void fail(const JclStep& step, const JclDd& dd, const JclDdPart& part, const std::string& what,
            const JclStep& maker, std::string_view why) {
    failures_.push_back(
        failure<msg::CSJ0401E>(step.key, dd.ddname, what, maker.key, why).at(part.position));
  }

  const JclJob& job_;
  std::size_t first_step_;
  PassedDataSets& passed_;
  site::AllocationContext& context_;
  std::set<std::string> made_;
  std::vector<Failure> failures_;
};

}  // namespace

std::vector<Failure> check_restart(const JclJob& job, std::size_t first_step,
                                   PassedDataSets& passed, site::AllocationContext& context) {
  return RestartCheck(job, first_step, passed, context).run();
}

}  // namespace coldsite::jcl
