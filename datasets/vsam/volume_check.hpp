// What one volume says of its VSAM data sets, VVDS and VTOC held against each other: the volume's
// side of DIAGNOSE VVDS. The catalog's side is the caller's (records carry their catalog's name).
#pragma once

#include <string>
#include <vector>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/vsam/vvds.hpp"

namespace coldsite::vsam {

enum class VolumeFindingKind {
  kVvdsDamaged,         ///< a CI or record of the VVDS
  kVtocDamaged,         ///< what read_vtoc() found
  kRecordWithoutLabel,  ///< VVR or NVR, no DSCB: tracks may have been given to others
  kLabelWithoutRecord,  ///< DSCB of a VSAM data set, no VVR: half defined or half deleted
  kRecordTwice,         ///< two VVRs of a name: a move was interrupted
  kExtentsDiffer,       ///< VVR and DSCB name different tracks
  kLabelHasMore,        ///< an extension was interrupted; the next one takes the extents
  kOtherVvds,           ///< SYS1.VVDS.V of another serial: the volume was relabelled
};

struct VolumeFinding {
  VolumeFindingKind kind = VolumeFindingKind::kVvdsDamaged;
  std::string name;                ///< of the component or data set; may be empty
  std::uint32_t interval_rba = 0;  ///< in the VVDS
  std::string text;                ///< what is wrong
};

struct VolumeCheck {
  std::string volser;
  bool has_vvds = false;
  std::vector<std::string> catalogs;          ///< as the VVCR names them
  std::vector<VvdsRecord> records;            ///< readable VVRs and NVRs, the VVDS's own too
  std::vector<dasd::DataSetLabel> data_sets;  ///< DSORG=AM entries of the VTOC
  std::vector<VolumeFinding> findings;        ///< empty: all agree
};

/// Nothing is changed. errors: those of VolumeSet::volume and dasd::read_vtoc.
[[nodiscard]] Result<VolumeCheck> check_volume(VolumeSet& volumes, std::string_view volser);

}  // namespace coldsite::vsam
