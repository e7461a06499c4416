// A component (data or index of a cluster) as its volumes know it, and where it stands.
#pragma once

#include <string>
#include <vector>

#include "datasets/vsam/volume_record.hpp"
#include "datasets/vsam/volume_set.hpp"

namespace coldsite::vsam {

/// What a catalog says: enough to find everything else on the volumes.
struct ComponentPlace {
  std::string name;
  std::vector<std::string> volsers;     ///< primary first, then overflow, in RBA order
  std::vector<std::string> candidates;  ///< volumes named when defined and not used yet
};

/// A cluster or alternate index.
struct ClusterPlace {
  std::string name;
  ComponentPlace data;
  ComponentPlace index;  ///< empty name: none (ESDS, RRDS, LDS)
};

/// The VVRs of a component, one for each volume it stands on, in order.
struct Component {
  ComponentPlace place;
  std::vector<VolumeRecord> volumes;

  [[nodiscard]] const ComponentAttributes& attributes() const { return volumes[0].attributes; }
  [[nodiscard]] ComponentStatistics& statistics() { return volumes[0].statistics; }
  [[nodiscard]] std::uint64_t high_used_rba() const;  ///< over all volumes
  [[nodiscard]] std::uint64_t high_allocated_rba() const;
  [[nodiscard]] std::uint32_t extent_count() const;
  /// Allocated bytes behind the high-used RBA.
  [[nodiscard]] std::uint64_t unused_bytes() const {
    return high_allocated_rba() - high_used_rba();
  }
};

/// Reads the VVRs. errors: CSM0020E no VVR (or VVDS) on a volume for the component (with volume);
/// CSM0021E VVRs of the volumes contradict each other or the VTOC; CSM0028E VVDS damaged. An extent
/// that only the VTOC has (a killed extend_component) is left for the next extend_component.
[[nodiscard]] Result<Component> read_component(VolumeSet& volumes, const ComponentPlace& place);

/// Puts changed fields (HURBA, statistics, open indicator ...) into the VVRs; extents stay as the
/// VVRs have them. What did not change is not written. Lasts when it returns.
[[nodiscard]] Result<void> write_component(VolumeSet& volumes, const Component& component);

/// One more extent: a secondary quantity on the last volume, or, when that is full or has no
/// secondary left, the primary quantity on the next candidate. DSCB first, then VVR (the commit).
/// Updates `component`; a candidate that was taken moves to place.volsers (the caller updates the
/// catalog). When another process was faster, its extent is taken.
/// errors: CSM0022E no secondary quantity, no candidate (as IEC070I 104, 203, 211);
///         CSM0023E 123 extents, or the 4 GiB limit.
[[nodiscard]] Result<void> extend_component(VolumeSet& volumes, Component& component);

}  // namespace coldsite::vsam
