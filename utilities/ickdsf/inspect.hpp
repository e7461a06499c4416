// INSPECT: reads tracks and tells every one that does not hold together. It writes nothing.
#pragma once

#include "utilities/ickdsf/device.hpp"

namespace coldsite::ickdsf {

struct InspectResult {
  std::uint64_t tracks_read = 0;
  std::uint64_t tracks_damaged = 0;
};

/// Which tracks a command names. errors: CSV0115S outside the volume.
[[nodiscard]] Result<std::vector<dasd::TrackRange>> plan_inspect(const InspectCommand& command,
                                                                 const Device& device);

/// The condition code of the command. errors: CSV0114E when a track is damaged.
[[nodiscard]] Result<int> run_inspect(const InspectCommand& command, batch::StepContext& context);

}  // namespace coldsite::ickdsf
