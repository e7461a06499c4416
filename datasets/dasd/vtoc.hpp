// The volume table of contents: reading, finding, and the space functions (DADSM) that change it.
// A change marks the format 4 as interrupted, writes format 3 DSCBs, then the one format 1 whose
// write commits it, then free space, and takes the mark off. After a kill a reader sees the old or
// the new state; the next change first puts right what the killed one left.
// Allocation and extension last from the next sync of the volume on (nothing was promised before
// data was written and the data set updated); all other changes sync.
// threads: every function here locks the VTOC itself (Volume::lock_vtoc).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/dasd/dscb.hpp"
#include "datasets/dasd/volume.hpp"
#include "datasets/result.hpp"

namespace coldsite::dasd {

/// A run of free tracks.
struct FreeExtent {
  std::uint32_t first_track = 0;
  std::uint32_t track_count = 0;
};

/// Something in a VTOC that does not hold together: told, and passed over where that is safe.
struct VtocFinding {
  RecordAddress where;
  std::string field;
  std::string what;
};

struct Vtoc {
  VolumeLabel label;
  Extent extent;                        ///< of the VTOC itself
  std::uint32_t usable_cylinders = 0;   ///< DS4DEVSZ less alternates
  std::vector<DataSetLabel> data_sets;  ///< in VTOC order
  std::vector<FreeExtent> free;         ///< computed from the extents, ascending
  std::uint32_t free_dscbs = 0;
  bool has_index = false;  ///< indexed-VTOC bit; a change keeps formats 5/7 and turns it off
  std::vector<VtocFinding> findings;  ///< overlaps, bad chains, free space that does not agree ...

  [[nodiscard]] const DataSetLabel* find(std::string_view name) const;
};

/// Reads label and VTOC whole. One bad DSCB becomes a finding and does not stop the rest.
/// errors: CSV0020E label; CSV0040E no format 4 DSCB where the label says; CSV0010E unreadable VTOC
/// track.
[[nodiscard]] Result<Vtoc> read_vtoc(Volume& volume);

/// Only the one data set (a key search, as a locate does). Nothing when it is not there.
[[nodiscard]] Result<std::optional<DataSetLabel>> find_data_set(Volume& volume,
                                                                std::string_view name);

/// Writes an empty VTOC of `tracks` tracks at `start` and the label that points to it.
/// errors: CSV0021E, CSV0022E label; CSV0041E placement.
struct VtocPlacement {
  TrackAddress start;
  std::uint32_t tracks = 0;
};
[[nodiscard]] Result<void> write_empty_vtoc(Volume& volume, const VolumeLabel& label,
                                            VtocPlacement placement);

enum class SpaceUnit { kTracks, kCylinders, kBlocks, kRecords, kAbsoluteTracks };

/// SPACE= in numbers. units: `primary` and `secondary` in `unit`; blocks and records of
/// `unit_bytes`.
struct SpaceRequest {
  SpaceUnit unit = SpaceUnit::kTracks;
  std::uint32_t primary = 0;
  std::uint32_t secondary = 0;
  std::uint32_t directory_blocks = 0;
  std::uint32_t unit_bytes = 0;
  std::uint32_t absolute_first_track = 0;  ///< kAbsoluteTracks: ABSTR address
  bool contiguous = false;
  bool round_to_cylinders = false;
  std::uint32_t piece_tracks = 1;  ///< every piece is a multiple of it (VSAM control areas)
};

/// Allocates tracks and writes the DSCBs for a new data set; `data_set` brings name, dates, DCB and
/// flags; its extents and space fields are filled in and returned. The tracks' old content is not
/// touched, but the first track gets an end-of-file record first, so that a reader never sees a
/// former owner's data. errors: CSV0050E name exists on the volume; CSV0051E not enough free space
/// (asked, largest, total);
///         CSV0052E no free DSCB; CSV0053E ABSTR tracks not free.
[[nodiscard]] Result<DataSetLabel> allocate_data_set(Volume& volume, DataSetLabel data_set,
                                                     const SpaceRequest& space);

/// Adds one secondary extent (in up to 5 pieces, each a multiple of `piece_tracks`). Updates
/// `data_set`.
/// errors: CSV0054E no secondary quantity (SD37); CSV0055E 16 extents used (SB37); CSV0051E (SB37).
[[nodiscard]] Result<void> extend_data_set(Volume& volume, DataSetLabel& data_set,
                                           std::uint32_t piece_tracks = 1);

/// Gives back the tracks behind the one of `data_set.last_block` (RLSE); one track stays. Updates
/// the extents of `data_set`.
[[nodiscard]] Result<void> release_unused(Volume& volume, DataSetLabel& data_set);

/// Writes changed fields (LSTAR, DCB, dates, indicators) of a data set; its extents stay as they
/// are in the VTOC, whatever `data_set.extents` says. errors: CSV0056E.
[[nodiscard]] Result<void> update_data_set(Volume& volume, const DataSetLabel& data_set);

/// errors: CSV0056E not found; CSV0057E expiration date not reached (unless `purge`).
[[nodiscard]] Result<void> scratch_data_set(Volume& volume, std::string_view name, LabelDate today,
                                            bool purge);
/// errors: CSV0056E not found; CSV0050E new name exists; CSV0031E.
[[nodiscard]] Result<void> rename_data_set(Volume& volume, std::string_view name,
                                           std::string_view new_name);

/// Computes free space and counters anew from the extents (formats 4, 5 and 7), after DSCBs were
/// written by other means (a volume or track restore).
[[nodiscard]] Result<void> repair_free_space(Volume& volume);

}  // namespace coldsite::dasd
