#include "datasets/vsam/vvds_file.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/volume_record_codec.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::uint32_t kSelfRba = kVvdsIntervalBytes;
constexpr std::size_t kVolumeExtentsMax = 16, kExtentCellBytes = 20;
constexpr std::uint32_t kIntervalsMax = 65'535;
/// DS1DSIND, last volume: set when a VVDS is made. Without it, and without a record of its own, it
/// is one whose making was interrupted; with it, it is damaged.
constexpr std::uint8_t kIsMade = 0x80;

VolumeRecord describe(std::string_view volser, std::uint32_t per_track, std::uint32_t tracks) {
  VolumeRecord self;
  self.component_name = vvds_name(volser);
  self.cluster_name = self.component_name;
  self.is_loading = false;
  ComponentAttributes& a = self.attributes;
  a.organization = Organization::kEntrySequenced;
  a.interval_bytes = a.block_bytes = kVvdsIntervalBytes;
  a.max_record_bytes = whole_record_bytes_max(kVvdsIntervalBytes);
  a.blocks_per_track = a.intervals_per_area = per_track;
  a.tracks_per_area = 1;
  a.primary = a.secondary = tracks;
  return self;
}

void add_extent(VolumeRecord& self, dasd::TrackRange tracks) {
  const std::uint64_t track_bytes =
      std::uint64_t{self.attributes.blocks_per_track} * kVvdsIntervalBytes;
  const std::uint64_t low = self.high_allocated_rba;
  self.high_allocated_rba = low + tracks.count * track_bytes;
  self.high_used_rba = self.high_allocated_rba;
  self.extents.push_back({tracks, low, self.high_allocated_rba - 1});
  self.statistics.extents = static_cast<std::uint32_t>(self.extents.size());
}

Bytes interval_of(ByteView record) {
  Bytes interval(kVvdsIntervalBytes);
  IntervalBuilder builder(interval);
  builder.add(record);
  return interval;
}

/// Where the data of the n-th CI of a track stands in its slot.
std::uint32_t place_of(std::uint32_t number) {
  constexpr std::uint32_t kCountBytes = 8;
  return dasd::TrackReader::kFirstRecordOffset + number * (kCountBytes + kVvdsIntervalBytes) +
         kCountBytes;
}

}  // namespace

std::string vvds_name(std::string_view volser) {
  return fmt::format("SYS1.VVDS.V{}", volser);
}

std::vector<dasd::TrackRange> track_ranges(const dasd::DataSetLabel& label,
                                           const dasd::Geometry& geometry) {
  std::vector<dasd::TrackRange> ranges;
  for (const dasd::Extent& extent : label.extents) {
    if (extent.type != 0x40) {
      ranges.push_back({extent.first_track(geometry), extent.track_count(geometry)});
    }
  }
  return ranges;
}

Result<std::optional<VvdsFile>> VvdsFile::open(std::shared_ptr<dasd::Volume> volume,
                                               std::string_view volser) {
  CS_ASSIGN(const auto label, dasd::find_data_set(*volume, vvds_name(volser)));
  VvdsFile file(std::move(volume), volser);
  file.per_track_ = file.geometry().records_per_track(0, kVvdsIntervalBytes);
  if (!label || label->extents.empty() || file.per_track_ == 0) {
    return std::optional<VvdsFile>();
  }
  CS_ASSIGN(const Found found, file.load(*label));
  return found == Found::kUnfinished ? std::nullopt : std::optional(std::move(file));
}

