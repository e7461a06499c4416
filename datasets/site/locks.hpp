// Locks of a site and of images: what is held is released when the object goes, also by a kill.
// One lock file, <site>/run/locks, one byte for each thing:
//   byte 0        the site is being made (folders, images)
//   byte 1        a step of the site is being allocated
//   byte 2        states of devices are being changed
//   byte 16 + n   tape drive n
// An image or a tape file is locked itself, at byte 2^62 + 1, so that it needs no site (byte 2^62
// of an image is the lock of its VTOC).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "datasets/io/file_store.hpp"

namespace coldsite::site {

/// A lock with the open file it needs.
class HeldLock {
 public:
  HeldLock(std::unique_ptr<io::File> file, std::unique_ptr<io::FileLock> lock)
      : file_(std::move(file)), lock_(std::move(lock)) {}

 private:
  std::unique_ptr<io::File> file_;
  std::unique_ptr<io::FileLock> lock_;  // goes first
};

inline constexpr std::uint64_t kSiteMakingByte = 0;
inline constexpr std::uint64_t kAllocationByte = 1;
inline constexpr std::uint64_t kDeviceStateByte = 2;
inline constexpr std::uint64_t kFirstDriveByte = 16;
inline constexpr std::uint64_t kImageInUseByte = (std::uint64_t{1} << 62) + 1;

/// Locks one byte of a file, which is made when it is not there. Nothing when `wait` is false and
/// somebody else holds it.
[[nodiscard]] Result<std::shared_ptr<HeldLock>> lock_byte(io::FileStore& store,
                                                          const std::string& path,
                                                          std::uint64_t byte, io::LockMode mode,
                                                          bool wait);

/// Locks an image or tape file that exists. A file that cannot be opened for update is locked
/// shared.
[[nodiscard]] Result<std::shared_ptr<HeldLock>> lock_image(io::FileStore& store,
                                                           const std::string& path,
                                                           io::LockMode mode, bool wait);

}  // namespace coldsite::site
