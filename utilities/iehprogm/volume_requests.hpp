// SCRATCH and RENAME: data sets and members on their volumes. Catalogs are not touched.
//
// Order: a request over several volumes is looked at on all of them first, then carried out from
// the first to the last, each change of a VTOC whole and lasting before the next. After a kill the
// volumes before are done and those behind are not; the statement that runs again tells the first
// kind as not found and does the rest.
#pragma once

#include "control-cards/iehprogm/iehprogm_statement.hpp"
#include "utilities/iehprogm/updated_volumes.hpp"

namespace coldsite::iehprogm {

/// What became of one volume or data set of a request.
struct Outcome {
  std::string name;  ///< the volume; for SCRATCH VTOC the data set
  bool is_done = false;
  std::string reason;  ///< in the words of the manual; NONE
};

/// Carries the request out and tells what became of it. errors: IEH211I; reading and writing the
/// volume.
[[nodiscard]] Result<std::vector<Outcome>> scratch(const IehprogmStatement& statement,
                                                   UpdatedVolumes& volumes,
                                                   batch::StepContext& context);
[[nodiscard]] Result<std::vector<Outcome>> rename(const IehprogmStatement& statement,
                                                  UpdatedVolumes& volumes);

}  // namespace coldsite::iehprogm
