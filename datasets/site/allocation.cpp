#include "datasets/site/allocation.hpp"

#include <fmt/format.h>

#include "datasets/messages/cse.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/site/allocate_parts.hpp"
#include "datasets/site/cataloged.hpp"
#include "datasets/site/locks.hpp"
#include "datasets/site/open.hpp"

namespace coldsite::site {
namespace {

/// A lock on an image as one step holds it: shared becomes exclusive when a later DD needs that.
struct ImageHold {
  std::shared_ptr<HeldLock> lock;
  io::LockMode mode = io::LockMode::kShared;
};

bool is_host_file(const DdRequest& request) {
  return !request.host_path.empty() && request.unit.empty() && request.data_set_name.empty();
}

Result<AllocationKind> kind_of(const DdRequest& request, const AllocationContext& context) {
  if (request.is_dummy || request.data_set_name == "NULLFILE") {
    return AllocationKind::kDummy;
  }
  if (request.instream) {
    return AllocationKind::kInstream;
  }
  if (request.sysout_class) {
    return AllocationKind::kSysout;
  }
  if (is_host_file(request)) {
    return AllocationKind::kHostFile;
  }
  if (!request.host_path.empty() && request.unit.empty()) {
    return at_dd(failure<msg::CSE0022E>(request.ddname,
                                        "DSN with PATH needs UNIT: 3390 for a volume image, TAPE "
                                        "for a tape"),
                 request);
  }
  if (is_tape_request(request, context)) {
    return AllocationKind::kTape;
  }
  const bool is_volume =
      request.data_set_name.empty() && !request.space &&
      (!request.host_path.empty() || !request.volumes.empty() || parse_unit_address(request.unit));
  return is_volume ? AllocationKind::kDasdVolume : AllocationKind::kDasdDataSet;
}

/// SYSOUT: STEP.DDNAME in the spool directory, or the output stream.
std::string spool_path(const DdRequest& request, const AllocationContext& context) {
  if (context.spool_directory.empty()) {
    return "-";
  }
  const std::string step = context.step_name.empty() ? "STEP" : context.step_name;
  return io::join_path(context.spool_directory, step + "." + request.ddname);
}

void allocate_later_failed(std::vector<DdAllocation>& made, AllocationContext& context) {
  for (DdAllocation& dd : made) {
    for (Allocation& part : dd.parts) {
      // The failure that is being told is the one that matters; what cannot be undone stays.
      static_cast<void>(deallocate(part, true, context));
    }
  }
}

}  // namespace

std::string request_place(const DdRequest& request, const AllocationContext& context) {
  std::string place;
  for (const std::string* part : {&context.job_name, &context.step_name, &request.ddname}) {
    if (!part->empty()) {
      place += (place.empty() ? "" : " ") + *part;
    }
  }
  return place;
}

Failure at_dd(const Failure& failure, const DdRequest& request) {
  const bool has_place = request.position.line != 0 || !request.position.source.empty();
  return has_place && !failure.position() ? failure.at(request.position) : failure;
}

std::string resolve_data_set_name(const DdRequest& request, AllocationContext& context) {
  if (!request.data_set_name.empty() && !request.data_set_name.starts_with('&')) {
    return request.data_set_name;
  }
  const std::string job = context.job_name.empty() ? "COLDSITE" : context.job_name;
  if (context.temporary_prefix.empty()) {
    const int offset =
        context.site == nullptr ? 0 : context.site->configuration().time_zone_minutes;
    const io::CalendarTime now = io::to_calendar(context.clock->now(), offset);
    context.temporary_prefix =
        fmt::format("SYS{:02}{:03}.T{:02}{:02}{:02}.RA{:03}.{}", now.year % 100, now.day_of_year,
                    now.hour, now.minute, now.second, now.microsecond / 1000, job);
  }
  if (request.data_set_name.empty()) {
    return fmt::format("{}.R{:07}", context.temporary_prefix, ++context.temporary_count);
  }
  return context.temporary_prefix + "." +
         request.data_set_name.substr(request.data_set_name.find_first_not_of('&'));
}

Result<void> hold_image(Allocation& allocation, const std::string& path, io::LockMode mode,
                        AllocationContext& context) {
  if (context.is_step_of_runner) {
    return {};
  }
  auto hold = std::static_pointer_cast<ImageHold>(context.held[path].lock());
  const bool is_enough =
      hold && (hold->mode == io::LockMode::kExclusive || mode == io::LockMode::kShared);
  if (!is_enough) {
    if (!hold) {
      hold = std::make_shared<ImageHold>();
    }
    hold->lock.reset();  // never wait for oneself
    CS_ASSIGN(hold->lock, lock_image(*context.store, path, mode, context.may_wait));
    if (!hold->lock) {
      return failure<msg::CSE0031E>(allocation.volser.empty() ? path : allocation.volser);
    }
    hold->mode = mode;
    context.held[path] = hold;
  }
  allocation.holds.push_back(hold);
  return {};
}

std::pair<Disposition, Disposition> effective_dispositions(const DdRequest& request, bool is_new) {
  const Disposition usual = is_new ? Disposition::kDelete : Disposition::kKeep;
  const Disposition normal = request.normal.value_or(usual);
  if (request.abnormal) {
    return {normal, *request.abnormal};
  }
  return {normal, normal == Disposition::kPass ? usual : normal};
}

namespace {

/// The request with the place that the catalogs know for it.
DdRequest place_request(const DdRequest& request, const CatalogedPlace& place) {
  DdRequest placed = request;
  placed.data_set_name = place.name;
  placed.volumes = place.volsers;
  if (is_tape_device_type(place.device_type)) {
    placed.unit = placed.unit.empty() ? "TAPE" : placed.unit;
    if (!placed.file_sequence && place.file_sequence > 1) {
      placed.file_sequence = place.file_sequence;
    }
  } else {
    placed.unit.clear();
  }
  return placed;
}

Result<Allocation> allocate_placed(const DdRequest& request, AllocationContext& context) {
  CS_ASSIGN(const AllocationKind kind, kind_of(request, context));
  Allocation allocation;
  allocation.request = request;
  allocation.kind = kind;
  switch (kind) {
    case AllocationKind::kVsam:
    case AllocationKind::kDummy:
    case AllocationKind::kInstream:
      return allocation;
    case AllocationKind::kSysout:
      allocation.host_path = spool_path(request, context);
      return allocation;
    case AllocationKind::kHostFile:
      allocation.host_path = request.host_path;
      return allocation;
    case AllocationKind::kDasdDataSet:
    case AllocationKind::kDasdVolume: {
      auto made = allocate_dasd(request, context);
      return made ? std::move(made) : at_dd(made.failure(), request);
    }
    case AllocationKind::kTape: {
      auto made = allocate_tape(request, context);
      return made ? std::move(made) : at_dd(made.failure(), request);
    }
  }
  check_failed("allocation kind", __FILE__, __LINE__);
}

}  // namespace

Result<Allocation> allocate(const DdRequest& request, AllocationContext& context) {
  CS_ASSIGN(const auto place, find_cataloged(request, context));
  if (!place) {
    CS_ASSIGN(const bool is_absent, is_in_no_catalog(request, context));
    if (!is_absent) {
      return allocate_placed(request, context);
    }
    if (request.status != Status::kModify) {
      return at_dd(failure<msg::IEF212I>(request_place(request, context))
                       .while_doing("looking in the catalogs for", request.data_set_name),
                   request);
    }
    DdRequest as_new = request;  // DISP=MOD of what is not there makes it
    as_new.status = Status::kNew;
    return allocate_placed(as_new, context);
  }
  if (place->cluster) {
    Allocation allocation;
    allocation.request = request;
    allocation.kind = AllocationKind::kVsam;
    allocation.data_set_name = place->name;
    allocation.is_cataloged = true;
    allocation.cluster = place->cluster;
    return allocation;
  }
  CS_ASSIGN(Allocation allocation, allocate_placed(place_request(request, *place), context));
  allocation.is_cataloged = true;
  return allocation;
}

Result<std::vector<DdAllocation>> allocate_step(const std::vector<DdBinding>& bindings,
                                                AllocationContext& context) {
  std::shared_ptr<HeldLock> turn;
  if (context.site != nullptr && !context.is_step_of_runner) {
    CS_ASSIGN(turn, lock_byte(*context.store, io::join_path(context.site->run_directory(), "locks"),
                              kAllocationByte, io::LockMode::kExclusive, true));
  }
  std::vector<DdAllocation> made;
  CS_ASSIGN(const std::vector<DdBinding> resolved, resolve_generations(bindings, context));
  for (const DdBinding& binding : resolved) {
    made.push_back({binding.ddname, {}});
    context.drives_of_dd.reset();
    for (const DdRequest& part : binding.parts) {
      auto allocation = allocate(part, context);
      if (!allocation) {
        allocate_later_failed(made, context);
        return allocation.failure();
      }
      made.back().parts.push_back(*std::move(allocation));
    }
  }
  return made;
}

Result<std::string> deallocate(Allocation& allocation, bool abnormal, AllocationContext& context) {
  const auto [normal_disposition, abnormal_disposition] =
      effective_dispositions(allocation.request, allocation.is_new);
  const Disposition disposition = abnormal ? abnormal_disposition : normal_disposition;
  if (context.is_step_of_runner) {
    return std::string();
  }
  Result<std::string> done = std::string();
  switch (allocation.kind) {
    case AllocationKind::kDasdDataSet:
      done = deallocate_dasd(allocation, disposition, context);
      break;
    case AllocationKind::kTape:
      done = deallocate_tape(allocation, disposition, context);
      break;
    case AllocationKind::kHostFile:
      if (disposition == Disposition::kDelete && allocation.request.is_status_coded &&
          allocation.host_path != "-") {
        CS_ASSIGN(const auto info, context.store->info(allocation.host_path));
        if (info) {
          CS_TRY(context.store->remove_file(allocation.host_path));
        }
        done = std::string("DELETED");
      }
      break;
    case AllocationKind::kDummy:
    case AllocationKind::kInstream:
    case AllocationKind::kSysout:
    case AllocationKind::kDasdVolume:
      break;
    case AllocationKind::kVsam:
      CS_ASSIGN(done, deallocate_vsam(allocation, disposition, context));
      break;
  }
  allocation.holds.clear();
  if (done && *done != "PASSED") {
    allocation.kind = AllocationKind::kDummy;  // a second call finds nothing to do
    allocation.is_new = false;
  }
  return done;
}

DdRequest resolved_request(const Allocation& allocation) {
  DdRequest request = allocation.request;
  request.position = {};
  switch (allocation.kind) {
    case AllocationKind::kDummy:
    case AllocationKind::kInstream:
      return request;
    case AllocationKind::kSysout:
      request.sysout_class.reset();
      request.host_path = allocation.host_path;
      request.status = Status::kModify;
      request.is_status_coded = true;
      return request;
    case AllocationKind::kHostFile:
    case AllocationKind::kVsam:
      return request;
    case AllocationKind::kTape:
      request.volumes = allocation.tape_volsers;
      if (allocation.is_new) {
        request.status = Status::kNew;  // there is nothing yet that MOD could extend
      }
      break;
    case AllocationKind::kDasdDataSet:
    case AllocationKind::kDasdVolume:
      if (allocation.device_address != 0) {
        request.unit = fmt::format("{:04X}", allocation.device_address);
        request.volumes.clear();
        if (!allocation.volser.empty()) {
          request.volumes.push_back(allocation.volser);
        }
      }
      break;
  }
  request.data_set_name = allocation.data_set_name;
  if (request.status == Status::kNew && allocation.kind != AllocationKind::kTape) {
    request.status = Status::kOld;
  }
  request.is_status_coded = true;
  if (request.retention_days) {
    request.retention_days.reset();  // it has become an expiration date
  }
  return request;
}

}  // namespace coldsite::site
