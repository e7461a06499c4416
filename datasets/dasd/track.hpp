// One CKD track as an image holds it: home address, R0, records with count, key and data, end mark.
//
// layout: HA 5 bytes (00 CC CC HH HH); R0 count 8 + data 8; then records, each count 8
//         (CC CC HH HH R KL DL DL) + key + data; eight FF bytes where the next count would stand.
//         What follows the end mark in the slot is residue and means nothing.
#pragma once

#include <cstdint>
#include <optional>

#include "datasets/bytes.hpp"
#include "datasets/dasd/geometry.hpp"
#include "datasets/result.hpp"

namespace coldsite::dasd {

/// The count field of a record.
struct Count {
  std::uint16_t cylinder = 0;
  std::uint16_t head = 0;
  std::uint8_t record = 0;
  std::uint8_t key_bytes = 0;
  std::uint16_t data_bytes = 0;

  [[nodiscard]] bool is_end_of_file() const { return key_bytes == 0 && data_bytes == 0; }
};

/// A record in place; the views point into the track.
struct RecordView {
  Count count;
  ByteView key;
  ByteView data;
};

/// Walks the records of a checked track, R1 onward.
class TrackReader {
 public:
  /// Checks the home address, R0, every count and the end mark before the first record is given
  /// out. errors: CSV0010E damaged track, with CCHH, the field and what was found there.
  static Result<TrackReader> open(ByteView slot, TrackAddress address, const Geometry& geometry);

  /// The next record, or nothing after the last.
  [[nodiscard]] std::optional<RecordView> next();
  /// Starts again at R1.
  void rewind() { offset_ = kFirstRecordOffset; }

  /// Bytes from the home address through the end mark.
  [[nodiscard]] std::uint32_t used_bytes() const { return used_bytes_; }
  [[nodiscard]] std::uint32_t record_count() const { return record_count_; }

  static constexpr std::uint32_t kFirstRecordOffset = 5 + 16;

 private:
  ByteView slot_;
  std::uint32_t offset_ = kFirstRecordOffset;
  std::uint32_t used_bytes_ = 0;
  std::uint32_t record_count_ = 0;
};

/// Builds a track image in a slot-sized buffer: home address and R0, then records as they are
/// added.
class TrackBuilder {
 public:
  TrackBuilder(TrackAddress address, const Geometry& geometry);

  /// Whether the record still fits by the device's formula (not only in the slot).
  [[nodiscard]] bool fits(std::uint32_t key_bytes, std::uint32_t data_bytes) const;
  /// Adds a record numbered after the last. errors: CSV0011E track full.
  Result<void> add(ByteView key, ByteView data);
  /// Adds the end-of-file record (KL 0, DL 0).
  Result<void> add_end_of_file() { return add({}, {}); }
  /// Track capacity left, as DS1TRBAL counts it.
  [[nodiscard]] std::uint32_t bytes_left() const;
  [[nodiscard]] std::uint8_t last_record() const { return record_; }

  /// The slot with its end mark, zeros behind it. The builder stays usable.
  [[nodiscard]] ByteView finish();

 private:
  const Geometry* geometry_;
  TrackAddress address_;
  Bytes slot_;
  std::uint32_t offset_ = 0;
  std::uint32_t space_used_ = 0;
  std::uint8_t record_ = 0;
};

/// A null track: home address, R0 and the end mark, nothing else.
inline constexpr std::size_t kNullTrackBytes = TrackReader::kFirstRecordOffset + 8;

/// Puts a null track into the first bytes of `head`.
void write_null_track(TrackAddress address, ByteSpan head);

/// Whether the slot that begins with `head` is a null track (what follows is residue).
[[nodiscard]] bool is_null_track(ByteView head, TrackAddress address);

}  // namespace coldsite::dasd
