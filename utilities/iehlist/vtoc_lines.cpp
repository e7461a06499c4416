#include "utilities/iehlist/vtoc_lines.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "datasets/text/code_page.hpp"
#include "utilities/iehlist/listing_text.hpp"

namespace coldsite::iehlist {
namespace {

constexpr std::uint8_t kRacf = 0x40, kPassword = 0x10, kWriteProtected = 0x04;
constexpr std::size_t kChainOffset = 135;

std::string cylinder_head(dasd::TrackAddress track) {
  return Columns().right(track.cylinder, 5).right(track.head, 3).take();
}

std::string cylinder_head_record(dasd::RecordAddress address) {
  return Columns()
      .right(address.track.cylinder, 5)
      .right(address.track.head, 3)
      .right(address.record, 3)
      .take();
}

/// The next DSCB of a data set (format 2, 3 or 9), or nothing.
std::string chain_text(const dasd::DataSetLabel& data_set) {
  if (data_set.raw.size() < dasd::kDscbBytes) {
    return "";
  }
  const auto next = dasd::load_record_address(data_set.raw, kChainOffset);
  return next.record == 0 ? "" : cylinder_head_record(next);
}

std::string_view security_text(const dasd::DataSetLabel& data_set) {
  if ((data_set.indicators & kRacf) != 0) {
    return "RACF";
  }
  if ((data_set.indicators & kPassword) != 0) {
    return (data_set.indicators & kWriteProtected) != 0 ? "WRITE PWD" : "READ PWD";
  }
  return "NONE";
}

struct Flag {
  std::uint8_t bit;
  char letter;
};
/// DS1SMSFG: managed, not catalogued, reblockable, PDSE, extended format.
constexpr std::array kSmsFlags = {Flag{0x80, 'S'}, Flag{0x40, 'U'}, Flag{0x20, 'R'},
                                  Flag{0x08, 'I'}, Flag{0x04, 'E'}};

std::string sms_text(const dasd::DataSetLabel& data_set) {
  std::string text;
  for (const Flag& flag : kSmsFlags) {
    if ((data_set.sms_flags & flag.bit) != 0) {
      text += flag.letter;
    }
  }
  return data_set.is_large() ? text + 'L' : text;
}

std::string used_directory_text(const dasd::DataSetLabel& data_set) {
  const bool has_directory = data_set.organization == dasd::Organization::kPartitioned;
  return has_directory ? std::to_string(data_set.directory_bytes_last) : "";
}

std::string record_bytes_text(const dasd::DataSetLabel& data_set) {
  constexpr std::uint32_t kX = 0x8000;
  return data_set.record_bytes == kX ? "X" : std::to_string(data_set.record_bytes);
}

std::string name_line(const dasd::DataSetLabel& data_set) {
  return Columns(kLineColumns)
      .left(printable(data_set.name), 45)
      .left(printable(data_set.first_volser), 6)
      .right(data_set.volume_sequence, 5)
      .right(to_text(data_set.created), 8)
      .right(to_text(data_set.expires), 8)
      .right(to_text(data_set.referenced), 8)
      .right(data_set.extents.size(), 3)
      .left(organization_text(data_set), 5)
      .left(dasd::to_string(data_set.record_format), 5)
      .right(hexadecimal({&data_set.option_code, 1}), 5)
      .right(data_set.block_bytes, 7)
      .take();
}

std::string space_line(const dasd::DataSetLabel& data_set) {
  return Columns(kLineColumns)
      .left(sms_text(data_set), 7)
      .right(record_bytes_text(data_set), 5)
      .right(data_set.key_bytes, 6)
      .right(data_set.key_offset, 5)
      .left(space_unit_text(data_set), 13)
      .right(data_set.secondary_flags_and_quantity & 0xFFFFFF, 9)
      .right(data_set.last_block.track, 9)
      .right(data_set.last_block.record, 3)
      .right(data_set.track_balance, 5)
      .right(used_directory_text(data_set), 14)
      .right(chain_text(data_set), 13)
      .right(cylinder_head_record(data_set.address), 17)
      .take();
}

std::string extent_line(const dasd::Extent& extent, const dasd::Geometry& geometry) {
  return Columns(kLineColumns)
      .right(extent.sequence, 19)
      .right(cylinder_head(extent.low), 9)
      .right(cylinder_head(extent.high), 10)
      .right(extent.track_count(geometry), 8)
      .take();
}

}  // namespace

std::string_view file_type(dasd::Organization organization) {
  switch (organization) {
    case dasd::Organization::kUnknown:
      return "NOT KNOWN";
    case dasd::Organization::kIndexed:
      return "INDEXED SEQ";
    case dasd::Organization::kSequential:
      return "SEQUENTIAL";
    case dasd::Organization::kDirect:
      return "DIRECT";
    case dasd::Organization::kPartitioned:
      return "PARTITIONED";
    case dasd::Organization::kVsam:
      return "VSAM";
  }
  return "NOT KNOWN";
}

std::string organization_text(const dasd::DataSetLabel& data_set) {
  return dasd::to_string(data_set.organization) + (data_set.is_unmovable ? "U" : "");
}

std::string_view space_unit_text(const dasd::DataSetLabel& data_set) {
  switch (data_set.secondary_flags_and_quantity >> 30) {
    case 3:
      return "CYLS";
    case 2:
      return "TRKS";
    case 1:
      return "BLKS";
    default:
      return "ABSTR";
  }
}

std::string edited_heading() {
  return fmt::format("{:<45} {:<8} {:<8} {:<11} {:>7} {:>7} {:>12} {}", "DATA SET NAME", "CREATED",
                     "PURGE", "FILE TYPE", "EXTENTS", "TRACKS", "VOL. SEQ. NO", "SECURITY");
}

std::string edited_line(const dasd::DataSetLabel& data_set, const dasd::Geometry& geometry,
                        bool is_flagged) {
  const std::string name = printable(data_set.name) + (is_flagged ? "*" : "");
  return Columns(kLineColumns)
      .left(name, 45)
      .left(to_text(data_set.created), 8)
      .left(to_text(data_set.expires), 8)
      .left(file_type(data_set.organization), 11)
      .right(data_set.extents.size(), 7)
      .right(data_set.track_count(geometry), 7)
      .right(data_set.volume_sequence, 12)
      .left(security_text(data_set), 0)
      .take();
}

std::vector<std::string> format4_lines(const dasd::Format4& format4, dasd::RecordAddress address) {
  constexpr std::string_view kRow = "{:>17} {:>6} {:>8} {:>11} {:>8} {:>13} {:>9} {:>9} {:>13}";
  return {fmt::format(kRow, "FORMAT 4 DSCB  VI", "NO", "MAX DSCB", "MAX DIRECT", "NO AVAIL",
                      "LAST FMT 1", "VTOC", "EXTENT", "THIS DSCB"),
          fmt::format(kRow, "", "BLANK", "PER TRK", "BLK PER TRK", "ALT TRK", "DSCB(C-H-R)",
                      "LOW(C-H)", "HIGH(C-H)", "(C-H-R)"),
          fmt::format(kRow, fmt::format("{:02X}", format4.vtoc_flags), format4.free_dscbs,
                      format4.dscbs_per_track, format4.directory_blocks_per_track,
                      format4.alternate_tracks, cylinder_head_record(format4.highest_format1),
                      cylinder_head(format4.extent.low), cylinder_head(format4.extent.high),
                      cylinder_head_record(address))};
}

std::vector<std::string> format_lines(const dasd::DataSetLabel& data_set,
                                      const dasd::Geometry& geometry) {
  std::vector<std::string> lines;
  lines.reserve(5 + data_set.extents.size());
  lines.emplace_back(
      "---------------DATA SET NAME----------------  SER NO SEQNO DATE.CRE DATE.EXP DATE.REF EXT "
      "DSORG RECFM OPTCD BLKSIZE");
  lines.push_back(name_line(data_set));
  lines.emplace_back(
      "SMS.IND LRECL KEYLEN   RKP INITIAL ALLOC 2ND ALLOC LAST BLK PTR(T-R-L) USED PDS BYTES "
      "FMT 3 (C-H-R) FMT1 DSCB(C-H-R)");
  lines.push_back(space_line(data_set));
  if (!data_set.extents.empty()) {
    lines.emplace_back("        EXTENTS  NO  LOW(C-H)  HIGH(C-H)   TRACKS");
  }
  for (const dasd::Extent& extent : data_set.extents) {
    lines.push_back(extent_line(extent, geometry));
  }
  return lines;
}

std::vector<std::string> dump_heading() {
  return {"LINE 1 = KEY, BYTES 0 TO 43 (DSNAME OF FORMATS 1 AND 8)",
          "LINE 2 = BYTES 44 TO 98, THE FIRST IS THE FORMAT",
          "LINE 3 = BYTES 99 TO 139" + std::string(64, ' ') + "DSCB ADDR (CCHHR)"};
}

std::vector<std::string> dump_lines(ByteView dscb, char format, dasd::RecordAddress address) {
  constexpr std::size_t kLine2Bytes = 55;
  constexpr std::size_t kLine3Offset = dasd::kDscbKeyBytes + kLine2Bytes;
  const ByteView key = dscb.first(dasd::kDscbKeyBytes);
  const bool is_name = format == '1' || format == '8';
  std::string first = is_name ? printable(text::label_to_utf8(key)) : hexadecimal(key);
  first.erase(first.find_last_not_of(' ') + 1);
  return {first, hexadecimal(dscb.subspan(dasd::kDscbKeyBytes, kLine2Bytes)),
          fmt::format("{:<88}{}", hexadecimal(dscb.subspan(kLine3Offset)), to_cchhr(address))};
}

EmptySpace empty_space(const dasd::Vtoc& vtoc, const dasd::Geometry& geometry) {
  EmptySpace space;
  for (const dasd::FreeExtent& free : vtoc.free) {
    const std::uint32_t end = free.first_track + free.track_count;
    const std::uint32_t first_cylinder = (free.first_track + geometry.heads - 1) / geometry.heads;
    const std::uint32_t end_cylinder = end / geometry.heads;
    const std::uint32_t whole = std::max(end_cylinder, first_cylinder) - first_cylinder;
    space.cylinders += whole;
    space.tracks += free.track_count - whole * geometry.heads;
  }
  return space;
}

}  // namespace coldsite::iehlist
