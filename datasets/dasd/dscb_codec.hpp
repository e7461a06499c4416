// The 140-byte DSCBs to typed form and back. The layouts stand as tables in dscb_codec.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "datasets/dasd/dscb.hpp"

namespace coldsite::dasd {

using Dscb = std::array<std::uint8_t, kDscbBytes>;

/// What stands at offset 44: '0' for a free DSCB (all zeros), '1' .. '9', else '?'. Formats 4 and
/// up are told by key and identifier together.
[[nodiscard]] char dscb_format(ByteView dscb);

[[nodiscard]] RecordAddress load_record_address(ByteView bytes, std::size_t offset);
void store_record_address(ByteSpan bytes, std::size_t offset, RecordAddress address);

/// A format 1 or 8 DSCB with the extents it holds itself (up to 3) and its chain pointer.
struct Format1 {
  DataSetLabel label;
  std::uint8_t extent_count = 0;  ///< DS1NOEPV: on this volume, in all DSCBs
  RecordAddress next;             ///< DS1PTRDS: format 3 (from 1) or 9 (from 8)
};
[[nodiscard]] Format1 decode_format1(ByteView dscb);
/// Only the extents that a format 1 or 8 DSCB holds itself.
[[nodiscard]] std::vector<Extent> decode_own_extents(ByteView dscb);
/// Keeps what `label.raw` has in fields that are not modelled.
[[nodiscard]] Dscb encode_format1(const DataSetLabel& label, RecordAddress next);

/// Extents of a format 3 DSCB, up to 13.
struct Format3 {
  std::vector<Extent> extents;
  RecordAddress next;
};
inline constexpr std::size_t kFormat1Extents = 3;
inline constexpr std::size_t kFormat3Extents = 13;
[[nodiscard]] Format3 decode_format3(ByteView dscb);
[[nodiscard]] Dscb encode_format3(const Format3& format3);

/// The VTOC's own DSCB.
struct Format4 {
  static constexpr std::uint8_t kDosBit = 0x80, kFormat7Valid = 0x20, kInterrupted = 0x04,
                                kIndexed = 0x01;
  RecordAddress highest_format1;  ///< DS4HPCHR
  std::uint16_t free_dscbs = 0;   ///< DS4DSREC
  std::uint16_t alternate_tracks = 0;
  std::uint8_t vtoc_flags = 0;  ///< DS4VTOCI; kInterrupted while a change is under way
  std::uint32_t cylinders = 0;  ///< DS4DEVSZ, or DS4DCYL where that says so
  std::uint16_t heads = 0;
  std::uint16_t track_bytes = 0;
  std::uint8_t dscbs_per_track = 0;
  std::uint8_t directory_blocks_per_track = 0;
  Extent extent;
  std::uint8_t format7_level = 0;  ///< DS4EFLVL: 07 where a format 7 chain is kept
  RecordAddress format7;           ///< DS4EFPTR
  Bytes raw;
};
[[nodiscard]] Format4 decode_format4(ByteView dscb);
[[nodiscard]] Dscb encode_format4(const Format4& format4, const Geometry& geometry);

/// A run of free tracks as formats 5 and 7 list it.
struct FreeRun {
  std::uint32_t first_track = 0;
  std::uint32_t track_count = 0;
  bool operator==(const FreeRun&) const = default;
};
inline constexpr std::size_t kFormat5Runs = 26;
inline constexpr std::size_t kFormat7Runs = 16;
struct FreeSpaceDscb {
  std::vector<FreeRun> runs;
  RecordAddress next;
};
[[nodiscard]] FreeSpaceDscb decode_format5(ByteView dscb, const Geometry& geometry);
[[nodiscard]] Dscb encode_format5(const FreeSpaceDscb& free, const Geometry& geometry);
[[nodiscard]] FreeSpaceDscb decode_format7(ByteView dscb);
[[nodiscard]] Dscb encode_format7(const FreeSpaceDscb& free);

/// A format 9: attributes of an extended-address data set; only its chain is used here.
struct Format9 {
  std::uint8_t subtype = 0;
  std::string job_name, step_name;  ///< of the creator
  RecordAddress next;               ///< the format 3
  Bytes raw;
};
[[nodiscard]] Format9 decode_format9(ByteView dscb);
[[nodiscard]] Dscb encode_format9(const Format9& format9);

}  // namespace coldsite::dasd
