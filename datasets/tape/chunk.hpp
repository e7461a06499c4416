// The chunk header of AWSTAPE and HET files: what stands in front of every piece of data.
//
// | offset | bytes | field                                                                      |
// |--------|-------|----------------------------------------------------------------------------|
// | 0      | 2 LE  | length of the data behind this header; 0 for a tape mark                   |
// | 2      | 2 LE  | length of the chunk before (0 at load point and behind a tape mark)        |
// | 4      | 1     | flags 1: 80 first chunk of a block, 20 last, 40 tape mark, 01 zlib,        |
// |        |       | 02 bzip2                                                                   |
// | 5      | 1     | flags 2: 0                                                                 |
//
// A block is one chunk (A0), or several: 80, 00 ..., 20. A compressed block is compressed whole and
// then split; all its chunks have the compression bit. Compression is a property of the block, not
// of the file. The end of the file is the end of the tape.
// source: Hercules, hetlib.h (field names and flags); checked with hetmap and on real tapes.
#pragma once

#include <cstdint>
#include <string>

#include "datasets/bytes.hpp"
#include "datasets/result.hpp"

namespace coldsite::tape {

inline constexpr std::uint32_t kChunkHeaderBytes = 6;

struct ChunkHeader {
  static constexpr std::uint8_t kFirst = 0x80, kTapeMark = 0x40, kLast = 0x20, kZlib = 0x01,
                                kBzip2 = 0x02;
  std::uint16_t length = 0;
  std::uint16_t previous_length = 0;
  std::uint8_t flags = 0;

  [[nodiscard]] bool is_first() const { return (flags & kFirst) != 0; }
  [[nodiscard]] bool is_last() const { return (flags & kLast) != 0; }
  [[nodiscard]] bool is_tape_mark() const { return flags == kTapeMark; }
  [[nodiscard]] std::uint8_t compression() const { return flags & (kZlib | kBzip2); }
};

/// Where a header stands, for messages.
struct ChunkPlace {
  const std::string& path;
  std::uint64_t offset;
};

/// Reads and checks a header by itself. errors: CST0001E; CST0006E.
[[nodiscard]] Result<ChunkHeader> parse_chunk_header(ByteView six, const ChunkPlace& place);

/// Checks what the chunk before says of this one: its length, and whether a block is open.
/// errors: CST0001E.
[[nodiscard]] Result<void> check_chunk_order(const ChunkHeader& header, std::uint16_t before_length,
                                             const ChunkHeader* open_block,
                                             const ChunkPlace& place);

/// Puts the six bytes at the end of `out`.
void append_chunk_header(Bytes& out, const ChunkHeader& header);

}  // namespace coldsite::tape
