#include "datasets/io/real_file.hpp"

#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "datasets/io/copy.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

off_t to_offset(std::uint64_t offset) {
  return static_cast<off_t>(offset);  // beyond the limit it is negative, which the system refuses
}

/// Repeats a system call that a signal interrupted.
template <class Call>
auto retry(Call call) {
  for (;;) {
    const auto result = call();
    if (result >= 0 || errno != EINTR) {
      return result;
    }
  }
}

class RealLock final : public FileLock {
 public:
  RealLock(std::shared_ptr<Descriptor> descriptor, ByteRange range)
      : descriptor_(std::move(descriptor)), range_(range) {}
  ~RealLock() override {
    struct flock request = {};
    request.l_type = F_UNLCK;
    request.l_whence = SEEK_SET;
    request.l_start = to_offset(range_.offset);
    request.l_len = to_offset(range_.length);
    fcntl(descriptor_->number(), F_OFD_SETLK, &request);
  }
  RealLock(const RealLock&) = delete;
  RealLock& operator=(const RealLock&) = delete;

 private:
  std::shared_ptr<Descriptor> descriptor_;
  ByteRange range_;
};

bool is_sharing_impossible(int error_number) {
  return error_number == EOPNOTSUPP || error_number == EXDEV || error_number == EINVAL ||
         error_number == ENOTTY || error_number == ENOSYS || error_number == EPERM ||
         error_number == ETXTBSY;
}

}  // namespace

