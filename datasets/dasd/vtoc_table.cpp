#include "datasets/dasd/vtoc_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/csv.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::dasd {
namespace {

/// More than any real VTOC; a damaged format 4 must not make us read a whole volume.
constexpr std::uint32_t kVtocTracksMax = 9'999;
/// Findings are for people: after so many, more do not help.
constexpr std::size_t kFindingsMax = 1'000;
/// Extents of a VSAM data set over its chain of format 3 DSCBs.
constexpr std::size_t kChainMax = 12;
constexpr std::uint32_t kTracksPerRead = 32;
constexpr std::uint32_t kRecordBytes = 8 + kDscbBytes;

std::uint32_t head_bytes(const Geometry& geometry) {
  return std::min(TrackReader::kFirstRecordOffset + geometry.dscbs * kRecordBytes + 8,
                  geometry.slot_bytes);
}

bool is_dscb(const RecordView& record) {
  return record.key.size() == kDscbKeyBytes && record.data.size() == kDscbBytes - kDscbKeyBytes;
}

Failure no_vtoc(Volume& volume, RecordAddress address, std::string_view why) {
  return failure<msg::CSV0040E>(
      volume.path(), fmt::format("{} record {}", to_string(address.track), address.record), why);
}

bool fits_device(TrackAddress address, const Volume& volume) {
  return address.head < volume.geometry().heads && address.cylinder < volume.cylinders();
}

}  // namespace

Result<VtocTable> VtocTable::read(Volume& volume) {
  VtocTable table(volume);
  CS_ASSIGN(table.label_, read_label(volume));
  CS_TRY(table.read_format4());
  CS_TRY(table.read_tracks());
  const auto index = table.find(table.label_.vtoc);
  if (!index || table.format(*index) != '4') {
    return no_vtoc(volume, table.label_.vtoc, "the extent of the VTOC does not include it");
  }
  table.format4_index_ = *index;
  return table;
}

Result<void> VtocTable::read_format4() {
  const RecordAddress address = label_.vtoc;
  if (address.record == 0) {
    return no_vtoc(*volume_, address, "the label points to none");
  }
  if (!fits_device(address.track, *volume_)) {
    return no_vtoc(*volume_, address, "that is outside the volume");
  }
  const Geometry& geometry = volume_->geometry();
  Bytes slot(geometry.slot_bytes);
  CS_TRY(volume_->read_slots({geometry.track_number(address.track), 1}, slot));
  CS_ASSIGN(TrackReader track, TrackReader::open(slot, address.track, geometry));
  std::optional<RecordView> record;
  do {
    record = track.next();
  } while (record && record->count.record != address.record);
  if (!record || !is_dscb(*record)) {
    return no_vtoc(*volume_, address, "no format 4 DSCB stands there");
  }
  Dscb dscb;
  std::ranges::copy(record->data, std::ranges::copy(record->key, dscb.begin()).out);
  if (dscb_format(dscb) != '4') {
    return no_vtoc(*volume_, address, "the DSCB there is not of format 4");
  }
  format4_ = decode_format4(dscb);
  if (format4_.heads != geometry.heads) {
    return no_vtoc(*volume_, address,
                   fmt::format("DS4DEVSZ says {} tracks in a cylinder, the device has {}",
                               format4_.heads, geometry.heads));
  }
  const Extent& extent = format4_.extent;
  if (!fits_device(extent.low, *volume_) || !fits_device(extent.high, *volume_) ||
      extent.high < extent.low || extent.track_count(geometry) > kVtocTracksMax ||
      extent.low != address.track) {
    return no_vtoc(
        *volume_, address,
        fmt::format("DS4VTOCE is {} to {}", to_string(extent.low), to_string(extent.high)));
  }
  return {};
}

