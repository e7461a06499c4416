#include <fmt/format.h>

#include "datasets/messages/csk.hpp"
#include "utilities/adrdssu/commands.hpp"

namespace coldsite::adrdssu {
namespace {

copy::DumpOpener opener_for(Task& task, const cards::Word& ddname) {
  return [&task, ddname]() -> Result<std::unique_ptr<io::BlockReader>> {
    auto input = task.context().allocated_one(ddname.text);
    if (!input) {
      return input.failure().at(ddname.position);
    }
    access::DataControlBlock dcb;
    dcb.record_format.bits = dasd::RecordFormat::kUndefined;
    return site::open_block_reader(**input, task.context().allocation, dcb);
  };
}

copy::LabelRule rule_of(const RestoreCommand& command) {
  return command.label == LabelRule::kCopyVolumeId ? copy::LabelRule::kCopyVolumeId
                                                   : copy::LabelRule::kKeepTarget;
}

std::string time_text(io::Timestamp time) {
  const io::CalendarTime at = io::to_calendar(time, 0);
  return fmt::format("{:04}.{:03} {:02}:{:02}:{:02} UTC", at.year, at.day_of_year, at.hour,
                     at.minute, at.second);
}

void say_outcome(Task& task, const RestoreCommand& command, const OpenVolume& target,
                 const copy::RestoreSummary& summary) {
  if (!command.no_verify) {
    task.say<msg::CSK0034I>(summary.header.volser, time_text(summary.header.time),
                            summary.totals.tracks, summary.totals.blocks);
  }
  if (task.is_plan_only()) {
    task.say<msg::CSK0036I>(fmt::format("would restore {} of '{}' onto {} ('{}')",
                                        command.common.full ? "the volume" : "tracks",
                                        summary.header.volser, target.place(), target.name()));
    return;
  }
  if (summary.target.was_incomplete) {
    task.say<msg::CSK0040I>(target.name());
  }
  const std::string name =
      command.common.full ? summary.target.new_volser : summary.target.old_volser;
  task.say<msg::CSK0035I>(name, summary.header.volser, summary.tracks);
  task.context().report->fact_row("restores",
                                  {{"volume", name},
                                   {"from", summary.header.volser},
                                   {"tracks", static_cast<std::int64_t>(summary.tracks)}});
  if (command.common.full) {
    say_serials(task, target, summary.header.volser, summary.target.new_volser);
  }
}

}  // namespace

Result<void> run_restore(Task& task, const RestoreCommand& command) {
  const CommonOperands& common = command.common;
  const dasd::Access access = task.is_plan_only() ? dasd::Access::kRead : dasd::Access::kUpdate;
  CS_ASSIGN(OpenVolume target, open_media(task, common.to, "OUTDYNAM", access));
  std::unique_ptr<io::FileLock> lock;
  if (!task.is_plan_only()) {
    CS_ASSIGN(lock, target.volume->lock_vtoc(io::LockMode::kExclusive));
  }
  copy::RestoreRequest request;
  request.open_dump = opener_for(task, common.from.ddnames.front());
  request.target = target.volume.get();
  request.checks.label_rule = rule_of(command);
  request.checks.is_full = common.full;
  request.checks.purge = common.purge;
  request.checks.today = task.context().today();
  request.verify = !command.no_verify;
  request.is_plan_only = task.is_plan_only();
  if (!common.full) {
    const dasd::Geometry& geometry = target.volume->geometry();
    CS_ASSIGN(request.moves,
              plan_moves(common.tracks, command.out_track, geometry, 65536, target.name()));
    request.checks.cylinders_needed = cylinders_for(request.moves, geometry);
  }
  if (command.no_verify) {
    task.say<msg::CSK0041W>(common.from.ddnames.front().text);
  }
  request.progress = begin_progress(task, "RESTORE " + target.name(), 0);
  const auto summary = copy::restore_dump(request);
  task.context().progress->end();
  if (!summary) {
    return summary.failure().while_doing("restoring onto volume", target.name());
  }
  say_outcome(task, command, target, *summary);
  return {};
}

}  // namespace coldsite::adrdssu
