#include "datasets/dasd/vtoc_change.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csv.hpp"

namespace coldsite::dasd {
namespace {

/// Above this many tracks the 16-bit tracks of format 5 do not reach, and format 7 is kept.
constexpr std::uint32_t kFormat5TracksMax = 65'535;

constexpr std::size_t kExtentsMax = kFormat1Extents + kFormat3Extents;

bool is_data_set_format(char format) {
  return format == '1' || format == '8';
}

void add_runs(const std::vector<Extent>& extents, const Geometry& geometry,
              std::vector<FreeRun>& used) {
  for (const Extent& extent : extents) {
    if (extent.low <= extent.high && extent.high.head < geometry.heads) {
      used.push_back({extent.first_track(geometry), extent.track_count(geometry)});
    }
  }
}

}  // namespace

Result<VtocChange> VtocChange::begin(Volume& volume) {
  if (!volume.is_writable()) {
    return failure<msg::CSV0004E>(volume.path(), "it was opened for reading");
  }
  CS_ASSIGN(auto lock, volume.lock_vtoc(io::LockMode::kExclusive));
  CS_ASSIGN(VtocTable table, VtocTable::read(volume));
  VtocChange change(volume, std::move(lock), std::move(table));
  // The mark may have been lost with the power, and a DSCB that nobody has may have come through.
  if ((change.table_.format4().vtoc_flags & Format4::kInterrupted) != 0 || change.has_orphans()) {
    CS_TRY(change.repair());
  }
  return change;
}

Result<std::size_t> VtocChange::find_name(std::string_view name) const {
  const auto index = table_.find_name(name);
  if (!index) {
    return failure<msg::CSV0056E>(name, table_.label().volser);
  }
  return *index;
}

Result<void> VtocChange::check_name_is_new(std::string_view name) const {
  if (!is_data_set_name(name)) {
    return failure<msg::CSV0031E>(name);
  }
  if (table_.find_name(name)) {
    return failure<msg::CSV0050E>(name, table_.label().volser);
  }
  return {};
}

Result<void> VtocChange::check_extents_known() {
  for (std::size_t i = 0; i < table_.size() && !table_.has_unknown_extents(); ++i) {
    if (!is_data_set_format(table_.format(i))) {
      continue;
    }
    const ByteView dscb = table_.dscb(i);
    constexpr std::size_t kExtentCountOffset = 59, kChainRecordOffset = 139;
    const bool is_chained = dscb[kChainRecordOffset] != 0;
    if (is_chained || dscb[kExtentCountOffset] > decode_own_extents(dscb).size()) {
      static_cast<void>(table_.resolve(i));  // walks the chain, and notes what is not there
    }
  }
  if (!table_.has_unknown_extents()) {
    return {};
  }
  const VtocFinding& finding = table_.findings().front();
  return failure<msg::CSV0042E>(
      table_.label().volser, finding.field,
      fmt::format("{} record {}", to_string(finding.where.track), finding.where.record),
      finding.what);
}

std::vector<FreeRun> VtocChange::free_runs() {
  const Geometry& geometry = volume_->geometry();
  std::vector<FreeRun> used = {{0, 1}};
  add_runs({table_.format4().extent}, geometry, used);
  for (std::size_t i = 0; i < table_.size(); ++i) {
    if (is_data_set_format(table_.format(i))) {
      add_runs(decode_own_extents(table_.dscb(i)), geometry, used);
    } else if (table_.format(i) == '3') {
      add_runs(decode_format3(table_.dscb(i)).extents, geometry, used);
    }
  }
  return subtract_used(table_.usable_cylinders() * geometry.heads, std::move(used));
}

Result<void> VtocChange::mark() {
  Format4 format4 = table_.format4();
  format4.vtoc_flags |= Format4::kInterrupted;
  CS_TRY(table_.write_format4(format4));
  CS_KILL_POINT("dasd.vtoc_marked");
  return {};
}

/// The first free DSCB that is not `index`.
std::optional<std::size_t> VtocChange::find_free_but(std::size_t index) const {
  const auto free = table_.find_free();
  return free && *free == index ? table_.find_free(index + 1) : free;
}

Result<void> VtocChange::write_extents(std::size_t index, const DataSetLabel& label) {
  std::vector<std::size_t> chain;
  if (is_data_set_format(table_.format(index))) {
    static_cast<void>(table_.resolve(index, &chain));
  }
  const bool is_plain =
      std::ranges::all_of(chain, [this](std::size_t link) { return table_.format(link) == '3'; });
  if (!is_plain || table_.format(index) == '8' || label.extents.size() > kExtentsMax) {
    return failure<msg::CSV0059E>(label.name, table_.label().volser,
                                  "it has a format 2, 8 or 9 DSCB, or more than 16 extents");
  }
  const auto free = find_free_but(index);
  const bool needs_format3 = label.extents.size() > kFormat1Extents;
  if (needs_format3 && !free && chain.empty()) {
    return failure<msg::CSV0052E>(table_.label().volser);
  }
  CS_TRY(mark());
  RecordAddress next;
  std::size_t format3_index = table_.size();
  if (needs_format3) {
    const Dscb format3 =
        encode_format3({{label.extents.begin() + kFormat1Extents, label.extents.end()}, {}});
    const bool is_same = !chain.empty() && std::ranges::equal(table_.dscb(chain.front()), format3);
    // A new format 3 beside the old one, so that the format 1 switches from one to the other; in
    // place only when the VTOC is full.
    format3_index = is_same || !free ? chain.front() : *free;
    CS_TRY(table_.write(format3_index, format3));
    CS_TRY(volume_->sync());  // before a format 1 points to it
    CS_KILL_POINT("dasd.format3_written");
    next = table_.address(format3_index);
  }
  CS_TRY(table_.write(index, encode_format1(label, next)));
  CS_KILL_POINT("dasd.format1_written");
  if (std::ranges::any_of(chain, [&](std::size_t link) { return link != format3_index; })) {
    CS_TRY(volume_->sync());  // the format 1 points there until this
  }
  for (const std::size_t link : chain) {
    if (link != format3_index) {
      CS_TRY(table_.write(link, Dscb{}));
    }
  }
  return {};
}

Result<void> VtocChange::finish() {
  CS_KILL_POINT("dasd.before_free_space");
  Format4 format4 = table_.format4();
  if (table_.has_unknown_extents()) {
    format4.vtoc_flags |= Format4::kDosBit;  // the lists of free space do not count
  } else {
    CS_TRY(write_free_space(format4));
  }
  format4.free_dscbs =
      static_cast<std::uint16_t>(std::min<std::size_t>(table_.free_count(), 0xFFFF));
  format4.highest_format1 = highest_format1();
  format4.vtoc_flags &= static_cast<std::uint8_t>(~(Format4::kInterrupted | Format4::kIndexed));
  CS_KILL_POINT("dasd.free_space_written");
  return table_.write_format4(format4);
}

RecordAddress VtocChange::highest_format1() const {
  for (std::size_t i = table_.size(); i > 0; --i) {
    if (is_data_set_format(table_.format(i - 1))) {
      return table_.address(i - 1);
    }
  }
  return {};
}

/// Whether a format 3 or 9 DSCB stands in no data set's chain.
bool VtocChange::has_orphans() {
  std::size_t links = 0;
  for (std::size_t i = 0; i < table_.size(); ++i) {
    links += table_.format(i) == '3' || table_.format(i) == '9' ? 1U : 0U;
  }
  for (std::size_t i = 0; i < table_.size() && links != 0; ++i) {
    if (is_data_set_format(table_.format(i)) && table_.dscb(i)[139] != 0) {
      std::vector<std::size_t> chain;
      static_cast<void>(table_.resolve(i, &chain));
      links -= std::min(links, chain.size());
    }
  }
  return links != 0 && !table_.has_unknown_extents();
}

/// Frees DSCBs that a killed change left without an owner and makes extent counts true.
Result<void> VtocChange::repair() {
  const bool owners_known = !table_.has_unknown_extents();  // else an owner may be unreadable
  std::vector<bool> owned(table_.size());
  for (std::size_t i = 0; i < table_.size(); ++i) {
    if (!is_data_set_format(table_.format(i))) {
      continue;
    }
    std::vector<std::size_t> chain;
    const std::size_t findings_before = table_.findings().size();
    const DataSetLabel label = table_.resolve(i, &chain);
    for (const std::size_t link : chain) {
      owned[link] = true;
    }
    const bool count_only = table_.findings().size() == findings_before + 1 &&
                            table_.findings().back().field == "DS1NOEPV";
    if (count_only && table_.format(i) == '1') {
      const RecordAddress next = decode_format1(table_.dscb(i)).next;
      CS_TRY(table_.write(i, encode_format1(label, next)));
    }
  }
  for (std::size_t i = 0; i < table_.size(); ++i) {
    const bool is_link = table_.format(i) == '3' || table_.format(i) == '9';
    if (is_link && !owned[i] && owners_known) {
      CS_TRY(table_.write(i, Dscb{}));
    }
  }
  CS_TRY(finish());
  CS_ASSIGN(table_, VtocTable::read(*volume_));
  return {};
}

/// The DSCBs that hold a list of `format`: those there are, more free ones as needed; those too
/// many become free. Fewer than `count` when the VTOC is full.
Result<std::vector<std::size_t>> VtocChange::take_slots(char format, std::size_t count) {
  std::vector<std::size_t> slots;
  for (std::size_t i = 0; i < table_.size(); ++i) {
    if (table_.format(i) == format) {
      if (slots.size() < count) {
        slots.push_back(i);
      } else {
        CS_TRY(table_.write(i, Dscb{}));
      }
    }
  }
  for (std::size_t start = 0; slots.size() < count;) {
    const auto free = table_.find_free(start);
    if (!free) {
      break;
    }
    slots.push_back(*free);
    start = *free + 1;
  }
  return slots;
}

Result<void> VtocChange::write_list(const std::vector<std::size_t>& slots,
                                    std::vector<FreeRun> runs, bool is_format7) {
  const std::size_t runs_max = is_format7 ? kFormat7Runs : kFormat5Runs;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    FreeSpaceDscb list;
    const std::size_t count = std::min(runs_max, runs.size());
    const auto end = runs.begin() + static_cast<std::ptrdiff_t>(count);
    list.runs.assign(runs.begin(), end);
    runs.erase(runs.begin(), end);
    if (i + 1 < slots.size()) {
      list.next = table_.address(slots[i + 1]);
    }
    CS_TRY(table_.write(
        slots[i], is_format7 ? encode_format7(list) : encode_format5(list, volume_->geometry())));
  }
  return {};
}

