// Definitions of clusters by one line, and what a volume check says as text.
#pragma once

#include <string>
#include <vector>

#include "datasets/vsam/definition.hpp"
#include "datasets/vsam/volume_check.hpp"
#include "tests/datasets/vsam/vsam_fixture.hpp"

namespace coldsite::vsam {

/// KEYS(12 0) RECORDSIZE(100 400), space in cylinders.
inline ClusterDefinition key_sequenced(const std::string& name,
                                       const std::vector<std::string>& volsers,
                                       std::uint32_t primary, std::uint32_t secondary) {
  ClusterDefinition definition;
  definition.name = name;
  definition.catalog_name = "UCAT.TEST";
  definition.attributes.key_bytes = 12;
  definition.attributes.average_record_bytes = 100;
  definition.attributes.max_record_bytes = 400;
  definition.data.volsers = volsers;
  definition.data.space_unit = dasd::SpaceUnit::kCylinders;
  definition.data.primary = primary;
  definition.data.secondary = secondary;
  return definition;
}

inline std::string findings_of(VolumeSet& volumes, const std::string& volser) {
  const auto check = check_volume(volumes, volser);
  if (!check) {
    return to_string(check.failure());
  }
  std::string text;
  for (const VolumeFinding& finding : check->findings) {
    text += std::to_string(static_cast<int>(finding.kind)) + " " + finding.name + ": " +
            finding.text + "\n";
  }
  return text;
}

}  // namespace coldsite::vsam
