// CKD device geometry: what a track of each device type holds, by the device's real formula.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "datasets/result.hpp"

namespace coldsite::dasd {

/// A track by cylinder and head.
struct TrackAddress {
  std::uint32_t cylinder = 0;
  std::uint32_t head = 0;
  auto operator<=>(const TrackAddress&) const = default;
};

/// units: bytes and tracks. One constant object for each device type.
struct Geometry {
  std::string_view device;             ///< "3390"
  std::uint16_t device_type = 0;       ///< 0x3390
  std::uint8_t header_type = 0;        ///< low byte in the image header, 0x90
  std::uint32_t heads = 0;             ///< tracks per cylinder
  std::uint32_t slot_bytes = 0;        ///< one track in the image file, multiple of 512
  std::uint32_t block_bytes_max = 0;   ///< largest R1 without key
  std::uint32_t capacity_bytes = 0;    ///< DS4DEVTK
  std::uint32_t directory_blocks = 0;  ///< PDS directory blocks per track
  std::uint32_t dscbs = 0;             ///< DSCBs per track

  /// DS4DEVI, L, K, FG and the two bytes of TL: the overheads as a format 4 DSCB tells them.
  std::array<std::uint8_t, 6> overheads = {};
  /// Records as DADSM and TRKCALC count them: `space` for a record that others follow,
  /// `last_record_space` for the last (only the 2311 and 2314 tell them apart).
  [[nodiscard]] std::uint32_t record_space(std::uint32_t key_bytes, std::uint32_t data_bytes) const;
  [[nodiscard]] std::uint32_t last_record_space(std::uint32_t key_bytes,
                                                std::uint32_t data_bytes) const;

  /// How many equal records fit on a track (0 when even one does not).
  [[nodiscard]] std::uint32_t records_per_track(std::uint32_t key_bytes,
                                                std::uint32_t data_bytes) const;

  /// The block size that the system determines for fixed (multiple of lrecl) or variable records:
  /// the largest that fits twice on a track, at most 32,760.
  [[nodiscard]] std::uint32_t half_track_block_bytes() const;

  [[nodiscard]] std::uint32_t track_number(TrackAddress address) const {
    return address.cylinder * heads + address.head;
  }
  [[nodiscard]] TrackAddress track_address(std::uint32_t track) const {
    return {track / heads, track % heads};
  }
};

/// A device model: "3390-3" has 3,339 cylinders. `alternate_cylinders` come on top in the image.
struct DeviceModel {
  std::string_view name;
  const Geometry* geometry = nullptr;
  std::uint32_t cylinders = 0;
  std::uint32_t alternate_cylinders = 0;
};

[[nodiscard]] std::span<const DeviceModel> device_models();

/// The most cylinders an image may have (28-bit cylinder numbers of extended volumes are not
/// supported).
inline constexpr std::uint32_t kCylindersMax = 65'520;

/// "3390", "3390-9", "3380-K": a plain type means its smallest model. errors: CSV0001E unknown
/// device (lists them).
[[nodiscard]] Result<DeviceModel> find_device_model(std::string_view name);

/// The geometry by the type byte and head count of an image header. errors: CSV0002E.
[[nodiscard]] Result<const Geometry*> find_geometry(std::uint8_t header_type, std::uint32_t heads);

/// "cylinder 12 head 3 (X'000C0003')": how every message names a track.
[[nodiscard]] std::string to_string(TrackAddress address);

}  // namespace coldsite::dasd
