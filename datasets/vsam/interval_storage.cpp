#include "datasets/vsam/interval_storage.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/control_interval.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::uint32_t kCountBytes = 8;
constexpr std::uint32_t kFirstBlockOffset = dasd::TrackReader::kFirstRecordOffset;
constexpr std::uint64_t kComponentBytesMax = std::uint64_t{1} << 32;

}  // namespace

Result<std::unique_ptr<IntervalStorage>> IntervalStorage::open(VolumeSet& volumes,
                                                               Component& component,
                                                               dasd::Access access) {
  std::unique_ptr<IntervalStorage> storage(new IntervalStorage(volumes, component, access));
  CS_TRY(storage->map());
  return storage;
}

Result<void> IntervalStorage::map() {
  const ComponentAttributes& attributes = component_->attributes();
  CS_TRY(check_attributes());
  interval_bytes_ = attributes.interval_bytes;
  intervals_per_area_ = attributes.intervals_per_area;
  block_bytes_ = attributes.block_bytes;
  blocks_per_interval_ = interval_bytes_ / block_bytes_;
  blocks_per_track_ = attributes.blocks_per_track;
  tracks_per_area_ = attributes.tracks_per_area;
  area_count_ = 0;
  pieces_.clear();
  last_piece_ = 0;
  open_.clear();
  for (std::size_t i = 0; i < component_->volumes.size(); ++i) {
    CS_ASSIGN(std::shared_ptr<dasd::Volume> volume,
              volumes_->volume(component_->place.volsers[i], access_));
    open_.push_back(std::move(volume));
    const dasd::Geometry& geometry = open_.back()->geometry();
    if (kFirstBlockOffset + blocks_per_track_ * (kCountBytes + block_bytes_) + kCountBytes >
        geometry.slot_bytes) {
      return failure<msg::CSM0021E>(
          name(), component_->place.volsers[i],
          fmt::format("{} blocks of {} bytes do not fit on a track of a {}", blocks_per_track_,
                      block_bytes_, geometry.device));
    }
    for (const ComponentExtent& extent : component_->volumes[i].extents) {
      CS_TRY(add_piece(extent, i));
    }
  }
  return {};
}

Result<void> IntervalStorage::check_attributes() const {
  const ComponentAttributes& a = component_->attributes();
  const bool is_size = a.interval_bytes >= kIntervalBytesMin &&
                       a.interval_bytes <= kIntervalBytesMax && a.interval_bytes % 512 == 0 &&
                       a.block_bytes != 0 && a.interval_bytes % a.block_bytes == 0;
  const bool is_area = a.blocks_per_track != 0 && a.blocks_per_track <= 255 &&
                       a.tracks_per_area != 0 && a.tracks_per_area <= 255 &&
                       a.intervals_per_area != 0;
  if (!is_size || !is_area || component_->volumes.size() > component_->place.volsers.size() ||
      std::uint64_t{a.intervals_per_area} * (a.interval_bytes / a.block_bytes) >
          std::uint64_t{a.blocks_per_track} * a.tracks_per_area) {
    return failure<msg::CSM0021E>(
        name(), component_->place.volsers.empty() ? "" : component_->place.volsers[0],
        fmt::format("CIs of {} bytes in blocks of {}, {} on a track, {} tracks and {} CIs in a "
                    "control area",
                    a.interval_bytes, a.block_bytes, a.blocks_per_track, a.tracks_per_area,
                    a.intervals_per_area));
  }
  return {};
}

Result<void> IntervalStorage::add_piece(const ComponentExtent& extent, std::size_t volume) {
  const std::uint64_t bytes = area_bytes();
  const std::uint64_t areas =
      extent.high_rba < extent.low_rba ? 0 : (extent.high_rba - extent.low_rba + 1) / bytes;
  if (extent.low_rba != area_count_ * bytes || areas == 0 ||
      areas * tracks_per_area_ > extent.tracks.count ||
      extent.low_rba + areas * bytes > kComponentBytesMax) {
    return failure<msg::CSM0021E>(
        name(), component_->place.volsers[volume],
        fmt::format("the extent of {} tracks from track {} says RBA {} to {}", extent.tracks.count,
                    extent.tracks.first, extent.low_rba, extent.high_rba));
  }
  pieces_.push_back({area_count_, static_cast<std::uint32_t>(areas), volume, extent.tracks.first});
  area_count_ += static_cast<std::uint32_t>(areas);
  return {};
}