Result<VvdsFile> VvdsFile::create(std::shared_ptr<dasd::Volume> volume, std::string_view volser,
                                  std::uint32_t tracks, dasd::LabelDate today) {
  VvdsFile file(std::move(volume), volser);
  file.per_track_ = file.geometry().records_per_track(0, kVvdsIntervalBytes);
  if (file.per_track_ < 2) {
    return failure<msg::CSM0032E>(volser, file.geometry().device);
  }
  CS_ASSIGN(auto label, dasd::find_data_set(*file.volume_, vvds_name(volser)));
  if (!label) {
    dasd::DataSetLabel wanted;
    wanted.name = vvds_name(volser);
    wanted.organization = dasd::Organization::kVsam;
    wanted.created = today;
    wanted.option_code = 0x80;
    wanted.block_bytes = kVvdsIntervalBytes;
    dasd::SpaceRequest space;
    space.primary = space.secondary = std::max(tracks, 1U);
    CS_ASSIGN(label, dasd::allocate_data_set(*file.volume_, wanted, space));
    CS_KILL_POINT("vsam.vvds_allocated");
  }
  file.self_ = describe(volser, file.per_track_, std::max(tracks, 1U));
  const std::vector<dasd::TrackRange> ranges = track_ranges(*label, file.geometry());
  for (const dasd::TrackRange& range : ranges) {
    add_extent(file.self_, range);
  }
  CS_TRY(file.format(ranges, true));
  CS_KILL_POINT("vsam.vvds_made");
  CS_TRY(file.confirm());
  return file;
}

Result<void> VvdsFile::confirm() {
  CS_ASSIGN(auto label, dasd::find_data_set(*volume_, vvds_name(volser_)));
  if (!label || (label->indicators & kIsMade) != 0 || self_damage_) {
    return {};
  }
  label->indicators |= kIsMade;
  return dasd::update_data_set(*volume_, *label);
}

std::uint32_t VvdsFile::interval_count() const {
  return static_cast<std::uint32_t>(self_.high_used_rba / kVvdsIntervalBytes);
}

std::optional<std::uint32_t> VvdsFile::track_of(std::uint32_t index) const {
  for (const ComponentExtent& extent : self_.extents) {
    if (index < extent.tracks.count) {
      return extent.tracks.first + index;
    }
    index -= extent.tracks.count;
  }
  return {};
}

Failure VvdsFile::damaged(std::uint32_t rba, const Failure& why) const {
  return failure<msg::CSM0028E>(volser_, rba, "the track", why.text());
}

/// The CIs of the track `index` in slot_, by offset.
Result<std::vector<std::size_t>> VvdsFile::read_track(std::uint32_t index) {
  const std::uint32_t rba = index * per_track_ * kVvdsIntervalBytes;
  const auto track = track_of(index);
  if (!track || *track >= volume_->tracks()) {
    return failure<msg::CSM0028E>(volser_, rba, "the RBA", "outside the VVDS");
  }
  slot_.resize(geometry().slot_bytes);
  CS_TRY(volume_->read_slots({*track, 1}, slot_));
  auto reader = dasd::TrackReader::open(slot_, geometry().track_address(*track), geometry());
  if (!reader) {
    return damaged(rba, reader.failure());
  }
  std::vector<std::size_t> offsets;
  while (const auto record = reader->next()) {
    if (!record->key.empty() || record->data.size() != kVvdsIntervalBytes) {
      break;
    }
    offsets.push_back(static_cast<std::size_t>(record->data.data() - slot_.data()));
  }
  if (offsets.size() != per_track_) {
    return failure<msg::CSM0028E>(
        volser_, rba, "the track",
        fmt::format("not formatted ({} of {} CIs)", offsets.size(), per_track_));
  }
  return offsets;
}

/// Finds out how large the VVDS is from its own record; where that is damaged the VTOC says it, and
/// nothing may be changed.
Result<VvdsFile::Found> VvdsFile::load(const dasd::DataSetLabel& label) {
  self_ = describe(volser_, per_track_, 0);
  for (const dasd::TrackRange& range : track_ranges(label, geometry())) {
    add_extent(self_, range);
  }
  const VolumeRecord by_vtoc = self_;
  const auto refreshed = refresh();
  if (!refreshed) {
    return refreshed.failure();
  }
  if (!self_damage_) {
    return Found::kWhole;
  }
  if ((label.indicators & kIsMade) == 0) {
    return Found::kUnfinished;
  }
  self_ = by_vtoc;
  return Found::kWhole;
}

