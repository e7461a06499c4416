// REPRO MERGECAT: entries move from one catalog to another.
#pragma once

#include "control-cards/idcams/idcams_statement.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

/// Each entry is entered in the target, then its VVRs name the target, then it leaves the source: a
/// kill leaves it in one of them or, the same, in both; the command run again moves what is left.
void merge_catalogs(Session& session, const ReproCommand& command);

}  // namespace coldsite::idcams
