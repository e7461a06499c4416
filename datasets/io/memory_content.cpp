#include "datasets/io/memory_content.hpp"

#include <algorithm>
#include <limits>

namespace coldsite::io {
namespace {

/// Calls `visit(block number, offset in the block, offset in the range, length)` for each piece.
template <class Visit>
void for_each_piece(ByteRange range, Visit visit) {
  constexpr std::uint64_t kBlock = MemoryContent::kBlockBytes;
  std::uint64_t done = 0;
  while (done < range.length) {
    const std::uint64_t at = range.offset + done;
    const std::uint64_t length = std::min(kBlock - at % kBlock, range.length - done);
    visit(at / kBlock, static_cast<std::size_t>(at % kBlock), static_cast<std::size_t>(done),
          static_cast<std::size_t>(length));
    done += length;
  }
}

std::uint64_t end_of(ByteRange range) {  // of a lock; length 0 reaches to the end of all files
  return range.length == 0 ? std::numeric_limits<std::uint64_t>::max()
                           : range.offset + range.length;
}

}  // namespace

std::size_t MemoryContent::read(std::uint64_t offset, ByteSpan out) const {
  const std::lock_guard guard(mutex_);
  if (offset >= size_bytes_) {
    return 0;
  }
  const std::uint64_t length = std::min<std::uint64_t>(out.size(), size_bytes_ - offset);
  for_each_piece({offset, length}, [&](std::uint64_t number, std::size_t in_block,
                                       std::size_t in_range, std::size_t piece) {
    const auto target = out.subspan(in_range, piece);
    if (const auto found = blocks_.find(number); found != blocks_.end()) {
      std::copy_n(found->second->begin() + static_cast<std::ptrdiff_t>(in_block), piece,
                  target.begin());
    } else {
      std::ranges::fill(target, std::uint8_t{0});
    }
  });
  return static_cast<std::size_t>(length);
}

MemoryContent::Block& MemoryContent::block_for_writing(std::uint64_t number) {
  auto& block = blocks_[number];
  if (block == nullptr) {
    block = std::make_shared<Block>();
  } else if (block.use_count() > 1) {
    block = std::make_shared<Block>(*block);
  }
  return *block;
}

void MemoryContent::write(std::uint64_t offset, ByteView data) {
  const std::lock_guard guard(mutex_);
  for_each_piece({offset, data.size()}, [&](std::uint64_t number, std::size_t in_block,
                                            std::size_t in_range, std::size_t piece) {
    std::copy_n(data.begin() + static_cast<std::ptrdiff_t>(in_range), piece,
                block_for_writing(number).begin() + static_cast<std::ptrdiff_t>(in_block));
  });
  size_bytes_ = data.empty() ? size_bytes_ : std::max(size_bytes_, offset + data.size());
}

// Bytes behind the end are zero in a block that is kept, so that growing shows zeros.
void MemoryContent::cut(std::uint64_t size_bytes) {
  blocks_.erase(blocks_.lower_bound((size_bytes + kBlockBytes - 1) / kBlockBytes), blocks_.end());
  if (const auto last = blocks_.find(size_bytes / kBlockBytes); last != blocks_.end()) {
    Block& block = block_for_writing(last->first);
    std::fill(block.begin() + static_cast<std::ptrdiff_t>(size_bytes % kBlockBytes), block.end(),
              std::uint8_t{0});
  }
}

void MemoryContent::resize(std::uint64_t size_bytes) {
  const std::lock_guard guard(mutex_);
  if (size_bytes < size_bytes_) {
    cut(size_bytes);
  }
  size_bytes_ = size_bytes;
}

void MemoryContent::zero(ByteRange range) {
  const std::lock_guard guard(mutex_);
  const std::uint64_t end = range.offset + range.length;
  if (range.length == 0) {
    return;
  }
  size_bytes_ = std::max(size_bytes_, end);
  const auto last = blocks_.lower_bound((end + kBlockBytes - 1) / kBlockBytes);
  for (auto block = blocks_.lower_bound(range.offset / kBlockBytes); block != last;) {
    const std::uint64_t start = block->first * kBlockBytes;
    const std::uint64_t from = std::max(start, range.offset);
    const std::uint64_t to = std::min(start + kBlockBytes, end);
    if (to - from == kBlockBytes) {
      block = blocks_.erase(block);
      continue;
    }
    std::fill_n(block_for_writing(block->first).begin() + static_cast<std::ptrdiff_t>(from - start),
                to - from, std::uint8_t{0});
    ++block;
  }
}

std::optional<ByteRange> MemoryContent::find_data(std::uint64_t offset) const {
  const std::lock_guard guard(mutex_);
  auto block = blocks_.lower_bound(offset / kBlockBytes);
  if (offset >= size_bytes_ || block == blocks_.end()) {
    return std::nullopt;
  }
  const std::uint64_t start = std::max(offset, block->first * kBlockBytes);
  std::uint64_t next = block->first;
  while (block != blocks_.end() && block->first == next) {
    ++next;
    ++block;
  }
  return ByteRange{start, std::min(next * kBlockBytes, size_bytes_) - start};
}

std::uint64_t MemoryContent::size_bytes() const {
  const std::lock_guard guard(mutex_);
  return size_bytes_;
}

std::uint64_t MemoryContent::allocated_bytes() const {
  const std::lock_guard guard(mutex_);
  return blocks_.size() * kBlockBytes;
}

void MemoryContent::share(const MemoryContent& source, ByteRange range,
                          std::uint64_t target_offset) {
  std::map<std::uint64_t, std::shared_ptr<Block>> shared;
  const std::uint64_t first = range.offset / kBlockBytes;
  const std::uint64_t count = (range.length + kBlockBytes - 1) / kBlockBytes;
  {
    const std::lock_guard guard(source.mutex_);
    shared = {source.blocks_.lower_bound(first), source.blocks_.lower_bound(first + count)};
  }
  const std::lock_guard guard(mutex_);
  const std::uint64_t target_first = target_offset / kBlockBytes;
  blocks_.erase(blocks_.lower_bound(target_first), blocks_.lower_bound(target_first + count));
  for (const auto& [number, block] : shared) {
    blocks_[target_first + (number - first)] = block;
  }
  size_bytes_ = std::max(size_bytes_, target_offset + range.length);
}

bool MemoryContent::is_free(const void* owner, ByteRange range, LockMode mode) const {
  return std::ranges::none_of(locks_, [&](const HeldLock& held) {
    const bool overlaps = held.range.offset < end_of(range) && range.offset < end_of(held.range);
    const bool excludes = mode == LockMode::kExclusive || held.mode == LockMode::kExclusive;
    return held.owner != owner && overlaps && excludes;
  });
}

bool MemoryContent::take_lock(const void* owner, ByteRange range, LockMode mode, bool wait) {
  std::unique_lock guard(mutex_);
  if (!wait && !is_free(owner, range, mode)) {
    return false;
  }
  lock_released_.wait(guard, [&] { return is_free(owner, range, mode); });
  locks_.push_back({owner, range, mode});
  return true;
}

void MemoryContent::release_lock(const void* owner, ByteRange range) {
  const std::lock_guard guard(mutex_);
  const auto held = std::ranges::find_if(locks_, [&](const HeldLock& lock) {
    return lock.owner == owner && lock.range.offset == range.offset &&
           lock.range.length == range.length;
  });
  CS_CHECK(held != locks_.end());
  locks_.erase(held);
  lock_released_.notify_all();
}

}  // namespace coldsite::io