Result<void> VvdsFile::refresh() {
  self_damage_.reset();
  const auto offsets = read_track(0);
  if (!offsets) {
    if (!offsets.failure().is(msg::CSM0028E)) {
      return offsets.failure();
    }
    self_damage_ = VvdsFinding{0, "the first track", offsets.failure().text()};
    return {};
  }
  const Bytes interval(
      slot_.begin() + static_cast<std::ptrdiff_t>((*offsets)[1]),
      slot_.begin() + static_cast<std::ptrdiff_t>((*offsets)[1]) + kVvdsIntervalBytes);
  if (const auto taken = take_self(interval); !taken) {
    self_damage_ = VvdsFinding{kSelfRba, "the VVDS's own record", taken.failure().text()};
  }
  return {};
}

Result<void> VvdsFile::take_self(ByteView interval) {
  IntervalDirectory directory;
  if (const auto wrong = directory.decode(interval)) {
    return failure<msg::CSM0027E>("the control interval", *wrong);
  }
  if (directory.records.empty()) {
    return failure<msg::CSM0027E>("the control interval", "empty");
  }
  CS_ASSIGN(VolumeRecord self,
            decode_volume_record(directory.records.front().in(interval), geometry()));
  const ComponentAttributes& a = self.attributes;
  if (self.component_name != vvds_name(volser_) || a.interval_bytes != kVvdsIntervalBytes ||
      a.block_bytes != kVvdsIntervalBytes || a.blocks_per_track != per_track_ ||
      self.extents.empty()) {
    return failure<msg::CSM0027E>("the VVDS's own record", "of another data set");
  }
  // The RBAs of other systems' VVDSs may count larger areas; tracks follow each other all the same.
  VolumeRecord mine = describe(volser_, per_track_, 0);
  for (const ComponentExtent& extent : self.extents) {
    add_extent(mine, extent.tracks);
  }
  mine.high_used_rba = std::min(mine.high_used_rba, self.high_used_rba);
  mine.attributes = self.attributes;
  mine.catalog_name = self.catalog_name;
  self_ = std::move(mine);
  return {};
}

Result<void> VvdsFile::scan(const Visit& visit, std::vector<VvdsFinding>& findings) {
  if (self_damage_) {
    findings.push_back(*self_damage_);
  }
  const std::uint32_t tracks = (interval_count() + per_track_ - 1) / per_track_;
  for (std::uint32_t index = 0; index < tracks; ++index) {
    const std::uint32_t rba = index * per_track_ * kVvdsIntervalBytes;
    const auto offsets = read_track(index);
    if (!offsets) {
      if (!offsets.failure().is(msg::CSM0028E)) {
        return offsets.failure();
      }
      if (!self_damage_ || index != 0) {
        findings.push_back({rba, "the track", offsets.failure().inserts().back()});
      }
      continue;
    }
    for (std::uint32_t i = 0; i < per_track_ && index * per_track_ + i < interval_count(); ++i) {
      const ByteView interval = ByteView(slot_).subspan((*offsets)[i], kVvdsIntervalBytes);
      CS_ASSIGN(const bool goes_on, visit(rba + i * kVvdsIntervalBytes, interval));
      if (!goes_on) {
        return {};
      }
    }
  }
  return {};
}

Result<Bytes> VvdsFile::read(std::uint32_t rba) {
  const std::uint32_t index = rba / kVvdsIntervalBytes;
  if (rba % kVvdsIntervalBytes != 0 || index >= interval_count()) {
    return failure<msg::CSM0028E>(volser_, rba, "the RBA", "outside the VVDS");
  }
  CS_ASSIGN(const std::vector<std::size_t> offsets, read_track(index / per_track_));
  const ByteView interval =
      ByteView(slot_).subspan(offsets[index % per_track_], kVvdsIntervalBytes);
  return Bytes(interval.begin(), interval.end());
}

