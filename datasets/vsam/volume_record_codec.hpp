// The bytes of the records of a VVDS to typed form and back. The layouts stand as tables in
// volume_record_codec.cpp. Nothing is read or written here.
#pragma once

#include <string>
#include <string_view>

#include "datasets/bytes.hpp"
#include "datasets/dasd/geometry.hpp"
#include "datasets/vsam/vvds.hpp"

namespace coldsite::vsam {

enum class VvdsRecordKind { kVolumeRecord, kNonVsam, kUnknown };

/// Type and name of a record without decoding it: what a search looks at.
struct VvdsRecordHead {
  VvdsRecordKind kind = VvdsRecordKind::kUnknown;
  std::string name;  ///< of the component or data set; empty when it cannot be told
};
[[nodiscard]] VvdsRecordHead peek_vvds_record(ByteView record);

[[nodiscard]] Bytes encode_volume_record(const VolumeRecord& record, const dasd::Geometry& geometry,
                                         bool describes_itself = false);
/// errors: CSM0027E damaged (field, what).
[[nodiscard]] Result<VolumeRecord> decode_volume_record(ByteView bytes,
                                                        const dasd::Geometry& geometry);

[[nodiscard]] Bytes encode_non_vsam_record(const NonVsamVolumeRecord& record);
/// errors: CSM0027E.
[[nodiscard]] Result<NonVsamVolumeRecord> decode_non_vsam_record(ByteView bytes);

/// The VVCR, first record of a VVDS.
struct VvdsControlRecord {
  static constexpr std::size_t kBytes = 4088;
  static constexpr std::size_t kSpaceMapOffset = 2040;
  static constexpr std::size_t kCatalogsMax = 36;
  std::uint16_t intervals = 0;        ///< CIs that are formatted
  std::vector<std::string> catalogs;  ///< with data sets on the volume
  Bytes space_map;                    ///< a byte for each of the first 2,048 CIs: free bytes / 16
};
[[nodiscard]] Bytes encode_control_record(const VvdsControlRecord& record);
/// errors: CSM0027E.
[[nodiscard]] Result<VvdsControlRecord> decode_control_record(ByteView bytes);

}  // namespace coldsite::vsam
