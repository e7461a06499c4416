// Procedures of a site: host directories and partitioned data sets on its volumes.
// threads: as Site.
#pragma once

#include <string>
#include <vector>

#include "datasets/io/clock.hpp"
#include "datasets/site/site.hpp"
#include "jcl-runner/procedure_library.hpp"

namespace coldsite::jcl {

/// The libraries of site.conf (`proclib`), behind `first_directories`. A library of JCLLIB with a
/// "/" is a directory, any other a data set: cataloged, or on an online volume.
class SiteProcedureLibrary : public ProcedureLibrary {
 public:
  SiteProcedureLibrary(site::Site& site, io::Clock& clock,
                       std::vector<std::string> first_directories);
  /// errors: CSJ0054E a library is neither a directory nor a partitioned data set.
  Result<std::optional<LibraryMember>> find_member(
      const std::string& member, const std::vector<std::string>& private_libraries) override;

 private:
  Result<std::optional<LibraryMember>> find_in(const std::string& library,
                                               const std::string& member);
  Result<std::optional<LibraryMember>> find_in_data_set(const std::string& library,
                                                        const std::string& member);

  site::Site* site_;
  io::Clock* clock_;
  std::vector<std::string> system_libraries_;
};

}  // namespace coldsite::jcl
