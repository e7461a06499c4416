// Physical blocks in sequence: what a DASD data set, a tape file and a host file have in common
// (BSAM). threads: one user at a time.
#pragma once

#include <cstdint>
#include <optional>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::io {

class BlockReader {
 public:
  virtual ~BlockReader() = default;
  /// The next block, or nothing at the end. The view is good until the next call.
  virtual Result<std::optional<ByteView>> read_block() = 0;
};

class BlockWriter {
 public:
  virtual ~BlockWriter() = default;
  virtual Result<void> write_block(ByteView block) = 0;
  /// What follows gains nothing from compression (it is compressed already, or speed matters):
  /// storage that compresses by itself (a HET tape) keeps it as it is.
  virtual void expect_incompressible() {}
  /// Ends the data set (end-of-file record, trailer labels, LSTAR) and makes it durable. A writer
  /// that is destroyed without close() leaves the data set as a failed step would: what was there
  /// before it stays found.
  virtual Result<void> close() = 0;
};

}  // namespace coldsite::io
