#include "utilities/data-copy/label_track.hpp"

#include <algorithm>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::copy {
namespace {

constexpr std::size_t kLabelBytes = 80;
constexpr std::size_t kVolserOffset = 4;
constexpr std::size_t kVtocOffset = 11;
constexpr std::size_t kOwnerOffset = 37;
constexpr std::size_t kOwnerBytes = 14;
constexpr std::size_t kMarkOffset = 16;
constexpr std::size_t kMarkBytes = 10;
constexpr std::string_view kMark = "CSDC";
constexpr std::size_t kVolserBytes = 6;

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

/// Offset of the VOL1 record's data in the slot.
Result<std::size_t> find_label(const Bytes& slot, const dasd::Geometry& geometry) {
  CS_ASSIGN(dasd::TrackReader track, dasd::TrackReader::open(slot, {0, 0}, geometry));
  const Bytes vol1 = text::label_from_utf8("VOL1", 4);
  while (const auto record = track.next()) {
    if (std::ranges::equal(record->key, vol1) && record->data.size() >= kLabelBytes) {
      return static_cast<std::size_t>(record->data.data() - slot.data());
    }
  }
  return failure<msg::CSV0020E>("of the dump or source", "no VOL1 record on cylinder 0 head 0");
}

void put(Bytes& slot, std::size_t offset, std::string_view text, std::size_t length) {
  std::ranges::copy(text::label_from_utf8(text, length),
                    slot.begin() + static_cast<std::ptrdiff_t>(offset));
}

std::string get(const Bytes& slot, std::size_t offset, std::size_t length) {
  return trimmed(text::label_to_utf8(ByteView(slot).subspan(offset, length)));
}

}  // namespace

bool is_incomplete(const dasd::VolumeLabel& label) {
  return label.owner == kIncompleteOwner;
}

bool has_incomplete_mark(dasd::Volume& volume) {
  const auto label = dasd::read_label(volume);
  return label && is_incomplete(*label);
}

Result<void> mark_incomplete(dasd::Volume& target, const std::string& fallback) {
  const auto old = dasd::read_label(target);
  dasd::VolumeLabel label;
  label.volser = old ? old->volser : fallback;
  label.owner = kIncompleteOwner;
  CS_TRY(dasd::write_label(target, label));
  return target.sync();
}

Result<void> set_volser(Bytes& slot, const dasd::Geometry& geometry, std::string_view volser) {
  CS_ASSIGN(const std::size_t label, find_label(slot, geometry));
  put(slot, label + kVolserOffset, volser, kVolserBytes);
  return {};
}

Result<void> set_conditioned(Bytes& slot, const dasd::Geometry& geometry,
                             std::string_view source_volser) {
  CS_ASSIGN(const std::size_t label, find_label(slot, geometry));
  put(slot, label + kMarkOffset,
      source_volser.empty() ? std::string() : std::string(kMark).append(source_volser), kMarkBytes);
  return {};
}

std::optional<std::string> conditioned_volser(const Bytes& slot, const dasd::Geometry& geometry) {
  const auto label = find_label(slot, geometry);
  if (!label || get(slot, *label + kMarkOffset, kMark.size()) != kMark) {
    return std::nullopt;
  }
  return get(slot, *label + kMarkOffset + kMark.size(), kVolserBytes);
}

Result<dasd::VolumeLabel> label_of_slot(const Bytes& slot, const dasd::Geometry& geometry) {
  CS_ASSIGN(const std::size_t offset, find_label(slot, geometry));
  dasd::VolumeLabel label;
  label.volser = get(slot, offset + kVolserOffset, kVolserBytes);
  label.owner = get(slot, offset + kOwnerOffset, kOwnerBytes);
  const ByteView vtoc = ByteView(slot).subspan(offset + kVtocOffset, 5);
  label.vtoc = {{load_be16(vtoc, 0), load_be16(vtoc, 2)}, vtoc[4]};
  return label;
}

}  // namespace coldsite::copy
