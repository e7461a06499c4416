// Logical records over blocks (QSAM): F FB FBS V VB VBS U.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "datasets/dasd/dscb.hpp"
#include "datasets/io/block_io.hpp"

namespace coldsite::access {

/// What a program, a DD statement or a label says of a data set's records. 0 / no value: not said.
struct DataControlBlock {
  dasd::Organization organization = dasd::Organization::kUnknown;
  dasd::RecordFormat record_format;
  std::uint32_t record_bytes = 0;  ///< LRECL
  std::uint32_t block_bytes = 0;   ///< BLKSIZE; 0 for output: the system determines it
  std::uint8_t key_bytes = 0;
};

/// Fills what `first` leaves open from `second` (program, then DD, then label: call it in that
/// order).
[[nodiscard]] DataControlBlock merge(const DataControlBlock& first, const DataControlBlock& second);

/// LRECL=X: spanned records of any length (DS1LRECL holds X'8000').
inline constexpr std::uint32_t kRecordBytesX = 0x8000;
/// The longest record that is joined from segments.
inline constexpr std::uint32_t kSpannedRecordBytesMax = 64U << 20;
/// The longest block (without large block interface).
inline constexpr std::uint32_t kBlockBytesMax = 32'760;

/// The attributes a data set's label holds.
[[nodiscard]] DataControlBlock attributes_of(const dasd::DataSetLabel& data_set);

/// errors: CSA0001E the attributes contradict each other (IEC141I 013-20, -34 ...), saying which.
[[nodiscard]] Result<void> check_attributes(const DataControlBlock& dcb);

/// The block size the system chooses for a new data set: half a track of this device (nullptr: tape
/// or host, 32,760 at most), whole records for fixed formats. 0 where there is no rule: RECFM=U, or
/// fixed records without LRECL.
[[nodiscard]] std::uint32_t determine_block_bytes(const DataControlBlock& dcb,
                                                  const dasd::Geometry* device);

class RecordReader {
 public:
  virtual ~RecordReader() = default;
  /// The next record's data (without RDW; spanned records joined), or nothing at the end. Good
  /// until the next call. errors: CSA0002E block is not what the record format says (block number,
  /// field).
  virtual Result<std::optional<ByteView>> read_record() = 0;
  /// The bulk path: the records that come without another read (the rest of a block), at least one;
  /// empty at the end. Good until the next call. May be mixed with read_record().
  virtual Result<std::span<const ByteView>> read_records();
  [[nodiscard]] virtual const DataControlBlock& attributes() const = 0;

 private:
  ByteView one_record_;  ///< of the default read_records()
};

class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  /// errors: CSA0003E record longer or shorter than the attributes allow.
  virtual Result<void> write_record(ByteView record) = 0;
  /// The same for several records.
  virtual Result<void> write_records(std::span<const ByteView> records);
  /// Ends the last block and closes the blocks below.
  virtual Result<void> close() = 0;
  [[nodiscard]] virtual const DataControlBlock& attributes() const = 0;
};

/// A format not said (no bits) reads as U, LRECL not said as BLKSIZE.
[[nodiscard]] std::unique_ptr<RecordReader> make_record_reader(
    std::unique_ptr<io::BlockReader> blocks, const DataControlBlock& dcb);
/// `dcb` has passed check_attributes(); a block size of 0 becomes what determine_block_bytes() says
/// for tape.
[[nodiscard]] std::unique_ptr<RecordWriter> make_record_writer(
    std::unique_ptr<io::BlockWriter> blocks, const DataControlBlock& dcb);

/// Like data sets read one after another as one. errors: CSA0004E record format or length differs
/// (S637).
[[nodiscard]] Result<std::unique_ptr<RecordReader>> concatenate_readers(
    std::vector<std::unique_ptr<RecordReader>> readers);

}  // namespace coldsite::access
