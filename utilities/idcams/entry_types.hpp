// The types of entries as commands name them, against those that catalogs hold.
#pragma once

#include "control-cards/idcams/idcams_statement.hpp"
#include "datasets/catalog/entry.hpp"

namespace coldsite::idcams {

/// Whether an entry of type `found` is what the command calls `wanted`.
[[nodiscard]] constexpr bool is_type(catalog::EntryType found, EntryType wanted) {
  switch (wanted) {
    case EntryType::kAlias:
      return found == catalog::EntryType::kAlias;
    case EntryType::kAlternateIndex:
      return found == catalog::EntryType::kAlternateIndex;
    case EntryType::kCluster:
      return found == catalog::EntryType::kCluster;
    case EntryType::kData:
      return found == catalog::EntryType::kData;
    case EntryType::kIndex:
      return found == catalog::EntryType::kIndex;
    case EntryType::kGenerationDataGroup:
      return found == catalog::EntryType::kGenerationGroup;
    case EntryType::kNonVsam:
      return found == catalog::EntryType::kNonVsam || found == catalog::EntryType::kGeneration;
    case EntryType::kPath:
      return found == catalog::EntryType::kPath;
    case EntryType::kUserCatalog:
      return found == catalog::EntryType::kUserCatalog;
    case EntryType::kTrueName:
      return found == catalog::EntryType::kTrueName;
    case EntryType::kLibraryEntry:
    case EntryType::kNonVsamRecord:
    case EntryType::kPageSpace:
    case EntryType::kSpace:
    case EntryType::kVsamRecord:
    case EntryType::kVolumeEntry:
      return false;
  }
  return false;
}

}  // namespace coldsite::idcams
