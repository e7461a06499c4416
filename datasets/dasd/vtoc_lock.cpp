#include "datasets/dasd/vtoc_lock.hpp"

namespace coldsite::dasd {
namespace {

/// Behind any image, so that it never meets a lock on the tracks themselves, and beside the byte at
/// 2^62 that allocation locks for as long as a step uses the image.
constexpr io::ByteRange kVtocLockRange = {.offset = (std::uint64_t{1} << 62) + 16, .length = 1};

}  // namespace

class VtocLockState::Held : public io::FileLock {
 public:
  explicit Held(VtocLockState& state) : state_(&state) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() override {
    if (--state_->depth_ == 0) {
      state_->file_lock_.reset();
    }
    state_->mutex_.unlock();
  }

 private:
  VtocLockState* state_;
};

Result<std::unique_ptr<io::FileLock>> VtocLockState::lock(io::File& file, io::LockMode mode) {
  std::unique_lock guard(mutex_);
  if (depth_ == 0) {
    CS_ASSIGN(file_lock_, file.lock(kVtocLockRange, mode));
    mode_ = mode;
  }
  CS_CHECK(mode == io::LockMode::kShared || mode_ == io::LockMode::kExclusive);
  ++depth_;
  guard.release();
  return std::unique_ptr<io::FileLock>(std::make_unique<Held>(*this));
}

}  // namespace coldsite::dasd
