// The control interval (CI): the unit in which VSAM reads and writes. Records stand from its start,
// descriptors (RDFs) from its end toward the middle, free space between. Used by every
// organization but the linear one, by the index component and by the VVDS.
//
// layout (big-endian; N is the size of the CI):
//   off      len  field
//   0        ..   records, one after another
//   ..       ..   free space (zeros)
//   N-4-3r   3r   r RDFs, the first record's rightmost: flags (1), number (2)
//                   flags X'40' the next RDF to the left is a count; X'30' segment of a spanned
//                   record (X'00' whole, X'10' first, X'20' last, X'30' middle); X'08' the number
//                   is a count of equal records (or, with a segment, an update number), else a
//                   length; X'04' empty slot of a relative record data set
//   N-4      2    CIDF: offset of the free space
//   N-2      2    CIDF: length of the free space; X'8000' the CI is being split
// A CIDF of zeros is the software end of file: no record from here on.
// source: IDACIDF and IDARDF of OS/VS; DFSMS Using Data Sets, "Control interval format".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "datasets/bytes.hpp"

namespace coldsite::vsam {

inline constexpr std::uint32_t kCidfBytes = 4;
inline constexpr std::uint32_t kRdfBytes = 3;
inline constexpr std::uint32_t kIntervalBytesMin = 512;
inline constexpr std::uint32_t kIntervalBytesMax = 32'768;

enum class Segment : std::uint8_t { kWhole = 0x00, kFirst = 0x10, kLast = 0x20, kMiddle = 0x30 };

/// A record (or slot, or segment) in its CI. units: bytes from the start of the CI.
struct IntervalRecord {
  std::uint16_t offset = 0;
  std::uint16_t bytes = 0;

  [[nodiscard]] ByteView in(ByteView interval) const { return interval.subspan(offset, bytes); }
};

/// What CIDF and RDFs of one CI say. An object is used again and again, so that decoding allocates
/// nothing.
struct IntervalDirectory {
  bool is_end_of_file = false;  ///< software end of file; everything else is empty
  bool is_busy = false;         ///< a split was begun
  Segment segment = Segment::kWhole;
  std::uint16_t update_number = 0;       ///< of a segment
  std::uint32_t free_offset = 0;         ///< where the next record goes
  std::uint32_t free_bytes = 0;          ///< between records and RDFs
  std::vector<IntervalRecord> records;   ///< in place order
  std::vector<std::uint8_t> slot_empty;  ///< relative data sets: one for each record, 1 is empty

  /// Reads and checks a CI; trusts nothing. Gives what is wrong with it, or nothing.
  /// `has_slots`: empty slots may stand in it (RRDS).
  [[nodiscard]] std::optional<std::string> decode(ByteView interval, bool has_slots = false);

  /// Writes RDFs and CIDF for `records` (from offset 0, without gaps) and zeros the free space.
  /// Does not touch the records. shape: they fit (see fits()).
  void encode(ByteSpan interval);
  /// Writes one RDF for each slot, as relative data sets have it.
  void encode_slots(ByteSpan interval);

  /// Bytes of the RDFs that encode() would write.
  [[nodiscard]] std::uint32_t rdf_bytes() const;

 private:
  void finish(ByteSpan interval, std::size_t begin);
};

/// The largest record that a CI holds whole, and the largest segment of a spanned one.
[[nodiscard]] constexpr std::uint32_t whole_record_bytes_max(std::uint32_t interval_bytes) {
  return interval_bytes - kCidfBytes - kRdfBytes;
}
[[nodiscard]] constexpr std::uint32_t segment_bytes_max(std::uint32_t interval_bytes) {
  return interval_bytes - kCidfBytes - 2 * kRdfBytes;
}

/// Fills an empty CI record by record; the bytes are a valid CI after every call.
class IntervalBuilder {
 public:
  /// Makes `interval` an empty CI (all free space).
  explicit IntervalBuilder(ByteSpan interval);

  /// Free bytes that would be left after adding a record of `bytes`; negative: it does not fit.
  [[nodiscard]] std::int32_t free_after(std::uint32_t bytes) const;
  /// Adds a record behind the last. shape: free_after() is not negative.
  void add(ByteView record);
  [[nodiscard]] std::uint32_t record_count() const { return record_count_; }

 private:
  void store_cidf();

  ByteSpan interval_;
  std::uint32_t free_offset_ = 0;
  std::uint32_t rdf_bytes_ = 0;
  std::uint32_t run_bytes_ = 0, run_count_ = 0;  ///< of the last run of equal records
  std::uint32_t record_count_ = 0;
};

/// What segment `number`, from 0, of a record of `count` segments (at least 2) is.
[[nodiscard]] Segment segment_of(std::size_t number, std::size_t count);
/// Makes `interval` a CI that holds one segment of a spanned record. shape: it fits.
void write_segment(ByteSpan interval, Segment segment, std::uint16_t update_number, ByteView bytes);

/// Makes `interval` a software end of file (zeros).
void write_end_of_file(ByteSpan interval);

/// Whether the CIDF says software end of file.
[[nodiscard]] bool is_end_of_file(ByteView interval);

/// Sets or takes off the mark that the CI is being split.
void set_busy(ByteSpan interval, bool is_busy);

}  // namespace coldsite::vsam