Result<void> VvdsFile::write(std::uint32_t rba, ByteView is, ByteView becomes) {
  if (self_damage_) {
    return failure<msg::CSM0028E>(volser_, self_damage_->interval_rba, self_damage_->field,
                                  self_damage_->what);
  }
  const auto [first, unused] = std::ranges::mismatch(is, becomes);
  if (first == is.end()) {
    return {};
  }
  const auto begin = static_cast<std::size_t>(first - is.begin());
  std::size_t end = becomes.size();
  while (is[end - 1] == becomes[end - 1]) {
    --end;
  }
  const std::uint32_t index = rba / kVvdsIntervalBytes;
  const auto track = track_of(index / per_track_);
  CS_CHECK(track.has_value());
  const std::uint32_t place = place_of(index % per_track_);
  const auto part = [&](std::size_t from, std::size_t to) -> dasd::SlotPart {
    return {*track, place + static_cast<std::uint32_t>(from), becomes.subspan(from, to - from)};
  };
  const std::size_t new_free = load_be16(becomes, becomes.size() - 4);
  std::vector<dasd::SlotPart> parts = {part(begin, end)};
  if (begin >= load_be16(is, is.size() - 4) && begin < new_free) {
    parts = {part(begin, new_free), part(new_free, end)};  // a record more, and its descriptors
  }
  CS_TRY(volume_->write_together(parts));
  return volume_->sync();
}

std::uint32_t VvdsFile::reserved_bytes(std::uint32_t rba) const {
  const std::size_t extents = std::min(self_.extents.size(), kVolumeExtentsMax);
  return rba == kSelfRba
             ? static_cast<std::uint32_t>((kVolumeExtentsMax - extents) * kExtentCellBytes)
             : 0;
}

/// Writes empty CIs; the first track of the VVDS, which makes it one, comes last.
Result<void> VvdsFile::format(const std::vector<dasd::TrackRange>& ranges, bool with_first) {
  Bytes empty(kVvdsIntervalBytes);
  IntervalBuilder{empty};
  const auto write_track = [&](std::uint32_t track, ByteView first, ByteView second) {
    dasd::TrackBuilder builder(geometry().track_address(track), geometry());
    for (std::uint32_t i = 0; i < per_track_; ++i) {
      const ByteView interval = i == 0 ? first : i == 1 ? second : ByteView(empty);
      if (auto added = builder.add({}, interval); !added) {
        return added;
      }
    }
    return volume_->write_slots({track, 1}, builder.finish());
  };
  const std::uint32_t first_track = self_.extents.front().tracks.first;
  for (const dasd::TrackRange& range : ranges) {
    for (std::uint32_t track = range.first; track < range.first + range.count; ++track) {
      if (!with_first || track != first_track) {
        CS_TRY(write_track(track, empty, empty));
      }
    }
  }
  CS_TRY(volume_->sync());
  CS_KILL_POINT("vsam.vvds_formatted");
  if (with_first) {
    VvdsControlRecord control;
    control.intervals = static_cast<std::uint16_t>(std::min(interval_count(), kIntervalsMax));
    control.space_map.assign(control.intervals, 0xFF);
    CS_TRY(write_track(first_track, interval_of(encode_control_record(control)),
                       interval_of(encode_volume_record(self_, geometry(), true))));
    CS_TRY(volume_->sync());
  }
  return {};
}

Result<void> VvdsFile::extend() {
  CS_ASSIGN(auto label, dasd::find_data_set(*volume_, vvds_name(volser_)));
  if (!label) {
    return failure<msg::CSM0028E>(volser_, 0, "its VTOC entry", "gone");
  }
  std::vector<dasd::TrackRange> ranges = track_ranges(*label, geometry());
  if (ranges.size() == self_.extents.size()) {  // else: what a killed extend() left is taken
    const std::uint32_t more = self_.attributes.secondary * per_track_;
    if (interval_count() + more > kIntervalsMax) {
      return failure<msg::CSM0025E>(volser_, "it has 65535 control intervals");
    }
    if (const auto extended = dasd::extend_data_set(*volume_, *label); !extended) {
      return failure<msg::CSM0025E>(volser_, extended.failure().text());
    }
    CS_TRY(volume_->sync());
    CS_KILL_POINT("vsam.vvds_extended");
    ranges = track_ranges(*label, geometry());
  }
  const std::size_t known = self_.extents.size();
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (i < known && self_.extents[i].tracks.first != ranges[i].first) {
      return failure<msg::CSM0028E>(volser_, kSelfRba, "its extents", "not those of the VTOC");
    }
  }
  VolumeRecord self = self_;
  for (std::size_t i = known; i < ranges.size(); ++i) {
    add_extent(self, ranges[i]);
  }
  ranges.erase(ranges.begin(), ranges.begin() + static_cast<std::ptrdiff_t>(known));
  CS_TRY(format(ranges, false));
  CS_TRY(write_self(self));
  self_ = std::move(self);
  CS_KILL_POINT("vsam.vvds_described");
  return change_control_record([this](VvdsControlRecord& control) -> Result<void> {
    control.intervals = static_cast<std::uint16_t>(std::min(interval_count(), kIntervalsMax));
    return {};
  });
}

