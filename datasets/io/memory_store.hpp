// Files in memory, with everything a good file system has: holes, shared blocks, locks, files that
// live on while they are open. For tests, and for work files that need no disk.
#pragma once

#include <memory>

#include "datasets/io/file_store.hpp"

namespace coldsite::io {

struct MemoryStoreOptions {
  bool can_share_blocks = true;  ///< false: clone_file and clone_range fail, as on ext4
};

/// An empty store; "." and "/" are its directories. Blocks are 4,096 bytes. threads: may be shared.
[[nodiscard]] std::unique_ptr<FileStore> make_memory_store(MemoryStoreOptions options = {});

}  // namespace coldsite::io
