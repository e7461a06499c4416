#include "jcl-runner/procedure_library.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace coldsite::jcl {
namespace {

constexpr std::array<std::string_view, 7> kEndings = {"",     ".jcl",  ".JCL", ".prc",
                                                      ".PRC", ".proc", ".inc"};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
  });
  return text;
}

}  // namespace

Result<std::optional<LibraryMember>> find_in_directory(io::FileStore& store,
                                                       const std::string& directory,
                                                       const std::string& member) {
  for (const std::string& name : {member, lower(member)}) {
    for (const std::string_view ending : kEndings) {
      const std::string path = io::join_path(directory, name + std::string(ending));
      CS_ASSIGN(const auto info, store.info(path));
      if (!info || info->is_directory) {
        continue;
      }
      CS_ASSIGN(const Bytes content, io::read_file(store, path));
      const std::string text(content.begin(), content.end());
      return std::optional(LibraryMember{make_source(member, text), directory, true});
    }
  }
  return std::optional<LibraryMember>();
}

DirectoryLibrary::DirectoryLibrary(io::FileStore& store, std::vector<std::string> directories)
    : store_(store), directories_(std::move(directories)) {}

Result<std::optional<LibraryMember>> DirectoryLibrary::find_member(
    const std::string& member, const std::vector<std::string>& private_libraries) {
  for (const std::string& library : private_libraries) {
    std::vector<std::string> candidates;
    if (library.find('/') != std::string::npos) {
      candidates.push_back(library);
    } else {
      for (const std::string& directory : directories_) {
        candidates.push_back(io::join_path(directory, library));
        candidates.push_back(io::join_path(directory, lower(library)));
      }
    }
    for (const std::string& candidate : candidates) {
      CS_ASSIGN(auto found, find_in_directory(store_, candidate, member));
      if (found) {
        found->library = library;
        found->is_system = false;
        return found;
      }
    }
  }
  for (const std::string& directory : directories_) {
    CS_ASSIGN(auto found, find_in_directory(store_, directory, member));
    if (found) {
      return found;
    }
  }
  return std::optional<LibraryMember>();
}

}  // namespace coldsite::jcl
