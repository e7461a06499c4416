// Offsets count from the key. source: DFSMSdfp Advanced Services; checked on real volumes.
//
// Format 1 and 8 (key: data set name)        | Format 4 (key: 44 x 04)
// |  44 |  1 | F1 or F8                      | |  44 |  1 | F4
// |  45 |  6 | serial of the first volume    | |  45 |  5 | CCHHR of the highest format 1
// |  51 |  2 | volume sequence               | |  50 |  2 | free DSCBs
// |  53 |  3 | created (year - 1900, day)    | |  56 |  2 | alternate tracks left
// |  56 |  3 | expires                       | |  58 |  1 | flags: 80 DOS, 20 F7 valid, 04 change
// |  59 |  1 | extents on this volume        | |     |    | under way, 01 indexed
// |  60 |  1 | bytes in last directory block | |  59 |  1 | extents of the VTOC: 1
// |  61 |  1 | flags: 08 large               | |  62 |2,2 | cylinders, tracks per cylinder
// |  62 | 13 | system code                   | |  66 |  2 | track capacity
// |  75 |  3 | last referenced               | |  68 |  6 | overheads I L K FG TL
// |  78 |  1 | SMS flags                     | |  74 |1,1 | DSCBs, directory blocks per track
// |  82 |  2 | organization                  | | 105 | 10 | extent of the VTOC
// |  84 |  1 | record format                 | | 125 |  1 | 07: format 7 kept
// |  85 |  1 | option code                   | | 126 |  5 | CCHHR of the first format 7
// |  86 |  2 | block size                    | | 132 |  4 | cylinders, when those at 62 are FFFE
// |  88 |  2 | record length                 |
// |  90 |1,2 | key length, key position      | Format 5 (key: 4 x 05)
// |  93 |  1 | indicators                    | |   4 | 8x5| track (2), cylinders (2), tracks (1)
// |  94 |  4 | secondary: flags, quantity    | |  44 |  1 | F5
// |  98 |  3 | last block TTR                | |  45 |18x5| more
// | 101 |  2 | bytes left on its track       | | 135 |  5 | next
// | 104 |  1 | high byte of TT (large)       |
// | 105 |3x10| extents                       | Format 7 (key: 4 x 07)
// | 135 |  5 | next: format 3, or 9 from 8   | |   4 | 5x8| first track (4), behind last (4)
//                                            | |  44 |  1 | F7
// Format 3 (key: 4 x 03)                     | |  45 |11x8| more
// |   4 |4x10| extents                       | | 135 |  5 | next
// |  44 |  1 | F3                            |
// |  45 |9x10| extents                       | Format 9 (key: 09)
// | 135 |  5 | next format 3                 | | 1,4,12 | subtype, job (8), step (8); 44: F9
//                                            | | 135 |  5 | format 3
// An extent: type, sequence, low CC HH, high CC HH; the upper 12 bits of HH extend CC.
#include "datasets/dasd/dscb_codec.hpp"

#include <algorithm>

#include "datasets/text/code_page.hpp"

