// The bytes of one file in memory: blocks of 4,096 bytes, some missing (holes), some shared with
// other files until one of them is written. Inside datasets/io only.
// threads: every call is atomic.
#pragma once

#include <array>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "datasets/io/file_store.hpp"

namespace coldsite::io {

class MemoryContent {
 public:
  static constexpr std::uint64_t kBlockBytes = 4096;

  std::size_t read(std::uint64_t offset, ByteSpan out) const;
  void write(std::uint64_t offset, ByteView data);
  void resize(std::uint64_t size_bytes);
  void zero(ByteRange range);
  [[nodiscard]] std::optional<ByteRange> find_data(std::uint64_t offset) const;
  [[nodiscard]] std::uint64_t size_bytes() const;
  [[nodiscard]] std::uint64_t allocated_bytes() const;
  /// Shares whole blocks. shape: offsets and length are multiples of the block size, but for a
  /// length that ends where the source ends.
  void share(const MemoryContent& source, ByteRange range, std::uint64_t target_offset);

  /// Locks by owner, as open file descriptions hold them. False when `wait` is false and another
  /// owner is in the way.
  bool take_lock(const void* owner, ByteRange range, LockMode mode, bool wait);
  void release_lock(const void* owner, ByteRange range);

 private:
  using Block = std::array<std::uint8_t, kBlockBytes>;
  struct HeldLock {
    const void* owner;
    ByteRange range;
    LockMode mode;
  };

  Block& block_for_writing(std::uint64_t number);
  void cut(std::uint64_t size_bytes);
  [[nodiscard]] bool is_free(const void* owner, ByteRange range, LockMode mode) const;

  mutable std::mutex mutex_;
  std::condition_variable lock_released_;
  std::map<std::uint64_t, std::shared_ptr<Block>> blocks_;
  std::uint64_t size_bytes_ = 0;
  std::vector<HeldLock> locks_;
};

}  // namespace coldsite::io
