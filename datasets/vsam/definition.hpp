// Making, deleting and renaming the components of clusters on volumes: VTOC entry and VVR
// together. Catalog entries are the caller's (datasets/catalog), in this order: define = volumes
// first, catalog last; delete = catalog first, volumes last. A kill between leaves something that
// DIAGNOSE finds and DEFINE RECATALOG / DELETE VVR puts right.
// simplified against z/OS: no key ranges, no extended format, no IMBED/REPLICATE.
#pragma once

#include <string>
#include <vector>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/vsam/component.hpp"

namespace coldsite::vsam {

struct ComponentDefinition {
  std::string name;
  std::vector<std::string> volsers;                       ///< the first gets the primary space
  dasd::SpaceUnit space_unit = dasd::SpaceUnit::kTracks;  ///< tracks, cylinders, records (of the
                                                          ///< average length), or blocks (bytes)
  std::uint32_t primary = 0, secondary = 0;
  std::uint32_t unit_bytes = 0;      ///< kBlocks: KILOBYTES 1024, MEGABYTES 1048576
  std::uint32_t interval_bytes = 0;  ///< 0: the system's choice
  bool guaranteed_space = false;     ///< the primary quantity on every volume at once
};

struct ClusterDefinition {
  std::string name;
  std::string catalog_name;        ///< of the catalog that will own it (stands in the VVRs)
  ComponentAttributes attributes;  ///< of the data component; sizes that are 0 are chosen
  ComponentDefinition data;
  ComponentDefinition index;  ///< for KSDS, VRRDS and alternate indexes; space 0: chosen
  dasd::LabelDate created, expires;
  bool is_catalog = false;
};

/// What is wrong with a definition, before anything is touched.
/// errors: CSM0030E a size, key or free space outside its limits (which, the limit); CSM0031E
/// attributes that exclude each other.
[[nodiscard]] Result<void> check_definition(const ClusterDefinition& definition);

/// The geometry of a component on a device, by the rules of z/OS: physical record, CIs per track
/// and control area, CA size (the smaller of primary and secondary, at most a cylinder), index CI
/// size (raised where one sequence set record would not cover a CA). Fills what was left 0 in
/// `attributes`, `data` and `index`; space is in tracks or cylinders afterwards.
/// errors: CSM0030E no size fits (records longer than a CI, a CA too small for spanned records).
[[nodiscard]] Result<void> choose_sizes(ClusterDefinition& definition,
                                        const dasd::Geometry& geometry);

/// Whether a cluster has an index component.
[[nodiscard]] bool has_index(const ComponentAttributes& attributes);

/// The attributes of the index component. shape: choose_sizes() was called.
[[nodiscard]] ComponentAttributes index_attributes(const ClusterDefinition& definition,
                                                   const dasd::Geometry& geometry);

/// The control interval size that is used for `bytes`: a multiple of 512 up to 8192, of 2048 above.
[[nodiscard]] std::uint32_t round_interval_bytes(std::uint32_t bytes);

/// Allocates both components (format 1 DSCB with DSORG=AM, VVR; the VVDS is made when the volume
/// has none). Names, dates and sizes that were left out are chosen. On a failure what was made is
/// deleted again; after a kill volume_check.hpp finds what is half made.
/// errors: those of check_definition; CSV0050E duplicate name on the volume, CSV0051E no space ...
[[nodiscard]] Result<ClusterPlace> define_cluster(VolumeSet& volumes,
                                                  const ClusterDefinition& definition);

/// VVR and DSCB of every volume; missing ones are told by CSM0024W in the result and do not stop.
struct DeletedComponent {
  std::vector<Failure> warnings;
};
struct DeleteOptions {
  bool purge = false;   ///< although unexpired
  bool erase = false;   ///< overwrite the tracks with zeros
  bool scratch = true;  ///< false: VVR and DSCB stay (NOSCRATCH), nothing happens here
};
[[nodiscard]] Result<DeletedComponent> delete_component(VolumeSet& volumes,
                                                        const ComponentPlace& place,
                                                        const DeleteOptions& options);

/// New names in DSCBs and VVRs (of the component, and of its cluster). Run again after a kill, it
/// finishes. errors: CSV0050E; CSM0026E; CSM0020E.
[[nodiscard]] Result<void> rename_component(VolumeSet& volumes, const ComponentPlace& place,
                                            const std::string& new_name,
                                            const std::string& new_cluster_name);

/// DSN.DATA and DSN.INDEX as IDCAMS makes them up (44 characters at most).
[[nodiscard]] std::string default_component_name(const std::string& cluster_name,
                                                 ComponentRole role);

}  // namespace coldsite::vsam
