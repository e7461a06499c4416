// Which tracks of a volume travel: label and VTOC, and of each data set what it uses.
//
// Sequential and partitioned data sets: up to the last block (DS1LSTAR), at least the first track.
// Everything else (VSAM, PDSE, extended format, direct, unknown organisation): the whole extents.
// source: DFSMSdss Storage Administration, "ALLDATA and ALLEXCP"; that an empty data set's first
//         track travels is ours: it holds the end-of-file record.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "datasets/dasd/vtoc.hpp"
#include "utilities/data-copy/dump_format.hpp"

namespace coldsite::copy {

struct UsedTrackOptions {
  bool all_data = false;                    ///< ALLDATA(*): all allocated space
  std::vector<std::string> all_data_names;  ///< ALLDATA(name,...)
  bool all_excp = false;                    ///< ALLEXCP: unknown organisation with empty LSTAR too
};

/// The tracks of one data set that travel, extent by extent.
[[nodiscard]] std::vector<dasd::TrackRange> used_tracks_of(const dasd::DataSetLabel& data_set,
                                                           const dasd::Geometry& geometry,
                                                           const UsedTrackOptions& options);

struct UsedTracks {
  TrackMap map;
  std::string volser;              ///< empty when there is no label
  std::optional<dasd::Vtoc> vtoc;  ///< nothing: every written track is taken
  std::optional<Failure> why_all;  ///< CSK0023W: why there is no VTOC to go by
};

/// errors: CSI0002E. A volume without a usable VTOC is not an error.
[[nodiscard]] Result<UsedTracks> find_used_tracks(dasd::Volume& volume,
                                                  const UsedTrackOptions& options);

}  // namespace coldsite::copy