const IntervalStorage::Piece& IntervalStorage::piece_of(std::uint32_t area) {
  const auto holds = [area](const Piece& piece) {
    return area >= piece.first_area && area - piece.first_area < piece.area_count;
  };
  if (!holds(pieces_[last_piece_])) {
    const auto found = std::ranges::find_if(pieces_, holds);
    CS_CHECK(found != pieces_.end());
    last_piece_ = static_cast<std::size_t>(found - pieces_.begin());
  }
  return pieces_[last_piece_];
}

IntervalStorage::Place IntervalStorage::locate(std::uint32_t interval) {
  const std::uint32_t area = interval / intervals_per_area_;
  const Piece& piece = piece_of(area);
  const std::uint32_t block = interval % intervals_per_area_ * blocks_per_interval_;
  return {
      open_[piece.volume].get(),
      piece.first_track + (area - piece.first_area) * tracks_per_area_ + block / blocks_per_track_,
      block % blocks_per_track_};
}

std::uint32_t IntervalStorage::block_offset(std::uint32_t block) const {
  return kFirstBlockOffset + block * (kCountBytes + block_bytes_);
}

/// Of the next physical record.
IntervalStorage::Place IntervalStorage::behind(const Place& place) const {
  return place.block + 1 < blocks_per_track_ ? Place{place.volume, place.track, place.block + 1}
                                             : Place{place.volume, place.track + 1, 0};
}

void IntervalStorage::store_count(const Place& place, ByteSpan out) const {
  const dasd::TrackAddress address = place.volume->geometry().track_address(place.track);
  store_be(out, 0, 2, address.cylinder);
  store_be(out, 2, 2, address.head);
  out[4] = static_cast<std::uint8_t>(place.block + 1);
  out[5] = 0;
  store_be(out, 6, 2, block_bytes_);
}

Result<void> IntervalStorage::check_count(const Place& place, ByteView count) const {
  std::array<std::uint8_t, kCountBytes> expected;
  store_count(place, expected);
  if (std::memcmp(expected.data(), count.data(), kCountBytes) != 0) {
    return failure<msg::CSM0002E>(
        place.block + 1, name(), place.volume->path(),
        fmt::format("{} has X'{:016X}' there",
                    dasd::to_string(place.volume->geometry().track_address(place.track)),
                    load_be64(count, 0)));
  }
  return {};
}

/// Checks and strips the count field of a block.
Result<void> IntervalStorage::take_block(const Place& place, ByteView raw, ByteSpan out) const {
  CS_TRY(check_count(place, raw.first(kCountBytes)));
  std::memcpy(out.data(), raw.data() + kCountBytes, block_bytes_);
  return {};
}

Result<void> IntervalStorage::read(std::uint32_t interval, ByteSpan out) {
  CS_CHECK(interval < interval_count() && out.size() == interval_bytes_);
  Place place = locate(interval);
  const std::size_t raw_bytes = kCountBytes + block_bytes_;
  while (!out.empty()) {
    const std::size_t count =
        std::min<std::size_t>(out.size() / block_bytes_, blocks_per_track_ - place.block);
    scratch_.resize(count * raw_bytes);
    CS_TRY(place.volume->read_part(place.track, block_offset(place.block), scratch_));
    for (std::size_t i = 0; i < count; ++i) {
      CS_TRY(take_block(place, ByteView(scratch_).subspan(i * raw_bytes), out));
      out = out.subspan(block_bytes_);
      place = behind(place);
    }
  }
  ++io_count_;
  return {};
}

Result<void> IntervalStorage::read_raw(std::uint32_t interval, ByteSpan raw) {
  if (blocks_per_interval_ != 1) {
    return read(interval, raw.subspan(kRawPrefixBytes));
  }
  CS_CHECK(interval < interval_count() && raw.size() == kCountBytes + interval_bytes_);
  const Place place = locate(interval);
  ++io_count_;
  CS_TRY(place.volume->read_part(place.track, block_offset(place.block), raw));
  return check_count(place, raw.first(kCountBytes));
}

Result<void> IntervalStorage::write(std::uint32_t interval, ByteView bytes) {
  CS_CHECK(interval < interval_count() && bytes.size() == interval_bytes_);
  if (blocks_per_interval_ != 1) {
    return write_run(interval, std::span(&bytes, 1));
  }
  const Place place = locate(interval);
  ++io_count_;
  return place.volume->write_part(place.track, block_offset(place.block) + kCountBytes, bytes);
}

