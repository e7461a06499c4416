// What IMPORT defines: the DEFINE commands of a portable data set with what OBJECTS changes in
// them. Nothing is read or written here.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "control-cards/idcams/idcams_statement.hpp"
#include "datasets/vsam/component.hpp"
#include "utilities/idcams/portable_data_set.hpp"

namespace coldsite::idcams {

struct ImportDefinition {
  std::variant<DefineClusterCommand, DefineAlternateIndexCommand> data_set;
  std::vector<DefinePathCommand> paths;

  /// What is coded for the whole data set.
  [[nodiscard]] const ComponentOptions& options() const;
  [[nodiscard]] const std::string& name() const { return options().name->name; }
  /// Where its components are going to be; an index that is not there has no name.
  [[nodiscard]] vsam::ClusterPlace place() const;
};

/// errors: CSN0018S commands that EXPORT does not write.
[[nodiscard]] Result<ImportDefinition> make_import_definition(const PortableHeader& header,
                                                              const ImportCommand& command);

/// INTOEMPTY: whether a data set that was defined before can take the records.
/// errors: CSN0021S another organization, other keys, shorter records.
[[nodiscard]] Result<void> check_fits(const ImportDefinition& definition,
                                      const vsam::ComponentAttributes& target);

}  // namespace coldsite::idcams
