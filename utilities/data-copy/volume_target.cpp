#include "utilities/data-copy/volume_target.hpp"

#include <fmt/format.h>

#include "datasets/dasd/dscb_codec.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csk.hpp"
#include "datasets/tape/labels.hpp"

namespace coldsite::copy {
namespace {

std::string name_of(const dasd::Volume& target, const TargetPlan& plan) {
  return plan.old_volser.empty() ? target.path() : plan.old_volser;
}

Result<void> check_expiration(dasd::Volume& target, const TargetPlan& plan, dasd::LabelDate today) {
  const auto vtoc = dasd::read_vtoc(target);
  if (!vtoc) {
    return {};  // without a VTOC nothing is protected
  }
  for (const dasd::DataSetLabel& data_set : vtoc->data_sets) {
    if (!tape::is_expired(data_set.expires, today)) {
      return failure<msg::CSK0012E>(
          name_of(target, plan), data_set.name,
          fmt::format("{:04}.{:03}", data_set.expires.year, data_set.expires.day_of_year));
    }
  }
  return {};
}

/// Lets the format 4 DSCB count the cylinders that the target has more than the source. A volume
/// without a usable VTOC has no free space to rebuild.
Result<void> grow_vtoc(dasd::Volume& target, const dasd::VolumeLabel& label,
                       std::uint32_t source_cylinders) {
  const dasd::Geometry& geometry = target.geometry();
  if (label.vtoc.record == 0 || geometry.track_number(label.vtoc.track) >= target.tracks()) {
    return {};
  }
  const std::uint32_t track = geometry.track_number(label.vtoc.track);
  Bytes slot(geometry.slot_bytes);
  CS_TRY(target.read_slots({track, 1}, slot));
  CS_ASSIGN(dasd::TrackReader reader, dasd::TrackReader::open(slot, label.vtoc.track, geometry));
  while (const auto record = reader.next()) {
    if (record->count.record != label.vtoc.record ||
        record->key.size() + record->data.size() != dasd::kDscbBytes) {
      continue;
    }
    const auto offset = static_cast<std::uint32_t>(record->key.data() - slot.data());
    dasd::Format4 format4 = dasd::decode_format4(ByteView(slot).subspan(offset, dasd::kDscbBytes));
    if (format4.cylinders <= source_cylinders) {
      format4.cylinders = target.cylinders() - (source_cylinders - format4.cylinders);
      CS_TRY(target.write_part(track, offset, dasd::encode_format4(format4, geometry)));
    }
    return {};
  }
  return {};
}

}  // namespace

Result<TargetPlan> plan_target(dasd::Volume& target, const TargetRequest& request) {
  TargetPlan plan;
  if (const auto label = dasd::read_label(target)) {
    plan.old_volser = label->volser;
    plan.was_incomplete = is_incomplete(*label);
  }
  const dasd::Geometry& geometry = target.geometry();
  if (geometry.device_type != request.source.device_type) {
    return failure<msg::CSK0010E>(name_of(target, plan), geometry.device,
                                  fmt::format("{:04X}", request.source.device_type));
  }
  const std::uint32_t needed =
      request.is_full ? request.source.cylinders : request.cylinders_needed;
  if (target.cylinders() < needed) {
    return failure<msg::CSK0011E>(name_of(target, plan), target.cylinders(), needed);
  }
  plan.source_cylinders = request.source.cylinders;
  plan.is_larger = request.is_full && target.cylinders() > request.source.cylinders;
  plan.new_volser = request.is_full && request.label_rule == LabelRule::kCopyVolumeId
                        ? request.source.volser
                        : plan.old_volser;
  if (request.is_full && plan.new_volser.empty()) {
    return failure<msg::CSK0024E>(target.path());
  }
  if (!request.purge && !plan.was_incomplete) {
    CS_TRY(check_expiration(target, plan, request.today));
  }
  return plan;
}

Result<Bytes> final_label_slot(Bytes source_slot, const dasd::Geometry& geometry,
                               const TargetPlan& plan, const TargetRequest& request) {
  if (request.label_rule == LabelRule::kDumpConditioning) {
    CS_TRY(set_conditioned(source_slot, geometry, request.source.volser));
  } else if (conditioned_volser(source_slot, geometry)) {
    CS_TRY(set_conditioned(source_slot, geometry, ""));
  }
  if (request.label_rule != LabelRule::kCopyVolumeId || !request.source.volser.empty()) {
    CS_TRY(set_volser(source_slot, geometry, plan.new_volser));
  }
  return source_slot;
}

Result<void> finish_target(dasd::Volume& target, const Bytes& label_slot, const TargetPlan& plan) {
  if (plan.is_larger) {
    // Before the label: as soon as the volume looks whole its VTOC counts all cylinders.
    CS_ASSIGN(const dasd::VolumeLabel label, label_of_slot(label_slot, target.geometry()));
    CS_TRY(grow_vtoc(target, label, plan.source_cylinders));
  }
  CS_TRY(target.sync());
  CS_KILL_POINT("copy.after_tracks");
  CS_TRY(target.write_slots({0, 1}, label_slot));
  CS_TRY(target.sync());
  CS_KILL_POINT("copy.after_label");
  if (plan.is_larger) {
    CS_TRY(dasd::repair_free_space(target));
  }
  return target.sync();
}

}  // namespace coldsite::copy
