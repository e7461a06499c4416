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
  if (auto read = storage.read_raw(interval, buffer->raw_); !read) {
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
  buffer->is_changed = buffer->is_decoded = false;
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
  const std::size_t bytes = storage.interval_bytes();
  scratch_.resize(run * bytes);
  CS_TRY(storage.read_run(first, run, scratch_));
  for (std::uint32_t i = run; i > 0; --i) {
    CS_ASSIGN(Buffer* const buffer, take(storage, first + i - 1));
    std::ranges::copy(ByteView(scratch_).subspan((i - 1) * bytes, bytes), buffer->bytes.begin());
  }
  return {};
}

/// A buffer for the CI, hashed and newest, its bytes undefined.
Result<Buffer*> BufferPool::take(IntervalStorage& storage, std::uint32_t interval) {
  Buffer* const buffer = pick();
  if (buffer->storage != nullptr) {
    if (buffer->is_changed) {
      CS_TRY(write(*buffer));
    }
    unhash(*buffer);
  }
  buffer->storage = &storage;
  buffer->interval = interval;
  buffer->is_changed = buffer->is_decoded = false;
  const std::size_t bytes = IntervalStorage::kRawPrefixBytes + storage.interval_bytes();
  if (buffer->raw_.size() != bytes) {
    buffer->raw_.resize(bytes);
  }
  buffer->bytes = ByteSpan(buffer->raw_).subspan(IntervalStorage::kRawPrefixBytes);
  Buffer*& bucket = buckets_[bucket_of(storage, interval)];
  buffer->next_in_bucket_ = bucket;
  bucket = buffer;
  touch(*buffer);
  return buffer;
}

/// A free buffer, a new one, or the oldest that nobody holds.
Buffer* BufferPool::pick() {
  if (oldest_ != nullptr && oldest_->storage == nullptr) {
    return oldest_;
  }
  Buffer* oldest = buffers_.size() < buffers_max_ ? nullptr : oldest_;
  while (oldest != nullptr && oldest->pins != 0) {
    oldest = oldest->newer_;
  }
  if (oldest == nullptr) {
    buffers_.push_back(std::make_unique<Buffer>());
    oldest = buffers_.back().get();
    link_newest(*oldest);
  }
  return oldest;
}

Result<void> BufferPool::write_busy(Buffer& buffer) {
  set_busy(buffer.bytes, true);
  return buffer.is_changed ? write(buffer)
                           : buffer.storage->write_control(buffer.interval, buffer.bytes);
}

Result<void> BufferPool::write(Buffer& buffer) {
  CS_TRY(buffer.storage->write(buffer.interval, buffer.bytes));
  buffer.is_changed = false;
  return {};
}

Result<void> BufferPool::flush(IntervalStorage& storage) {
  std::vector<Buffer*> changed;
  for (const auto& buffer : buffers_) {
    if (buffer->storage == &storage && buffer->is_changed) {
      changed.push_back(buffer.get());
    }
  }
  std::ranges::sort(changed, {}, &Buffer::interval);
  for (Buffer* buffer : changed) {
    CS_TRY(write(*buffer));
  }
  return {};
}

void BufferPool::drop(Buffer& buffer) {
  unhash(buffer);
  buffer.storage = nullptr;
  buffer.is_changed = buffer.is_decoded = false;
  unlink(buffer);  // a free buffer is the next to be taken
  buffer.older_ = nullptr;
  buffer.newer_ = oldest_;
  (oldest_ != nullptr ? oldest_->older_ : newest_) = &buffer;
  oldest_ = &buffer;
}

void BufferPool::drop(const IntervalStorage& storage) {
  for (const auto& buffer : buffers_) {
    if (buffer->storage == &storage) {
      drop(*buffer);
    }
  }
}

void BufferPool::drop_unchanged(const IntervalStorage& storage) {
  for (const auto& buffer : buffers_) {
    if (buffer->storage == &storage && !buffer->is_changed) {
      drop(*buffer);
    }
  }
}

void BufferPool::unhash(Buffer& buffer) {
  Buffer** link = &buckets_[bucket_of(*buffer.storage, buffer.interval)];
  while (*link != &buffer) {
    link = &(*link)->next_in_bucket_;
  }
  *link = buffer.next_in_bucket_;
  buffer.next_in_bucket_ = nullptr;
}

void BufferPool::unlink(Buffer& buffer) {
  (buffer.newer_ != nullptr ? buffer.newer_->older_ : newest_) = buffer.older_;
  (buffer.older_ != nullptr ? buffer.older_->newer_ : oldest_) = buffer.newer_;
}

void BufferPool::link_newest(Buffer& buffer) {
  buffer.newer_ = nullptr;
  buffer.older_ = newest_;
  (newest_ != nullptr ? newest_->newer_ : oldest_) = &buffer;
  newest_ = &buffer;
}

}  // namespace coldsite::vsam
