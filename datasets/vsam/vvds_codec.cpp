// The VVCR and the NVRs of a VVDS as they stand in its control intervals; the VVRs are in
// volume_record_codec.cpp. Offsets are decimal; numbers are big-endian; text is EBCDIC (IBM-037).
//
// NVR
// |  0 | 2 | length of the record | 2 | 2 | length of the header from here                    |
// |  4 | 1 | 'N' | 5 | 4 | low half of the XXH3 of the record with this zero [ours]           |
// |  9 | 2 | name length | 11 | 44 | name | 55 | 1 | 0                                       |
// | 56 | 2 | catalog name length | 58 | 44 | catalog name; then cell X'22'                     |
//
// VVCR
// |  0 | 2 | 4088 | 2 | 2 | number of CIs | 4 | 4 | "VVCR"                                   |
// |  8 | 8 | XXH3 of bytes 0-2039 with these zero [ours]; 0 where other systems wrote it       |
// | 24 | 2016 | 36 catalogs of 56: name (44), three RBAs (4)                                  |
// | 2040 | 2048 | space map: a byte for a CI, its free bytes / 16 (a hint)                    |
//
// [ours]: public text is silent there; other readers pass over these bytes.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/checksum.hpp"
#include "datasets/vsam/record_cells.hpp"
#include "datasets/vsam/volume_record_codec.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::uint8_t kNonVsamType = 0xD5;
constexpr std::size_t kNameBytesMax = 44, kNonVsamHeaderEnd = 102;
constexpr std::size_t kCatalogOffset = 24, kCatalogBytes = 56, kControlChecksumOffset = 8;

}  // namespace

Bytes encode_non_vsam_record(const NonVsamVolumeRecord& record) {
  Bytes bytes(kNonVsamHeaderEnd);
  store_be(bytes, 2, 2, kNonVsamHeaderEnd - 2);
  bytes[4] = kNonVsamType;
  store_be(bytes, 9, 2, record.data_set_name.size());
  put_text(bytes, 11, record.data_set_name, kNameBytesMax);
  store_be(bytes, 56, 2, record.catalog_name.size());
  put_text(bytes, 58, record.catalog_name, kNameBytesMax);
  add_sms_cell(bytes, {record.storage_class, record.data_class, record.management_class});
  store_be(bytes, 0, 2, bytes.size());
  store_be(bytes, 5, 4, io::checksum(bytes) & 0xFFFF'FFFF);
  return bytes;
}

Result<NonVsamVolumeRecord> decode_non_vsam_record(ByteView bytes) {
  CS_ASSIGN(const std::size_t first_cell, check_frame(bytes, kNonVsamHeaderEnd));
  if (bytes[4] != kNonVsamType) {
    return damaged_record("the type", fmt::format("X'{:02X}'", bytes[4]));
  }
  const std::uint32_t stored = load_be32(bytes, 5);
  if (stored != 0 && stored != (checksum_without(bytes, 5, 4) & 0xFFFF'FFFF)) {
    return damaged_record("the checksum", "wrong");
  }
  NonVsamVolumeRecord record;
  record.data_set_name = get_text(bytes, 11, kNameBytesMax);
  record.catalog_name = get_text(bytes, 58, kNameBytesMax);
  if (!dasd::is_data_set_name(record.data_set_name)) {
    return damaged_record("the data set name", "no data set name");
  }
  CS_ASSIGN(const Cells cells, find_cells(bytes, first_cell));
  const SmsClasses classes = decode_sms_cell(cells.sms);
  record.storage_class = classes.storage;
  record.data_class = classes.data;
  record.management_class = classes.management;
  return record;
}

Bytes encode_control_record(const VvdsControlRecord& record) {
  Bytes bytes(VvdsControlRecord::kBytes);
  store_be(bytes, 0, 2, bytes.size());
  store_be(bytes, 2, 2, record.intervals);
  put_text(bytes, 4, "VVCR", 4);
  std::size_t at = kCatalogOffset;
  for (const std::string& catalog : record.catalogs) {
    put_text(bytes, at, catalog, kNameBytesMax);
    at += kCatalogBytes;
  }
  store_be(bytes, kControlChecksumOffset, 8,
           io::checksum(ByteView(bytes).first(VvdsControlRecord::kSpaceMapOffset)));
  const std::size_t map_bytes =
      std::min(record.space_map.size(), bytes.size() - VvdsControlRecord::kSpaceMapOffset);
  std::copy_n(record.space_map.begin(), map_bytes,
              bytes.begin() + VvdsControlRecord::kSpaceMapOffset);
  return bytes;
}

Result<VvdsControlRecord> decode_control_record(ByteView bytes) {
  if (bytes.size() != VvdsControlRecord::kBytes || load_be16(bytes, 0) != bytes.size()) {
    return damaged_record("the length of the VVCR", fmt::format("{}", bytes.size()));
  }
  if (get_text(bytes, 4, 4) != "VVCR") {
    return damaged_record("the VVCR", "no VVCR");
  }
  const ByteView checked = bytes.first(VvdsControlRecord::kSpaceMapOffset);
  const std::uint64_t stored = load_be64(bytes, kControlChecksumOffset);
  if (stored != 0 && stored != checksum_without(checked, kControlChecksumOffset, 8)) {
    return damaged_record("the checksum of the VVCR", "wrong");
  }
  VvdsControlRecord record;
  record.intervals = load_be16(bytes, 2);
  for (std::size_t i = 0; i < VvdsControlRecord::kCatalogsMax; ++i) {
    const std::size_t at = kCatalogOffset + i * kCatalogBytes;
    if (bytes[at] == 0 || bytes[at] == 0x40) {
      break;
    }
    record.catalogs.push_back(get_text(bytes, at, kNameBytesMax));
  }
  const ByteView map = bytes.subspan(VvdsControlRecord::kSpaceMapOffset);
  record.space_map.assign(map.begin(), map.end());
  return record;
}

}  // namespace coldsite::vsam
