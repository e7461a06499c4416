// The VVRs of a VVDS as they stand in its control intervals. Offsets are decimal; numbers are
// big-endian; text is EBCDIC (IBM-037). A record is a header and cells behind it.
//
// VVR header
// |  0 | 2 | length of the record                                                             |
// |  2 | 2 | length of the header from here: the first cell stands at 2 + this                |
// |  4 | 1 | type: 'Z' first volume, 'Q' further volume, 'N' not VSAM                         |
// |  5 | 1 | 40 describes this VVDS, 20 component of a catalog, 08 index component            |
// |  6 | 4 | key range qualifier, 0                                                           |
// | 10 | 1 | length of the component name with its pad; the name; X'00'                       |
// |    | 1 | length of the cluster name with its pad; the name; X'00'                         |
// |    | 1 | length of the catalog name; the name                                             |
// |    | 1 | length of the base entry name, 0                                                 |
//
// cell: 0 length (2), 2 type (1), then by type:
//
// X'21' data set, 85 bytes
// |  3 | 1 | 80 SPEED, 40 unique, 20 REUSE, 10 ERASE, 04 inhibit update, 02 temporary export  |
// |  4 | 1 | C0 share region - 1, 30 share system - 1                                         |
// |  5 | 1 | 80 open for output                                                               |
// |  6 | 4 | buffer space                                                                     |
// | 10 | 3 | primary quantity     | 13 | 3 | secondary     | 16 | 1 | 80 tracks, C0 cylinders |
// | 17 | 4 | high-used RBA        | 21 | 4 | high-allocated RBA                               |
// | 25 | 4 | average record length                                                            |
// | 31 | 8 | exception exit                                                                   |
// | 39 | 4 | RBA of the high key, 0                                                           |
// | 43 | 1 | 08 timestamps valid, 04 verify required                                          |
// | 44 | 1 | alternate index: 80 upgrade, 40 it is one [ours]                                 |
// | 45 | 8 | time of the last close after output (STCK)                                       |
// | 73 | 4 | "CSUM" where a checksum follows [ours]                                           |
// | 77 | 8 | XXH3 of the whole record with these eight bytes zero [ours]                      |
//
// X'60' AMDSB, 98 bytes
// |  3 | 1 | 80 KSDS, 40 write check, 02 RRDS, 01 spanned                                     |
// |  4 | 2 | 95           | 6 | 2 | AXRKP of an alternate index                               |
// |  8 | 2 | key offset   | 10 | 2 | key length                                               |
// | 12 | 1 | free % of CAs | 13 | 1 | free % of a CI | 14 | 2 | CIs in a CA                   |
// | 16 | 2 | free CIs in a CA | 18 | 4 | free bytes in a CI                                    |
// | 22 | 4 | CI size | 26 | 4 | maximum record length                                         |
// | 30 | 4 | RBA of the highest index record | 34 | 4 | of the first sequence set record      |
// | 42 | 1 | 80 keys not unique, 08 loading, 04 linear [ours], 02 variable RRDS [ours]        |
// | 50 | 8 | time of the last close after output (STCK)                                       |
// | 58 | 2 | index levels | 60 | 2 | extents | 62 | 4 | records | 66 | 4 | deleted             |
// | 70 | 4 | inserted | 74 | 4 | updated | 78 | 4 | retrieved | 82 | 4 | free bytes           |
// | 86 | 4 | CI splits | 90 | 4 | CA splits | 94 | 4 | EXCPs                                   |
//
// X'22' SMS: record_cells.cpp
//
// X'23' volume
// |  3 | 1 | 80 prime, 20 overflow, 04 RBAs count CIs (read, never written)                   |
// |  4 | 1 | number of extents | 5 | 4 | RBA of the high key, 0                               |
// |  9 | 4 | high-used RBA | 13 | 4 | high-allocated RBA: both of this volume                 |
// | 17 | 4 | physical block | 21 | 2 | blocks in a track | 23 | 2 | tracks in a CA             |
// | 25 | 1 | 0 | 26 | 2 | tracks in a cylinder | 28 | 4 | bytes in a track                   |
// | 32 | 4 | bytes in a CA | 36 | 2 | low key length, 0 | 38 | 2 | high key length, 0          |
// | 40 | 2 | length of the extents, each 20:                                                  |
// |    |   | 0 sequence (2), 2 CCHH low, 6 CCHH high, 10 tracks (2), 12 first RBA, 16 last RBA |
//
// [ours]: public text is silent there; other readers pass over these bytes.
// source: the mapping macros of public VVDS listing programs; MVS/DFP diagnosis reference.
#include "datasets/vsam/volume_record_codec.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "datasets/io/checksum.hpp"
#include "datasets/text/code_page.hpp"
#include "datasets/text/stck.hpp"
#include "datasets/vsam/record_cells.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::uint8_t kPrimaryType = 0xE9, kSecondaryType = 0xD8, kNonVsamType = 0xD5;
constexpr std::uint8_t kSelfFlag = 0x40, kCatalogFlag = 0x20, kIndexFlag = 0x08;
constexpr std::size_t kDataSetCellBytes = 85, kDataSetCellBytesMin = 53;
constexpr std::size_t kAmdsbCellBytes = 98, kVolumeCellBytes = 42, kExtentBytes = 20;
constexpr std::size_t kMarkOffset = 73, kChecksumOffset = 77;
constexpr std::size_t kNamesOffset = 10, kNameBytesMax = 44;
constexpr std::size_t kNonVsamHeaderEnd = 102;

