#include "datasets/tape/chunk.hpp"

#include <fmt/format.h>

#include "datasets/messages/cst.hpp"

namespace coldsite::tape {
namespace {

constexpr std::uint8_t kKnownFlags = ChunkHeader::kFirst | ChunkHeader::kTapeMark |
                                     ChunkHeader::kLast | ChunkHeader::kZlib | ChunkHeader::kBzip2;

std::string hex(unsigned value) {
  return fmt::format("X'{:02X}'", value);
}

Failure damaged(const ChunkPlace& place, std::string_view field, std::string_view found,
                std::string_view expected) {
  return failure<msg::CST0001E>(place.path, place.offset, field, found, expected);
}

}  // namespace

Result<ChunkHeader> parse_chunk_header(ByteView six, const ChunkPlace& place) {
  ChunkHeader header;
  header.length = static_cast<std::uint16_t>(load_le(six, 0, 2));
  header.previous_length = static_cast<std::uint16_t>(load_le(six, 2, 2));
  header.flags = six[4];
  if (six[5] != 0 || (header.flags & ~kKnownFlags) != 0) {
    return failure<msg::CST0006E>(place.path, place.offset, hex(header.flags) + ' ' + hex(six[5]));
  }
  if ((header.flags & ChunkHeader::kTapeMark) != 0) {
    if (header.flags != ChunkHeader::kTapeMark) {
      return damaged(place, "flags", hex(header.flags), "X'40' alone for a tape mark");
    }
    if (header.length != 0) {
      return damaged(place, "length", std::to_string(header.length), "0 for a tape mark");
    }
    return header;
  }
  if (header.compression() == (ChunkHeader::kZlib | ChunkHeader::kBzip2)) {
    return damaged(place, "flags", hex(header.flags), "one compression at most");
  }
  if (header.length == 0) {
    return damaged(place, "length", "0", "the length of a chunk of data");
  }
  return header;
}

Result<void> check_chunk_order(const ChunkHeader& header, std::uint16_t before_length,
                               const ChunkHeader* open_block, const ChunkPlace& place) {
  if (header.previous_length != before_length) {
    return damaged(place, "previous length", std::to_string(header.previous_length),
                   std::to_string(before_length));
  }
  if (open_block == nullptr) {
    if (!header.is_tape_mark() && !header.is_first()) {
      return damaged(place, "flags", hex(header.flags), "the first chunk of a block");
    }
    return {};
  }
  if (header.is_tape_mark() || header.is_first()) {
    return damaged(place, "flags", hex(header.flags), "a further chunk of the open block");
  }
  if (header.compression() != open_block->compression()) {
    return damaged(place, "flags", hex(header.flags), "the compression of the block's first chunk");
  }
  return {};
}

void append_chunk_header(Bytes& out, const ChunkHeader& header) {
  const std::uint8_t six[kChunkHeaderBytes] = {
      static_cast<std::uint8_t>(header.length & 0xFF),
      static_cast<std::uint8_t>(header.length >> 8),
      static_cast<std::uint8_t>(header.previous_length & 0xFF),
      static_cast<std::uint8_t>(header.previous_length >> 8),
      header.flags,
      0};
  out.insert(out.end(), six, six + kChunkHeaderBytes);
}

}  // namespace coldsite::tape