Result<void> VtocTable::read_tracks() {
  const Geometry& geometry = volume_->geometry();
  const std::uint32_t width = head_bytes(geometry);
  const std::uint32_t first = format4_.extent.first_track(geometry);
  const std::uint32_t end = first + format4_.extent.track_count(geometry);
  slots_.reserve(std::size_t{end - first} * geometry.dscbs);
  Bytes heads;
  for (std::uint32_t track = first; track < end; track += kTracksPerRead) {
    const std::uint32_t count = std::min(kTracksPerRead, end - track);
    heads.resize(std::size_t{count} * width);
    CS_TRY(volume_->read_heads({track, count}, width, heads));
    for (std::uint32_t i = 0; i < count; ++i) {
      track_starts_.push_back(slots_.size());
      const ByteView head = ByteView(heads).subspan(std::size_t{i} * width, width);
      const TrackAddress address = geometry.track_address(track + i);
      if (auto reader = TrackReader::open(head, address, geometry)) {
        add_track(head, *reader, address);
      } else {
        read_damaged_track(track + i);
      }
    }
  }
  return {};
}

/// A track whose head does not hold together may still do so as a whole (records that are no
/// DSCBs).
void VtocTable::read_damaged_track(std::uint32_t track) {
  const Geometry& geometry = volume_->geometry();
  const TrackAddress address = geometry.track_address(track);
  Bytes slot(geometry.slot_bytes);
  const auto read = volume_->read_slots({track, 1}, slot);
  auto reader =
      read ? TrackReader::open(slot, address, geometry) : Result<TrackReader>(read.failure());
  if (reader) {
    add_track(slot, *reader, address);
    return;
  }
  has_unknown_extents_ = true;
  add_finding({{address, 0}, "track", reader.failure().text()});
}

void VtocTable::add_track(ByteView slot, TrackReader& track, TrackAddress address) {
  while (const auto record = track.next()) {
    const RecordAddress place = {address, record->count.record};
    if (!is_dscb(*record)) {
      has_unknown_extents_ = true;
      add_finding({place, "record",
                   fmt::format("key of {} and data of {} bytes, not 44 and 96", record->key.size(),
                               record->data.size())});
      continue;
    }
    Slot& entry = slots_.emplace_back();
    entry.address = place;
    entry.offset_bytes = static_cast<std::uint32_t>(record->key.data() - slot.data());
    std::ranges::copy(ByteView(record->key.data(), kDscbBytes), entry.dscb.begin());
    entry.format = dscb_format(entry.dscb);
    if (entry.format == '?') {
      has_unknown_extents_ = true;
      add_finding({place, "DS1FMTID", fmt::format("X'{:02X}' is no format", entry.dscb[44])});
    }
  }
}

