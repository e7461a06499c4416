// Read-ahead: one track at first, twice as many each time the reader goes on in order.
#include "datasets/access/track_window.hpp"

#include <algorithm>

namespace coldsite::access {
namespace {

/// 454,656 bytes on a 3390: large enough to hide the cost of a call, small enough for the cache.
constexpr std::uint32_t kTracksAheadMax = 8;

}  // namespace

Result<dasd::TrackReader> TrackWindow::open_track(std::uint32_t relative) {
  CS_CHECK(relative < map_.track_count());
  if (relative < first_ || relative - first_ >= count_) {
    CS_TRY(fill(relative));
  }
  const dasd::Geometry& geometry = volume_->geometry();
  const std::uint32_t index = relative - first_;
  slot_ = ByteView(slots_).subspan(std::size_t{index} * geometry.slot_bytes, geometry.slot_bytes);
  return dasd::TrackReader::open(slot_, geometry.track_address(where_.first + index), geometry);
}

Result<void> TrackWindow::fill(std::uint32_t relative) {
  const bool is_next = count_ != 0 && relative == first_ + count_;
  read_ahead_ = is_next ? std::min(read_ahead_ * 2, kTracksAheadMax) : 1;
  where_ = map_.run(relative, read_ahead_);
  count_ = 0;
  const std::size_t bytes = std::size_t{where_.count} * volume_->geometry().slot_bytes;
  slots_.resize(std::max(slots_.size(), bytes));
  CS_TRY(volume_->read_slots(where_, ByteSpan(slots_).first(bytes)));
  first_ = relative;
  count_ = where_.count;
  return {};
}

}  // namespace coldsite::access
