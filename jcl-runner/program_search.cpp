#include "jcl-runner/program_search.hpp"

#include <algorithm>
#include <array>

namespace coldsite::jcl {
namespace {

std::string lower(std::string_view name) {
  std::string result(name);
  for (char& c : result) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

bool is_file(io::FileStore& store, const std::string& path) {
  const auto info = store.info(path);
  return info && *info && !(*info)->is_directory;
}

}  // namespace

bool is_shell_program(std::string_view program) {
  constexpr std::array<std::string_view, 4> kNames = {"BPXBATCH", "BPXBATSL", "BPXBATA2",
                                                      "BPXBATA8"};
  return std::ranges::find(kNames, program) != kNames.end();
}

std::optional<FoundProgram> find_program(io::FileStore& store, std::string_view program,
                                         const std::string& suite_directory,
                                         const std::vector<std::string>& other_directories) {
  const bool is_shell = is_shell_program(program);
  const std::string name = is_shell ? "bpxbatch" : lower(program);
  const std::string ours = io::join_path(suite_directory, name);
  if (is_file(store, ours)) {
    return FoundProgram{ours, !is_shell};
  }
  for (const std::string& directory : other_directories) {
    const std::string path = io::join_path(directory, name);
    if (is_file(store, path)) {
      return FoundProgram{path, false};
    }
  }
  return std::nullopt;
}

}  // namespace coldsite::jcl
