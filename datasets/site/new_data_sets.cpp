#include "datasets/site/new_data_sets.hpp"

#include "datasets/messages/ief.hpp"
#include "datasets/site/allocate_parts.hpp"
#include "datasets/site/cataloged.hpp"

namespace coldsite::site {
namespace {

constexpr std::string_view kUndoName = "UNDO";

DdRequest settlement_of(DdRequest request) {
  request.ddname = kUndoName;
  request.status = Status::kOld;
  request.is_status_coded = true;
  request.normal = Disposition::kDelete;
  if (request.abnormal != Disposition::kCatalog) {
    request.abnormal = Disposition::kDelete;
  }
  request.space.reset();
  return request;
}

bool is_temporary(const DdRequest& request) {
  return request.data_set_name.empty() || request.data_set_name.starts_with('&');
}

/// A temporary data set of a job, whose names are known before they are made.
bool makes_temporary(const DdRequest& request, const AllocationContext& context) {
  const bool makes = request.status == Status::kNew || request.status == Status::kModify;
  const bool has_place = request.space.has_value() || !request.data_set_name.empty();
  return makes && has_place && is_temporary(request) && !context.temporary_prefix.empty() &&
         request.host_path.empty() && !request.is_dummy && !request.instream &&
         !request.sysout_class && !is_tape_request(request, context);
}

bool may_make_data_set(const DdRequest& request, const AllocationContext& context) {
  const bool makes = request.status == Status::kNew || request.status == Status::kModify;
  const bool is_kept = request.abnormal && *request.abnormal != Disposition::kDelete &&
                       *request.abnormal != Disposition::kCatalog;
  return makes && !is_kept && !request.is_dummy && !request.instream && !request.sysout_class &&
         !is_temporary(request) &&
         !request.generation &&  // a relative name may mean another data set next time
         !is_tape_request(request, context);
}

/// Whatever is not certain counts as there: only what this step makes may be deleted.
bool is_there(DdRequest request, AllocationContext& context) {
  request.status = Status::kShare;
  request.is_status_coded = true;
  request.normal = Disposition::kKeep;
  request.abnormal = Disposition::kKeep;
  request.space.reset();
  auto found = allocate(request, context);
  if (!found) {
    return !found.failure().is(msg::IEF212I);
  }
  (void)deallocate(*found, false, context);
  return true;
}

}  // namespace

std::vector<DdRequest> plan_new_data_sets(const std::vector<DdBinding>& bindings,
                                          AllocationContext context) {
  std::vector<DdRequest> requests;
  context.searches_volumes = true;  // what is on a volume is there, cataloged or not
  for (const DdBinding& binding : bindings) {
    for (const DdRequest& request : binding.parts) {
      if (makes_temporary(request, context)) {
        requests.push_back(settlement_of(request));
        requests.back().data_set_name = resolve_data_set_name(request, context);
        requests.back().abnormal = Disposition::kDelete;
      } else if (may_make_data_set(request, context) && !is_there(request, context)) {
        requests.push_back(settlement_of(request));
      }
    }
  }
  return requests;
}

std::vector<DdRequest> made_temporaries(const std::vector<DdAllocation>& dds) {
  std::vector<DdRequest> requests;
  for (const DdAllocation& dd : dds) {
    for (const Allocation& part : dd.parts) {
      const std::string& coded = part.request.data_set_name;
      const bool is_temporary = coded.empty() || coded.starts_with('&');
      if (part.is_new && is_temporary && part.kind == AllocationKind::kDasdDataSet) {
        requests.push_back(settlement_of(resolved_request(part)));
        requests.back().abnormal = Disposition::kDelete;
      }
    }
  }
  return requests;
}

Result<bool> settle_new_data_set(const DdRequest& request, AllocationContext& context) {
  CS_ASSIGN(const bool is_rolled_in, finish_roll_in(request.data_set_name, context));
  if (is_rolled_in) {
    return false;
  }
  auto found = allocate(request, context);
  if (!found) {
    return false;  // the step had not come to make it
  }
  CS_ASSIGN(const std::string done, deallocate(*found, true, context));
  return done == "DELETED";
}

}  // namespace coldsite::site
