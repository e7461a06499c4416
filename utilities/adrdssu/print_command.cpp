#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/messages/csk.hpp"
#include "datasets/messages/csv.hpp"
#include "utilities/adrdssu/commands.hpp"
#include "utilities/data-copy/used_tracks.hpp"

namespace coldsite::adrdssu {
namespace {

constexpr std::size_t kBytesOnLine = 32;

using PrintLine = std::function<Result<void>(std::string_view)>;

/// "000020  C1C2C3C4 ...  *ABCD...*"
std::string dump_line(ByteView bytes, std::size_t offset, const text::CodePage& page) {
  const ByteView part = bytes.subspan(offset, std::min(kBytesOnLine, bytes.size() - offset));
  std::string hex;
  std::string characters;
  for (std::size_t i = 0; i < part.size(); ++i) {
    hex += fmt::format("{}{:02X}", i % 4 == 0 && i != 0 ? " " : "", part[i]);
    const std::uint16_t code = page.to_unicode_table()[part[i]];
    const bool is_graphic = part[i] >= 0x40 && part[i] != 0xFF && code >= 0x20 && code < 0x7F;
    characters += is_graphic ? static_cast<char>(code) : '.';
  }
  return fmt::format("  {:06X}  {:<71}  *{}*", offset, hex, characters);
}

Result<void> print_bytes(std::string_view title, ByteView bytes, const text::CodePage& page,
                         const PrintLine& print) {
  if (bytes.empty()) {
    return {};
  }
  CS_TRY(print(fmt::format(" {} ({} bytes)", title, bytes.size())));
  for (std::size_t offset = 0; offset < bytes.size(); offset += kBytesOnLine) {
    CS_TRY(print(dump_line(bytes, offset, page)));
  }
  return {};
}

/// One track; a damaged one is an error, or printed as it is with TOLERATE(IOERROR).
Result<void> print_track(Task& task, OpenVolume& source, std::uint32_t track,
                         const PrintCommand& command, const PrintLine& print) {
  const dasd::Geometry& geometry = source.volume->geometry();
  const dasd::TrackAddress address = geometry.track_address(track);
  const text::CodePage& page = task.context().code_page();
  Bytes slot(geometry.slot_bytes);
  CS_TRY(source.volume->read_slots({track, 1}, slot));
  CS_TRY(print(fmt::format("*** TRACK(CCHH) {:04X}{:04X}  {}", address.cylinder, address.head,
                           dasd::to_string(address))));
  auto reader = dasd::TrackReader::open(slot, address, geometry);
  if (!reader) {
    if (!command.tolerate_io_error) {
      return reader.failure();
    }
    task.say<msg::CSK0013W>(dasd::to_string(address), source.name(), to_string(reader.failure()));
    return print_bytes("TRACK AS IT IS", slot, page, print);
  }
  while (const auto record = reader->next()) {
    CS_TRY(print(fmt::format(" COUNT {:04X}{:04X}{:02X} KEY LENGTH {} DATA LENGTH {}{}",
                             record->count.cylinder, record->count.head, record->count.record,
                             record->count.key_bytes, record->count.data_bytes,
                             record->count.is_end_of_file() ? " (END OF FILE)" : "")));
    CS_TRY(print_bytes("KEY", record->key, page, print));
    CS_TRY(print_bytes("DATA", record->data, page, print));
  }
  return print("");
}

/// What DATASET(name) stands for: what a dump would take of it, or all of it.
Result<std::vector<dasd::TrackRange>> plan_data_set(const PrintCommand& command, OpenVolume& source,
                                                    const PrintLine& print) {
  const cards::Word& name = *command.data_set;
  CS_ASSIGN(const auto label, dasd::find_data_set(*source.volume, name.text));
  if (!label) {
    return failure<msg::CSV0056E>(name.text, source.name()).at(name.position);
  }
  const copy::UsedTrackOptions options{command.all_data, {}, false};
  std::vector<dasd::TrackRange> ranges =
      copy::used_tracks_of(*label, source.volume->geometry(), options);
  std::uint32_t count = 0;
  for (const dasd::TrackRange& range : ranges) {
    count += range.count;
  }
  CS_TRY(print(fmt::format("*** DATA SET {}  VOLUME {}  {} OF {} TRACKS", label->name,
                           source.name(), count, label->track_count(source.volume->geometry()))));
  return ranges;
}

Result<std::vector<dasd::TrackRange>> plan_ranges(const PrintCommand& command, OpenVolume& source,
                                                  const PrintLine& print) {
  const dasd::Geometry& geometry = source.volume->geometry();
  std::vector<dasd::TrackRange> ranges;
  if (command.data_set) {
    return plan_data_set(command, source, print);
  }
  if (command.vtoc) {
    CS_ASSIGN(const dasd::Vtoc vtoc, dasd::read_vtoc(*source.volume));
    ranges.push_back({vtoc.extent.first_track(geometry), vtoc.extent.track_count(geometry)});
    return ranges;
  }
  CS_ASSIGN(const auto moves, plan_moves(command.tracks, std::nullopt, geometry,
                                         source.volume->cylinders(), source.name()));
  for (const copy::TrackMove& move : moves) {
    ranges.push_back(move.from);
  }
  return ranges;
}

Result<void> print_ranges(Task& task, const PrintCommand& command, OpenVolume& source,
                          const PrintLine& print) {
  CS_ASSIGN(const std::vector<dasd::TrackRange> ranges, plan_ranges(command, source, print));
  for (const dasd::TrackRange& range : ranges) {
    for (std::uint32_t i = 0; i < range.count; ++i) {
      CS_TRY(print_track(task, source, range.first + i, command, print));
    }
  }
  return {};
}

}  // namespace

Result<void> run_print(Task& task, const PrintCommand& command) {
  CS_ASSIGN(OpenVolume source, open_media(task, command.from, "INDYNAM", dasd::Access::kRead));
  if (task.is_plan_only()) {
    task.say<msg::CSK0036I>(fmt::format("would print tracks of '{}'", source.name()));
    return {};
  }
  if (!command.output) {
    return print_ranges(task, command, source, [&](std::string_view line) -> Result<void> {
      task.context().report->print(line);
      return {};
    });
  }
  CS_ASSIGN(auto writer,
            task.context().open_writer(command.output->text, batch::default_print_attributes()));
  const auto sink = batch::make_record_sink(std::move(writer), task.context().code_page());
  CS_TRY(print_ranges(task, command, source,
                      [&](std::string_view line) { return sink->print(line); }));
  return sink->close();
}

}  // namespace coldsite::adrdssu
