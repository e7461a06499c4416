// Reads a dump segment by segment and checks everything the format gives: checksums, order,
// identifier, and at the end the trailer.
// threads: one user at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "datasets/io/block_io.hpp"
#include "utilities/data-copy/dump_format.hpp"

namespace coldsite::copy {

/// Opens the dump from its first block; called once for each pass.
using DumpOpener = std::function<Result<std::unique_ptr<io::BlockReader>>()>;

class DumpReader {
 public:
  /// Reads the header. errors: CSK0001E-CSK0008E; those of the reader.
  static Result<DumpReader> open(std::unique_ptr<io::BlockReader> blocks);

  [[nodiscard]] const DumpHeader& header() const { return header_; }

  /// The next tracks segment, whole; false after the trailer, which has been checked then.
  Result<bool> read_tracks(Bytes& segment);
  /// Of the segment read last.
  [[nodiscard]] std::uint64_t segment_number() const { return segment_; }
  /// After read_tracks() returned false.
  [[nodiscard]] const DumpTotals& totals() const { return totals_; }

 private:
  DumpReader() = default;
  Result<CheckedBlock> next_block();
  Result<SegmentType> read_segment(Bytes& segment);
  Result<void> count_tracks(const Bytes& segment);
  Result<void> check_trailer(const Bytes& segment);

  std::unique_ptr<io::BlockReader> blocks_;
  DumpHeader header_;
  DumpTotals totals_;
  std::unique_ptr<DumpTally> tally_ = std::make_unique<DumpTally>();
  std::optional<std::uint64_t> dump_id_;
  std::uint64_t segment_ = 0;
  std::uint64_t block_number_ = 0;
  std::uint32_t next_track_ = 0;  ///< tracks ascend over the whole dump
  bool is_started_ = false;
};

/// Reads the whole dump without doing anything with it. Returns what its trailer says.
/// errors: as DumpReader.
[[nodiscard]] Result<DumpTotals> verify_dump(const DumpOpener& open_dump);

}  // namespace coldsite::copy
