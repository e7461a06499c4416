// A tape volume in a file: blocks and tape marks as AWSTAPE and HET keep them. No labels here.
//
// layout: chunks, each with a 6-byte header: length of this chunk LE 2, length of the one before LE
// 2,
//         flags 1 (80 first of a block, 20 last of a block, 40 tape mark, 01 zlib, 02 bzip2), flags
//         2 (0). A block may be split over chunks; the compressed whole is split, never each piece
//         by itself.
// threads: one user at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "datasets/bytes.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"

namespace coldsite::tape {

enum class Compression { kNone, kZlib, kBzip2 };
enum class Access { kRead, kUpdate };

/// What a read met.
enum class BlockKind { kData, kTapeMark, kEndOfTape };

struct TapeFormat {
  Compression compression = Compression::kZlib;
  int level = 1;  ///< of the compressor
  std::uint32_t chunk_bytes_max = 65535;
  std::uint64_t capacity_bytes =
      0;  ///< stored bytes after which a write says "end of volume"; 0 = none
};

class TapeImage {
 public:
  virtual ~TapeImage() = default;
  [[nodiscard]] virtual const std::string& path() const = 0;

  /// Reads the next block into `block` (resized) or meets a mark or the end.
  /// errors: CST0001E chain of chunk headers damaged (offset, field); CST0002E block does not
  /// decompress; CST0003E truncated in a block.
  virtual Result<BlockKind> read_block(Bytes& block) = 0;

  /// Writes a block at the current place; everything behind it is gone, as on a real tape.
  /// Returns true when the early end-of-volume mark (capacity) has been passed: the block IS
  /// written. errors: CST0004E tape is write protected; CSI0003E; CSI0004E.
  virtual Result<bool> write_block(ByteView block) = 0;
  virtual Result<void> write_tape_mark() = 0;

  virtual Result<void> rewind() = 0;
  /// Forward over `count` tape marks (behind the last). Returns how many it passed before the end
  /// of tape.
  virtual Result<std::uint32_t> forward_files(std::uint32_t count) = 0;
  /// Back over one tape mark (before it); at load point stays there.
  virtual Result<void> backspace_file() = 0;
  virtual Result<void> backspace_block() = 0;

  /// Stored bytes before the current place; a place to come back to.
  [[nodiscard]] virtual std::uint64_t position() const = 0;
  virtual Result<void> seek(std::uint64_t position) = 0;

  /// Ends the tape here and makes it durable.
  virtual Result<void> sync() = 0;
};

/// errors: CSI0001E; CST0004E.
[[nodiscard]] Result<std::unique_ptr<TapeImage>> open_tape(io::FileStore& store,
                                                           const std::string& path, Access access,
                                                           const TapeFormat& format = {});
/// A new, empty (not even a label) tape.
[[nodiscard]] Result<std::unique_ptr<TapeImage>> create_tape(io::FileStore& store,
                                                             const std::string& path,
                                                             const TapeFormat& format);

}  // namespace coldsite::tape