std::uint32_t low32(std::uint64_t value) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(value, std::numeric_limits<std::uint32_t>::max()));
}

std::uint64_t stck_of(io::Timestamp time) {
  const auto stck = text::to_stck(time);
  return time.us == 0 || !stck ? 0 : *stck;
}

io::Timestamp time_of(std::uint64_t stck) {
  return stck == 0 ? io::Timestamp{} : text::from_stck(stck);
}

void add_name(Bytes& bytes, std::string_view name, bool with_pad) {
  const Bytes ebcdic = text::label_from_utf8(name, std::min(name.size(), kNameBytesMax));
  bytes.push_back(static_cast<std::uint8_t>(ebcdic.size() + (with_pad ? 1 : 0)));
  bytes.insert(bytes.end(), ebcdic.begin(), ebcdic.end());
  if (with_pad) {
    bytes.push_back(0);
  }
}

std::uint8_t flag_if(bool condition, std::uint8_t bit) {
  return condition ? bit : std::uint8_t{0};
}

void add_data_set_cell(Bytes& bytes, const VolumeRecord& record) {
  const ComponentAttributes& a = record.attributes;
  const ByteSpan cell = add_cell(bytes, kDataSetCell, kDataSetCellBytes);
  cell[3] = flag_if(a.is_speed, 0x80) | 0x40 | flag_if(a.is_reusable, 0x20) |
            flag_if(a.erases, 0x10) | flag_if(a.inhibits_update, 0x04) |
            flag_if(a.is_temporary_export, 0x02);
  cell[4] =
      static_cast<std::uint8_t>(((a.share_region - 1) & 3) << 6 | ((a.share_system - 1) & 3) << 4);
  cell[5] = flag_if(record.is_open_for_output, 0x80);
  store_be(cell, 6, 4, a.buffer_space);
  store_be(cell, 10, 3, a.primary);
  store_be(cell, 13, 3, a.secondary);
  cell[16] = a.space_unit == dasd::SpaceUnit::kCylinders ? 0xC0 : 0x80;
  store_be(cell, 17, 4, low32(record.high_used_rba));
  store_be(cell, 21, 4, low32(record.high_allocated_rba));
  store_be(cell, 25, 4, a.average_record_bytes);
  put_text(cell, 31, a.exception_exit, 8);
  cell[43] = 0x08;
  cell[44] = flag_if(a.is_upgraded, 0x80) | flag_if(a.is_alternate_index, 0x40);
  store_be(cell, 45, 8, stck_of(record.statistics.changed));
  put_text(cell, kMarkOffset, "CSUM", 4);
}

