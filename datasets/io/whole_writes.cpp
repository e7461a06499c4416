#include "datasets/io/whole_writes.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>

#include "datasets/io/checksum.hpp"

namespace coldsite::io {
namespace {

constexpr std::size_t kSlots = 32, kSlotBytes = 73'728, kPageBytes = 4096;
constexpr std::size_t kSumAt = 8, kOffsetAt = 16, kLengthAt = 24, kPathLengthAt = 28, kPathAt = 32;
constexpr std::size_t kPagesAt = 4096, kDataAt = 8192, kDataBytesMax = kSlotBytes - kDataAt;
constexpr std::size_t kSumBytes = 8;
constexpr std::size_t kFinisher = kSlots;  // the lock behind those of the slots
constexpr int kAccess = 0666;

std::atomic_ref<std::uint8_t> state_of(ByteSpan slot) {
  return std::atomic_ref<std::uint8_t>(slot.front());
}

/// The part of a place of `bytes` at `offset` that begins at `at` and ends with its page.
std::size_t page_part(std::uint64_t offset, std::size_t at, std::size_t bytes) {
  return std::min<std::size_t>(kPageBytes - (offset + at) % kPageBytes, bytes - at);
}

bool read_all(int descriptor, std::uint64_t offset, ByteSpan out) {
  while (!out.empty()) {
    const ssize_t got = pread(descriptor, out.data(), out.size(), static_cast<off_t>(offset));
    if (got == 0 || (got < 0 && errno != EINTR)) {
      return false;
    }
    const auto count = static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    offset += count;
    out = out.subspan(count);
  }
  return true;
}

bool write_all(int descriptor, std::uint64_t offset, ByteView data) {
  while (!data.empty()) {
    const ssize_t put = pwrite(descriptor, data.data(), data.size(), static_cast<off_t>(offset));
    if (put < 0 && errno != EINTR) {
      return false;
    }
    const auto count = static_cast<std::size_t>(std::max<ssize_t>(put, 0));
    offset += count;
    data = data.subspan(count);
  }
  return true;
}

void describe(ByteSpan slot, const std::string& path, std::uint64_t offset, ByteView old,
              ByteView data) {
  store_le(slot, kOffsetAt, 8, offset);
  store_le(slot, kLengthAt, 4, data.size());
  store_le(slot, kPathLengthAt, 4, path.size());
  std::ranges::copy(path, slot.subspan(kPathAt).begin());
  std::size_t sum_at = kPagesAt;
  for (std::size_t at = 0; at < data.size(); sum_at += kSumBytes) {
    const std::size_t bytes = page_part(offset, at, data.size());
    store_le(slot, sum_at, kSumBytes, checksum(old.subspan(at, bytes)));
    at += bytes;
  }
  std::ranges::copy(data, slot.subspan(kDataAt).begin());
  store_le(slot, kSumAt, kSumBytes,
           checksum(slot.subspan(kOffsetAt, kDataAt + data.size() - kOffsetAt)));
}

/// Whether some pages of `found` are what was there before and the others what was being written. A
/// place that is all old, all new or anything else is not touched: nobody is to lose what was
/// written since.
bool is_torn(ByteView slot, std::uint64_t offset, ByteView found, ByteView data) {
  bool has_old = false, has_new = false;
  std::size_t sum_at = kPagesAt;
  for (std::size_t at = 0; at < data.size(); sum_at += kSumBytes) {
    const std::size_t bytes = page_part(offset, at, data.size());
    const ByteView page = found.subspan(at, bytes);
    const bool is_new = std::ranges::equal(page, data.subspan(at, bytes));
    const bool is_old = checksum(page) == load_le(slot, sum_at, kSumBytes);
    if (!is_new && !is_old) {
      return false;
    }
    has_new = has_new || !is_old;
    has_old = has_old || !is_new;
    at += bytes;
  }
  return has_old && has_new;
}

}  // namespace

bool WholeWrites::can_tear(std::uint64_t offset, std::size_t bytes) {
  return bytes > 1 && bytes <= kDataBytesMax &&
         offset / kPageBytes != (offset + bytes - 1) / kPageBytes;
}

std::shared_ptr<WholeWrites> WholeWrites::open(const std::string& path) {
  const int number = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kAccess);
  if (number < 0) {
    return nullptr;
  }
  const Descriptor descriptor(number);
  constexpr std::size_t kBytes = kSlots * kSlotBytes;
  struct stat status = {};
  const bool is_long_enough = fstat(number, &status) == 0 &&
                              (status.st_size >= off_t{kBytes} || ftruncate(number, kBytes) == 0);
  void* area = is_long_enough ? mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0)
                              : MAP_FAILED;
  if (area == MAP_FAILED) {
    return nullptr;
  }
  return std::shared_ptr<WholeWrites>(
      new WholeWrites(path, ByteSpan(static_cast<std::uint8_t*>(area), kBytes)));
}

WholeWrites::~WholeWrites() {
  munmap(area_.data(), area_.size());
}

ByteSpan WholeWrites::slot(std::size_t number) const {
  return area_.subspan(number * kSlotBytes, kSlotBytes);
}

