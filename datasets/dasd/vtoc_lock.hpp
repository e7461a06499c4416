// The lock that serialises changes of a VTOC: between processes by a byte-range lock on the image,
// between the threads that share a Volume by a mutex. One thread may take it again while it holds
// it. threads: safe.
#pragma once

#include <memory>
#include <mutex>

#include "datasets/io/file_store.hpp"

namespace coldsite::dasd {

class VtocLockState {
 public:
  /// Waits. A shared lock taken again as exclusive is a bug of the caller.
  Result<std::unique_ptr<io::FileLock>> lock(io::File& file, io::LockMode mode);

 private:
  class Held;
  std::recursive_mutex mutex_;
  int depth_ = 0;
  io::LockMode mode_ = io::LockMode::kShared;
  std::unique_ptr<io::FileLock> file_lock_;
};

}  // namespace coldsite::dasd
