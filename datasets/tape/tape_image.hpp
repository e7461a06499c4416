// A tape volume in a file: blocks and tape marks as AWSTAPE and HET keep them. No labels here.
// The layout of the file stands as a table in chunk.hpp.
// threads: one user at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "datasets/bytes.hpp"
#include "datasets/io/block_io.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"

namespace coldsite::tape {

enum class Compression { kNone, kZlib, kBzip2 };
enum class Access { kRead, kUpdate };

/// What a read met.
enum class BlockKind { kData, kTapeMark, kEndOfTape };

/// The largest block we read or write. Hercules before 4 reads blocks up to 65,535 bytes.
inline constexpr std::uint32_t kBlockBytesMax = 2 << 20;

struct TapeFormat {
  Compression compression = Compression::kZlib;  ///< kNone writes what every AWSTAPE reader reads
  int level = 1;                                 ///< of the compressor, 1 to 9
  std::uint32_t chunk_bytes_max = 65535;         ///< 4,096 to 65,535
  std::uint64_t capacity_bytes = 0;  ///< stored bytes behind which a write says "end of volume";
                                     ///< 0 = no end
};

class TapeImage {
 public:
  virtual ~TapeImage() = default;
  [[nodiscard]] virtual const std::string& path() const = 0;

  /// Reads the next block into `block` (resized) or meets a mark or the end. After a failure the
  /// place is the one before the block.
  /// errors: CST0001E chain of chunk headers damaged (offset, field); CST0002E block does not
  /// decompress; CST0003E truncated in a block.
  virtual Result<BlockKind> read_block(Bytes& block) = 0;

  /// Writes a block at the current place; everything behind it is gone, as on a real tape. A block
  /// that does not shrink is stored as it is. Returns true when the end-of-volume mark (capacity)
  /// has been passed: the block IS written. What was written is certain to be in the file only
  /// after sync().
  /// errors: CST0004E tape is write protected; CST0005E block size; CSI0003E; CSI0004E.
  virtual Result<bool> write_block(ByteView block, Compression compression) = 0;
  Result<bool> write_block(ByteView block) { return write_block(block, format().compression); }

  /// The bulk path, for blocks that stand in pieces: stored as they are, with one write of the
  /// host. Ends early behind the block that passes the end-of-volume mark.
  struct Written {
    std::size_t blocks = 0;
    bool is_full = false;
  };
  virtual Result<Written> write_blocks(std::span<const io::GatheredBlock> blocks) = 0;
  /// The next plain blocks, as many as one read of the host brings; none where read_block() is
  /// needed: before a mark, the end, a block in several chunks or a compressed one, and damage.
  virtual Result<void> read_blocks(io::BlockBatch& batch) = 0;

  virtual Result<void> write_tape_mark() = 0;
  [[nodiscard]] virtual const TapeFormat& format() const = 0;

  virtual Result<void> rewind() = 0;
  /// Forward over `count` tape marks (behind the last). Returns how many it passed before the end
  /// of tape.
  virtual Result<std::uint32_t> forward_files(std::uint32_t count) = 0;
  /// Back over one tape mark (before it); at load point stays there.
  virtual Result<void> backspace_file() = 0;
  virtual Result<void> backspace_block() = 0;

  /// Stored bytes before the current place; a place to come back to.
  [[nodiscard]] virtual std::uint64_t position() const = 0;
  /// `position` must come from position() of this tape.
  virtual Result<void> seek(std::uint64_t position) = 0;
  /// Stored bytes of the whole tape.
  [[nodiscard]] virtual std::uint64_t size_bytes() const = 0;

  /// Makes what was written durable.
  virtual Result<void> sync() = 0;
};

/// A tape opened for update is locked against other users of the file.
/// errors: CSI0001E; CST0004E; CST0007E in use.
[[nodiscard]] Result<std::unique_ptr<TapeImage>> open_tape(io::FileStore& store,
                                                           const std::string& path, Access access,
                                                           const TapeFormat& format = {});
/// A new, empty (not even a label) tape. errors: CSI0006E exists.
[[nodiscard]] Result<std::unique_ptr<TapeImage>> create_tape(io::FileStore& store,
                                                             const std::string& path,
                                                             const TapeFormat& format);

}  // namespace coldsite::tape