Result<std::size_t> RealFile::read_at(std::uint64_t offset, ByteSpan out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    const ssize_t got = retry([&] {
      return pread(descriptor_->number(), out.data() + filled, out.size() - filled,
                   to_offset(offset + filled));
    });
    if (got < 0) {
      return read_failure(path_, offset + filled, errno);
    }
    if (got == 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

Result<void> RealFile::write_at(std::uint64_t offset, ByteView data) {
  if (whole_writes_ != nullptr && WholeWrites::can_tear(offset, data.size())) {
    return whole_writes_->write(descriptor_->number(), path_, offset, data);
  }
  while (!data.empty()) {
    const ssize_t put = retry(
        [&] { return pwrite(descriptor_->number(), data.data(), data.size(), to_offset(offset)); });
    if (put < 0) {
      return write_failure(path_, offset, errno);
    }
    offset += static_cast<std::uint64_t>(put);
    data = data.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

Result<void> RealFile::write_gathered_at(std::uint64_t offset, std::span<const ByteView> pieces) {
  constexpr std::size_t kPiecesMax = 1024;  // IOV_MAX of Linux
  std::vector<iovec> vectors;
  vectors.reserve(pieces.size());
  for (const ByteView piece : pieces) {
    if (!piece.empty()) {
      vectors.push_back({const_cast<std::uint8_t*>(piece.data()), piece.size()});
    }
  }
  for (std::size_t next = 0; next < vectors.size();) {
    const auto count = static_cast<int>(std::min(vectors.size() - next, kPiecesMax));
    const ssize_t put = retry([&] {
      return pwritev(descriptor_->number(), vectors.data() + next, count, to_offset(offset));
    });
    if (put < 0) {
      return write_failure(path_, offset, errno);
    }
    offset += static_cast<std::uint64_t>(put);
    auto rest = static_cast<std::size_t>(put);
    while (next < vectors.size() && rest >= vectors[next].iov_len) {
      rest -= vectors[next++].iov_len;
    }
    if (rest != 0) {
      vectors[next].iov_base = static_cast<std::uint8_t*>(vectors[next].iov_base) + rest;
      vectors[next].iov_len -= rest;
    }
  }
  return {};
}

void RealFile::begin_write_out(ByteRange range) {
  (void)sync_file_range(descriptor_->number(), to_offset(range.offset), to_offset(range.length),
                        SYNC_FILE_RANGE_WRITE);
}

Result<std::uint64_t> RealFile::size_bytes() {
  struct stat status = {};
  if (fstat(descriptor_->number(), &status) != 0) {
    return operation_failure("find the size of", path_, errno);
  }
  return static_cast<std::uint64_t>(status.st_size);
}

Result<void> RealFile::resize(std::uint64_t size_bytes) {
  if (retry([&] { return ftruncate(descriptor_->number(), to_offset(size_bytes)); }) != 0) {
    return write_failure(path_, size_bytes, errno);
  }
  return {};
}

Result<void> RealFile::sync() {
  if (retry([&] { return fdatasync(descriptor_->number()); }) != 0) {
    return failure<msg::CSI0005E>(path_, system_reason(errno));
  }
  return {};
}

void RealFile::start_write_back(ByteRange range) {
  // A file system that cannot does it at sync(), which also tells of errors.
  static_cast<void>(sync_file_range(descriptor_->number(), to_offset(range.offset),
                                    to_offset(range.length), SYNC_FILE_RANGE_WRITE));
}

Result<void> RealFile::write_zeros(ByteRange range) {
  const Bytes zeros(static_cast<std::size_t>(std::min<std::uint64_t>(range.length, 1 << 20)));
  while (range.length > 0) {
    const std::size_t part =
        static_cast<std::size_t>(std::min<std::uint64_t>(range.length, zeros.size()));
    CS_TRY(write_at(range.offset, ByteView(zeros).first(part)));
    range.offset += part;
    range.length -= part;
  }
  return {};
}

Result<void> RealFile::zero_range(ByteRange range) {
  if (range.length == 0) {
    return {};
  }
  CS_ASSIGN(const std::uint64_t size, size_bytes());
  if (range.offset + range.length > size) {
    // Grows the file by its last byte. A truncate could cut off what another thread appends now.
    CS_TRY(write_at(range.offset + range.length - 1, std::array<std::uint8_t, 1>{0}));
  }
  const int punched = retry([&] {
    return fallocate(descriptor_->number(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                     to_offset(range.offset), to_offset(range.length));
  });
  if (punched == 0) {
    return {};
  }
  if (errno == EOPNOTSUPP || errno == ENOSYS || errno == ENODEV) {
    return write_zeros(range);
  }
  return write_failure(path_, range.offset, errno);
}

Result<std::optional<ByteRange>> RealFile::find_data(std::uint64_t offset) {
  const int number = descriptor_->number();
  CS_ASSIGN(const std::uint64_t size, size_bytes());
  if (offset >= size) {
    return std::optional<ByteRange>();
  }
  const off_t data = lseek(number, to_offset(offset), SEEK_DATA);
  if (data < 0 && errno == ENXIO) {
    return std::optional<ByteRange>();
  }
  if (data < 0 && errno == EINVAL) {  // the file system knows no holes
    return std::optional<ByteRange>({offset, size - offset});
  }
  if (data < 0) {
    return read_failure(path_, offset, errno);
  }
  const off_t hole = lseek(number, data, SEEK_HOLE);
  const std::uint64_t start = static_cast<std::uint64_t>(data);
  const std::uint64_t end = hole > data ? static_cast<std::uint64_t>(hole) : size;
  return std::optional<ByteRange>({start, end - start});
}

Result<void> RealFile::clone_range(File& source, ByteRange range, std::uint64_t target_offset) {
  if (range.length == 0) {
    return {};  // the system would take 0 as "to the end"
  }
  auto* real = dynamic_cast<RealFile*>(&source);
  if (real == nullptr) {
    return failure<msg::CSI0010I>(source.path(), path_, "it is no file of the host");
  }
  struct file_clone_range request = {};
  request.src_fd = real->descriptor_->number();
  request.src_offset = range.offset;
  request.src_length = range.length;
  request.dest_offset = target_offset;
  if (retry([&] { return ioctl(descriptor_->number(), FICLONERANGE, &request); }) == 0) {
    return {};
  }
  if (is_sharing_impossible(errno)) {
    return failure<msg::CSI0010I>(source.path(), path_, system_reason(errno));
  }
  return write_failure(path_, target_offset, errno);
}

// Returns the bytes copied; fewer than asked for when the kernel cannot (0 from the start on).
Result<std::uint64_t> RealFile::copy_in_kernel(const RealFile& source, ByteRange range,
                                               std::uint64_t target_offset) {
  constexpr std::uint64_t kPieceBytes = 1 << 30;
  loff_t from = to_offset(range.offset);
  loff_t to = to_offset(target_offset);
  std::uint64_t copied = 0;
  while (copied < range.length) {
    const ssize_t part = retry([&] {
      return copy_file_range(source.descriptor_->number(), &from, descriptor_->number(), &to,
                             std::min(range.length - copied, kPieceBytes), 0);
    });
    if (part < 0 && !is_sharing_impossible(errno)) {
      return write_failure(path_, target_offset + copied, errno);
    }
    if (part <= 0) {
      break;
    }
    copied += static_cast<std::uint64_t>(part);
  }
  return copied;
}

Result<void> RealFile::copy_range(File& source, ByteRange range, std::uint64_t target_offset) {
  const auto copy_data = [&](ByteRange data, std::uint64_t target) -> Result<void> {
    std::uint64_t copied = 0;
    if (auto* real = dynamic_cast<RealFile*>(&source)) {
      CS_ASSIGN(copied, copy_in_kernel(*real, data, target));
    }
    return copy_through_memory(source, {data.offset + copied, data.length - copied}, *this,
                               target + copied);
  };
  return copy_keeping_holes(source, range, *this, target_offset, copy_data);
}

Result<std::unique_ptr<FileLock>> RealFile::set_lock(ByteRange range, LockMode mode, bool wait) {
  struct flock request = {};
  request.l_type = static_cast<short>(mode == LockMode::kShared ? F_RDLCK : F_WRLCK);
  request.l_whence = SEEK_SET;
  request.l_start = to_offset(range.offset);
  request.l_len = to_offset(range.length);
  const int command = wait ? F_OFD_SETLKW : F_OFD_SETLK;
  if (retry([&] { return fcntl(descriptor_->number(), command, &request); }) == 0) {
    return std::unique_ptr<FileLock>(std::make_unique<RealLock>(descriptor_, range));
  }
  if (!wait && (errno == EAGAIN || errno == EACCES)) {
    return std::unique_ptr<FileLock>();
  }
  return operation_failure("lock", path_, errno);
}

Result<std::unique_ptr<FileLock>> RealFile::lock(ByteRange range, LockMode mode) {
  return set_lock(range, mode, true);
}

Result<std::unique_ptr<FileLock>> RealFile::try_lock(ByteRange range, LockMode mode) {
  return set_lock(range, mode, false);
}

}  // namespace coldsite::io