void add_amdsb_cell(Bytes& bytes, const VolumeRecord& record) {
  const ComponentAttributes& a = record.attributes;
  const ComponentStatistics& s = record.statistics;
  const ByteSpan cell = add_cell(bytes, kAmdsbCell, kAmdsbCellBytes);
  const bool is_keyed = a.organization == Organization::kKeySequenced ||
                        a.organization == Organization::kVariableRelative;
  cell[3] = flag_if(is_keyed, 0x80) | flag_if(a.write_check, 0x40) |
            flag_if(a.organization == Organization::kRelative, 0x02) | flag_if(a.is_spanned, 0x01);
  store_be(cell, 4, 2, kAmdsbCellBytes - 3);
  store_be(cell, 6, 2, a.alternate_key_offset);
  store_be(cell, 8, 2, a.key_offset);
  store_be(cell, 10, 2, a.key_bytes);
  cell[12] = static_cast<std::uint8_t>(a.free_area_percent);
  cell[13] = static_cast<std::uint8_t>(a.free_interval_percent);
  store_be(cell, 14, 2, a.intervals_per_area);
  store_be(cell, 16, 2, std::uint64_t{a.intervals_per_area} * a.free_area_percent / 100);
  store_be(cell, 18, 4, std::uint64_t{a.interval_bytes} * a.free_interval_percent / 100);
  store_be(cell, 22, 4, a.interval_bytes);
  store_be(cell, 26, 4, a.max_record_bytes);
  store_be(cell, 30, 4, record.root_rba);
  store_be(cell, 34, 4, record.first_sequence_set_rba);
  cell[42] = flag_if(!a.has_unique_keys, 0x80) | flag_if(record.is_loading, 0x08) |
             flag_if(a.organization == Organization::kLinear, 0x04) |
             flag_if(a.organization == Organization::kVariableRelative, 0x02);
  store_be(cell, 50, 8, stck_of(s.changed));
  store_be(cell, 58, 2, s.levels);
  store_be(cell, 60, 2, s.extents);
  const std::uint32_t counts[] = {s.records,         s.deleted,     s.inserted,
                                  s.updated,         s.retrieved,   low32(s.free_bytes),
                                  s.interval_splits, s.area_splits, s.excps};
  for (std::size_t i = 0; i < std::size(counts); ++i) {
    store_be(cell, 62 + 4 * i, 4, counts[i]);
  }
}

void add_volume_cell(Bytes& bytes, const VolumeRecord& record, const dasd::Geometry& geometry) {
  const ComponentAttributes& a = record.attributes;
  const std::size_t extents_bytes = record.extents.size() * kExtentBytes;
  const ByteSpan cell = add_cell(bytes, kVolumeCell, kVolumeCellBytes + extents_bytes);
  cell[3] = record.is_primary ? 0x80 : 0x20;
  cell[4] = static_cast<std::uint8_t>(record.extents.size());
  store_be(cell, 9, 4, low32(record.high_used_rba));
  store_be(cell, 13, 4, low32(record.high_allocated_rba));
  store_be(cell, 17, 4, a.block_bytes);
  store_be(cell, 21, 2, a.blocks_per_track);
  store_be(cell, 23, 2, a.tracks_per_area);
  store_be(cell, 26, 2, geometry.heads);
  store_be(cell, 28, 4, std::uint64_t{a.blocks_per_track} * a.block_bytes);
  store_be(cell, 32, 4, std::uint64_t{a.intervals_per_area} * a.interval_bytes);
  store_be(cell, 40, 2, extents_bytes);
  std::size_t at = kVolumeCellBytes;
  for (std::size_t i = 0; i < record.extents.size(); ++i, at += kExtentBytes) {
    const ComponentExtent& extent = record.extents[i];
    const dasd::TrackAddress low = geometry.track_address(extent.tracks.first);
    const dasd::TrackAddress high =
        geometry.track_address(extent.tracks.first + extent.tracks.count - 1);
    store_be(cell, at, 2, i);
    store_be(cell, at + 2, 2, low.cylinder);
    store_be(cell, at + 4, 2, low.head);
    store_be(cell, at + 6, 2, high.cylinder);
    store_be(cell, at + 8, 2, high.head);
    store_be(cell, at + 10, 2, extent.tracks.count);
    store_be(cell, at + 12, 4, extent.low_rba);
    store_be(cell, at + 16, 4, extent.high_rba);
  }
}

