#include "jcl-runner/program_search.hpp"

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

std::optional<FoundProgram> find_program(io::FileStore& store, std::string_view program,
                                         const std::string& suite_directory,
                                         const std::vector<std::string>& other_directories) {
  const std::string name = lower(program);
  const std::string ours = io::join_path(suite_directory, name);
  if (is_file(store, ours)) {
    return FoundProgram{ours, true};
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
