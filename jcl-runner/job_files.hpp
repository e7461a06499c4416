// The files that submit and scan read.
#pragma once

#include <string>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "jcl-runner/jcl_job.hpp"

namespace coldsite::jcl {

/// The jobs of all files, in order. "-" is standard input. errors: CSI0001E, CSI0007E.
[[nodiscard]] Result<std::vector<JclJob>> read_job_files(io::FileStore& store,
                                                         const std::vector<std::string>& paths);

}  // namespace coldsite::jcl