/// Where in a record the checksum stands, if the record carries one.
std::size_t checksum_place(ByteView data_set_cell, std::size_t cell_offset) {
  const bool has_mark = data_set_cell.size() >= kDataSetCellBytes &&
                        get_text(data_set_cell, kMarkOffset, 4) == "CSUM";
  return has_mark ? cell_offset + kChecksumOffset : 0;
}

struct Names {
  std::string component, cluster, catalog;
  std::size_t end = 0;
};

/// The names of a VVR header; they must end inside `limit`.
Result<Names> decode_names(ByteView bytes, std::size_t limit) {
  Names names;
  std::size_t at = kNamesOffset;
  for (std::string* name : {&names.component, &names.cluster, &names.catalog}) {
    if (at >= limit || at + 1 + bytes[at] > limit || bytes[at] > kNameBytesMax + 1) {
      return damaged_record("a name in the header", fmt::format("too long at byte {}", at));
    }
    *name = get_text(bytes, at + 1, bytes[at]);
    at += std::size_t{1} + bytes[at];
  }
  names.end = at;
  if (!dasd::is_data_set_name(names.component)) {
    return damaged_record("the component name", "no data set name");
  }
  return names;
}

void decode_data_set_cell(ByteView cell, VolumeRecord& record) {
  ComponentAttributes& a = record.attributes;
  a.is_speed = (cell[3] & 0x80) != 0;
  a.is_reusable = (cell[3] & 0x20) != 0;
  a.erases = (cell[3] & 0x10) != 0;
  a.inhibits_update = (cell[3] & 0x04) != 0;
  a.is_temporary_export = (cell[3] & 0x02) != 0;
  a.share_region = static_cast<std::uint8_t>((cell[4] >> 6 & 3) + 1);
  a.share_system = static_cast<std::uint8_t>((cell[4] >> 4 & 3) + 1);
  record.is_open_for_output = (cell[5] & 0x80) != 0;
  a.buffer_space = load_be32(cell, 6);
  a.primary = static_cast<std::uint32_t>(load_be(cell, 10, 3));
  a.secondary = static_cast<std::uint32_t>(load_be(cell, 13, 3));
  a.space_unit = (cell[16] & 0x40) != 0 ? dasd::SpaceUnit::kCylinders : dasd::SpaceUnit::kTracks;
  a.average_record_bytes = load_be32(cell, 25);
  a.exception_exit = get_text(cell, 31, 8);
  a.is_upgraded = (cell[44] & 0x80) != 0;
  a.is_alternate_index = (cell[44] & 0xC0) != 0;
  record.statistics.changed = time_of(load_be64(cell, 45));
}

void decode_amdsb_cell(ByteView cell, VolumeRecord& record) {
  ComponentAttributes& a = record.attributes;
  ComponentStatistics& s = record.statistics;
  if ((cell[42] & 0x04) != 0) {
    a.organization = Organization::kLinear;
  } else if ((cell[42] & 0x02) != 0) {
    a.organization = Organization::kVariableRelative;
  } else if ((cell[3] & 0x02) != 0) {
    a.organization = Organization::kRelative;
  } else {
    a.organization =
        (cell[3] & 0x80) != 0 ? Organization::kKeySequenced : Organization::kEntrySequenced;
  }
  a.write_check = (cell[3] & 0x40) != 0;
  a.is_spanned = (cell[3] & 0x01) != 0;
  a.alternate_key_offset = load_be16(cell, 6);
  a.key_offset = load_be16(cell, 8);
  a.key_bytes = load_be16(cell, 10);
  a.free_area_percent = cell[12];
  a.free_interval_percent = cell[13];
  a.intervals_per_area = load_be16(cell, 14);
  a.interval_bytes = load_be32(cell, 22);
  a.max_record_bytes = load_be32(cell, 26);
  record.root_rba = load_be32(cell, 30);
  record.first_sequence_set_rba = load_be32(cell, 34);
  a.has_unique_keys = (cell[42] & 0x80) == 0;
  record.is_loading = (cell[42] & 0x08) != 0;
  s.levels = load_be16(cell, 58);
  s.extents = load_be16(cell, 60);
  std::uint32_t* const counts[] = {&s.records, &s.deleted, &s.inserted, &s.updated, &s.retrieved};
  for (std::size_t i = 0; i < std::size(counts); ++i) {
    *counts[i] = load_be32(cell, 62 + 4 * i);
  }
  s.free_bytes = load_be32(cell, 82);
  s.interval_splits = load_be32(cell, 86);
  s.area_splits = load_be32(cell, 90);
  s.excps = load_be32(cell, 94);
}

