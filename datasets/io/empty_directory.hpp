// Taking an empty directory away, which no FileStore does: only whole jobs of a spool go.
// threads: safe.
#pragma once

#include <string>

#include "datasets/result.hpp"

namespace coldsite::io {

/// Removes an empty directory of the host; one that is not there will do. errors: those of
/// remove_file.
[[nodiscard]] Result<void> remove_empty_directory(const std::string& path);

}  // namespace coldsite::io
