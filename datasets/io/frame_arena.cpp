#include "datasets/io/frame_arena.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace coldsite::io {
namespace {

constexpr std::size_t kLargePageBytes = std::size_t{2} << 20;
constexpr std::size_t kAlignmentBytes = 8;

}  // namespace

ByteSpan FrameArena::take(std::size_t bytes) {
  CS_CHECK(bytes <= kLargePageBytes);
  const std::size_t wanted = (bytes + kAlignmentBytes - 1) / kAlignmentBytes * kAlignmentBytes;
  if (rest_.size() < wanted) {
    while (next_chunk_bytes_ < wanted) {
      next_chunk_bytes_ *= 2;
    }
    const std::size_t chunk_bytes = next_chunk_bytes_;
    chunks_.emplace_back(static_cast<std::uint8_t*>(std::aligned_alloc(chunk_bytes, chunk_bytes)));
    if (chunks_.back() == nullptr) {
      throw std::bad_alloc();
    }
    rest_ = ByteSpan(chunks_.back().get(), chunk_bytes);
    if (chunk_bytes == kLargePageBytes) {
      static_cast<void>(madvise(rest_.data(), rest_.size(), MADV_HUGEPAGE));  // speed only
    }
    next_chunk_bytes_ = std::min(chunk_bytes * 2, kLargePageBytes);
  }
  const ByteSpan frame = rest_.first(bytes);
  rest_ = rest_.subspan(wanted);
  return frame;
}

}  // namespace coldsite::io
