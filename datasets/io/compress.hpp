// Compression of blocks: zstd for dumps of ours, zlib and bzip2 as HET tapes and compressed CKD
// images hold them. Expansion is bounded by the caller, so damaged data cannot ask for memory.
#pragma once

#include <cstddef>
#include <memory>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::io {

/// Makes zstd frames, one for each block, each readable alone. threads: one user at a time.
class ZstdCompressor {
 public:
  explicit ZstdCompressor(int level = 1);
  ~ZstdCompressor();
  ZstdCompressor(ZstdCompressor&& other) noexcept;
  ZstdCompressor& operator=(ZstdCompressor&& other) noexcept;

  /// The frame; the view is good until the next call.
  [[nodiscard]] ByteView compress(ByteView block);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Expands zstd frames. threads: one user at a time.
class ZstdDecompressor {
 public:
  ZstdDecompressor();
  ~ZstdDecompressor();
  ZstdDecompressor(ZstdDecompressor&& other) noexcept;
  ZstdDecompressor& operator=(ZstdDecompressor&& other) noexcept;

  /// The block; the view is good until the next call.
  /// errors: CSI0040E damaged; CSI0041E larger than `size_bytes_max`.
  [[nodiscard]] Result<ByteView> decompress(ByteView frame, std::size_t size_bytes_max);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A zlib stream (RFC 1950). units: level 1..9.
[[nodiscard]] Bytes zlib_compress(ByteView block, int level = 4);
/// errors: CSI0040E damaged, cut short or followed by other data; CSI0041E larger than
///         `size_bytes_max`.
[[nodiscard]] Result<Bytes> zlib_decompress(ByteView stream, std::size_t size_bytes_max);

/// A bzip2 stream. units: level 1..9 (block size in 100 kB).
[[nodiscard]] Bytes bzip2_compress(ByteView block, int level = 5);
/// errors: as zlib_decompress.
[[nodiscard]] Result<Bytes> bzip2_decompress(ByteView stream, std::size_t size_bytes_max);

}  // namespace coldsite::io