Result<void> decode_extents(ByteView extents, std::uint64_t unit, const dasd::Geometry& geometry,
                            VolumeRecord& record) {
  for (std::size_t at = 0; at < extents.size(); at += kExtentBytes) {
    const dasd::TrackAddress low = {load_be16(extents, at + 2), load_be16(extents, at + 4)};
    const dasd::TrackAddress high = {load_be16(extents, at + 6), load_be16(extents, at + 8)};
    if (low.head >= geometry.heads || high.head >= geometry.heads || high < low) {
      return damaged_record("an extent",
                            fmt::format("from {} to {}", to_string(low), to_string(high)));
    }
    const std::uint32_t first = geometry.track_number(low);
    const std::uint64_t end_unit = std::uint64_t{load_be32(extents, at + 16)};
    ComponentExtent extent = {.tracks = {first, geometry.track_number(high) - first + 1},
                              .low_rba = load_be32(extents, at + 12) * unit,
                              .high_rba = unit == 1 ? end_unit : (end_unit + 1) * unit - 1};
    const ComponentAttributes& a = record.attributes;
    const std::uint64_t area_bytes = std::uint64_t{a.intervals_per_area} * a.interval_bytes;
    const bool follows =
        record.extents.empty() || record.extents.back().high_rba + 1 == extent.low_rba;
    if (extent.high_rba < extent.low_rba || !follows || extent.low_rba % area_bytes != 0 ||
        (extent.high_rba + 1) % area_bytes != 0 ||
        (extent.high_rba - extent.low_rba) / area_bytes >=
            extent.tracks.count / a.tracks_per_area) {
      return damaged_record("the RBAs of an extent",
                            fmt::format("{} to {} in {} tracks", extent.low_rba, extent.high_rba,
                                        extent.tracks.count));
    }
    record.extents.push_back(extent);
  }
  return {};
}

Result<void> decode_volume_cell(ByteView cell, const dasd::Geometry& geometry,
                                VolumeRecord& record) {
  ComponentAttributes& a = record.attributes;
  const std::uint64_t unit = (cell[3] & 0x04) != 0 ? a.interval_bytes : 1;
  record.high_used_rba = load_be32(cell, 9) * unit;
  record.high_allocated_rba = load_be32(cell, 13) * unit;
  a.block_bytes = load_be32(cell, 17);
  a.blocks_per_track = load_be16(cell, 21);
  a.tracks_per_area = load_be16(cell, 23);
  const bool fits = a.block_bytes != 0 && a.interval_bytes % a.block_bytes == 0 &&
                    a.blocks_per_track != 0 && a.tracks_per_area != 0 &&
                    a.blocks_per_track <= geometry.records_per_track(0, a.block_bytes) &&
                    std::uint64_t{a.intervals_per_area} * a.interval_bytes <=
                        std::uint64_t{a.tracks_per_area} * a.blocks_per_track * a.block_bytes;
  if (a.interval_bytes == 0 || a.intervals_per_area == 0 || !fits) {
    return damaged_record("the geometry",
                          fmt::format("CI size {}, {} blocks of {} in a track, {} CIs in "
                                      "{} tracks",
                                      a.interval_bytes, a.blocks_per_track, a.block_bytes,
                                      a.intervals_per_area, a.tracks_per_area));
  }
  std::size_t at = 36;
  for (int key = 0; key < 2 && at + 2 <= cell.size(); ++key) {
    at += std::size_t{2} + load_be16(cell, at);
  }
  const std::size_t extents_bytes = at + 2 <= cell.size() ? load_be16(cell, at) : 1;
  if (extents_bytes % kExtentBytes != 0 || at + 2 + extents_bytes > cell.size() ||
      extents_bytes / kExtentBytes != cell[4]) {
    return damaged_record("the extents of the volume cell",
                          fmt::format("{} bytes for {} extents", extents_bytes, cell[4]));
  }
  CS_TRY(decode_extents(cell.subspan(at + 2, extents_bytes), unit, geometry, record));
  const std::uint64_t end = record.extents.empty() ? 0 : record.extents.back().high_rba + 1;
  if (record.high_allocated_rba != end || record.high_used_rba > record.high_allocated_rba) {
    return damaged_record("the high RBA",
                          fmt::format("used {}, allocated {}, extents to {}", record.high_used_rba,
                                      record.high_allocated_rba, end));
  }
  return {};
}

}  // namespace

