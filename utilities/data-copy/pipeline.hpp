// Two small engines with bounded memory, and the buffers they use again: run_ordered (parallel
// production, consumption in order by the caller's thread) and WorkQueue (production by the
// caller's thread, parallel consumption). A failure anywhere stops both sides; the first one is
// returned.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/io/block_io.hpp"
#include "datasets/result.hpp"

namespace coldsite::copy {

/// Threads for work of this kind: as many as the host runs at once, 4 at most.
[[nodiscard]] inline unsigned worker_count() {
  return std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
}

/// Storage that is used again instead of given back: large buffers cost a page fault for each page
/// every time they are made. threads: shared.
class BufferPool {
 public:
  [[nodiscard]] Bytes take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
      return {};
    }
    Bytes buffer = std::move(free_.back());
    free_.pop_back();
    return buffer;
  }
  void give_back(Bytes buffer) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(buffer));
  }

 private:
  std::mutex mutex_;
  std::vector<Bytes> free_;
};

/// Batches of blocks, used again as soon as the last segment that points into one is done.
/// threads: shared.
class BatchPool {
 public:
  /// A batch that finds its way back; it keeps `pool` alive.
  [[nodiscard]] static std::shared_ptr<io::BlockBatch> take(
      const std::shared_ptr<BatchPool>& pool) {
    auto batch = std::make_unique<io::BlockBatch>();
    batch->storage = pool->storage_.take();
    return {batch.release(), [pool](io::BlockBatch* done) {
              pool->storage_.give_back(std::move(done->storage));
              delete done;
            }};
  }

 private:
  BufferPool storage_;
};

/// Makes items 0..count-1 with `produce(index, worker)` in `workers` threads and hands them to
/// `consume` in order. At most `depth` items exist at once.
template <class Item>
[[nodiscard]] Result<void> run_ordered(
    std::uint64_t count, unsigned workers, std::size_t depth,
    const std::function<Result<Item>(std::uint64_t, unsigned)>& produce,
    const std::function<Result<void>(Item&)>& consume) {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::optional<Result<Item>>> ring(depth);
  std::uint64_t next = 0;
  std::uint64_t consumed = 0;
  bool is_stopped = false;

  const auto work = [&](unsigned worker) {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return is_stopped || next >= count || next < consumed + depth; });
      if (is_stopped || next >= count) {
        return;
      }
      const std::uint64_t index = next++;
      lock.unlock();
      Result<Item> item = produce(index, worker);
      lock.lock();
      ring[index % depth].emplace(std::move(item));
      changed.notify_all();
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < workers; ++i) {
    threads.emplace_back(work, i);
  }

  Result<void> outcome;
  while (outcome && consumed < count) {
    std::unique_lock lock(mutex);
    auto& slot = ring[consumed % depth];
    changed.wait(lock, [&] { return slot.has_value(); });
    Result<Item> item = std::move(*slot);
    slot.reset();
    lock.unlock();
    outcome = item ? consume(*item) : Result<void>(item.failure());
    lock.lock();
    ++consumed;
    changed.notify_all();
  }
  {
    const std::lock_guard lock(mutex);
    is_stopped = true;
  }
  changed.notify_all();
  for (std::thread& thread : threads) {
    thread.join();
  }
  return outcome;
}

/// Items pushed by one thread, worked on by several; push() waits while `depth` items are queued.
template <class Item>
class WorkQueue {
 public:
  using Work = std::function<Result<void>(Item&, unsigned worker)>;

  WorkQueue(unsigned workers, std::size_t depth, Work work)
      : depth_(depth), work_(std::move(work)) {
    for (unsigned i = 0; i < workers; ++i) {
      threads_.emplace_back([this, i] { run(i); });
    }
  }
  ~WorkQueue() { (void)finish(); }
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  /// Returns false when the work has failed and no more is taken.
  bool push(Item item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return items_.size() < depth_ || failure_; });
    if (failure_) {
      return false;
    }
    items_.push_back(std::move(item));
    changed_.notify_all();
    return true;
  }

  /// Waits until everything pushed is done.
  [[nodiscard]] Result<void> finish() {
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) {
      thread.join();
    }
    threads_.clear();
    return failure_ ? Result<void>(*failure_) : Result<void>();
  }

 private:
  void run(unsigned worker) {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return !items_.empty() || is_closed_ || failure_; });
      if (failure_ || items_.empty()) {
        return;
      }
      Item item = std::move(items_.front());
      items_.pop_front();
      changed_.notify_all();
      lock.unlock();
      Result<void> outcome = work_(item, worker);
      lock.lock();
      if (!outcome && !failure_) {
        failure_ = outcome.failure();
        changed_.notify_all();
      }
    }
  }

  std::size_t depth_;
  Work work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  std::optional<Failure> failure_;
  bool is_closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace coldsite::copy
