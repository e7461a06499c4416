// Reading a VTOC whole and checking that it holds together; making an empty one.
#include "datasets/dasd/vtoc.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/dasd/free_space.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc_table.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::dasd {
namespace {

struct UsedRun {
  FreeRun run;
  std::string owner;
  RecordAddress where;
};

std::vector<UsedRun> used_runs(const Vtoc& vtoc, const VtocTable& table, const Geometry& geometry) {
  const RecordAddress format4 = table.address(table.format4_index());
  std::vector<UsedRun> used = {
      {{0, 1}, "the volume label", {{0, 0}, 3}},
      {{vtoc.extent.first_track(geometry), vtoc.extent.track_count(geometry)},
       "the VTOC",
       format4}};
  for (const DataSetLabel& data_set : vtoc.data_sets) {
    for (const Extent& extent : data_set.extents) {
      used.push_back({{extent.first_track(geometry), extent.track_count(geometry)},
                      "'" + data_set.name + "'",
                      data_set.address});
    }
  }
  std::ranges::sort(used, {}, [](const UsedRun& entry) { return entry.run.first_track; });
  return used;
}

void check_overlaps(const std::vector<UsedRun>& used, const Geometry& geometry, VtocTable& table) {
  std::size_t reaching = 0;  // the entry that reaches furthest so far
  for (std::size_t i = 1; i < used.size(); ++i) {
    const FreeRun& before = used[reaching].run;
    const FreeRun& run = used[i].run;
    if (run.first_track < before.first_track + before.track_count) {
      table.add_finding({used[i].where, "DS1EXT",
                         fmt::format("{} and {} overlap at {}", used[reaching].owner, used[i].owner,
                                     to_string(geometry.track_address(run.first_track)))});
    }
    if (run.first_track + run.track_count > before.first_track + before.track_count) {
      reaching = i;
    }
  }
}

/// What formats 5 and 7 list as free; nothing when the VTOC says that they do not count.
std::optional<std::vector<FreeRun>> listed_free(VtocTable& table, const Geometry& geometry) {
  const Format4& format4 = table.format4();
  if ((format4.vtoc_flags & (Format4::kDosBit | Format4::kIndexed)) != 0) {
    return std::nullopt;
  }
  const bool has_format7 = (format4.vtoc_flags & Format4::kFormat7Valid) != 0;
  std::vector<FreeRun> listed;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table.format(i) == (has_format7 ? '7' : '5')) {
      const FreeSpaceDscb free =
          has_format7 ? decode_format7(table.dscb(i)) : decode_format5(table.dscb(i), geometry);
      listed.insert(listed.end(), free.runs.begin(), free.runs.end());
    }
  }
  std::ranges::sort(listed, {}, &FreeRun::first_track);
  return listed;
}

void check_free_space(const Vtoc& vtoc, const Geometry& geometry, VtocTable& table) {
  const Format4& format4 = table.format4();
  const RecordAddress where = table.address(table.format4_index());
  if ((format4.vtoc_flags & Format4::kInterrupted) != 0) {
    table.add_finding({where, "DS4VTOCI",
                       "a change of the VTOC was interrupted; the next one puts free space right"});
    return;
  }
  if (const auto listed = listed_free(table, geometry)) {
    const bool agree =
        std::ranges::equal(*listed, vtoc.free, [](const FreeRun& a, const FreeExtent& b) {
          return a.first_track == b.first_track && a.track_count == b.track_count;
        });
    if (!agree) {
      const auto sum = [](const auto& runs) {
        std::uint64_t tracks = 0;
        for (const auto& run : runs) {
          tracks += run.track_count;
        }
        return tracks;
      };
      table.add_finding(
          {where, "DS5AVEXT",
           fmt::format("{} tracks are listed as free, {} are", sum(*listed), sum(vtoc.free))});
    }
  }
  if (format4.free_dscbs != std::min<std::size_t>(vtoc.free_dscbs, 0xFFFF)) {
    table.add_finding({where, "DS4DSREC",
                       fmt::format("{} free DSCBs are counted, {} are there", format4.free_dscbs,
                                   vtoc.free_dscbs)});
  }
}

/// Names that stand twice, and format 3 and 9 DSCBs that nobody points to.
void check_references(const Vtoc& vtoc, const std::vector<bool>& referenced, VtocTable& table) {
  std::vector<const DataSetLabel*> by_name;
  for (const DataSetLabel& data_set : vtoc.data_sets) {
    by_name.push_back(&data_set);
  }
  std::ranges::sort(by_name, {},
                    [](const DataSetLabel* entry) -> const std::string& { return entry->name; });
  for (std::size_t i = 1; i < by_name.size(); ++i) {
    if (by_name[i]->name == by_name[i - 1]->name) {
      table.add_finding(
          {by_name[i]->address, "DS1DSNAM", fmt::format("'{}' stands twice", by_name[i]->name)});
    }
  }
  for (std::size_t i = 0; i < table.size(); ++i) {
    if ((table.format(i) == '3' || table.format(i) == '9') && !referenced[i]) {
      table.add_finding({table.address(i), "DS3FMTID", "no data set has this DSCB in its chain"});
    }
  }
}

void read_data_sets(VtocTable& table, Vtoc& vtoc) {
  std::vector<bool> referenced(table.size());
  std::vector<std::size_t> labels;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table.format(i) == '1' || table.format(i) == '8') {
      labels.push_back(i);
    }
  }
  vtoc.data_sets.reserve(labels.size());
  for (const std::size_t i : labels) {
    std::vector<std::size_t> chain;
    vtoc.data_sets.push_back(table.resolve(i, &chain));
    for (const std::size_t link : chain) {
      if (referenced[link]) {
        table.add_finding({table.address(link), "DS1PTRDS", "two data sets share this DSCB"});
      }
      referenced[link] = true;
    }
  }
  check_references(vtoc, referenced, table);
}