Result<void> VvdsFile::write_self(const VolumeRecord& self) {
  CS_ASSIGN(const Bytes is, read(kSelfRba));
  IntervalDirectory directory;
  if (const auto wrong = directory.decode(is)) {
    return failure<msg::CSM0028E>(volser_, kSelfRba, "the control interval", *wrong);
  }
  Bytes becomes(kVvdsIntervalBytes);
  IntervalBuilder builder(becomes);
  for (std::size_t i = 0; i < directory.records.size(); ++i) {
    const ByteView old = directory.records[i].in(is);
    const Bytes record =
        i == 0 ? encode_volume_record(self, geometry(), true) : Bytes(old.begin(), old.end());
    if (builder.free_after(static_cast<std::uint32_t>(record.size())) < 0) {
      return failure<msg::CSM0025E>(volser_, "its own record cannot grow");
    }
    builder.add(record);
  }
  return write(kSelfRba, is, becomes);
}

Result<void> VvdsFile::change_control_record(
    const std::function<Result<void>(VvdsControlRecord&)>& change) {
  CS_ASSIGN(const Bytes is, read(0));
  IntervalDirectory directory;
  if (const auto wrong = directory.decode(is)) {
    return failure<msg::CSM0028E>(volser_, 0, "the control interval", *wrong);
  }
  if (directory.records.empty()) {
    return failure<msg::CSM0028E>(volser_, 0, "the VVCR", "missing");
  }
  CS_ASSIGN(VvdsControlRecord control, decode_control_record(directory.records.front().in(is)));
  CS_TRY(change(control));
  return write(0, is, interval_of(encode_control_record(control)));
}

Result<void> VvdsFile::note_free(std::uint32_t rba, std::uint32_t free_bytes) {
  constexpr std::uint32_t kMap = VvdsControlRecord::kSpaceMapOffset;
  const std::uint32_t index = rba / kVvdsIntervalBytes;
  if (self_damage_ || kMap + index >= VvdsControlRecord::kBytes) {
    return {};
  }
  const Bytes hint = {static_cast<std::uint8_t>(std::min(free_bytes / 16, 0xFFU))};
  return volume_->write_part(*track_of(0), place_of(0) + kMap + index, hint);
}

Result<std::vector<std::string>> VvdsFile::catalogs() {
  CS_ASSIGN(const Bytes is, read(0));
  IntervalDirectory directory;
  const auto wrong = directory.decode(is);
  if (wrong || directory.records.empty()) {
    return failure<msg::CSM0028E>(volser_, 0, "the VVCR", wrong.value_or("missing"));
  }
  const auto control = decode_control_record(directory.records.front().in(is));
  if (!control) {
    return failure<msg::CSM0028E>(volser_, 0, control.failure().inserts()[0],
                                  control.failure().inserts()[1]);
  }
  return control->catalogs;
}

Result<void> VvdsFile::add_catalog(std::string_view name) {
  return change_control_record([&](VvdsControlRecord& control) -> Result<void> {
    const bool is_known = std::ranges::find(control.catalogs, name) != control.catalogs.end();
    if (!is_known && control.catalogs.size() < VvdsControlRecord::kCatalogsMax) {
      control.catalogs.emplace_back(name);
    } else if (!is_known) {
      return failure<msg::CSM0025E>(volser_, "36 catalogs have data sets on the volume");
    }
    return {};
  });
}

}  // namespace coldsite::vsam
