#include "datasets/site/locks.hpp"

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::site {
namespace {

Result<std::shared_ptr<HeldLock>> lock_open_file(std::unique_ptr<io::File> file, std::uint64_t byte,
                                                 io::LockMode mode, bool wait) {
  const io::ByteRange range{byte, 1};
  CS_ASSIGN(std::unique_ptr<io::FileLock> lock, file->try_lock(range, mode));
  if (!lock && wait) {
    CS_KILL_POINT("site.waits_for_lock");
    CS_ASSIGN(lock, file->lock(range, mode));
  }
  if (!lock) {
    return std::shared_ptr<HeldLock>();
  }
  return std::make_shared<HeldLock>(std::move(file), std::move(lock));
}

}  // namespace

Result<std::shared_ptr<HeldLock>> lock_byte(io::FileStore& store, const std::string& path,
                                            std::uint64_t byte, io::LockMode mode, bool wait) {
  auto file = store.open(path, io::OpenMode::kCreateNew);
  if (!file && file.failure().is(msg::CSI0006E)) {
    file = store.open(path, io::OpenMode::kUpdate);
  }
  if (!file) {
    return file.failure();
  }
  return lock_open_file(*std::move(file), byte, mode, wait);
}

Result<std::shared_ptr<HeldLock>> lock_image(io::FileStore& store, const std::string& path,
                                             io::LockMode mode, bool wait) {
  if (mode == io::LockMode::kExclusive) {
    auto file = store.open(path, io::OpenMode::kUpdate);
    if (file) {
      return lock_open_file(*std::move(file), kImageInUseByte, mode, wait);
    }
  }
  CS_ASSIGN(std::unique_ptr<io::File> file, store.open(path, io::OpenMode::kRead));
  return lock_open_file(std::move(file), kImageInUseByte, io::LockMode::kShared, wait);
}

}  // namespace coldsite::site