Result<void> VtocChange::write_free_space(Format4& format4) {
  const std::vector<FreeRun> runs = free_runs();
  const std::uint32_t tracks = table_.usable_cylinders() * volume_->geometry().heads;
  const bool is_format7 = tracks > kFormat5TracksMax;
  const auto dscbs_for = [&](std::size_t runs_max) {
    return std::max<std::size_t>(1, (runs.size() + runs_max - 1) / runs_max);
  };
  const std::size_t need5 = is_format7 ? 1 : dscbs_for(kFormat5Runs);
  const std::size_t need7 = is_format7 ? dscbs_for(kFormat7Runs) : 0;
  CS_ASSIGN(const std::vector<std::size_t> slots5, take_slots('5', need5));
  CS_TRY(write_list(slots5, is_format7 ? std::vector<FreeRun>() : runs, false));
  CS_ASSIGN(const std::vector<std::size_t> slots7, take_slots('7', need7));
  CS_TRY(write_list(slots7, runs, true));
  const bool is_whole = slots5.size() == need5 && slots7.size() == need7;
  format4.vtoc_flags &= static_cast<std::uint8_t>(~(Format4::kDosBit | Format4::kFormat7Valid));
  if (!is_whole) {
    format4.vtoc_flags |= Format4::kDosBit;  // a full VTOC cannot list all its free space
  }
  format4.format7_level = is_format7 && is_whole ? 7 : 0;
  format4.format7 = slots7.empty() ? RecordAddress{} : table_.address(slots7.front());
  if (is_format7 && is_whole) {
    format4.vtoc_flags |= Format4::kFormat7Valid;
  }
  return {};
}

}  // namespace coldsite::dasd