namespace coldsite::dasd {
namespace {

constexpr std::size_t kFormatOffset = 44;
constexpr std::size_t kChainOffset = 135;
constexpr std::size_t kExtentBytes = 10;
constexpr std::uint16_t kCylindersElsewhere = 0xFFFE;
constexpr int kFirstLabelYear = 1900;

std::string load_text(ByteView bytes, std::size_t offset, std::size_t length) {
  std::string text = text::label_to_utf8(bytes.subspan(offset, length));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

void store_text(ByteSpan bytes, std::size_t offset, std::size_t length, std::string_view text) {
  std::ranges::copy(text::label_from_utf8(text, length), bytes.subspan(offset).begin());
}

LabelDate load_date(ByteView bytes, std::size_t offset) {
  const int day = load_be16(bytes, offset + 1);
  if (bytes[offset] == 0 && day == 0) {
    return {};
  }
  return {kFirstLabelYear + bytes[offset], day};
}

void store_date(ByteSpan bytes, std::size_t offset, LabelDate date) {
  const bool is_set = date.year >= kFirstLabelYear && date.year < kFirstLabelYear + 256;
  bytes[offset] = static_cast<std::uint8_t>(is_set ? date.year - kFirstLabelYear : 0);
  store_be(bytes, offset + 1, 2, is_set ? static_cast<std::uint64_t>(date.day_of_year) : 0);
}

TrackAddress load_track_address(ByteView bytes, std::size_t offset) {
  const std::uint32_t head = load_be16(bytes, offset + 2);
  return {load_be16(bytes, offset) | (head >> 4) << 16, head & 0x0F};
}

/// Heads above 15 occur on 2314, 3330 and 3350, whose cylinders never need the extension.
TrackAddress load_small_track_address(ByteView bytes, std::size_t offset) {
  const std::uint32_t head = load_be16(bytes, offset + 2);
  if (head < 32) {
    return {load_be16(bytes, offset), head};
  }
  return load_track_address(bytes, offset);
}

void store_track_address(ByteSpan bytes, std::size_t offset, TrackAddress address) {
  store_be(bytes, offset, 2, address.cylinder & 0xFFFF);
  store_be(bytes, offset + 2, 2, (address.cylinder >> 16) << 4 | address.head);
}

Extent load_extent(ByteView bytes, std::size_t offset) {
  return {.type = bytes[offset],
          .sequence = bytes[offset + 1],
          .low = load_small_track_address(bytes, offset + 2),
          .high = load_small_track_address(bytes, offset + 6)};
}

void store_extent(ByteSpan bytes, std::size_t offset, const Extent& extent) {
  bytes[offset] = extent.type;
  bytes[offset + 1] = extent.sequence;
  store_track_address(bytes, offset + 2, extent.low);
  store_track_address(bytes, offset + 6, extent.high);
}

/// The offsets of a list that the identifier at 44 interrupts.
std::vector<std::size_t> split_offsets(std::size_t width, std::size_t before, std::size_t after) {
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < before; ++i) {
    offsets.push_back(4 + i * width);
  }
  for (std::size_t i = 0; i < after; ++i) {
    offsets.push_back(kFormatOffset + 1 + i * width);
  }
  return offsets;
}

bool key_is(ByteView dscb, std::size_t length, std::uint8_t byte) {
  return std::ranges::all_of(dscb.first(length), [byte](std::uint8_t b) { return b == byte; });
}

Dscb start_dscb(std::size_t key_length, std::uint8_t digit) {
  Dscb dscb = {};
  std::fill_n(dscb.begin(), key_length, digit);
  dscb[kFormatOffset] = static_cast<std::uint8_t>(0xF0 | digit);
  return dscb;
}

}  // namespace

char dscb_format(ByteView dscb) {
  const std::uint8_t id = dscb[kFormatOffset];
  switch (id) {
    case 0xF1:
    case 0xF8:
    case 0xF2:
      return static_cast<char>('0' + (id & 0x0F));
    case 0xF3:
    case 0xF5:
    case 0xF6:
    case 0xF7:
      return key_is(dscb, 4, id & 0x0F) ? static_cast<char>('0' + (id & 0x0F)) : '?';
    case 0xF4:
      return key_is(dscb, kDscbKeyBytes, 4) ? '4' : '?';
    case 0xF9:
      return dscb[0] == 9 ? '9' : '?';
    default:
      return key_is(dscb, kDscbBytes, 0) ? '0' : '?';
  }
}

RecordAddress load_record_address(ByteView bytes, std::size_t offset) {
  return {load_small_track_address(bytes, offset), bytes[offset + 4]};
}

void store_record_address(ByteSpan bytes, std::size_t offset, RecordAddress address) {
  store_track_address(bytes, offset, address.track);
  bytes[offset + 4] = address.record;
}

Format1 decode_format1(ByteView dscb) {
  Format1 format1;
  DataSetLabel& label = format1.label;
  label.raw.assign(dscb.begin(), dscb.end());
  label.name = load_text(dscb, 0, kDscbKeyBytes);
  label.first_volser = load_text(dscb, 45, 6);
  label.volume_sequence = load_be16(dscb, 51);
  label.created = load_date(dscb, 53);
  label.expires = load_date(dscb, 56);
  format1.extent_count = dscb[59];
  label.directory_bytes_last = dscb[60];
  label.flags1 = dscb[61];
  label.system_code = load_text(dscb, 62, 13);
  label.referenced = load_date(dscb, 75);
  label.sms_flags = dscb[78];
  label.organization = static_cast<Organization>(load_be16(dscb, 82) & ~0x0100U);
  label.is_unmovable = (dscb[82] & 0x01) != 0;
  label.record_format.bits = dscb[84];
  label.option_code = dscb[85];
  label.block_bytes = load_be16(dscb, 86);
  label.record_bytes = load_be16(dscb, 88);
  label.key_bytes = dscb[90];
  label.key_offset = load_be16(dscb, 91);
  label.indicators = dscb[93];
  label.secondary_flags_and_quantity = load_be32(dscb, 94);
  label.last_block = {load_be16(dscb, 98), dscb[100]};
  if (label.is_large()) {
    label.last_block.track |= std::uint32_t{dscb[104]} << 16;
  }
  label.track_balance = load_be16(dscb, 101);
  label.extents = decode_own_extents(dscb);
  format1.next = load_record_address(dscb, kChainOffset);
  return format1;
}

std::vector<Extent> decode_own_extents(ByteView dscb) {
  std::vector<Extent> extents;
  for (std::size_t i = 0; i < kFormat1Extents; ++i) {
    const Extent extent = load_extent(dscb, 105 + i * kExtentBytes);
    if (extent.type != 0) {
      extents.push_back(extent);
    }
  }
  return extents;
}

Dscb encode_format1(const DataSetLabel& label, RecordAddress next) {
  Dscb dscb = {};
  if (label.raw.size() == dscb.size()) {
    std::ranges::copy(label.raw, dscb.begin());
  } else {
    dscb[kFormatOffset] = 0xF1;
  }
  const ByteSpan out(dscb);
  store_text(out, 0, kDscbKeyBytes, label.name);
  store_text(out, 45, 6, label.first_volser);
  store_be(out, 51, 2, label.volume_sequence);
  store_date(out, 53, label.created);
  store_date(out, 56, label.expires);
  const auto is_data = [](const Extent& extent) { return extent.type != 0x40; };
  dscb[59] = static_cast<std::uint8_t>(std::ranges::count_if(label.extents, is_data));
  dscb[60] = label.directory_bytes_last;
  dscb[61] = label.flags1;
  store_text(out, 62, 13, label.system_code);
  store_date(out, 75, label.referenced);
  dscb[78] = label.sms_flags;
  store_be(out, 82, 2,
           static_cast<std::uint64_t>(label.organization) | (label.is_unmovable ? 0x0100 : 0));
  dscb[84] = label.record_format.bits;
  dscb[85] = label.option_code;
  store_be(out, 86, 2, label.block_bytes);
  store_be(out, 88, 2, label.record_bytes);
  dscb[90] = label.key_bytes;
  store_be(out, 91, 2, label.key_offset);
  dscb[93] = label.indicators;
  store_be(out, 94, 4, label.secondary_flags_and_quantity);
  store_be(out, 98, 2, label.last_block.track & 0xFFFF);
  dscb[100] = label.last_block.record;
  store_be(out, 101, 2, label.track_balance);
  if (label.is_large()) {
    dscb[104] = static_cast<std::uint8_t>(label.last_block.track >> 16);
  }
  for (std::size_t i = 0; i < kFormat1Extents; ++i) {
    store_extent(
        out, 105 + i * kExtentBytes,
        i < label.extents.size() ? label.extents[i] : Extent{.type = 0, .low = {}, .high = {}});
  }
  store_record_address(out, kChainOffset, next);
  return dscb;
}

Format3 decode_format3(ByteView dscb) {
  Format3 format3;
  for (const std::size_t offset : split_offsets(kExtentBytes, 4, 9)) {
    const Extent extent = load_extent(dscb, offset);
    if (extent.type != 0) {
      format3.extents.push_back(extent);
    }
  }
  format3.next = load_record_address(dscb, kChainOffset);
  return format3;
}

Dscb encode_format3(const Format3& format3) {
  CS_CHECK(format3.extents.size() <= kFormat3Extents);
  Dscb dscb = start_dscb(4, 3);
  const std::vector<std::size_t> offsets = split_offsets(kExtentBytes, 4, 9);
  for (std::size_t i = 0; i < format3.extents.size(); ++i) {
    store_extent(dscb, offsets[i], format3.extents[i]);
  }
  store_record_address(dscb, kChainOffset, format3.next);
  return dscb;
}

Format4 decode_format4(ByteView dscb) {
  Format4 format4;
  format4.raw.assign(dscb.begin(), dscb.end());
  format4.highest_format1 = load_record_address(dscb, 45);
  format4.free_dscbs = load_be16(dscb, 50);
  format4.alternate_tracks = load_be16(dscb, 56);
  format4.vtoc_flags = dscb[58];
  format4.cylinders = load_be16(dscb, 62);
  if (format4.cylinders == kCylindersElsewhere) {
    format4.cylinders = load_be32(dscb, 132);
  }
  format4.heads = load_be16(dscb, 64);
  format4.track_bytes = load_be16(dscb, 66);
  format4.dscbs_per_track = dscb[74];
  format4.directory_blocks_per_track = dscb[75];
  format4.extent = load_extent(dscb, 105);
  format4.format7_level = dscb[125];
  format4.format7 = load_record_address(dscb, 126);
  return format4;
}

Dscb encode_format4(const Format4& format4, const Geometry& geometry) {
  Dscb dscb = start_dscb(kDscbKeyBytes, 4);
  if (format4.raw.size() == dscb.size()) {
    std::ranges::copy(format4.raw, dscb.begin());
  }
  const ByteSpan out(dscb);
  store_record_address(out, 45, format4.highest_format1);
  store_be(out, 50, 2, format4.free_dscbs);
  store_be(out, 56, 2, format4.alternate_tracks);
  dscb[58] = format4.vtoc_flags;
  dscb[59] = 1;
  if (load_be16(out, 62) != kCylindersElsewhere) {
    store_be(out, 62, 2, format4.cylinders);
  }
  store_be(out, 64, 2, format4.heads);
  store_be(out, 66, 2, format4.track_bytes);
  std::ranges::copy(geometry.overheads, dscb.begin() + 68);
  dscb[74] = format4.dscbs_per_track;
  dscb[75] = format4.directory_blocks_per_track;
  store_extent(out, 105, format4.extent);
  dscb[125] = format4.format7_level;
  store_record_address(out, 126, format4.format7);
  return dscb;
}

FreeSpaceDscb decode_format5(ByteView dscb, const Geometry& geometry) {
  FreeSpaceDscb free;
  for (const std::size_t offset : split_offsets(5, 8, 18)) {
    const FreeRun run = {load_be16(dscb, offset),
                         load_be16(dscb, offset + 2) * geometry.heads + dscb[offset + 4]};
    if (run.track_count != 0) {
      free.runs.push_back(run);
    }
  }
  free.next = load_record_address(dscb, kChainOffset);
  return free;
}

Dscb encode_format5(const FreeSpaceDscb& free, const Geometry& geometry) {
  CS_CHECK(free.runs.size() <= kFormat5Runs);
  Dscb dscb = start_dscb(4, 5);
  const std::vector<std::size_t> offsets = split_offsets(5, 8, 18);
  for (std::size_t i = 0; i < free.runs.size(); ++i) {
    const FreeRun& run = free.runs[i];
    store_be(dscb, offsets[i], 2, run.first_track);
    store_be(dscb, offsets[i] + 2, 2, run.track_count / geometry.heads);
    dscb[offsets[i] + 4] = static_cast<std::uint8_t>(run.track_count % geometry.heads);
  }
  store_record_address(dscb, kChainOffset, free.next);
  return dscb;
}

FreeSpaceDscb decode_format7(ByteView dscb) {
  FreeSpaceDscb free;
  for (const std::size_t offset : split_offsets(8, 5, 11)) {
    const std::uint32_t first = load_be32(dscb, offset);
    const std::uint32_t end = load_be32(dscb, offset + 4);
    if (end > first) {
      free.runs.push_back({first, end - first});
    }
  }
  free.next = load_record_address(dscb, kChainOffset);
  return free;
}

Dscb encode_format7(const FreeSpaceDscb& free) {
  CS_CHECK(free.runs.size() <= kFormat7Runs);
  Dscb dscb = start_dscb(4, 7);
  const std::vector<std::size_t> offsets = split_offsets(8, 5, 11);
  for (std::size_t i = 0; i < free.runs.size(); ++i) {
    store_be(dscb, offsets[i], 4, free.runs[i].first_track);
    store_be(dscb, offsets[i] + 4, 4, free.runs[i].first_track + free.runs[i].track_count);
  }
  store_record_address(dscb, kChainOffset, free.next);
  return dscb;
}

Format9 decode_format9(ByteView dscb) {
  return {.subtype = dscb[1],
          .job_name = load_text(dscb, 4, 8),
          .step_name = load_text(dscb, 12, 8),
          .next = load_record_address(dscb, kChainOffset),
          .raw = Bytes(dscb.begin(), dscb.end())};
}

Dscb encode_format9(const Format9& format9) {
  Dscb dscb = start_dscb(1, 9);
  if (format9.raw.size() == dscb.size()) {
    std::ranges::copy(format9.raw, dscb.begin());
  }
  dscb[1] = format9.subtype;
  store_text(dscb, 4, 8, format9.job_name);
  store_text(dscb, 12, 8, format9.step_name);
  store_record_address(dscb, kChainOffset, format9.next);
  return dscb;
}

}  // namespace coldsite::dasd
