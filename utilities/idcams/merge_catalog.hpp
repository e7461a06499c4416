// REPRO MERGECAT: entries move from one catalog to another.
#pragma once

#include "control-cards/idcams/idcams_statement.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

/// Each entry is entered in the target, then its VVRs name the target, then it leaves the source: a
/// kill leaves it in at least one of them, and the command can run again.
void merge_catalogs(Session& session, const ReproCommand& command);

}  // namespace coldsite::idcams
