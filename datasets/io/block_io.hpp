// Physical blocks in sequence: what a DASD data set, a tape file and a host file have in common
// (BSAM). threads: one user at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::io {

/// Blocks that came in one read, with the storage they stand in. Moving a batch keeps its views
/// good.
struct BlockBatch {
  Bytes storage;
  std::vector<ByteView> blocks;
};

/// A block in pieces that stand in different places.
using GatheredBlock = std::span<const ByteView>;

class BlockReader {
 public:
  virtual ~BlockReader() = default;
  /// The next block, or nothing at the end. The view is good until the next call.
  virtual Result<std::optional<ByteView>> read_block() = 0;
  /// The bulk path: the next blocks, as many as one read brings, into `batch` (whose storage is
  /// used again); none at the end. May be mixed with read_block().
  virtual Result<void> read_blocks(BlockBatch& batch);
};

class BlockWriter {
 public:
  virtual ~BlockWriter() = default;
  virtual Result<void> write_block(ByteView block) = 0;
  /// The bulk path: several blocks, each in pieces, as write_block() of each joined. What is
  /// written when it fails is some of the first ones.
  virtual Result<void> write_blocks(std::span<const GatheredBlock> blocks);
  /// What follows gains nothing from compression (it is compressed already, or speed matters):
  /// storage that compresses by itself (a HET tape) keeps it as it is.
  virtual void expect_incompressible() {}
  /// Ends the data set (end-of-file record, trailer labels, LSTAR) and makes it durable. A writer
  /// that is destroyed without close() leaves the data set as a failed step would: what was there
  /// before it stays found.
  virtual Result<void> close() = 0;
};

}  // namespace coldsite::io
