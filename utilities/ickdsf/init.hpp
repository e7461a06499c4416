// INIT: label and empty VTOC (a minimal initialisation; data tracks are not touched).
#pragma once

#include <optional>

#include "utilities/ickdsf/device.hpp"

namespace coldsite::ickdsf {

struct InitPlan {
  dasd::VolumeLabel label;
  dasd::VtocPlacement vtoc;
  std::optional<dasd::VtocPlacement> index;
  std::string index_name;
};

/// Checks everything that can be known before the first write. errors: CSV0110S to CSV0115S,
/// CSV0021E, CSV0022E, CSV0041E.
[[nodiscard]] Result<InitPlan> plan_init(const InitCommand& command, const Device& device,
                                         dasd::LabelDate today);

/// The condition code of the command.
[[nodiscard]] Result<int> run_init(const InitCommand& command, batch::StepContext& context);

}  // namespace coldsite::ickdsf
