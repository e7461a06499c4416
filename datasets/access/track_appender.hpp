// Blocks put on the tracks of a data set behind a given place: the engine of the sequential writer
// and of the member writer. Finished tracks are gathered and written several at a time; the first
// track, which may hold older blocks, is held back until flush() and written last.
#pragma once

#include <optional>

#include "datasets/access/extent_map.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc.hpp"

namespace coldsite::access {

class TrackAppender {
 public:
  /// `data_set` grows when it is extended; both must outlive the appender.
  TrackAppender(dasd::Volume& volume, dasd::DataSetLabel& data_set);

  /// Begins behind the record `after` ({0,0}: at the start of the data set). What stands behind it
  /// on its track is dropped when that track is written. errors: CSA0014E.
  Result<void> begin(dasd::RelativeAddress after);

  /// Adds a block; empty key and data make an end-of-file record. Returns where it went.
  /// errors: IEC030I; IEC031I; IEC032I; CSA0015E.
  Result<dasd::RelativeAddress> add(ByteView key, ByteView data);

  /// Whether a track other than the first would be written by the next add() of these sizes, or has
  /// been.
  [[nodiscard]] bool leaves_first_track(std::size_t key_bytes, std::size_t data_bytes) const;

  /// Where the next block goes if it fits there.
  [[nodiscard]] dasd::RelativeAddress next_address() const;
  /// Capacity left on the current track, as DS1TRBAL has it.
  [[nodiscard]] std::uint32_t bytes_left() const { return builder_->bytes_left(); }

  /// Leaves nothing but an end-of-file record on the first track of the volume, all or nothing.
  Result<void> empty_first_track();
  /// Writes all tracks but the first.
  Result<void> flush_later_tracks();
  /// Writes the first track.
  Result<void> flush_first_track();

 private:
  Result<void> next_track();
  Result<void> extend();
  Result<void> put_slot(ByteView slot);
  Result<void> write_gathered();
  Result<void> replace_first_track(ByteView slot);

  dasd::Volume* volume_;
  dasd::DataSetLabel* data_set_;
  ExtentMap map_;
  std::optional<dasd::TrackBuilder> builder_;
  std::uint32_t track_ = 0;
  std::uint32_t first_track_ = 0;
  Bytes old_slot_;  ///< of the first track, where it matters to a torn write: through its end mark
  Bytes first_slot_;  ///< once the builder has gone on to another track
  Bytes gathered_;
  dasd::TrackRange gathered_where_;
};

}  // namespace coldsite::access