/// Takes (`type` F_WRLCK) or gives back (F_UNLCK) lock `number`; only that of the finisher is
/// waited for. A process that was forked has locks of its own.
bool WholeWrites::lock(std::size_t number, short type) {
  if (!descriptor_ || process_ != getpid()) {
    const int opened = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
    if (opened < 0) {
      return false;
    }
    descriptor_.emplace(opened);
    process_ = getpid();
    own_.reset();
  }
  struct flock request = {};
  request.l_type = type;
  request.l_whence = SEEK_SET;
  request.l_start = static_cast<off_t>(number);
  request.l_len = 1;
  const int operation = number == kFinisher ? F_OFD_SETLKW : F_OFD_SETLK;
  int done = 0;
  do {
    done = fcntl(descriptor_->number(), operation, &request);
  } while (done != 0 && errno == EINTR);
  return done == 0;
}

/// A slot of this process, with room that a full disk cannot take away.
bool WholeWrites::claim() {
  if (own_ && process_ == getpid()) {
    return true;
  }
  if (!lock(kFinisher, F_WRLCK)) {
    return false;
  }
  std::size_t number = 0;
  while (number < kSlots && !lock(number, F_WRLCK)) {
    ++number;
  }
  const bool is_taken = number < kSlots;
  const bool has_room =
      is_taken && posix_fallocate(descriptor_->number(), static_cast<off_t>(number * kSlotBytes),
                                  kSlotBytes) == 0;
  if (has_room) {
    finish_slot(slot(number));
    own_ = number;
  } else if (is_taken) {
    static_cast<void>(lock(number, F_UNLCK));
  }
  static_cast<void>(lock(kFinisher, F_UNLCK));
  return has_room;
}

/// Another program may stand in another directory.
const std::string& WholeWrites::absolute(const std::string& path) {
  const auto [at, is_new] = absolute_.try_emplace(path);
  if (is_new) {
    const std::unique_ptr<char, decltype(&std::free)> found(realpath(path.c_str(), nullptr),
                                                            &std::free);
    at->second = found == nullptr ? "" : found.get();
  }
  return at->second;
}

Result<void> WholeWrites::write(int descriptor, const std::string& path, std::uint64_t offset,
                                ByteView data) {
  const std::scoped_lock guard(mutex_);
  Bytes old(data.size());
  const std::string& place = absolute(path);
  const bool is_kept = place.size() <= kPagesAt - kPathAt && !place.empty() && claim() &&
                       read_all(descriptor, offset, old);
  if (!is_kept) {
    return write_all(descriptor, offset, data) ? Result<void>()
                                               : Result<void>(write_failure(path, offset, errno));
  }
  const ByteSpan own = slot(*own_);
  describe(own, place, offset, old, data);
  state_of(own).store(1, std::memory_order_release);
  const bool is_written = write_all(descriptor, offset, data);
  const int error_number = errno;
  if (!is_written) {
    static_cast<void>(write_all(descriptor, offset, old));
  }
  state_of(own).store(0, std::memory_order_release);
  return is_written ? Result<void>() : Result<void>(write_failure(path, offset, error_number));
}

void WholeWrites::finish_slot(ByteSpan slot) {
  if (state_of(slot).load(std::memory_order_acquire) != 1) {
    return;
  }
  const std::size_t bytes = load_le(slot, kLengthAt, 4),
                    path_bytes = load_le(slot, kPathLengthAt, 4);
  const std::uint64_t offset = load_le(slot, kOffsetAt, 8);
  const bool is_whole =
      bytes <= kDataBytesMax && path_bytes <= kPagesAt - kPathAt &&
      checksum(slot.subspan(kOffsetAt, kDataAt + bytes - kOffsetAt)) == load_le(slot, kSumAt, 8);
  if (is_whole) {
    const auto text = slot.subspan(kPathAt, path_bytes);
    const Descriptor file(
        ::open(std::string(text.begin(), text.end()).c_str(), O_RDWR | O_CLOEXEC));
    const ByteView data = slot.subspan(kDataAt, bytes);
    Bytes found(bytes);
    if (file.number() >= 0 && read_all(file.number(), offset, found) &&
        is_torn(slot, offset, found, data) && !write_all(file.number(), offset, data)) {
      return;  // the next one tries again
    }
  }
  state_of(slot).store(0, std::memory_order_release);
}

bool WholeWrites::is_left(std::size_t number) const {
  const bool is_own = own_ == number && process_ == getpid();
  return !is_own && state_of(slot(number)).load(std::memory_order_acquire) == 1;
}

void WholeWrites::finish() {
  const std::scoped_lock guard(mutex_);
  std::size_t number = 0;
  while (number < kSlots && !is_left(number)) {
    ++number;
  }
  if (number == kSlots || !lock(kFinisher, F_WRLCK)) {
    return;
  }
  for (; number < kSlots; ++number) {
    if (is_left(number) && lock(number, F_WRLCK)) {  // else there is none, or its program lives
      finish_slot(slot(number));
      static_cast<void>(lock(number, F_UNLCK));
    }
  }
  static_cast<void>(lock(kFinisher, F_UNLCK));
}

}  // namespace coldsite::io
