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

/// BPXBATCH and its other names: the program `bpxbatch` of the suite, which becomes a program of
/// the host and so gets its DDs as one.
[[nodiscard]] bool is_shell_program(std::string_view program);

/// Nothing: the step ends with S806.
[[nodiscard]] std::optional<FoundProgram> find_program(
    io::FileStore& store, std::string_view program, const std::string& suite_directory,
    const std::vector<std::string>& other_directories);

}  // namespace coldsite::jcl
