// CATLG, UNCATLG, BLDG and DLTX on the catalogs of the site. Volumes are not touched.
#pragma once

#include "control-cards/iehprogm/iehprogm_statement.hpp"
#include "utilities/batch/program.hpp"

namespace coldsite::iehprogm {

/// Each is one change of one catalog entry, lasting when it returns; running it again tells that it
/// was done. errors: IEH210I, with the reason; CSU0030E the site has no catalogs.
[[nodiscard]] Result<void> change_catalog(const IehprogmStatement& statement,
                                          batch::StepContext& context);

}  // namespace coldsite::iehprogm
