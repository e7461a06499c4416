// Buffers for control intervals: those of one component (NSR), or a pool that several clusters
// share (LSR). Bounded; a buffer that was not used for long goes first, written when it was
// changed. A changed buffer never goes out before its epoch (WriteOrder), whoever writes it.
// threads: one user at a time, also of a shared pool.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "datasets/io/frame_arena.hpp"
#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/index_record.hpp"
#include "datasets/vsam/interval_storage.hpp"

namespace coldsite::vsam {

/// A CI in memory. What was decoded from its bytes is kept with it. What a search of the pool
/// looks at stands first, in one cache line.
struct alignas(64) Buffer {
  IntervalStorage* storage = nullptr;  ///< nullptr: free
  std::uint32_t interval = 0;
  std::uint32_t pins = 0;  ///< see Pin

 private:
  friend class BufferPool;
  Buffer* next_in_bucket_ = nullptr;
  std::uint64_t used_at_ = 0;  ///< by the clock of the pool

 public:
  ByteSpan bytes;
  bool is_decoded = false;  ///< `directory` or `index` says what is in `bytes`

 private:
  bool is_changed_ = false;
  ByteSpan frame_;  ///< count field and `bytes`, as they stand on the track

 public:
  /// The epoch of its cluster's WriteOrder before which it is not to be written.
  std::uint64_t not_before = 0;
  IntervalDirectory directory;
  IndexRecord index;
};

/// Keeps a buffer in its place as long as it lives.
class Pin {
 public:
  explicit Pin(Buffer* buffer) : buffer_(buffer) { ++buffer_->pins; }
  ~Pin() { --buffer_->pins; }
  Pin(const Pin&) = delete;
  Pin& operator=(const Pin&) = delete;

 private:
  Buffer* buffer_;
};

class BufferPool {
 public:
  /// What a request keeps in hand at once; a smaller pool is made this large.
  static constexpr std::size_t kBuffersMin = 12;

  explicit BufferPool(std::size_t buffers_max);

  /// The CI, read when it is not there. The pointer is good until kBuffersMin - 2 other CIs were
  /// asked for, or as long as it is pinned.
  Result<Buffer*> get(IntervalStorage& storage, std::uint32_t interval);
  /// The CI if it is in memory.
  [[nodiscard]] Buffer* find(const IntervalStorage& storage, std::uint32_t interval);
  /// A buffer of zeros for a CI whose content on the volume does not matter.
  Result<Buffer*> make(IntervalStorage& storage, std::uint32_t interval);
  /// Reads CIs in a row of one CA that are not there yet, at most half of the pool.
  Result<void> read_ahead(IntervalStorage& storage, std::uint32_t first, std::uint32_t count);

  /// The CI was changed; it is written by need, or by flush().
  void note_change(Buffer& buffer);
  /// The CI is another one from now on: its bytes were written there.
  void move(Buffer& buffer, std::uint32_t interval);
  /// Whether the CI was changed and its epoch has not come.
  [[nodiscard]] static bool is_waiting(const Buffer& buffer);
  /// Marks the CI on the volume as being split. shape: nothing was changed in memory that waits for
  /// its epoch.
  Result<void> write_busy(Buffer& buffer);
  /// Writes the CI now, which may take syncs when its epoch has not come.
  Result<void> write(Buffer& buffer);
  /// Writes every changed CI of the component, in place order.
  Result<void> flush(IntervalStorage& storage);
  /// The same for those whose epoch has come. Gives the epoch that the others wait for, or 0.
  Result<std::uint64_t> write_ready(IntervalStorage& storage);
  /// Forgets the CIs of the component (changed ones too).
  void drop(const IntervalStorage& storage);
  void drop(Buffer& buffer);

  [[nodiscard]] std::size_t buffers_max() const { return buffers_max_; }

 private:
  [[nodiscard]] std::size_t bucket_of(const IntervalStorage& storage, std::uint32_t interval) const;
  Result<Buffer*> take(IntervalStorage& storage, std::uint32_t interval);
  [[nodiscard]] Buffer& pick();
  [[nodiscard]] Buffer* pick_old();
  void hash(Buffer& buffer);
  void unhash(Buffer& buffer);
  void note_written(Buffer& buffer);
  void touch(Buffer& buffer) { buffer.used_at_ = ++clock_; }

  std::size_t buffers_max_;
  std::vector<std::unique_ptr<Buffer>> buffers_;
  std::vector<Buffer*> buckets_;  ///< a power of two
  std::vector<Buffer*> free_;
  std::size_t hand_ = 0;  ///< where the search for an old buffer goes on
  std::size_t changed_count_ = 0;
  std::uint64_t clock_ = 0;
  io::FrameArena arena_;
};

}  // namespace coldsite::vsam
