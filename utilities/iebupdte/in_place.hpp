// UPDATE=INPLACE: records are overwritten where they stand; none comes or goes.
#pragma once

#include "utilities/iebupdte/card_source.hpp"
#include "utilities/iebupdte/update_log.hpp"

namespace coldsite::iebupdte {

/// Takes the data cards and the NUMBER SEQ1=ALL of `source` up to anything else, and changes
/// SYSUT1, a member or a sequential data set on DASD. Nothing is written before every card has
/// found its record; then the changes go out together, as far as the volume's log holds them
/// (about 8 KiB), more in several steps from the front, each of them whole.
/// errors: CSU0026S, IEB806I, IEB807I, IEB811I, IEB817I, IEB823I.
[[nodiscard]] Result<void> update_in_place(const FunctionStatement& statement, CardSource& source,
                                           batch::StepContext& context, UpdateLog& log);

}  // namespace coldsite::iebupdte
