// ALTER of attributes and volumes; new names are in rename.cpp.
#pragma once

#include "control-cards/idcams/idcams_statement.hpp"
#include "datasets/catalog/catalog_search.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

/// Everything of the command but NEWNAME, on one entry. errors: IDC3190I a parameter that the type
/// of the entry does not have; IDC3539I keys or record sizes of a data set that has records.
[[nodiscard]] Result<void> alter_entry(Session& session, const AlterCommand& command,
                                       const catalog::Located& located);

/// Gives the entry, and what stands on volumes, a new name. errors: CSL0010E; CSL0012E an entry
/// that cannot be renamed.
[[nodiscard]] Result<void> rename_entry(Session& session, const catalog::Located& located,
                                        const std::string& new_name);

}  // namespace coldsite::idcams
