// Space of components: DSCB and VVR of one volume made together, extents given their RBAs. What
// define_cluster and extend_component have in common. Inside datasets/vsam only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/vsam/component.hpp"

namespace coldsite::vsam {

inline constexpr std::size_t kComponentExtentsMax = 123;
inline constexpr std::size_t kVolumeExtentsMax = 16;
inline constexpr std::uint64_t kComponentBytesMax = 0xFFFF'FFFF;

[[nodiscard]] std::uint64_t area_bytes_of(const ComponentAttributes& attributes);

/// What a DSCB of a component says beside its space.
struct ComponentLabel {
  std::string first_volser;
  std::uint16_t volume_sequence = 1;
  bool is_last_volume = true;
  dasd::LabelDate created, expires;
};

/// Allocates the primary quantity of `record` (names and attributes are set; extents are filled in
/// from `low_rba` on) and adds the VVR, in this order. With `may_adopt` a DSCB of the name that a
/// killed extend_component left is taken as it is. Lasts when it returns.
/// errors: CSM0023E; CSM0026E; those of Vvds and dasd::allocate_data_set. What was made before a
/// failure is deleted again.
[[nodiscard]] Result<VolumeRecord> allocate_on_volume(VolumeSet& volumes, std::string_view volser,
                                                      VolumeRecord record,
                                                      const ComponentLabel& label,
                                                      std::uint64_t low_rba, bool may_adopt);

/// Appends tracks as extents behind the last (from `low_rba` where there is none). Areas that
/// would reach 4 GiB are left out. errors: CSM0021E a piece without a whole control area; CSM0023E.
[[nodiscard]] Result<void> append_extents(VolumeRecord& record, std::string_view volser,
                                          const std::vector<dasd::TrackRange>& pieces,
                                          std::uint64_t low_rba);

/// In what the extents of VVR and VTOC differ; nothing when they agree. Extents that only the VTOC
/// has, behind the others, are counted, no difference.
struct ExtentComparison {
  std::optional<std::string> difference;
  std::size_t vtoc_only = 0;
};
[[nodiscard]] ExtentComparison compare_extents(const VolumeRecord& record,
                                               const dasd::DataSetLabel& label,
                                               const dasd::Geometry& geometry);

}  // namespace coldsite::vsam
