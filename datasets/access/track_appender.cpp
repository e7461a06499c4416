// Tracks built and written.
#include "datasets/access/track_appender.hpp"

#include <algorithm>

#include "datasets/access/track_window.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csa.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/iec.hpp"

namespace coldsite::access {
namespace {

constexpr std::uint32_t kTracksGatheredMax = 8;
/// What one step of Volume::write_together takes on any device.
constexpr std::uint32_t kAtomicBytesMax = 1'024;

/// The abend that z/OS gives when a data set cannot be extended.
Failure out_of_space(const Failure& cause, const dasd::DataSetLabel& data_set,
                     const std::string& volume_path) {
  if (cause.is(msg::CSV0054E)) {
    return failure<msg::IEC031I>(volume_path, data_set.name);
  }
  if (!cause.is(msg::CSV0055E) && !cause.is(msg::CSV0051E) && !cause.is(msg::CSV0058E)) {
    return cause;
  }
  return data_set.organization == dasd::Organization::kPartitioned
             ? failure<msg::IEC032I>(volume_path, data_set.name)
             : failure<msg::IEC030I>(volume_path, data_set.name);
}

}  // namespace

TrackAppender::TrackAppender(dasd::Volume& volume, dasd::DataSetLabel& data_set)
    : volume_(&volume), data_set_(&data_set), map_(data_set, volume.geometry()) {}

Result<void> TrackAppender::begin(dasd::RelativeAddress after) {
  track_ = first_track_ = after.track;
  if (map_.track_count() == 0) {
    CS_TRY(extend());
  }
  const auto wrong = [&](const std::string& why) {
    return failure<msg::CSA0014E>(data_set_->name, after.record, after.track, why);
  };
  if (after.track >= map_.track_count()) {
    return wrong("the data set has " + std::to_string(map_.track_count()) + " tracks");
  }
  const dasd::Geometry& geometry = volume_->geometry();
  builder_.emplace(geometry.track_address(map_.absolute(track_)), geometry);
  if (after.record == 0) {
    return {};
  }
  TrackWindow window(*volume_, map_);
  CS_ASSIGN(dasd::TrackReader records, window.open_track(track_));
  for (int number = 1; number <= after.record; ++number) {
    const std::optional<dasd::RecordView> record = records.next();
    if (!record || record->count.record != number) {
      return wrong("record " + std::to_string(number) + " is not on the track");
    }
    CS_TRY(builder_->add(record->key, record->data));
  }
  old_slot_.assign(window.slot().begin(), window.slot().begin() + records.used_bytes());
  return {};
}

bool TrackAppender::leaves_first_track(std::size_t key_bytes, std::size_t data_bytes) const {
  return track_ != first_track_ || !builder_->fits(static_cast<std::uint32_t>(key_bytes),
                                                   static_cast<std::uint32_t>(data_bytes));
}

dasd::RelativeAddress TrackAppender::next_address() const {
  return {track_, static_cast<std::uint8_t>(builder_->last_record() + 1)};
}

Result<dasd::RelativeAddress> TrackAppender::add(ByteView key, ByteView data) {
  const auto key_bytes = static_cast<std::uint32_t>(key.size());
  const auto data_bytes = static_cast<std::uint32_t>(data.size());
  const dasd::Geometry& geometry = volume_->geometry();
  if (key_bytes > 255 || data_bytes > geometry.block_bytes_max ||
      geometry.records_per_track(key_bytes, data_bytes) == 0) {
    return failure<msg::CSA0015E>(data_bytes, key_bytes, geometry.device);
  }
  if (!builder_->fits(key_bytes, data_bytes)) {
    CS_TRY(next_track());
  }
  CS_TRY(builder_->add(key, data));
  return dasd::RelativeAddress{track_, builder_->last_record()};
}

Result<void> TrackAppender::next_track() {
  if (track_ + 1 >= map_.track_count()) {
    CS_TRY(extend());
  }
  const ByteView slot = builder_->finish();
  if (track_ == first_track_) {
    first_slot_.assign(slot.begin(), slot.end());
  } else {
    CS_TRY(put_slot(slot));
  }
  ++track_;
  const dasd::Geometry& geometry = volume_->geometry();
  builder_.emplace(geometry.track_address(map_.absolute(track_)), geometry);
  return {};
}

Result<void> TrackAppender::extend() {
  const auto extended = dasd::extend_data_set(*volume_, *data_set_);
  if (!extended) {
    return out_of_space(extended.failure(), *data_set_, volume_->path());
  }
  map_ = ExtentMap(*data_set_, volume_->geometry());
  return {};
}

Result<void> TrackAppender::put_slot(ByteView slot) {
  const std::uint32_t where = map_.absolute(track_);
  if (gathered_where_.count == kTracksGatheredMax ||
      where != gathered_where_.first + gathered_where_.count) {
    CS_TRY(write_gathered());
    gathered_where_.first = where;
  }
  gathered_.insert(gathered_.end(), slot.begin(), slot.end());
  ++gathered_where_.count;
  return {};
}

Result<void> TrackAppender::write_gathered() {
  if (gathered_where_.count != 0) {
    CS_TRY(volume_->write_slots(gathered_where_, gathered_));
  }
  gathered_.clear();
  gathered_where_.count = 0;
  return {};
}

Result<void> TrackAppender::flush_later_tracks() {
  if (track_ != first_track_) {
    CS_TRY(put_slot(builder_->finish()));
  }
  return write_gathered();
}

Result<void> TrackAppender::flush_first_track() {
  const ByteView slot = track_ == first_track_ ? builder_->finish() : ByteView(first_slot_);
  return old_slot_.empty() ? volume_->write_slots({map_.absolute(first_track_), 1}, slot)
                           : replace_first_track(slot);
}

Result<void> TrackAppender::empty_first_track() {
  const std::uint32_t track = map_.absolute(first_track_);
  const dasd::Geometry& geometry = volume_->geometry();
  const dasd::TrackAddress address = geometry.track_address(track);
  dasd::TrackBuilder empty(address, geometry);
  CS_TRY(empty.add_end_of_file());
  const ByteView slot = empty.finish();
  CS_ASSIGN(dasd::TrackReader records, dasd::TrackReader::open(slot, address, geometry));
  const dasd::SlotPart head = {track, 0, slot.first(records.used_bytes())};
  CS_TRY(volume_->write_together({&head, 1}));
  old_slot_.assign(head.bytes.begin(), head.bytes.end());
  return {};
}

/// The blocks that stay must outlive a write that is torn. So first what comes to stand behind the
/// old end mark, where no reader looks, and then, all or nothing, what is before it.
Result<void> TrackAppender::replace_first_track(ByteView slot) {
  const std::uint32_t track = map_.absolute(first_track_);
  const dasd::Geometry& geometry = volume_->geometry();
  CS_ASSIGN(const dasd::TrackReader written,
            dasd::TrackReader::open(slot, geometry.track_address(track), geometry));
  const ByteView content = slot.first(written.used_bytes());
  const auto common = static_cast<std::uint32_t>(std::min(content.size(), old_slot_.size()));
  const auto kept = static_cast<std::uint32_t>(
      std::ranges::mismatch(content.first(common), ByteView(old_slot_).first(common)).in1 -
      content.begin());
  if (common - kept > kAtomicBytesMax) {
    return volume_->write_slots({track, 1}, slot);  // old blocks are replaced: their owner's wish
  }
  if (content.size() > common) {
    CS_TRY(volume_->write_part(track, common, content.subspan(common)));
    CS_TRY(volume_->sync());
    CS_KILL_POINT("track.after_tail");
  }
  if (kept < common) {
    const dasd::SlotPart end = {track, kept, content.subspan(kept, common - kept)};
    CS_TRY(volume_->write_together({&end, 1}));
  }
  old_slot_.assign(content.begin(), content.end());
  return {};
}

}  // namespace coldsite::access
