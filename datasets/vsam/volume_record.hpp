// What a VVDS keeps of one VSAM component on one volume (a VVR), in typed form. The bytes are in
// volume_record_codec.cpp; finding and changing records in vvds.hpp.
// units: RBA is a byte offset in the component, as IDCAMS shows it; components end at 4 GiB
//        (extended addressability is refused when a cluster is defined).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/dasd/volume.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/clock.hpp"

namespace coldsite::vsam {

enum class Organization : std::uint8_t {
  kKeySequenced,      ///< KSDS, and the alternate index (which is one)
  kEntrySequenced,    ///< ESDS
  kRelative,          ///< RRDS: fixed-length slots
  kVariableRelative,  ///< VRRDS: a KSDS by a four-byte record number
  kLinear,            ///< LDS: 4 KiB pages without CIDF
};

enum class ComponentRole : std::uint8_t { kData, kIndex };

/// Tracks of a component on one volume and the RBAs they hold. A piece behind the last whole
/// control area is never used.
struct ComponentExtent {
  dasd::TrackRange tracks;
  std::uint64_t low_rba = 0;
  std::uint64_t high_rba = 0;  ///< of the last byte
};

/// What was said when the component was defined; the same on all its volumes.
struct ComponentAttributes {
  Organization organization = Organization::kKeySequenced;
  bool is_spanned = false, is_reusable = false, erases = false, write_check = false;
  bool is_speed = false;            ///< SPEED: control areas are not preformatted while loading
  bool is_alternate_index = false;  ///< and, of an alternate index: UPGRADE, UNIQUEKEY
  bool is_upgraded = false, has_unique_keys = true;
  bool inhibits_update = false, is_temporary_export = false;
  std::uint8_t share_region = 1;  ///< SHAREOPTIONS(region, system)
  std::uint8_t share_system = 3;
  std::uint32_t key_bytes = 0, key_offset = 0;  ///< KEYS(length offset)
  std::uint32_t alternate_key_offset = 0;       ///< AXRKP: of an alternate index
  std::uint32_t average_record_bytes = 0, max_record_bytes = 0;
  std::uint32_t interval_bytes = 0;  ///< CISZ
  std::uint32_t block_bytes = 0;     ///< physical record; divides interval_bytes
  std::uint32_t blocks_per_track = 0;
  std::uint32_t tracks_per_area = 0;  ///< of a control area
  std::uint32_t intervals_per_area = 0;
  std::uint32_t free_interval_percent = 0, free_area_percent = 0;  ///< FREESPACE(ci ca)
  std::uint32_t buffer_space = 0;
  std::string exception_exit;
  dasd::SpaceUnit space_unit = dasd::SpaceUnit::kTracks;  ///< kTracks or kCylinders
  std::uint32_t primary = 0, secondary = 0;
};

/// What open, put and close count; LISTCAT shows it under STATISTICS.
struct ComponentStatistics {
  std::uint32_t records = 0, deleted = 0, inserted = 0, updated = 0, retrieved = 0;
  std::uint32_t interval_splits = 0, area_splits = 0, excps = 0;
  std::uint32_t extents = 0, levels = 0;
  std::uint64_t free_bytes = 0;  ///< of CIs that hold nothing yet, also behind HURBA (FREESPC)
  io::Timestamp changed;         ///< SYSTEM-TIMESTAMP: the last close after output
};

/// One VVR. The first volume holds the primary record ('Z') with everything, each further volume a
/// secondary one ('Q') with names and volume fields.
struct VolumeRecord {
  std::string component_name, cluster_name, catalog_name;
  ComponentRole role = ComponentRole::kData;
  bool is_primary = true;
  bool is_catalog = false;  ///< a component of a catalog itself
  ComponentAttributes attributes;
  ComponentStatistics statistics;
  /// Set (and synced) before the first change of an open for output, cleared by close: found set at
  /// open, the last job did not close the data set (IEC161I 056-084, implicit VERIFY).
  bool is_open_for_output = false;
  bool is_loading = true;                ///< nothing was loaded yet (HURBA 0)
  std::uint64_t high_used_rba = 0;       ///< on this volume
  std::uint64_t high_allocated_rba = 0;  ///< on this volume
  std::uint32_t root_rba = 0;            ///< index: of the highest index record
  std::uint32_t first_sequence_set_rba = 0;
  std::vector<ComponentExtent> extents;                     ///< on this volume, by RBA
  std::string storage_class, data_class, management_class;  ///< SMS; mostly empty
  std::uint32_t interval_rba = 0;  ///< where in the VVDS it was found; not stored
};

}  // namespace coldsite::vsam