VvdsRecordHead peek_vvds_record(ByteView record) {
  VvdsRecordHead head;
  if (record.size() > kNamesOffset + 1 &&
      (record[4] == kPrimaryType || record[4] == kSecondaryType)) {
    head.kind = VvdsRecordKind::kVolumeRecord;
    if (kNamesOffset + 1 + record[kNamesOffset] <= record.size()) {
      head.name = get_text(record, kNamesOffset + 1, record[kNamesOffset]);
    }
  } else if (record.size() >= kNonVsamHeaderEnd && record[4] == kNonVsamType) {
    head.kind = VvdsRecordKind::kNonVsam;
    head.name = get_text(record, 11, kNameBytesMax);
  }
  return head;
}

Bytes encode_volume_record(const VolumeRecord& record, const dasd::Geometry& geometry,
                           bool describes_itself) {
  Bytes bytes(kNamesOffset);
  bytes[4] = record.is_primary ? kPrimaryType : kSecondaryType;
  bytes[5] = flag_if(describes_itself, kSelfFlag) | flag_if(record.is_catalog, kCatalogFlag) |
             flag_if(record.role == ComponentRole::kIndex, kIndexFlag);
  add_name(bytes, record.component_name, true);
  add_name(bytes, record.cluster_name, true);
  add_name(bytes, record.catalog_name, false);
  add_name(bytes, "", false);
  store_be(bytes, 2, 2, bytes.size() - 2);
  const std::size_t data_set_offset = bytes.size();
  add_data_set_cell(bytes, record);
  add_amdsb_cell(bytes, record);
  add_sms_cell(bytes, {record.storage_class, record.data_class, record.management_class});
  add_volume_cell(bytes, record, geometry);
  store_be(bytes, 0, 2, bytes.size());
  store_be(bytes, data_set_offset + kChecksumOffset, 8, io::checksum(bytes));
  return bytes;
}

Result<VolumeRecord> decode_volume_record(ByteView bytes, const dasd::Geometry& geometry) {
  CS_ASSIGN(const std::size_t first_cell, check_frame(bytes, kNamesOffset + 3));
  if (bytes[4] != kPrimaryType && bytes[4] != kSecondaryType) {
    return damaged_record("the type", fmt::format("X'{:02X}'", bytes[4]));
  }
  VolumeRecord record;
  record.is_primary = bytes[4] == kPrimaryType;
  record.is_catalog = (bytes[5] & kCatalogFlag) != 0;
  record.role = (bytes[5] & kIndexFlag) != 0 ? ComponentRole::kIndex : ComponentRole::kData;
  CS_ASSIGN(const Names names, decode_names(bytes, first_cell));
  record.component_name = names.component;
  record.cluster_name = names.cluster;
  record.catalog_name = names.catalog;
  CS_ASSIGN(const Cells cells, find_cells(bytes, first_cell));
  if (cells.data_set.size() < kDataSetCellBytesMin || cells.amdsb.size() < kAmdsbCellBytes ||
      cells.volume.size() < kVolumeCellBytes) {
    return damaged_record("the data set, AMDSB or volume cell", "missing or too short");
  }
  const std::size_t place = checksum_place(cells.data_set, cells.data_set_offset);
  if (place != 0 && checksum_without(bytes, place, 8) != load_be64(bytes, place)) {
    return damaged_record("the checksum", "wrong");
  }
  decode_data_set_cell(cells.data_set, record);
  decode_amdsb_cell(cells.amdsb, record);
  const SmsClasses classes = decode_sms_cell(cells.sms);
  record.storage_class = classes.storage;
  record.data_class = classes.data;
  record.management_class = classes.management;
  CS_TRY(decode_volume_cell(cells.volume, geometry, record));
  return record;
}

}  // namespace coldsite::vsam