std::optional<std::size_t> VtocTable::find(RecordAddress address) const {
  const Geometry& geometry = volume_->geometry();
  const std::uint32_t first = format4_.extent.first_track(geometry);
  const std::uint32_t track = geometry.track_number(address.track);
  if (address.track.head >= geometry.heads || track < first ||
      track - first >= track_starts_.size()) {
    return std::nullopt;
  }
  const std::size_t start = track_starts_[track - first];
  const std::size_t end =
      track - first + 1 < track_starts_.size() ? track_starts_[track - first + 1] : slots_.size();
  const std::size_t guess = start + address.record - 1;
  if (address.record != 0 && guess < end && slots_[guess].address == address) {
    return guess;
  }
  for (std::size_t i = start; i < end; ++i) {
    if (slots_[i].address == address) {
      return i;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> VtocTable::find_name(std::string_view name) const {
  const Bytes key = text::label_from_utf8(name, kDscbKeyBytes);
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if ((slots_[i].format == '1' || slots_[i].format == '8') &&
        std::ranges::equal(key, ByteView(slots_[i].dscb).first(kDscbKeyBytes))) {
      return i;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> VtocTable::find_free(std::size_t start) const {
  for (std::size_t i = start; i < slots_.size(); ++i) {
    if (slots_[i].format == '0') {
      return i;
    }
  }
  return std::nullopt;
}

std::size_t VtocTable::free_count() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(slots_, [](const Slot& slot) { return slot.format == '0'; }));
}

void VtocTable::add_finding(VtocFinding finding) {
  if (findings_.size() < kFindingsMax) {
    findings_.push_back(std::move(finding));
  }
}

DataSetLabel VtocTable::resolve(std::size_t index, std::vector<std::size_t>* chain) {
  Format1 format1 = decode_format1(dscb(index));
  DataSetLabel label = std::move(format1.label);
  label.address = address(index);
  std::vector<Extent> found = std::move(label.extents);
  label.extents.clear();
  take_extents(found, index, label);
  RecordAddress next = format1.next;
  for (std::size_t links = 0; next.record != 0; ++links) {
    const auto link = find(next);
    const char kind = link ? format(*link) : '?';
    if ((kind != '3' && kind != '9' && kind != '2') || links == kChainMax) {
      has_unknown_extents_ = true;
      add_finding({label.address, "DS1PTRDS",
                   fmt::format("the chain of '{}' leads to {} record {}, which is no format 3",
                               label.name, to_string(next.track), next.record)});
      break;
    }
    if (chain != nullptr) {
      chain->push_back(*link);
    }
    const Format3 format3 = decode_format3(dscb(*link));
    if (kind == '3') {
      take_extents(format3.extents, *link, label);
    }
    next = format3.next;  // formats 2, 3 and 9 chain at the same place
  }
  const auto is_data = [](const Extent& extent) { return extent.type != 0x40; };
  const auto count = static_cast<std::size_t>(std::ranges::count_if(label.extents, is_data));
  if (count < format1.extent_count) {
    has_unknown_extents_ = true;
  }
  if (count != format1.extent_count) {
    add_finding(
        {label.address, "DS1NOEPV",
         fmt::format("'{}' says {} extents and has {}", label.name, format1.extent_count, count)});
  }
  return label;
}

/// Adds the extents that lie on the volume; the others become findings.
void VtocTable::take_extents(const std::vector<Extent>& extents, std::size_t index,
                             DataSetLabel& label) {
  for (const Extent& extent : extents) {
    if (fits_device(extent.low, *volume_) && fits_device(extent.high, *volume_) &&
        extent.low <= extent.high) {
      label.extents.push_back(extent);
      continue;
    }
    add_finding({address(index), "DS1EXT",
                 fmt::format("an extent of '{}' from {} to {} is not on the volume", label.name,
                             to_string(extent.low), to_string(extent.high))});
  }
}

std::uint32_t VtocTable::usable_cylinders() const {
  const std::uint32_t heads = volume_->geometry().heads;
  const std::uint32_t alternates = (format4_.alternate_tracks + heads - 1) / heads;
  std::uint32_t cylinders = std::min(format4_.cylinders, volume_->cylinders());
  if (format4_.cylinders >= volume_->cylinders() && alternates < cylinders) {
    cylinders -= alternates;  // the count takes the alternate cylinders in, as older systems did
  }
  return cylinders;
}

Result<void> VtocTable::write(std::size_t index, const Dscb& dscb) {
  Slot& slot = slots_[index];
  if (slot.dscb == dscb) {
    return {};
  }
  // Only what differs. A list of free space is made anew by every change and may be torn.
  const auto first = std::ranges::mismatch(slot.dscb, dscb).in2 - dscb.begin();
  const auto last = std::mismatch(slot.dscb.rbegin(), slot.dscb.rend(), dscb.rbegin()).second;
  const SlotPart part = {volume_->geometry().track_number(slot.address.track),
                         slot.offset_bytes + static_cast<std::uint32_t>(first),
                         ByteView(dscb.begin() + first, last.base())};
  const char format = dscb_format(dscb);
  if (format == slot.format && (format == '5' || format == '7')) {
    CS_TRY(volume_->write_part(part.track, part.offset_bytes, part.bytes));
  } else {
    CS_TRY(volume_->write_together({&part, 1}));
  }
  slot.dscb = dscb;
  slot.format = format;
  return {};
}

Result<void> VtocTable::write_format4(const Format4& format4) {
  const Dscb dscb = encode_format4(format4, volume_->geometry());
  CS_TRY(write(format4_index_, dscb));
  format4_ = decode_format4(dscb);
  return {};
}

}  // namespace coldsite::dasd
