#include "datasets/vsam/buffer_pool.hpp"

#include <algorithm>
#include <bit>

namespace coldsite::vsam {

BufferPool::BufferPool(std::size_t buffers_max)
    : buffers_max_(std::max(buffers_max, kBuffersMin)),
      buckets_(std::bit_ceil(buffers_max_ * 2), nullptr) {}

std::size_t BufferPool::bucket_of(const IntervalStorage& storage, std::uint32_t interval) const {
  const auto address = reinterpret_cast<std::uintptr_t>(&storage) >> 6;
  const std::uint64_t mixed = (address + interval) * 0x9E3779B97F4A7C15ULL;
  return static_cast<std::size_t>(mixed >> 32) & (buckets_.size() - 1);
}

Buffer* BufferPool::find(const IntervalStorage& storage, std::uint32_t interval) {
  Buffer* buffer = buckets_[bucket_of(storage, interval)];
  while (buffer != nullptr && (buffer->interval != interval || buffer->storage != &storage)) {
    buffer = buffer->next_in_bucket_;
  }
  return buffer;
}

Result<Buffer*> BufferPool::get(IntervalStorage& storage, std::uint32_t interval) {
  if (Buffer* found = find(storage, interval)) {
    touch(*found);
    return found;
  }
  CS_ASSIGN(Buffer* const buffer, take(storage, interval));
  const ByteSpan raw =
      buffer->frame_.first(IntervalStorage::kRawPrefixBytes + storage.interval_bytes());
  if (auto read = storage.read_raw(interval, raw); !read) {
    drop(*buffer);
    return read.failure();
  }
  return buffer;
}

Result<Buffer*> BufferPool::make(IntervalStorage& storage, std::uint32_t interval) {
  Buffer* buffer = find(storage, interval);
  if (buffer != nullptr) {
    touch(*buffer);
  } else {
    CS_ASSIGN(buffer, take(storage, interval));
  }
  std::ranges::fill(buffer->bytes, std::uint8_t{0});
  note_written(*buffer);
  buffer->is_decoded = false;
  return buffer;
}

Result<void> BufferPool::read_ahead(IntervalStorage& storage, std::uint32_t first,
                                    std::uint32_t count) {
  count = std::min(count, static_cast<std::uint32_t>(buffers_max_ / 2));
  std::uint32_t run = 0;
  while (run < count && find(storage, first + run) == nullptr) {
    ++run;
  }
  if (run < 2) {
    return {};
  }
  std::vector<Buffer*> taken;
  std::vector<ByteSpan> into;
  Result<void> read;
  while (read && taken.size() < run) {
    if (auto buffer = take(storage, first + static_cast<std::uint32_t>(taken.size()))) {
      ++(*buffer)->pins;  // none of them makes room for another
      taken.push_back(*buffer);
      into.push_back((*buffer)->bytes);
    } else {
      read = buffer.failure();
    }
  }
  if (read) {
    read = storage.read_run(first, into);
  }
  for (Buffer* buffer : taken) {
    --buffer->pins;
    if (!read) {
      drop(*buffer);
    }
  }
  return read;
}

/// A buffer for the CI, hashed and just used, its bytes undefined.
Result<Buffer*> BufferPool::take(IntervalStorage& storage, std::uint32_t interval) {
  Buffer& buffer = pick();
  if (buffer.storage != nullptr) {
    if (buffer.is_changed_) {
      CS_TRY(write(buffer));
    }
    unhash(buffer);
  }
  buffer.storage = &storage;
  buffer.interval = interval;
  buffer.not_before = 0;
  buffer.is_decoded = false;
  const std::size_t bytes = IntervalStorage::kRawPrefixBytes + storage.interval_bytes();
  if (buffer.frame_.size() < bytes) {
    buffer.frame_ = arena_.take(bytes);
  }
  buffer.bytes = buffer.frame_.subspan(IntervalStorage::kRawPrefixBytes, storage.interval_bytes());
  hash(buffer);
  touch(buffer);
  return &buffer;
}

/// A free buffer, a new one, or an old one that nobody holds.
Buffer& BufferPool::pick() {
  if (!free_.empty()) {
    Buffer& buffer = *free_.back();
    free_.pop_back();
    return buffer;
  }
  Buffer* old = buffers_.size() < buffers_max_ ? nullptr : pick_old();
  if (old == nullptr) {
    buffers_.push_back(std::make_unique<Buffer>());
    old = buffers_.back().get();
  }
  return *old;
}

/// Of the next kBuffersMin that nobody holds, the one that was used longest ago: all the others
/// were used since, and that is what get() promises.
Buffer* BufferPool::pick_old() {
  Buffer* oldest = nullptr;
  std::size_t seen = 0;
  for (std::size_t i = 0; i < buffers_.size() && seen < kBuffersMin; ++i) {
    hand_ = hand_ + 1 < buffers_.size() ? hand_ + 1 : 0;
    Buffer* const buffer = buffers_[hand_].get();
    if (buffer->pins == 0) {
      ++seen;
      if (oldest == nullptr || buffer->used_at_ < oldest->used_at_) {
        oldest = buffer;
      }
    }
  }
  return oldest;
}

void BufferPool::note_change(Buffer& buffer) {
  changed_count_ += buffer.is_changed_ ? 0 : 1;
  buffer.is_changed_ = true;
}

void BufferPool::note_written(Buffer& buffer) {
  changed_count_ -= buffer.is_changed_ ? 1 : 0;
  buffer.is_changed_ = false;
}

void BufferPool::move(Buffer& buffer, std::uint32_t interval) {
  if (Buffer* stale = find(*buffer.storage, interval)) {
    drop(*stale);
  }
  unhash(buffer);
  buffer.interval = interval;
  buffer.not_before = 0;
  hash(buffer);
  note_written(buffer);
}

Result<void> BufferPool::write_busy(Buffer& buffer) {
  set_busy(buffer.bytes, true);
  return write(buffer);
}

Result<void> BufferPool::write(Buffer& buffer) {
  WriteOrder* const order = buffer.storage->order();
  if (order != nullptr && buffer.not_before > order->epoch()) {
    CS_TRY(order->reach(buffer.not_before));
  }
  CS_TRY(buffer.storage->write(buffer.interval, buffer.bytes));
  note_written(buffer);
  return {};
}

bool BufferPool::is_waiting(const Buffer& buffer) {
  WriteOrder* const order = buffer.storage->order();
  return buffer.is_changed_ && order != nullptr && buffer.not_before > order->epoch();
}

Result<void> BufferPool::flush(IntervalStorage& storage) {
  CS_ASSIGN(const std::uint64_t awaited, write_ready(storage));
  if (awaited != 0) {
    CS_TRY(storage.order()->reach(awaited));
    CS_TRY(write_ready(storage));
  }
  return {};
}

Result<std::uint64_t> BufferPool::write_ready(IntervalStorage& storage) {
  std::uint64_t awaited = 0;
  if (changed_count_ == 0) {
    return awaited;
  }
  std::vector<Buffer*> ready;
  for (const auto& buffer : buffers_) {
    if (buffer->storage != &storage || !buffer->is_changed_) {
      continue;
    }
    if (is_waiting(*buffer)) {
      awaited = std::max(awaited, buffer->not_before);
    } else {
      ready.push_back(buffer.get());
    }
  }
  std::ranges::sort(ready, {}, &Buffer::interval);
  std::vector<ByteView> run;
  for (std::size_t next = 0; next < ready.size(); next += run.size()) {
    const std::uint32_t first = ready[next]->interval;
    run.clear();
    while (next + run.size() < ready.size() &&
           ready[next + run.size()]->interval == first + run.size()) {
      run.push_back(ready[next + run.size()]->bytes);
    }
    CS_TRY(storage.write_run(first, run));
    for (std::size_t i = 0; i < run.size(); ++i) {
      note_written(*ready[next + i]);
    }
  }
  return awaited;
}

void BufferPool::drop(Buffer& buffer) {
  unhash(buffer);
  note_written(buffer);
  buffer.storage = nullptr;
  buffer.is_decoded = false;
  free_.push_back(&buffer);
}

void BufferPool::drop(const IntervalStorage& storage) {
  for (const auto& buffer : buffers_) {
    if (buffer->storage == &storage) {
      drop(*buffer);
    }
  }
}

void BufferPool::hash(Buffer& buffer) {
  Buffer*& bucket = buckets_[bucket_of(*buffer.storage, buffer.interval)];
  buffer.next_in_bucket_ = bucket;
  bucket = &buffer;
}

void BufferPool::unhash(Buffer& buffer) {
  Buffer** link = &buckets_[bucket_of(*buffer.storage, buffer.interval)];
  while (*link != &buffer) {
    link = &(*link)->next_in_bucket_;
  }
  *link = buffer.next_in_bucket_;
  buffer.next_in_bucket_ = nullptr;
}

}  // namespace coldsite::vsam
