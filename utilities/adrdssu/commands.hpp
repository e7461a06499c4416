// The commands of ADRDSSU, one function each. What a function returns as a failure ends its task;
// everything else has been said already.
#pragma once

#include "utilities/adrdssu/task.hpp"

namespace coldsite::adrdssu {

[[nodiscard]] Result<void> run_copy(Task& task, const CopyCommand& command);
[[nodiscard]] Result<void> run_dump(Task& task, const DumpCommand& command);
[[nodiscard]] Result<void> run_restore(Task& task, const RestoreCommand& command);
[[nodiscard]] Result<void> run_print(Task& task, const PrintCommand& command);
[[nodiscard]] Result<void> run_copydump(Task& task, const CopyDumpCommand& command);

}  // namespace coldsite::adrdssu
