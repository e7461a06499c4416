// Where EXEC PGM= finds its program: the executable of that name in lower case, in the suite's own
// directory, then in the directories of site.conf.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/io/file_store.hpp"

namespace coldsite::jcl {

struct FoundProgram {
  std::string path;
  bool is_ours = false;  ///< takes its DDs from COLDSITE_DDS
};

/// Nothing: the step ends with S806.
[[nodiscard]] std::optional<FoundProgram> find_program(
    io::FileStore& store, std::string_view program, const std::string& suite_directory,
    const std::vector<std::string>& other_directories);

}  // namespace coldsite::jcl
