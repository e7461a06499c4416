// Reads a dump segment by segment and checks everything the format gives: order, identifier,
// checksums, and at the end the trailer. The checksums of tracks segments are left to the segment's
// user, who may look at several at once in several threads.
// threads: one user at a time; segments may go to other threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "datasets/io/block_io.hpp"
#include "utilities/data-copy/dump_format.hpp"
#include "utilities/data-copy/pipeline.hpp"

namespace coldsite::copy {

/// Opens the dump from its first block; called once for each pass.
using DumpOpener = std::function<Result<std::unique_ptr<io::BlockReader>>()>;

/// A segment where it was read: blocks, their payloads, and the batches that hold them.
struct DumpSegment {
  std::uint64_t number = 0;
  std::uint64_t first_block = 0;  ///< running number, for messages
  std::vector<ByteView> blocks;
  std::vector<ByteView> payloads;
  TracksSegment tracks;
  std::vector<std::shared_ptr<io::BlockBatch>> batches;

  /// Nothing of a segment may be used before this has said that it is what was written.
  /// errors: CSK0003E.
  [[nodiscard]] Result<void> check_sums() const;
  [[nodiscard]] std::size_t payload_bytes() const;
};

class DumpReader {
 public:
  /// Reads the header. errors: CSK0001E-CSK0008E; those of the reader.
  static Result<DumpReader> open(std::unique_ptr<io::BlockReader> blocks);

  [[nodiscard]] const DumpHeader& header() const { return header_; }

  /// The next tracks segment, whole, its checksums not looked at; false after the trailer, which
  /// has been checked then.
  Result<bool> read_tracks(DumpSegment& segment);
  /// After read_tracks() returned false: true when every segment's checksums are.
  [[nodiscard]] const DumpTotals& totals() const { return totals_; }

 private:
  DumpReader() = default;
  Result<bool> fill_batch();
  Result<CheckedBlock> next_block(DumpSegment& segment);
  Result<SegmentType> read_segment(DumpSegment& segment);
  Result<void> count_tracks(DumpSegment& segment);
  Result<void> check_trailer(const DumpSegment& segment);

  std::unique_ptr<io::BlockReader> blocks_;
  std::shared_ptr<BatchPool> pool_ = std::make_shared<BatchPool>();
  std::shared_ptr<io::BlockBatch> batch_;
  std::size_t next_in_batch_ = 0;
  DumpHeader header_;
  DumpTotals totals_;
  std::unique_ptr<DumpTally> tally_ = std::make_unique<DumpTally>();
  std::optional<std::uint64_t> dump_id_;
  std::uint64_t segment_ = 0;
  std::uint64_t block_number_ = 0;
  std::uint32_t next_track_ = 0;  ///< tracks ascend over the whole dump
  bool is_started_ = false;
};

/// Reads the whole dump without doing anything with it, the checksums in several threads. Returns
/// what its trailer says. errors: as DumpReader.
[[nodiscard]] Result<DumpTotals> verify_dump(const DumpOpener& open_dump);

}  // namespace coldsite::copy