/// Writes the blocks in `scratch_`, the first at `place`, all on its track.
Result<void> IntervalStorage::write_blocks(const Place& place) {
  ++io_count_;
  auto written = place.volume->write_part(place.track, block_offset(place.block), scratch_);
  scratch_.clear();
  return written;
}

Result<void> IntervalStorage::write_run(std::uint32_t first, std::span<const ByteView> intervals) {
  CS_CHECK(intervals.size() <= interval_count() - first);
  scratch_.clear();
  Place begin;
  for (ByteView bytes : intervals) {
    Place place = locate(first++);
    for (; !bytes.empty(); bytes = bytes.subspan(block_bytes_), place = behind(place)) {
      if (!scratch_.empty() && (place.volume != begin.volume || place.track != begin.track)) {
        CS_TRY(write_blocks(begin));
      }
      if (scratch_.empty()) {
        begin = place;
      }
      const std::size_t at = scratch_.size();
      scratch_.resize(at + kCountBytes);
      store_count(place, ByteSpan(scratch_).subspan(at));
      scratch_.insert(scratch_.end(), bytes.begin(), bytes.begin() + block_bytes_);
    }
  }
  return scratch_.empty() ? Result<void>() : write_blocks(begin);
}

Result<void> IntervalStorage::read_run(std::uint32_t first, std::span<const ByteSpan> out) {
  const auto count = static_cast<std::uint32_t>(out.size());
  CS_CHECK(count != 0 && first / intervals_per_area_ == (first + count - 1) / intervals_per_area_);
  Place place = locate(first);
  const std::uint32_t tracks =
      (place.block + count * blocks_per_interval_ - 1) / blocks_per_track_ + 1;
  const std::uint32_t first_track = place.track;
  const std::size_t slot_bytes = place.volume->geometry().slot_bytes;
  slots_.resize(tracks * slot_bytes);
  CS_TRY(place.volume->read_slots({first_track, tracks}, slots_));
  ++io_count_;
  for (ByteSpan interval : out) {
    for (; !interval.empty(); interval = interval.subspan(block_bytes_), place = behind(place)) {
      const std::size_t at = (place.track - first_track) * slot_bytes + block_offset(place.block);
      CS_TRY(take_block(place, ByteView(slots_).subspan(at), interval));
    }
  }
  return {};
}

/// One slot: home address, R0, the blocks (missing ones are zeros), end mark.
void IntervalStorage::write_track(const Place& place, ByteView blocks, ByteSpan slot) const {
  dasd::write_null_track(place.volume->geometry().track_address(place.track), slot);
  for (std::uint32_t i = 0; i < blocks_per_track_; ++i) {
    const ByteSpan block = slot.subspan(block_offset(i));
    store_count({place.volume, place.track, i}, block);
    const std::size_t bytes = std::min<std::size_t>(block_bytes_, blocks.size());
    std::copy_n(blocks.begin(), bytes, block.begin() + kCountBytes);  // there may be none left
    std::memset(block.data() + kCountBytes + bytes, 0, block_bytes_ - bytes);
    blocks = blocks.subspan(bytes);
  }
  const ByteSpan rest = slot.subspan(block_offset(blocks_per_track_));
  std::memset(rest.data(), 0, rest.size());
  std::memset(rest.data(), 0xFF, kCountBytes);
}

Result<void> IntervalStorage::write_area(std::uint32_t area, ByteView intervals) {
  CS_CHECK(area < area_count_ && intervals.size() <= area_bytes());
  Place place = locate(area * intervals_per_area_);
  const std::size_t slot_bytes = place.volume->geometry().slot_bytes;
  const dasd::TrackRange tracks = {place.track, tracks_per_area_};
  slots_.resize(tracks_per_area_ * slot_bytes);
  for (std::uint32_t track = 0; track < tracks_per_area_; ++track) {
    const std::size_t bytes =
        std::min(intervals.size(), std::size_t{blocks_per_track_} * block_bytes_);
    write_track(place, intervals.first(bytes),
                ByteSpan(slots_).subspan(track * slot_bytes, slot_bytes));
    intervals = intervals.subspan(bytes);
    ++place.track;
  }
  ++io_count_;
  return place.volume->write_slots(tracks, slots_);
}

Result<void> IntervalStorage::extend() {
  CS_TRY(extend_component(*volumes_, *component_));
  return map();
}

}  // namespace coldsite::vsam
