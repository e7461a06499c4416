#include "datasets/site/model_data_set.hpp"

#include <algorithm>

#include "datasets/messages/cse.hpp"
#include "datasets/site/allocate_parts.hpp"
#include "datasets/site/cataloged.hpp"
#include "datasets/site/open.hpp"

namespace coldsite::site {
namespace {

/// What finds the model, and keeps it.
DdRequest request_for(const std::string& name, const DdRequest& asked_by) {
  DdRequest request;
  request.ddname = asked_by.ddname;
  request.position = asked_by.position;
  request.data_set_name = name;
  request.status = Status::kShare;
  request.is_status_coded = true;
  request.normal = Disposition::kKeep;
  return request;
}

struct Model {
  dasd::DataSetLabel label;
  std::uint32_t tracks = 0;
  std::uint32_t tracks_per_cylinder = 0;
  std::uint32_t directory_blocks = 0;
};

Result<Model> read_model(const std::string& name, const DdRequest& asked_by,
                         AllocationContext& context) {
  const DdRequest request = request_for(name, asked_by);
  CS_ASSIGN(const auto place, find_cataloged(request, context));
  if (place && (place->cluster || is_tape_device_type(place->device_type))) {
    return at_dd(failure<msg::CSE0022E>(asked_by.ddname,
                                        "the model '" + name + "' is no data set of a DASD volume"),
                 asked_by);
  }
  AllocationContext own = context;  // its locks end here
  own.held.clear();
  own.is_step_of_runner = false;
  auto allocation = allocate(request, own);
  if (!allocation) {
    return allocation.failure().while_doing("looking for the model", name);
  }
  CS_ASSIGN(const OpenDataSet open, open_data_set(*allocation, dasd::Access::kRead, own));
  const dasd::Geometry& geometry = open.volume->geometry();
  Model model{open.label, open.label.track_count(geometry), geometry.heads, 0};
  if (open.label.organization == dasd::Organization::kPartitioned) {
    CS_ASSIGN(const auto library, access::PartitionedDataSet::open(*open.volume, open.label));
    model.directory_blocks = library->directory_blocks();
  }
  CS_TRY(deallocate(*allocation, false, own));
  return model;
}

access::DataControlBlock attributes_of(const dasd::DataSetLabel& label) {
  access::DataControlBlock dcb;
  dcb.organization = label.organization;
  dcb.record_format = label.record_format;
  dcb.record_bytes = label.record_bytes;
  dcb.block_bytes = label.block_bytes;
  dcb.key_bytes = label.key_bytes;
  return dcb;
}

/// The space of the model as it was allocated, in tracks, with the secondary quantity of its label.
SpaceParameter space_of(const Model& model) {
  constexpr std::uint32_t kQuantityMask = 0x00FFFFFF;
  constexpr std::uint32_t kKindMask = 0xC0000000;
  constexpr std::uint32_t kCylinders = 0xC0000000;
  constexpr std::uint32_t kTracks = 0x80000000;
  SpaceParameter space;
  space.request.primary = std::max<std::uint32_t>(model.tracks, 1);
  const std::uint32_t coded = model.label.secondary_flags_and_quantity;
  if ((coded & kKindMask) == kTracks) {
    space.request.secondary = coded & kQuantityMask;
  } else if ((coded & kKindMask) == kCylinders) {
    space.request.secondary = (coded & kQuantityMask) * model.tracks_per_cylinder;
  }
  space.request.directory_blocks = model.directory_blocks;
  return space;
}

Result<void> apply_like(DdRequest& request, AllocationContext& context) {
  CS_ASSIGN(const Model model, read_model(request.like_data_set, request, context));
  access::DataControlBlock attributes = attributes_of(model.label);
  attributes.block_bytes = 0;  // the system determines it anew
  request.dcb = access::merge(request.dcb, attributes);
  if (!request.space) {
    request.space = space_of(model);
  }
  return {};
}

Result<void> apply_volumes(DdRequest& request, AllocationContext& context) {
  const DdRequest wanted = request_for(request.volume_of_data_set, request);
  CS_ASSIGN(const auto place, find_cataloged(wanted, context));
  if (place && !place->volsers.empty()) {
    request.volumes = place->volsers;
    if (is_tape_device_type(place->device_type) && request.unit.empty()) {
      request.unit = "TAPE";
    }
    return {};
  }
  CS_ASSIGN(const Model model, read_model(request.volume_of_data_set, request, context));
  request.volumes = {model.label.first_volser};
  return {};
}

}  // namespace

Result<DdRequest> apply_models(const DdRequest& request, AllocationContext& context) {
  DdRequest applied = request;
  const bool makes = request.status == Status::kNew || request.status == Status::kModify;
  if (!request.model_data_set.empty()) {
    CS_ASSIGN(const Model model, read_model(request.model_data_set, request, context));
    applied.dcb = access::merge(applied.dcb, attributes_of(model.label));
  }
  if (!request.like_data_set.empty() && makes) {
    CS_TRY(apply_like(applied, context));
  }
  if (!request.volume_of_data_set.empty()) {
    CS_TRY(apply_volumes(applied, context));
  }
  applied.model_data_set.clear();
  applied.like_data_set.clear();
  applied.volume_of_data_set.clear();
  return applied;
}

}  // namespace coldsite::site
