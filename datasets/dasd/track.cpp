// Reading and building track images; the layout stands in track.hpp.
#include "datasets/dasd/track.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "datasets/messages/csv.hpp"

namespace coldsite::dasd {
namespace {

constexpr std::size_t kHomeAddressBytes = 5;
constexpr std::size_t kCountBytes = 8;

Count read_count(ByteView slot, std::size_t offset) {
  return {.cylinder = load_be16(slot, offset),
          .head = load_be16(slot, offset + 2),
          .record = slot[offset + 4],
          .key_bytes = slot[offset + 5],
          .data_bytes = load_be16(slot, offset + 6)};
}

bool is_end_mark(ByteView slot, std::size_t offset) {
  return std::ranges::all_of(slot.subspan(offset, kCountBytes),
                             [](std::uint8_t byte) { return byte == 0xFF; });
}

Failure damaged(TrackAddress address, std::string_view field, std::string_view found) {
  return failure<msg::CSV0010E>(to_string(address), field, found);
}

std::string hex(ByteView bytes) {
  std::string text = "X'";
  for (const std::uint8_t byte : bytes) {
    text += fmt::format("{:02X}", byte);
  }
  return text + "'";
}

Result<void> check_home_address(ByteView slot, TrackAddress address) {
  if (slot.size() < TrackReader::kFirstRecordOffset + kCountBytes) {
    return damaged(address, "home address", fmt::format("only {} bytes", slot.size()));
  }
  if (slot[0] != 0 || load_be16(slot, 1) != address.cylinder ||
      load_be16(slot, 3) != address.head) {
    return damaged(address, "home address", hex(slot.first(kHomeAddressBytes)));
  }
  const Count r0 = read_count(slot, kHomeAddressBytes);
  if (r0.record != 0 || r0.key_bytes != 0 || r0.data_bytes != 8) {
    return damaged(address, "count of record 0", hex(slot.subspan(kHomeAddressBytes, kCountBytes)));
  }
  return {};
}

}  // namespace

Result<TrackReader> TrackReader::open(ByteView slot, TrackAddress address,
                                      [[maybe_unused]] const Geometry& geometry) {
  CS_TRY(check_home_address(slot, address));
  TrackReader reader;
  reader.slot_ = slot;
  std::size_t offset = kFirstRecordOffset;
  while (true) {
    if (offset + kCountBytes > slot.size()) {
      return damaged(address, "end mark",
                     fmt::format("none after {} records", reader.record_count_));
    }
    if (is_end_mark(slot, offset)) {
      break;
    }
    const Count count = read_count(slot, offset);
    const std::size_t end = offset + kCountBytes + count.key_bytes + count.data_bytes;
    if (end + kCountBytes > slot.size()) {
      return damaged(address, fmt::format("count of record {}", reader.record_count_ + 1),
                     hex(slot.subspan(offset, kCountBytes)) + ", longer than the track");
    }
    offset = end;
    ++reader.record_count_;
  }
  reader.used_bytes_ = static_cast<std::uint32_t>(offset + kCountBytes);
  return reader;
}

std::optional<RecordView> TrackReader::next() {
  if (offset_ + kCountBytes >= used_bytes_) {
    return std::nullopt;
  }
  RecordView record;
  record.count = read_count(slot_, offset_);
  record.key = slot_.subspan(offset_ + kCountBytes, record.count.key_bytes);
  record.data =
      slot_.subspan(offset_ + kCountBytes + record.count.key_bytes, record.count.data_bytes);
  offset_ += static_cast<std::uint32_t>(kCountBytes + record.key.size() + record.data.size());
  return record;
}

TrackBuilder::TrackBuilder(TrackAddress address, const Geometry& geometry)
    : geometry_(&geometry), address_(address), slot_(geometry.slot_bytes) {
  write_null_track(address, slot_);
  offset_ = TrackReader::kFirstRecordOffset;
}

bool TrackBuilder::fits(std::uint32_t key_bytes, std::uint32_t data_bytes) const {
  return record_ < 255 &&
         space_used_ + geometry_->last_record_space(key_bytes, data_bytes) <=
             geometry_->capacity_bytes &&
         offset_ + 2 * kCountBytes + key_bytes + data_bytes <= slot_.size();
}

Result<void> TrackBuilder::add(ByteView key, ByteView data) {
  const auto key_bytes = static_cast<std::uint32_t>(key.size());
  const auto data_bytes = static_cast<std::uint32_t>(data.size());
  CS_CHECK(key_bytes <= 255 && data_bytes <= 65'535);
  if (!fits(key_bytes, data_bytes)) {
    return failure<msg::CSV0011E>(to_string(address_), key_bytes + data_bytes, bytes_left());
  }
  const ByteSpan slot(slot_);
  store_be(slot, offset_, 2, address_.cylinder);
  store_be(slot, offset_ + 2, 2, address_.head);
  slot_[offset_ + 4] = ++record_;
  slot_[offset_ + 5] = static_cast<std::uint8_t>(key_bytes);
  store_be(slot, offset_ + 6, 2, data_bytes);
  std::ranges::copy(key, slot_.begin() + offset_ + kCountBytes);
  std::ranges::copy(data, slot_.begin() + offset_ + kCountBytes + key_bytes);
  offset_ += static_cast<std::uint32_t>(kCountBytes) + key_bytes + data_bytes;
  space_used_ += geometry_->record_space(key_bytes, data_bytes);
  return {};
}

std::uint32_t TrackBuilder::bytes_left() const {
  return space_used_ >= geometry_->capacity_bytes ? 0 : geometry_->capacity_bytes - space_used_;
}

ByteView TrackBuilder::finish() {
  std::fill_n(slot_.begin() + offset_, kCountBytes, std::uint8_t{0xFF});
  return slot_;
}

void write_null_track(TrackAddress address, ByteSpan head) {
  CS_CHECK(head.size() >= kNullTrackBytes);
  std::ranges::fill(head.first(kNullTrackBytes), std::uint8_t{0});
  store_be(head, 1, 2, address.cylinder);
  store_be(head, 3, 2, address.head);
  store_be(head, 5, 2, address.cylinder);
  store_be(head, 7, 2, address.head);
  store_be(head, 11, 2, 8);
  std::ranges::fill(head.subspan(TrackReader::kFirstRecordOffset, kCountBytes), std::uint8_t{0xFF});
}

bool is_null_track(ByteView head, TrackAddress address) {
  std::array<std::uint8_t, kNullTrackBytes> expected;
  write_null_track(address, expected);
  return head.size() >= kNullTrackBytes &&
         std::ranges::equal(head.first(kNullTrackBytes), expected);
}

}  // namespace coldsite::dasd