/// Fills `slots` (whole tracks) with the DSCBs of an empty VTOC.
Result<void> build_vtoc_tracks(Volume& volume, const VtocPlacement& placement, const Dscb& format4,
                               const Dscb& format5) {
  const Geometry& geometry = volume.geometry();
  const Dscb empty = {};
  const std::uint32_t first = geometry.track_number(placement.start);
  for (std::uint32_t track = 0; track < placement.tracks; ++track) {
    TrackBuilder builder(geometry.track_address(first + track), geometry);
    for (std::uint32_t record = 0; record < geometry.dscbs; ++record) {
      const bool is_first_track = track == 0;
      const Dscb& dscb = is_first_track && record == 0   ? format4
                         : is_first_track && record == 1 ? format5
                                                         : empty;
      CS_TRY(
          builder.add(ByteView(dscb).first(kDscbKeyBytes), ByteView(dscb).subspan(kDscbKeyBytes)));
    }
    CS_TRY(volume.write_slots({first + track, 1}, builder.finish()));
  }
  return {};
}

/// Cylinders without the alternates of a model; an image of another size has none.
std::uint32_t primary_cylinders(const Volume& volume) {
  for (const DeviceModel& model : device_models()) {
    if (model.geometry == &volume.geometry() &&
        model.cylinders + model.alternate_cylinders == volume.cylinders()) {
      return model.cylinders;
    }
  }
  return volume.cylinders();
}

}  // namespace

const DataSetLabel* Vtoc::find(std::string_view name) const {
  const auto found = std::ranges::find(data_sets, name, &DataSetLabel::name);
  return found == data_sets.end() ? nullptr : &*found;
}

Result<Vtoc> read_vtoc(Volume& volume) {
  CS_ASSIGN(const auto lock, volume.lock_vtoc(io::LockMode::kShared));
  auto read = VtocTable::read(volume);
  if (!read) {
    return read.failure().while_doing("reading the VTOC of", volume.path());
  }
  VtocTable& table = *read;
  const Geometry& geometry = volume.geometry();
  Vtoc vtoc;
  vtoc.label = table.label();
  vtoc.extent = table.format4().extent;
  vtoc.usable_cylinders = table.usable_cylinders();
  vtoc.free_dscbs = static_cast<std::uint32_t>(table.free_count());
  vtoc.has_index = (table.format4().vtoc_flags & Format4::kIndexed) != 0;
  read_data_sets(table, vtoc);
  const std::vector<UsedRun> used = used_runs(vtoc, table, geometry);
  check_overlaps(used, geometry, table);
  std::vector<FreeRun> taken;
  std::ranges::transform(used, std::back_inserter(taken), &UsedRun::run);
  for (const FreeRun& run : subtract_used(vtoc.usable_cylinders * geometry.heads, taken)) {
    vtoc.free.push_back({run.first_track, run.track_count});
  }
  check_free_space(vtoc, geometry, table);
  vtoc.findings = table.findings();
  return vtoc;
}

Result<std::optional<DataSetLabel>> find_data_set(Volume& volume, std::string_view name) {
  CS_ASSIGN(const auto lock, volume.lock_vtoc(io::LockMode::kShared));
  CS_ASSIGN(VtocTable table, VtocTable::read(volume));
  const auto index = table.find_name(name);
  return index ? std::optional(table.resolve(*index)) : std::nullopt;
}

Result<void> write_empty_vtoc(Volume& volume, const VolumeLabel& label, VtocPlacement placement) {
  const Geometry& geometry = volume.geometry();
  const std::uint32_t cylinders = primary_cylinders(volume);
  const std::uint32_t first = geometry.track_number(placement.start);
  const std::uint32_t end = cylinders * geometry.heads;
  const auto refuse = [&](std::string_view why) {
    return failure<msg::CSV0041E>(placement.tracks, to_string(placement.start), why);
  };
  if (!is_volser(label.volser)) {
    return failure<msg::CSV0021E>(label.volser);
  }
  if (placement.tracks == 0 || placement.tracks > 9'999) {
    return refuse("1 to 9999 tracks are possible");
  }
  if (first == 0) {
    return refuse("the label is there");
  }
  if (placement.start.head >= geometry.heads || first >= end || placement.tracks > end - first) {
    return refuse("that is not on the volume");
  }
  CS_ASSIGN(const auto lock, volume.lock_vtoc(io::LockMode::kExclusive));
  Format4 format4;
  format4.cylinders = cylinders;
  format4.heads = static_cast<std::uint16_t>(geometry.heads);
  format4.track_bytes = static_cast<std::uint16_t>(geometry.capacity_bytes);
  format4.dscbs_per_track = static_cast<std::uint8_t>(geometry.dscbs);
  format4.directory_blocks_per_track = static_cast<std::uint8_t>(geometry.directory_blocks);
  format4.extent = {.type = 0x01,
                    .sequence = 0,
                    .low = placement.start,
                    .high = geometry.track_address(first + placement.tracks - 1)};
  format4.free_dscbs = static_cast<std::uint16_t>(
      std::min<std::uint64_t>(std::uint64_t{placement.tracks} * geometry.dscbs - 2, 0xFFFF));
  format4.vtoc_flags = Format4::kInterrupted;  // free space is put right below
  CS_TRY(build_vtoc_tracks(volume, placement, encode_format4(format4, geometry),
                           encode_format5({}, geometry)));
  VolumeLabel pointing = label;
  pointing.vtoc = {placement.start, 1};
  CS_TRY(write_label(volume, pointing));
  return repair_free_space(volume);
}

}  // namespace coldsite::dasd
