// The log of a change that one disk sector cannot hold: several pieces of tracks, or one piece that
// crosses a sector boundary. It stands in the unused end of the slot of track 0 (behind the end
// mark, where nothing reads) while the pieces are written, so that a power failure that tears them
// leaves all of the new bytes to be written again; zeros otherwise.
//
// layout, at slot_bytes - part_log_bytes() of track 0's slot:
//   0     8  "CSPARTS1"
//   8     8  checksum (XXH3) of all that follows
//   16    4  bytes of the log, with these 24
//   20    4  pieces
//   24       each piece: track 4, offset in the slot 4, length 4, bytes
// All numbers big-endian.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "datasets/dasd/volume.hpp"

namespace coldsite::dasd {

inline constexpr std::uint32_t kPartLogHeadBytes = 24;

/// A piece of a track that was read from a log.
struct LoggedPart {
  std::uint32_t track = 0;
  std::uint32_t offset_bytes = 0;
  Bytes bytes;

  [[nodiscard]] SlotPart view() const { return {track, offset_bytes, bytes}; }
};

/// The room for a log in a slot of this device.
[[nodiscard]] std::uint32_t part_log_bytes(const Geometry& geometry);

/// How many of `parts`, from the first, one log holds; at least 1 (a piece is far smaller).
[[nodiscard]] std::size_t parts_in_one_log(std::span<const SlotPart> parts,
                                           const Geometry& geometry);

[[nodiscard]] Bytes encode_part_log(std::span<const SlotPart> parts);

/// The pieces of the log that `area` begins with; nothing when there is none, it is not whole, or a
/// piece is not on a volume of `tracks` tracks.
[[nodiscard]] std::optional<std::vector<LoggedPart>> decode_part_log(ByteView area,
                                                                     const Geometry& geometry,
                                                                     std::uint32_t tracks);

}  // namespace coldsite::dasd
