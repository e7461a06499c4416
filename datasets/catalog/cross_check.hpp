// Catalogs against VVDSs against VTOCs: what DIAGNOSE COMPAREDD and a recovery ask. Nothing is
// changed. Findings are plain facts; the program words them.
// threads: one user; other jobs may change things while it reads, so that a finding may be gone
// when it is looked at again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "datasets/catalog/catalog_search.hpp"
#include "datasets/vsam/volume_set.hpp"

namespace coldsite::catalog {

enum class CrossKind {
  kNotCataloged,            ///< in a VTOC; no catalog of the search order has it
  kNoDataSet,               ///< a catalog entry (or VVDS record) names a volume whose VTOC lacks it
  kNoVolumeRecord,          ///< a VSAM or managed data set without its VVR or NVR
  kWrongVolume,             ///< cataloged, on other volumes than the one it stands on
  kVolumeNotThere,          ///< an entry names a disk volume that cannot be looked at
  kWrongCatalog,            ///< the VVR names another catalog than the one that has the entry
  kAliasWithoutEntry,       ///< what an alias relates to is not there
  kCatalogNotThere,         ///< a connector whose catalog cannot be opened
  kGenerationWithoutBase,   ///< no base, or the base does not know it
  kGenerationNotCataloged,  ///< the base has a generation without an entry
  kTruenameWithoutEntry,    ///< harmless: left by a kill
  kDamagedEntry,
  kDamagedVolume,  ///< findings of the VTOC or VVDS itself
};

[[nodiscard]] std::string_view to_string(CrossKind kind);

struct CrossFinding {
  CrossKind kind = CrossKind::kNotCataloged;
  std::string name;     ///< of the data set, entry or catalog
  std::string volser;   ///< "" where no volume matters
  std::string catalog;  ///< "" where no catalog matters
  std::string text;     ///< more, for people; may be empty
};

/// Which side is looked at. Both: everything.
struct CrossCheckScope {
  std::vector<std::string> volsers;   ///< volumes whose VTOC and VVDS are compared
  std::vector<std::string> catalogs;  ///< empty: the master and all that are connected
};

/// In the order of volumes, then catalogs, by name. A volume of the scope that cannot be read is
/// kVolumeNotThere. errors: those of the master catalog.
[[nodiscard]] Result<std::vector<CrossFinding>> cross_check(CatalogSearch& search,
                                                            vsam::VolumeSet& volumes,
                                                            const CrossCheckScope& scope);

}  // namespace coldsite::catalog
