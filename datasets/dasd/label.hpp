// The volume label: VOL1, third record of cylinder 0 head 0, after the two IPL records.
#pragma once

#include <string>

#include "datasets/dasd/volume.hpp"
#include "datasets/result.hpp"

namespace coldsite::dasd {

/// Where a record stands on a volume: CCHHR.
struct RecordAddress {
  TrackAddress track;
  std::uint8_t record = 0;
  auto operator<=>(const RecordAddress&) const = default;
};

struct VolumeLabel {
  std::string volser;  ///< 1 to 6 characters
  std::string owner;   ///< up to 14
  RecordAddress vtoc;  ///< the format 4 DSCB; record 0 when there is no VTOC
  std::uint8_t security = 0x40;
};

/// errors: CSV0020E no VOL1 record, or damaged (CCHH and field).
[[nodiscard]] Result<VolumeLabel> read_label(Volume& volume);

/// Writes the label into its record and leaves everything else of the track as it is; a track
/// without label records gets IPL1, IPL2 and VOL1.
[[nodiscard]] Result<void> write_label(Volume& volume, const VolumeLabel& label);

/// A VOLSER is 1 to 6 of A-Z 0-9 $ # @ and -.
[[nodiscard]] bool is_volser(std::string_view text);

}  // namespace coldsite::dasd
