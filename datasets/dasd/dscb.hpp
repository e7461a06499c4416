// Data set control blocks: the 140-byte records of a VTOC, in typed form.
// The layouts stand as tables in dscb_codec.cpp; source: DFSMSdfp Advanced Services, "DSCB format"
// tables.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/dasd/label.hpp"

namespace coldsite::dasd {

inline constexpr std::size_t kDscbKeyBytes = 44;
inline constexpr std::size_t kDscbBytes = 140;

/// An extent of a data set on one volume: whole tracks from `low` to `high`.
struct Extent {
  std::uint8_t type = 0x01;  ///< 01 tracks, 81 on cylinder boundaries, 40 user labels
  std::uint8_t sequence = 0;
  TrackAddress low;
  TrackAddress high;

  [[nodiscard]] std::uint32_t first_track(const Geometry& g) const { return g.track_number(low); }
  [[nodiscard]] std::uint32_t track_count(const Geometry& g) const {
    return g.track_number(high) - g.track_number(low) + 1;
  }
};

/// Record format bits as DS1RECFM holds them.
struct RecordFormat {
  std::uint8_t bits = 0;
  static constexpr std::uint8_t kFixed = 0x80, kVariable = 0x40, kUndefined = 0xC0, kBlocked = 0x10,
                                kSpannedOrStandard = 0x08, kAsa = 0x04, kMachine = 0x02,
                                kTrackOverflow = 0x20;
  [[nodiscard]] bool is_undefined() const { return (bits & 0xC0) == 0xC0; }
  [[nodiscard]] bool is_fixed() const { return (bits & 0xC0) == 0x80; }
  [[nodiscard]] bool is_variable() const { return (bits & 0xC0) == 0x40; }
  [[nodiscard]] bool is_blocked() const { return (bits & kBlocked) != 0; }
  [[nodiscard]] bool is_spanned() const {
    return is_variable() && (bits & kSpannedOrStandard) != 0;
  }
  [[nodiscard]] bool is_standard() const { return is_fixed() && (bits & kSpannedOrStandard) != 0; }
  bool operator==(const RecordFormat&) const = default;
};

/// "FB", "VBS", "FBSA", "U" ... errors: CSV0030E.
[[nodiscard]] Result<RecordFormat> parse_record_format(std::string_view text);
[[nodiscard]] std::string to_string(RecordFormat format);

enum class Organization : std::uint16_t {  ///< DS1DSORG
  kUnknown = 0x0000,
  kIndexed = 0x8000,
  kSequential = 0x4000,
  kDirect = 0x2000,
  kPartitioned = 0x0200,
  kVsam = 0x0008,
};

/// "PS", "PO", "DA", "IS", "VS"; "??" when not known.
[[nodiscard]] std::string to_string(Organization organization);

/// TTR with a three-byte track (large data sets use the third byte; others keep it 0).
struct RelativeAddress {
  std::uint32_t track = 0;
  std::uint8_t record = 0;
  auto operator<=>(const RelativeAddress&) const = default;
};

/// A date as labels keep it. year 0 means none.
struct LabelDate {
  int year = 0;
  int day_of_year = 0;
  auto operator<=>(const LabelDate&) const = default;
};

/// Whether a data set is protected on `today`: its date is not reached, or is 1999.365 and up,
/// which never is.
[[nodiscard]] bool is_unexpired(LabelDate expires, LabelDate today);

/// A data set on one volume: its format 1 (or 8) DSCB with every format 3 (or 9) it points to.
struct DataSetLabel {
  std::string name;          ///< DS1DSNAM, up to 44
  std::string first_volser;  ///< DS1DSSN
  std::uint16_t volume_sequence = 1;
  LabelDate created, expires, referenced;
  Organization organization = Organization::kUnknown;
  bool is_unmovable = false;
  RecordFormat record_format;
  std::uint8_t option_code = 0;  ///< DS1OPTCD
  std::uint32_t block_bytes = 0;
  std::uint32_t record_bytes = 0;  ///< DS1LRECL; 0x8000 means X
  std::uint8_t key_bytes = 0;
  std::uint16_t key_offset = 0;  ///< DS1RKP
  std::uint8_t indicators = 0;   ///< DS1DSIND: 80 last volume, 02 changed since backup ...
  std::uint8_t flags1 = 0;       ///< DS1FLAG1: 08 large
  std::uint8_t sms_flags = 0;    ///< DS1SMSFG
  std::uint32_t secondary_flags_and_quantity = 0;  ///< DS1SCALO, all four bytes
  RelativeAddress last_block;                      ///< DS1LSTAR; {0,0} when nothing was written
  std::uint16_t track_balance = 0;                 ///< DS1TRBAL
  std::uint8_t directory_bytes_last = 0;           ///< DS1NOBDB
  std::string system_code;                         ///< DS1SYSCD
  std::vector<Extent> extents;                     ///< in sequence
  RecordAddress address;  ///< of the format 1 or 8 DSCB; record 0 when not yet in a VTOC
  Bytes raw;              ///< the 140 bytes as read (fields we do not model travel through them)

  [[nodiscard]] bool is_large() const { return (flags1 & 0x08) != 0; }
  [[nodiscard]] std::uint32_t track_count(const Geometry& geometry) const;
};

/// A valid data set name: up to 44 characters, qualifiers of 1 to 8.
[[nodiscard]] bool is_data_set_name(std::string_view text);

}  // namespace coldsite::dasd
