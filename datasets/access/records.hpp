// Logical records over blocks (QSAM): F FB FBS V VB VBS U.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

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

/// errors: CSA0001E the attributes contradict each other (IEC141I 013-20, -34 ...), saying which.
[[nodiscard]] Result<void> check_attributes(const DataControlBlock& dcb);

/// The block size the system chooses for a new data set on this device (0 geometry: tape or host,
/// 32,760 at most).
[[nodiscard]] std::uint32_t determine_block_bytes(const DataControlBlock& dcb,
                                                  const dasd::Geometry* device);

class RecordReader {
 public:
  virtual ~RecordReader() = default;
  /// The next record's data (without RDW; spanned records joined), or nothing at the end. Good
  /// until the next call. errors: CSA0002E block is not what the record format says (block number,
  /// field).
  virtual Result<std::optional<ByteView>> read_record() = 0;
  [[nodiscard]] virtual const DataControlBlock& attributes() const = 0;
};

class RecordWriter {
 public:
  virtual ~RecordWriter() = default;
  /// errors: CSA0003E record longer or shorter than the attributes allow.
  virtual Result<void> write_record(ByteView record) = 0;
  virtual Result<void> close() = 0;
  [[nodiscard]] virtual const DataControlBlock& attributes() const = 0;
};

[[nodiscard]] std::unique_ptr<RecordReader> make_record_reader(
    std::unique_ptr<io::BlockReader> blocks, const DataControlBlock& dcb);
[[nodiscard]] std::unique_ptr<RecordWriter> make_record_writer(
    std::unique_ptr<io::BlockWriter> blocks, const DataControlBlock& dcb);

}  // namespace coldsite::access
