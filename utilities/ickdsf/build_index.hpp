// BUILDIX OSVTOC: an indexed VTOC, as z/OS makes it, goes back to OS format, with free space listed
// in formats 5 and 7. The index itself is never read: every DSCB is found by reading the VTOC.
#pragma once

#include "utilities/ickdsf/device.hpp"

namespace coldsite::ickdsf {

/// The names of the index data sets on the volume, SYS1.VTOCIX.xxx: those that PURGE takes away.
[[nodiscard]] std::vector<std::string> index_names(const dasd::Vtoc& vtoc);

/// The condition code of the command. A volume in OS format already is a warning.
/// errors: CSV0040E no readable VTOC.
[[nodiscard]] Result<int> run_build_index(const BuildIndexCommand& command,
                                          batch::StepContext& context);

}  // namespace coldsite::ickdsf
