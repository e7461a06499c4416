// Which data sets on DASD a step makes, so that those of a step that was killed can be taken away
// before it runs again. Used by the runner for jobs and by programs that run alone.
// threads: none.
#pragma once

#include <vector>

#include "datasets/site/allocation.hpp"

namespace coldsite::site {

/// The data sets that allocating `bindings` would make and that are not there now, as requests that
/// settle them: delete, or catalog where the third DISP subparameter is CATLG. Not those that the
/// user wants to keep as they are when the step fails. Temporary ones are among them where the
/// context knows how they will be named (jobs).
[[nodiscard]] std::vector<DdRequest> plan_new_data_sets(const std::vector<DdBinding>& bindings,
                                                        AllocationContext context);

/// The temporary data sets that were made by `dds`, as requests that delete them.
[[nodiscard]] std::vector<DdRequest> made_temporaries(const std::vector<DdAllocation>& dds);

/// Deletes (or catalogs) what such a request names. A generation that its group has taken in stays,
/// and what it rolled off goes. True when a data set was deleted. errors: as deallocate().
[[nodiscard]] Result<bool> settle_new_data_set(const DdRequest& request,
                                               AllocationContext& context);

}  // namespace coldsite::site
