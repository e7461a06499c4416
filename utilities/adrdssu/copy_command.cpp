#include <fmt/format.h>

#include "datasets/messages/adr.hpp"
#include "datasets/messages/csk.hpp"
#include "utilities/adrdssu/commands.hpp"
#include "utilities/data-copy/used_tracks.hpp"
#include "utilities/data-copy/volume_copy.hpp"

namespace coldsite::adrdssu {
namespace {

copy::LabelRule rule_of(LabelRule rule) {
  switch (rule) {
    case LabelRule::kKeepTarget:
      return copy::LabelRule::kKeepTarget;
    case LabelRule::kCopyVolumeId:
      return copy::LabelRule::kCopyVolumeId;
    case LabelRule::kDumpConditioning:
      return copy::LabelRule::kDumpConditioning;
  }
  return copy::LabelRule::kKeepTarget;
}

copy::FastReplication fast_of(FastReplication fast) {
  switch (fast) {
    case FastReplication::kPreferred:
      return copy::FastReplication::kPreferred;
    case FastReplication::kRequired:
      return copy::FastReplication::kRequired;
    case FastReplication::kNone:
      return copy::FastReplication::kNone;
  }
  return copy::FastReplication::kNone;
}

/// Which tracks travel: sets `map` for FULL, `moves` for TRACKS.
Result<void> plan_tracks(Task& task, const CopyCommand& command, OpenVolume& source,
                         copy::CopyRequest& request) {
  const CommonOperands& common = command.common;
  const dasd::Geometry& geometry = source.volume->geometry();
  if (!common.full) {
    CS_ASSIGN(request.moves, plan_moves(common.tracks, command.out_track, geometry,
                                        source.volume->cylinders(), source.name()));
    request.checks.cylinders_needed = cylinders_for(request.moves, geometry);
    return {};
  }
  copy::UsedTrackOptions options{common.all_data, {}, common.all_excp};
  for (const cards::Word& name : common.all_data_names) {
    options.all_data_names.push_back(name.text);
  }
  CS_ASSIGN(copy::UsedTracks used, copy::find_used_tracks(*source.volume, options));
  if (used.why_all) {
    task.say(*used.why_all);
  }
  request.map = std::move(used.map);
  task.say<msg::CSK0032I>(source.name(), geometry.device, source.volume->cylinders(),
                          request.map.count(), source.volume->tracks());
  return {};
}

void say_plan(Task& task, const CopyCommand& command, const OpenVolume& source,
              const OpenVolume& target, const copy::CopySummary& summary) {
  const std::string what = command.common.full ? "volume" : "tracks of volume";
  task.say<msg::CSK0036I>(fmt::format("would copy {} '{}' from {} to {} ('{}', afterwards '{}')",
                                      what, source.name(), source.place(), target.place(),
                                      target.name(), summary.target.new_volser));
}

}  // namespace

Result<void> run_copy(Task& task, const CopyCommand& command) {
  const CommonOperands& common = command.common;
  CS_ASSIGN(OpenVolume source, open_media(task, common.from, "INDYNAM", dasd::Access::kRead));
  CS_ASSIGN(OpenVolume target,
            open_media(task, common.to, "OUTDYNAM",
                       task.is_plan_only() ? dasd::Access::kRead : dasd::Access::kUpdate));
  if (source.volume->path() == target.volume->path()) {
    return failure<msg::CSK0025E>(source.name());
  }
  if (common.full && copy::has_incomplete_mark(*source.volume)) {
    return failure<msg::CSK0026E>(source.name());
  }
  CS_ASSIGN(const auto source_lock, source.volume->lock_vtoc(io::LockMode::kShared));
  copy::CopyRequest request;
  request.source = source.volume.get();
  request.target = target.volume.get();
  request.checks.source = {source.volume->geometry().device_type, source.volume->cylinders(),
                           source.volser};
  request.checks.label_rule = rule_of(command.label);
  request.checks.is_full = common.full;
  request.checks.purge = common.purge;
  request.checks.today = task.context().today();
  request.fast_replication = fast_of(command.fast_replication);
  request.is_plan_only = task.is_plan_only();
  CS_TRY(plan_tracks(task, command, source, request));
  if (task.is_plan_only()) {
    CS_ASSIGN(const copy::CopySummary plan, copy::copy_volume(request));
    say_plan(task, command, source, target, plan);
    return {};
  }
  CS_ASSIGN(const auto target_lock, target.volume->lock_vtoc(io::LockMode::kExclusive));
  request.progress =
      begin_progress(task, "COPY " + source.name(),
                     std::uint64_t{request.map.count()} * source.volume->geometry().slot_bytes);
  const auto copied = copy::copy_volume(request);
  task.context().progress->end();
  if (!copied) {
    return copied.failure().while_doing("copying to volume", target.name());
  }
  if (copied->target.was_incomplete) {
    task.say<msg::CSK0040I>(target.name());
  }
  if (copied->was_reflinked) {
    task.say<msg::ADR806I>(task.id(), source.name());
  } else {
    task.say<msg::CSK0016I>(source.name(), copied->tracks, copied->why_not_reflinked);
  }
  if (common.full) {
    say_serials(task, target, source.volser, copied->target.new_volser);
  }
  task.context().report->fact_row(
      "copies", {{"source", source.name()},
                 {"target", copied->target.new_volser},
                 {"tracks", static_cast<std::int64_t>(copied->tracks)},
                 {"how", copied->was_reflinked ? std::string("reflink") : std::string("host")}});
  return {};
}

}  // namespace coldsite::adrdssu
