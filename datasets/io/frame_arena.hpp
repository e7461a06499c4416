// Memory for many buffers, such as the control intervals of a pool. It comes in chunks that grow
// from 64 KiB to 2 MiB; the system may keep one of 2 MiB in one large page, so that many thousand
// buffers do not cost a page fault, and a search in them not a walk through the page table, each.
// threads: one user at a time.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "datasets/bytes.hpp"

namespace coldsite::io {

class FrameArena {
 public:
  /// A frame whose bytes are undefined; good as long as the arena.
  [[nodiscard]] ByteSpan take(std::size_t bytes);

 private:
  struct Release {
    void operator()(std::uint8_t* chunk) const { std::free(chunk); }
  };

  std::vector<std::unique_ptr<std::uint8_t, Release>> chunks_;
  ByteSpan rest_;
  std::size_t next_chunk_bytes_ = std::size_t{64} << 10;
};

}  // namespace coldsite::io
