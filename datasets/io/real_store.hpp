// Files of the host system.
#pragma once

#include <memory>

#include "datasets/io/file_store.hpp"

namespace coldsite::io {

/// The host's files. threads: may be shared.
[[nodiscard]] std::unique_ptr<FileStore> make_real_store();

}  // namespace coldsite::io
