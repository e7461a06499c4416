// DEFINE as a step of another command: IMPORT defines what a portable data set describes.
#pragma once

#include "control-cards/idcams/idcams_statement.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

/// What the data set is defined for. One that IMPORT makes carries the mark of a temporary export
/// until its records are in: the next IMPORT may then replace it.
enum class DefinePurpose { kUse, kImport };

/// Each tells what was made (IDC0508I ...). errors: CSL0010E, CSL0011E; those of
/// make_cluster_definition and vsam::define_cluster.
[[nodiscard]] Result<void> define_cluster(Session& session, const DefineClusterCommand& command,
                                          DefinePurpose purpose);
[[nodiscard]] Result<void> define_alternate_index(Session& session,
                                                  const DefineAlternateIndexCommand& command,
                                                  DefinePurpose purpose);
[[nodiscard]] Result<void> define_path(Session& session, const DefinePathCommand& command);

}  // namespace coldsite::idcams
