#include <fmt/format.h>

#include "datasets/messages/csk.hpp"
#include "utilities/adrdssu/commands.hpp"
#include "utilities/data-copy/dump_writer.hpp"
#include "utilities/data-copy/label_track.hpp"
#include "utilities/data-copy/used_tracks.hpp"

namespace coldsite::adrdssu {
namespace {

/// BLKSIZE of a data set without the large block interface.
constexpr std::uint32_t kBlockBytesMax = 32760;

/// The opened outputs of a dump, in the order of the DDs.
struct Outputs {
  std::vector<std::unique_ptr<io::BlockWriter>> writers;
  std::vector<std::string> ddnames;
  std::size_t block_bytes = kBlockBytesMax;

  [[nodiscard]] std::vector<io::BlockWriter*> pointers() const {
    std::vector<io::BlockWriter*> all;
    for (const auto& writer : writers) {
      all.push_back(writer.get());
    }
    return all;
  }
};

/// The largest block that the output takes: 32,760 on tape, half a track on DASD, or what the DD
/// says.
Result<std::uint32_t> block_bytes_for(const site::Allocation& output,
                                      site::AllocationContext& context) {
  std::uint32_t most = kBlockBytesMax;
  if (output.kind == site::AllocationKind::kDasdDataSet) {
    CS_ASSIGN(const auto volume, site::open_allocated_volume(output, dasd::Access::kRead, context));
    most = std::min(kBlockBytesMax, volume->geometry().half_track_block_bytes());
  }
  const std::uint32_t coded = output.request.dcb.block_bytes;
  if (coded != 0 && (coded < copy::kDumpBlockBytesMin || coded > most)) {
    return failure<msg::CSK0037E>(coded, output.request.ddname, copy::kDumpBlockBytesMin, most);
  }
  return coded != 0 ? coded : most;
}

/// All copies get equal blocks, so the smallest block size of them counts.
Result<std::uint32_t> plan_block_bytes(Task& task, const std::vector<cards::Word>& ddnames) {
  std::uint32_t least = kBlockBytesMax;
  for (const cards::Word& ddname : ddnames) {
    auto output = task.context().allocated_one(ddname.text);
    if (!output) {
      return output.failure().at(ddname.position);
    }
    CS_ASSIGN(const std::uint32_t bytes, block_bytes_for(**output, task.context().allocation));
    least = std::min(least, bytes);
  }
  return least;
}

Result<Outputs> open_outputs(Task& task, const std::vector<cards::Word>& ddnames,
                             std::uint32_t block_bytes) {
  Outputs outputs;
  outputs.block_bytes = block_bytes;
  for (const cards::Word& ddname : ddnames) {
    CS_ASSIGN(const site::Allocation* output, task.context().allocated_one(ddname.text));
    access::DataControlBlock dcb;
    dcb.organization = dasd::Organization::kSequential;
    dcb.record_format.bits = dasd::RecordFormat::kUndefined;
    dcb.block_bytes = block_bytes;
    auto writer = site::open_block_writer(*output, dcb, task.context().allocation);
    if (!writer) {
      return writer.failure().at(ddname.position);
    }
    outputs.writers.push_back(*std::move(writer));
    outputs.ddnames.push_back(ddname.text);
  }
  return outputs;
}

/// The tracks of the dump, and for a dump-conditioned volume the source's own label.
Result<void> plan_content(Task& task, const DumpCommand& command, OpenVolume& source,
                          copy::DumpRequest& request) {
  const CommonOperands& common = command.common;
  copy::DumpHeader& header = request.header;
  if (!common.full) {
    CS_ASSIGN(const auto moves, plan_moves(common.tracks, std::nullopt, source.volume->geometry(),
                                           source.volume->cylinders(), source.name()));
    header.map = copy::TrackMap(source.volume->tracks());
    for (const copy::TrackMove& move : moves) {
      header.map.add(move.from.first, move.from.count);
    }
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
  header.has_every_track = used.why_all.has_value();
  header.map = std::move(used.map);
  Bytes slot(header.slot_bytes);
  CS_TRY(source.volume->read_slots({0, 1}, slot));
  const dasd::Geometry& geometry = source.volume->geometry();
  if (const auto original = copy::conditioned_volser(slot, geometry)) {
    CS_TRY(copy::set_conditioned(slot, geometry, ""));
    CS_TRY(copy::set_volser(slot, geometry, *original));
    header.volser = *original;
    header.is_conditioned = true;
    request.label_slot = std::move(slot);
  }
  return {};
}

copy::DumpRequest make_request(Task& task, const DumpCommand& command, OpenVolume& source) {
  const dasd::Geometry& geometry = source.volume->geometry();
  copy::DumpRequest request;
  request.source = source.volume.get();
  request.header.device_type = geometry.device_type;
  request.header.cylinders = source.volume->cylinders();
  request.header.heads = geometry.heads;
  request.header.slot_bytes = geometry.slot_bytes;
  request.header.volser = source.volser;
  request.header.time = task.context().clock->now();
  request.header.is_full = command.common.full;
  request.header.is_compressed = command.compress;
  request.header.is_tolerant = command.common.tolerate_io_error && !command.common.cancel_error;
  request.tracks_per_read = tracks_per_read(command.common.optimize);
  const std::string seed =
      fmt::format("{} {} {}", source.volume->path(), source.volser, request.header.time.us);
  request.dump_id = io::checksum(Bytes(seed.begin(), seed.end()));
  return request;
}

void report_dump(Task& task, const copy::DumpRequest& request, const Outputs& outputs,
                 const copy::DumpSummary& summary) {
  for (const Failure& damaged : summary.damaged) {
    task.say(damaged);
  }
  for (std::size_t i = 0; i < outputs.ddnames.size(); ++i) {
    if (summary.output_failures[i]) {
      task.say<msg::CSK0027E>(outputs.ddnames[i], to_string(*summary.output_failures[i]));
    }
  }
  task.say<msg::CSK0033I>(request.header.volser, summary.totals.tracks,
                          batch::format_bytes(summary.totals.track_bytes), summary.totals.blocks,
                          batch::format_bytes(summary.stored_bytes));
  for (const std::string& ddname : outputs.ddnames) {
    const auto output = task.context().allocated_one(ddname);
    if (output && !(*output)->tape_volsers.empty() && !(*output)->tape_volsers.front().empty()) {
      task.say<msg::CSK0039I>(ddname, fmt::format("{}", fmt::join((*output)->tape_volsers, ",")));
    }
  }
  task.context().report->fact_row(
      "dumps", {{"volume", request.header.volser},
                {"tracks", static_cast<std::int64_t>(summary.totals.tracks)},
                {"track_bytes", static_cast<std::int64_t>(summary.totals.track_bytes)},
                {"stored_bytes", static_cast<std::int64_t>(summary.stored_bytes)},
                {"blocks", static_cast<std::int64_t>(summary.totals.blocks)}});
}

}  // namespace

Result<void> run_dump(Task& task, const DumpCommand& command) {
  const CommonOperands& common = command.common;
  CS_ASSIGN(OpenVolume source, open_media(task, common.from, "INDYNAM", dasd::Access::kRead));
  if (common.full && copy::has_incomplete_mark(*source.volume)) {
    return failure<msg::CSK0026E>(source.name());
  }
  CS_ASSIGN(const auto lock, source.volume->lock_vtoc(io::LockMode::kShared));
  copy::DumpRequest request = make_request(task, command, source);
  CS_TRY(plan_content(task, command, source, request));
  task.say<msg::CSK0032I>(source.name(), source.volume->geometry().device,
                          source.volume->cylinders(), request.header.map.count(),
                          source.volume->tracks());
  CS_ASSIGN(const std::uint32_t block_bytes, plan_block_bytes(task, common.to.ddnames));
  request.block_bytes_max = block_bytes;
  const std::uint64_t slots_bytes =
      std::uint64_t{request.header.map.count()} * request.header.slot_bytes;
  if (task.is_plan_only()) {
    task.say<msg::CSK0036I>(fmt::format(
        "would dump {} tracks (at most {}) of '{}' to {} output(s)", request.header.map.count(),
        batch::format_bytes(slots_bytes), request.header.volser, common.to.ddnames.size()));
    return {};
  }
  CS_ASSIGN(const Outputs outputs, open_outputs(task, common.to.ddnames, block_bytes));
  request.progress = begin_progress(task, "DUMP " + source.name(), slots_bytes);
  const auto summary = copy::write_dump(request, outputs.pointers());
  task.context().progress->end();
  if (!summary) {
    return summary.failure().while_doing("dumping volume", source.name());
  }
  report_dump(task, request, outputs, *summary);
  return {};
}

}  // namespace coldsite::adrdssu
