// Where procedures and INCLUDE members come from: the libraries of JCLLIB, then those of the site.
// threads: one object to a thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "jcl-runner/jcl_text.hpp"

namespace coldsite::jcl {

struct LibraryMember {
  SourceHandle source;    ///< named after the member
  std::string library;    ///< data set or directory
  bool is_system = true;  ///< of the site, not of JCLLIB
};

class ProcedureLibrary {
 public:
  virtual ~ProcedureLibrary() = default;
  /// Looks in `private_libraries` (JCLLIB ORDER) first. Nothing: no library has it. errors: a
  /// library is not there or cannot be read.
  virtual Result<std::optional<LibraryMember>> find_member(
      const std::string& member, const std::vector<std::string>& private_libraries) = 0;
};

/// Host directories: member ABC is the file ABC, abc, ABC.jcl, abc.jcl, ABC.prc ... of the first
/// directory that has one. A library of JCLLIB is a directory when its name has a "/", and else the
/// directory of that name (as coded, or in lower case) beside the first one.
class DirectoryLibrary : public ProcedureLibrary {
 public:
  DirectoryLibrary(io::FileStore& store, std::vector<std::string> directories);
  Result<std::optional<LibraryMember>> find_member(
      const std::string& member, const std::vector<std::string>& private_libraries) override;

 private:
  io::FileStore& store_;
  std::vector<std::string> directories_;
};

/// The member as a file of the directory, or nothing.
[[nodiscard]] Result<std::optional<LibraryMember>> find_in_directory(io::FileStore& store,
                                                                     const std::string& directory,
                                                                     const std::string& member);

}  // namespace coldsite::jcl
