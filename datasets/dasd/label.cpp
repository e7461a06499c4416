// | off | len | VOL1 record, key "VOL1", EBCDIC                  |
// |   0 |   4 | "VOL1"                                           |
// |   4 |   6 | volume serial                                    |
// |  10 |   1 | security                                         |
// |  11 |   5 | CCHHR of the format 4 DSCB; zeros: no VTOC        |
// |  16 |  21 | blanks                                           |
// |  37 |  14 | owner                                            |
// |  51 |  29 | blanks                                           |
#include "datasets/dasd/label.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::dasd {
namespace {

constexpr std::size_t kLabelBytes = 80;
constexpr std::size_t kVolserBytes = 6;
constexpr std::size_t kOwnerOffset = 37;
constexpr std::size_t kOwnerBytes = 14;
constexpr std::uint8_t kBlank = 0x40;
constexpr TrackAddress kLabelTrack = {0, 0};

/// What a volume that cannot be IPLed from has: a PSW that waits with code 00000F, and a CCW that
/// does nothing.
constexpr std::array<std::uint8_t, 24> kIpl1 = {0, 6, 0, 0, 0, 0, 0, 0x0F, 3, 0, 0, 0,
                                                0, 0, 0, 1, 0, 0, 0, 0,    0, 0, 0, 0};
constexpr std::size_t kIpl2Bytes = 144;

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

struct LabelRecord {
  std::uint32_t data_offset = 0;  ///< in the slot
  ByteView data;
};

/// The VOL1 record of the label track; nothing when the track has none.
std::optional<LabelRecord> find_label(TrackReader& track, ByteView slot) {
  const Bytes vol1 = text::label_from_utf8("VOL1", 4);
  while (const auto record = track.next()) {
    if (std::ranges::equal(record->key, vol1) && record->data.size() >= kLabelBytes) {
      return LabelRecord{static_cast<std::uint32_t>(record->data.data() - slot.data()),
                         record->data.first(kLabelBytes)};
    }
  }
  return std::nullopt;
}

/// Puts the fields of `label` into the 80 bytes; the others stay.
void put_fields(const VolumeLabel& label, ByteSpan data) {
  std::ranges::copy(text::label_from_utf8("VOL1", 4), data.begin());
  std::ranges::copy(text::label_from_utf8(label.volser, kVolserBytes), data.begin() + 4);
  data[10] = label.security;
  store_be(data, 11, 2, label.vtoc.track.cylinder);
  store_be(data, 13, 2, label.vtoc.track.head);
  data[15] = label.vtoc.record;
  std::ranges::copy(text::label_from_utf8(label.owner, kOwnerBytes), data.begin() + kOwnerOffset);
}

Result<void> check_label(const VolumeLabel& label) {
  if (!is_volser(label.volser)) {
    return failure<msg::CSV0021E>(label.volser);
  }
  const bool printable =
      std::ranges::all_of(label.owner, [](char c) { return c >= ' ' && c <= '~'; });
  if (label.owner.size() > kOwnerBytes || !printable) {
    return failure<msg::CSV0022E>(label.owner);
  }
  return {};
}

Result<void> write_new_label_track(Volume& volume, const VolumeLabel& label) {
  TrackBuilder builder(kLabelTrack, volume.geometry());
  Bytes data(kLabelBytes, kBlank);
  put_fields(label, data);
  CS_TRY(builder.add(text::label_from_utf8("IPL1", 4), kIpl1));
  CS_TRY(builder.add(text::label_from_utf8("IPL2", 4), Bytes(kIpl2Bytes)));
  CS_TRY(builder.add(text::label_from_utf8("VOL1", 4), data));
  return volume.write_slots({0, 1}, builder.finish());
}

}  // namespace

Result<VolumeLabel> read_label(Volume& volume) {
  Bytes slot(volume.geometry().slot_bytes);
  CS_TRY(volume.read_slots({0, 1}, slot));
  auto track = TrackReader::open(slot, kLabelTrack, volume.geometry());
  if (!track) {
    return track.failure().while_doing("reading the label of volume", volume.path());
  }
  const auto record = find_label(*track, slot);
  if (!record) {
    return failure<msg::CSV0020E>(volume.path(), "no VOL1 record on cylinder 0 head 0");
  }
  const ByteView data = record->data;
  if (!std::ranges::equal(data.first(4), text::label_from_utf8("VOL1", 4))) {
    return failure<msg::CSV0020E>(volume.path(),
                                  "the data of the VOL1 record at cylinder 0 head 0 "
                                  "do not begin with 'VOL1'");
  }
  VolumeLabel label;
  label.volser = trimmed(text::label_to_utf8(data.subspan(4, kVolserBytes)));
  if (!is_volser(label.volser)) {
    return failure<msg::CSV0020E>(volume.path(),
                                  fmt::format("the volume serial is '{}'", label.volser));
  }
  label.security = data[10];
  label.vtoc = {{load_be16(data, 11), load_be16(data, 13)}, data[15]};
  label.owner = trimmed(text::label_to_utf8(data.subspan(kOwnerOffset, kOwnerBytes)));
  return label;
}

Result<void> write_label(Volume& volume, const VolumeLabel& label) {
  CS_TRY(check_label(label));
  Bytes slot(volume.geometry().slot_bytes);
  CS_TRY(volume.read_slots({0, 1}, slot));
  auto track = TrackReader::open(slot, kLabelTrack, volume.geometry());
  const auto record = track ? find_label(*track, slot) : std::nullopt;
  if (!record) {
    return write_new_label_track(volume, label);
  }
  Bytes data(record->data.begin(), record->data.end());
  put_fields(label, data);
  const SlotPart part = {0, record->data_offset, data};
  return volume.write_together({&part, 1});
}

bool is_volser(std::string_view text) {
  return !text.empty() && text.size() <= kVolserBytes && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '$' || c == '#' || c == '@' ||
           c == '-';
  });
}

}  // namespace coldsite::dasd
