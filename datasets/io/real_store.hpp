// Files of the host system.
#pragma once

#include <memory>

#include "datasets/io/file_store.hpp"

namespace coldsite::io {

/// The host's files. threads: may be shared.
[[nodiscard]] std::unique_ptr<FileStore> make_real_store();

/// From now on a kill leaves the place of a write in the middle of a file (opened for update; at
/// most 65,536 bytes) old or new: what is written is noted in the file `path`, which programs
/// share, until it is written. Where that file cannot be made, and for other than files of the
/// host, nothing changes.
void keep_writes_whole(FileStore& store, const std::string& path);

/// Writes again what killed programs were writing.
void finish_whole_writes(FileStore& store);

}  // namespace coldsite::io
