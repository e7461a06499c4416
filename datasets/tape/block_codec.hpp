// Compression of single tape blocks: zlib and bzip2 as HET uses them. The compressors' working
// storage is kept from block to block.
// threads: one user at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "datasets/bytes.hpp"
#include "datasets/tape/tape_image.hpp"

namespace coldsite::tape {

class BlockCodec {
 public:
  explicit BlockCodec(int level);
  ~BlockCodec();
  BlockCodec(const BlockCodec&) = delete;
  BlockCodec& operator=(const BlockCodec&) = delete;

  /// The compressed block, or nothing when it would not be smaller. The view is good until the next
  /// call.
  [[nodiscard]] std::optional<ByteView> compress(ByteView block, Compression compression);

  /// Expands into `out` (resized, at most kBlockBytesMax). Returns what is wrong; empty when
  /// nothing is.
  [[nodiscard]] std::string expand(ByteView compressed, Compression compression, Bytes& out);

 private:
  struct Streams;
  [[nodiscard]] std::string expand_zlib(ByteView compressed, Bytes& out);

  int level_;
  Bytes scratch_;
  std::unique_ptr<Streams> streams_;
};

}  // namespace coldsite::tape
