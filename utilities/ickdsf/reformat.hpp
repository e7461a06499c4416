// REFORMAT VOLID and OWNERID: a new serial or owner in the label; nothing else changes.
#pragma once

#include "utilities/ickdsf/device.hpp"

namespace coldsite::ickdsf {

/// The label as it shall be. errors: CSV0020E no label to change; CSV0110S to CSV0112S.
[[nodiscard]] Result<dasd::VolumeLabel> plan_reformat(const ReformatCommand& command,
                                                      const Device& device, dasd::LabelDate today);

/// The condition code of the command.
[[nodiscard]] Result<int> run_reformat(const ReformatCommand& command, batch::StepContext& context);

}  // namespace coldsite::ickdsf
