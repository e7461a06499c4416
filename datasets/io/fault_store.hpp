// A store whose disk fails on purpose. It stands before any other store and does two things:
//
//   planted faults   the nth operation of a kind fails (error, no space, short read, short write)
//   power failures   it remembers, in order, every change since the sync that made it durable;
//                    crash() takes back what a power failure would have lost, and the store goes
//                    on as after a reboot
//
// The model of a power failure, as POSIX promises and no more: the bytes and the size of a file are
// durable after File::sync; a created, renamed or removed name after sync_directory of its
// directory. What is not durable may be there or not: changes of names are lost from the newest
// backwards (file systems journal them in order), changes of bytes are lost in any combination, and
// a write may be torn. make_directories is durable at once.
//
// shape:   removed and replaced files wait in their directory as ".coldsite-lost-<n>" until their
//          removal is durable; list() does not show them.
// threads: may be shared; every operation is atomic.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "datasets/io/file_store.hpp"
#include "datasets/io/random.hpp"

namespace coldsite::io {

enum class Operation {
  kOpen,
  kInfo,
  kList,
  kRead,
  kWrite,  ///< write_at, zero_range, clone_range and copy_range
  kResize,
  kSync,
  kLock,
  kMakeDirectories,
  kRemove,
  kRename,
  kSyncDirectory,
  kCloneFile,
};

enum class FaultKind {
  kError,       ///< EIO
  kNoSpace,     ///< ENOSPC, nothing done
  kShortRead,   ///< half of what was asked for, as if the file ended there
  kShortWrite,  ///< half of the data is written, then ENOSPC
};

/// Which operation fails, and how.
struct Fault {
  FaultKind kind = FaultKind::kError;
  std::optional<Operation> operation;  ///< nothing: any
  std::uint64_t nth = 1;               ///< of the operations that match
  std::string path_part = {};          ///< only paths that contain it
  bool stays = false;                  ///< true: all after it fail too
};

/// Which changes that were not durable survive a power failure.
struct CrashModel {
  enum class Keep {
    kNothing,     ///< the least that was promised
    kEverything,  ///< the disk was faster than asked
    kFirst,       ///< the first `count` changes
    kRandom,      ///< any combination, by `random`
  };
  Keep keep = Keep::kNothing;
  std::size_t count = 0;
  Random random{0};
  /// 0: a write is there or not. Else (512 or 4096) each unit of it by itself.
  std::size_t torn_unit_bytes = 0;
};

class FaultStore : public FileStore {
 public:
  virtual void plant(Fault fault) = 0;
  virtual void clear_faults() = 0;

  /// Operations so far, the failed ones too (for sweeps: run once, then fail each in turn).
  [[nodiscard]] virtual std::uint64_t operations() = 0;
  /// Operations so far that changed or synced something.
  [[nodiscard]] virtual std::uint64_t changes() = 0;

  /// The power fails in the nth change from now (1 is the next): it is begun but never confirmed,
  /// and everything after it fails until crash() is called.
  virtual void fail_power_in(std::uint64_t nth_change) = 0;
  /// Changes that a power failure now could lose.
  [[nodiscard]] virtual std::size_t unsynced_changes() = 0;
  /// The power fails (or failed) and comes back. Files that are open stay dead.
  virtual Result<void> crash(const CrashModel& model) = 0;
};

/// `inner` must outlive the store.
[[nodiscard]] std::unique_ptr<FaultStore> make_fault_store(FileStore& inner);

}  // namespace coldsite::io
