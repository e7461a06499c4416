// Allocation of data sets on DASD volumes and of whole volumes.
#include <fmt/format.h>
#include <algorithm>
#include <iterator>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/site/allocate_parts.hpp"
#include "datasets/site/cataloged.hpp"
#include "datasets/site/open.hpp"
#include "datasets/site/storage_group.hpp"

namespace coldsite::site {
namespace {

constexpr std::uint8_t kLargeFlag = 0x08;  ///< DS1FLAG1: may have more than 65,535 tracks

/// A volume that may have, or get, the data set.
struct Candidate {
  std::string path;
  std::string volser;
  std::uint16_t address = 0;
};

Candidate to_candidate(const Device& device) {
  return {device.path, device.volser, device.definition.address};
}

Failure no_unit(const DdRequest& request, const AllocationContext& context) {
  return failure<msg::IEF244I>(request_place(request, context), 1);
}

Result<Site*> need_site(const DdRequest& request, const AllocationContext& context) {
  if (context.site == nullptr) {
    return failure<msg::CSE0021E>(request.ddname,
                                  "a data set or volume without PATH is looked for in the site");
  }
  return context.site;
}

/// The online devices UNIT= allows; all of them when it is not coded.
Result<std::vector<const Device*>> devices_of_unit(const DdRequest& request,
                                                   const AllocationContext& context) {
  auto devices = context.site->online_devices(request.unit.empty() ? "SYSALLDA" : request.unit);
  if (!devices) {
    return failure<msg::IEF210I>(request_place(request, context));
  }
  return devices;
}

/// Where to look, by PATH, by VOL and UNIT, or by UNIT alone.
Result<std::vector<Candidate>> find_candidates(const DdRequest& request,
                                               const AllocationContext& context) {
  std::vector<Candidate> candidates;
  if (!request.host_path.empty()) {
    candidates.push_back({request.host_path, "", 0});
    return candidates;
  }
  CS_ASSIGN(Site* const site, need_site(request, context));
  CS_ASSIGN(const auto devices, devices_of_unit(request, context));
  if (request.volumes.size() > 1) {
    return failure<msg::CSE0022E>(request.ddname,
                                  "a data set on several DASD volumes is not supported; code one "
                                  "VOL=SER");
  }
  for (const std::string& volser : request.volumes) {
    CS_ASSIGN(const Device* const device, site->find_volume(volser));
    if (std::ranges::find(devices, device) == devices.end()) {
      return no_unit(request, context).while_doing("mounting volume", volser);
    }
    candidates.push_back(to_candidate(*device));
    return candidates;
  }
  for (const Device* device : devices) {
    candidates.push_back(to_candidate(*device));
  }
  return candidates;
}

/// The one volume that has the data set; nothing when none has it.
Result<std::optional<Candidate>> locate(const std::string& name,
                                        const std::vector<Candidate>& candidates,
                                        AllocationContext& context) {
  std::optional<Candidate> found;
  std::string places;
  for (const Candidate& candidate : candidates) {
    CS_ASSIGN(const auto volume,
              dasd::open_volume(*context.store, candidate.path, dasd::Access::kRead));
    auto label = dasd::find_data_set(*volume, name);
    if (!label) {
      return label.failure().while_doing("searching the VTOC of", candidate.path);
    }
    if (*label) {
      places += (places.empty() ? "" : ", ") + candidate.volser;
      if (found) {
        return failure<msg::CSE0020E>(name, places);
      }
      found = candidate;
    }
  }
  return found;
}

void set_place(Allocation& allocation, const Candidate& candidate) {
  allocation.volume_path = candidate.path;
  allocation.volser = candidate.volser;
  allocation.device_address = candidate.address;
}

dasd::LabelDate expiration(const DdRequest& request, const AllocationContext& context) {
  return request.retention_days ? date_after(today_of(context), *request.retention_days)
                                : request.expires;
}

dasd::DataSetLabel make_label(const DdRequest& request, const std::string& name,
                              const std::string& volser, const AllocationContext& context) {
  dasd::DataSetLabel label;
  label.name = name;
  label.first_volser = volser;
  label.created = today_of(context);
  label.expires = expiration(request, context);
  label.organization = request.dcb.organization;
  if (label.organization == dasd::Organization::kUnknown) {
    const bool is_library = request.space->request.directory_blocks > 0 || !request.member.empty();
    label.organization =
        is_library ? dasd::Organization::kPartitioned : dasd::Organization::kSequential;
  }
  label.record_format = request.dcb.record_format;
  label.record_bytes = request.dcb.record_bytes;
  label.block_bytes = request.dcb.block_bytes;
  label.key_bytes = request.dcb.key_bytes;
  if (request.is_large && label.organization == dasd::Organization::kSequential) {
    label.flags1 |= kLargeFlag;
  }
  label.system_code = "COLDSITE";
  return label;
}

Result<void> check_new(const DdRequest& request) {
  if (!request.space) {
    return failure<msg::CSE0022E>(request.ddname, "a new data set on a volume needs SPACE");
  }
  const bool is_library = request.dcb.organization == dasd::Organization::kPartitioned;
  const bool has_directory = request.space->request.directory_blocks > 0;
  if ((is_library || !request.member.empty()) && !has_directory) {
    return failure<msg::CSE0022E>(request.ddname,
                                  "a new library needs directory blocks: SPACE=(unit,(p,s,dir))");
  }
  if (has_directory && request.dcb.organization == dasd::Organization::kSequential) {
    return failure<msg::CSE0022E>(request.ddname, "DSORG=PS has no directory blocks");
  }
  return {};
}

/// DISP=(MOD,DELETE) of what is not there makes a data set only to delete it: SPACE may be missing.
DdRequest with_space_to_delete(DdRequest request) {
  if (!request.space && request.normal == Disposition::kDelete) {
    request.space = SpaceParameter{{.unit = dasd::SpaceUnit::kTracks, .primary = 1}, false};
  }
  return request;
}

/// Makes the data set on one volume. A directory that does not fit takes the data set with it.
Result<void> make_data_set(const DdRequest& request, const std::string& name,
                           const Candidate& candidate, AllocationContext& context) {
  CS_ASSIGN(const auto volume,
            dasd::open_volume(*context.store, candidate.path, dasd::Access::kUpdate));
  std::string volser = candidate.volser;
  if (volser.empty()) {
    CS_ASSIGN(const dasd::VolumeLabel label, dasd::read_label(*volume));
    volser = label.volser;
  }
  const dasd::SpaceRequest& space = request.space->request;
  CS_ASSIGN(dasd::DataSetLabel label,
            dasd::allocate_data_set(*volume, make_label(request, name, volser, context), space));
  CS_KILL_POINT("allocate.after_data_set");
  if (label.organization == dasd::Organization::kPartitioned) {
    auto made = access::initialize_directory(*volume, label, space.directory_blocks);
    if (!made) {
      CS_TRY(dasd::scratch_data_set(*volume, name, today_of(context), true));
      return made.failure();
    }
  }
  return volume->sync();
}

/// Volumes with most free space first.
Result<std::vector<Candidate>> order_by_free_space(std::vector<Candidate> candidates,
                                                   AllocationContext& context) {
  if (candidates.size() < 2) {
    return candidates;
  }
  std::vector<std::pair<std::uint64_t, Candidate>> sized;
  for (Candidate& candidate : candidates) {
    CS_ASSIGN(const auto volume,
              dasd::open_volume(*context.store, candidate.path, dasd::Access::kRead));
    const auto vtoc = dasd::read_vtoc(*volume);
    if (!vtoc) {
      continue;  // a volume that cannot be used for this is none of this request's business
    }
    std::uint64_t free_bytes = 0;
    for (const dasd::FreeExtent& extent : vtoc->free) {
      free_bytes += std::uint64_t{extent.track_count} * volume->geometry().capacity_bytes;
    }
    sized.emplace_back(free_bytes, std::move(candidate));
  }
  std::ranges::stable_sort(sized, std::ranges::greater(),
                           [](const auto& entry) { return entry.first; });
  candidates.clear();
  for (auto& [free_bytes, candidate] : sized) {
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

/// Where a site has storage groups, a new data set whose DD names no volume and no device goes to a
/// volume of them, if UNIT= allows one: the other volumes are for those who name them.
std::vector<Candidate> prefer_storage_groups(const DdRequest& request,
                                             std::vector<Candidate> candidates,
                                             const AllocationContext& context) {
  if (context.site == nullptr || !request.volumes.empty() || !request.host_path.empty() ||
      parse_unit_address(request.unit)) {
    return candidates;
  }
  std::vector<Candidate> grouped;
  std::ranges::copy_if(candidates, std::back_inserter(grouped), [&](const Candidate& candidate) {
    return is_in_storage_group(context.site->configuration(), candidate.volser);
  });
  return grouped.empty() ? candidates : grouped;
}

bool is_space_failure(const Failure& failure) {
  return failure.is(msg::CSV0051E) || failure.is(msg::CSV0052E) || failure.is(msg::CSV0053E);
}

Result<Allocation> allocate_new(const DdRequest& request, Allocation allocation,
                                std::vector<Candidate> candidates, AllocationContext& context) {
  CS_TRY(check_new(request));
  candidates = prefer_storage_groups(request, std::move(candidates), context);
  CS_ASSIGN(candidates, order_by_free_space(std::move(candidates), context));
  std::optional<Failure> last;
  for (const Candidate& candidate : candidates) {
    set_place(allocation, candidate);
    CS_TRY(hold_image(allocation, candidate.path, io::LockMode::kShared, context));
    const auto made = make_data_set(request, allocation.data_set_name, candidate, context);
    if (made) {
      allocation.is_new = true;
      return allocation;
    }
    allocation.holds.clear();
    if (made.failure().is(msg::CSV0050E)) {
      return failure<msg::IEF253I>(request_place(request, context))
          .while_doing("allocating '" + allocation.data_set_name + "' on", candidate.path);
    }
    if (!is_space_failure(made.failure())) {
      return made.failure().while_doing("allocating '" + allocation.data_set_name + "' on",
                                        candidate.path);
    }
    last = made.failure();
  }
  if (!last) {
    return no_unit(request, context);
  }
  return failure<msg::IEF257I>(request_place(request, context))
      .while_doing("trying " + allocation.volume_path + ": " + to_string(*last));
}

/// A new image outside a site: UNIT names the model.
Result<void> make_outside_image(const DdRequest& request, AllocationContext& context) {
  CS_ASSIGN(const auto info, context.store->info(request.host_path));
  if (info || request.status != Status::kNew || !request.is_status_coded) {
    return {};
  }
  CS_ASSIGN(const dasd::DeviceModel model, dasd::find_device_model(request.unit));
  // Under a name of its own until every track is there, so that a kill leaves no half image.
  const std::string making = request.host_path + ".making";
  CS_ASSIGN(const auto left, context.store->info(making));
  if (left) {
    CS_TRY(context.store->remove_file(making));
  }
  {
    CS_ASSIGN(const auto volume,
              dasd::create_volume(*context.store, making, *model.geometry, model.cylinders));
    CS_TRY(volume->sync());
  }
  CS_KILL_POINT("allocate.image_made");
  CS_TRY(context.store->rename_file(making, request.host_path));
  return context.store->sync_directory(io::directory_of(request.host_path));
}

/// A device by its address may be offline: that is how a volume gets its first label.
Result<Candidate> find_whole_volume(const DdRequest& request, AllocationContext& context) {
  if (!request.host_path.empty()) {
    CS_TRY(make_outside_image(request, context));
    return Candidate{request.host_path, "", 0};
  }
  if (request.volumes.empty()) {
    CS_ASSIGN(Site* const site, need_site(request, context));
    CS_ASSIGN(const Device* const device, site->find_device(*parse_unit_address(request.unit)));
    return to_candidate(*device);
  }
  CS_ASSIGN(const std::vector<Candidate> candidates, find_candidates(request, context));
  return candidates.front();
}

Result<Allocation> allocate_volume(const DdRequest& request, AllocationContext& context) {
  CS_ASSIGN(const Candidate candidate, find_whole_volume(request, context));
  Allocation allocation;
  allocation.request = request;
  allocation.kind = AllocationKind::kDasdVolume;
  set_place(allocation, candidate);
  const auto mode =
      request.status == Status::kShare ? io::LockMode::kShared : io::LockMode::kExclusive;
  CS_TRY(hold_image(allocation, candidate.path, mode, context));
  return allocation;
}

}  // namespace

Result<Allocation> allocate_dasd(const DdRequest& request, AllocationContext& context) {
  const bool is_volume =
      request.data_set_name.empty() && !request.space &&
      (!request.host_path.empty() || !request.volumes.empty() || parse_unit_address(request.unit));
  if (is_volume) {
    return allocate_volume(request, context);
  }
  CS_ASSIGN(const std::vector<Candidate> candidates, find_candidates(request, context));
  Allocation allocation;
  allocation.request = request;
  allocation.kind = AllocationKind::kDasdDataSet;
  allocation.data_set_name = resolve_data_set_name(request, context);
  if (!dasd::is_data_set_name(allocation.data_set_name)) {
    return failure<msg::CSE0022E>(request.ddname,
                                  "'" + allocation.data_set_name + "' is not a data set name");
  }
  if (request.status == Status::kNew) {
    return allocate_new(request, std::move(allocation), candidates, context);
  }
  CS_ASSIGN(const auto found, locate(allocation.data_set_name, candidates, context));
  if (!found && request.status == Status::kModify) {
    allocation.request = with_space_to_delete(request);
    return allocate_new(allocation.request, allocation, candidates, context);
  }
  if (!found) {
    return failure<msg::IEF212I>(request_place(request, context))
        .while_doing("looking for", allocation.data_set_name);
  }
  set_place(allocation, *found);
  CS_TRY(hold_image(allocation, found->path, io::LockMode::kShared, context));
  return allocation;
}

Result<std::string> deallocate_dasd(Allocation& allocation, Disposition disposition,
                                    AllocationContext& context) {
  switch (disposition) {
    case Disposition::kPass:
      return std::string("PASSED");
    case Disposition::kCatalog: {
      CS_ASSIGN(std::string done, catalog_data_set(allocation, context));
      if (!done.empty()) {
        return done;
      }
      if (context.note) {
        context.note(failure<msg::CSE0040I>(allocation.data_set_name, allocation.volser.empty()
                                                                          ? allocation.volume_path
                                                                          : allocation.volser));
      }
      return std::string("KEPT");
    }
    case Disposition::kUncatalog: {
      CS_ASSIGN(const bool was_cataloged, uncatalog_data_set(allocation, context));
      return std::string(was_cataloged ? "UNCATALOGED" : "KEPT");
    }
    case Disposition::kKeep:
      return std::string("KEPT");
    case Disposition::kDelete:
      break;
  }
  CS_ASSIGN(const auto volume,
            dasd::open_volume(*context.store, allocation.volume_path, dasd::Access::kUpdate));
  CS_ASSIGN(const auto label, dasd::find_data_set(*volume, allocation.data_set_name));
  const bool is_protected =
      label && !allocation.is_new && dasd::is_unexpired(label->expires, today_of(context));
  if (!is_protected) {  // the scratch refuses, and the entry has to stay
    CS_ASSIGN(const bool was_cataloged, uncatalog_data_set(allocation, context));
    if (was_cataloged) {
      CS_KILL_POINT("deallocate.after_uncatalog");
    }
  }
  const auto scratched = dasd::scratch_data_set(*volume, allocation.data_set_name,
                                                today_of(context), allocation.is_new);
  if (!scratched && !scratched.failure().is(msg::CSV0056E)) {
    return scratched.failure();
  }
  CS_TRY(volume->sync());
  return std::string("DELETED");
}

}  // namespace coldsite::site
