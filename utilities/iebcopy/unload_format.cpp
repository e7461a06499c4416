// layout of an unloaded library (RECFM=VS; checked against unloads made by z/OS, MVS 3.8 and TSO
// TRANSMIT):
//   COPYR1   0   1  flags: C0 = 00 old format, 40 PDSE; 80 errors; 10 programs
//            1   3  CA6D0F
//            4   2  DS1DSORG      6  2  BLKSIZE      8  2  LRECL    10  1  RECFM   11  1  KEYLEN
//            12  1  OPTCD         13 1  SMSFG        14 2  BLKSIZE of the unload
//            16  20 device: UCB type 4, largest block 4, cylinders 2, heads 2, track length 2,
//                   overhead 2, key overhead 1, flag 1, tolerance 2
//            36  2  number of header records (2; 0 in old unloads)
//            38  1  zero          39 3  DS1REFD      42 3  DS1SCEXT 45  4  DS1SCALO
//            49  3  DS1LSTAR      52 2  DS1TRBAL     54 2  zero (old unloads end at 52)
//   COPYR2   0   16 DEB: byte 0 the number of extents
//            16  16 x 16 extents: UCB 4, zero 2, first CC 2, HH 2, last CC 2, HH 2, tracks 2
//            272 4  zero
//   then records of one or more blocks: 0, extent 1, 0 2, CC 2, HH 2, R 1, KL 1, DL 2, key, data.
//   Directory blocks come first (CCHHR zero, KL 8, DL 256), closed by a block of no key and no
//   data, then the blocks of each member in the order of their place, each closed the same way.
//   A record is at most 8 bytes shorter than BLKSIZE of the unload; a block is never divided.
#include "utilities/iebcopy/unload_format.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/ieb.hpp"

namespace coldsite::iebcopy {
namespace {

constexpr std::size_t kFirstHeaderBytesMin = 52;
constexpr std::size_t kExtentsMax = 16;
constexpr std::size_t kExtentBytes = 16;
constexpr std::uint32_t kMagic = 0xCA6D0F;
constexpr std::uint32_t kBlockOverhead = kBlockHeaderBytes + 8;
constexpr std::uint32_t kDirectoryRecordBytes = kBlockHeaderBytes + 8 + 256;

/// The low bytes of a device's UCB type.
std::uint32_t unit_type(std::uint16_t device_type) {
  switch (device_type) {
    case 0x3390:
      return 0x3010'200F;
    case 0x3380:
      return 0x3010'200E;
    case 0x3350:
      return 0x3050'200B;
    case 0x3330:
      return 0x3050'2009;
    case 0x3375:
      return 0x3050'200C;
    case 0x9345:
      return 0x3010'2004;
    default:
      return 0x3050'2000;
  }
}

Failure not_an_unload(const std::string& why) {
  return failure<msg::IEB120E>("UNLOAD DATA SET", why);
}

}  // namespace

std::optional<std::uint32_t> UnloadHeader::relative_track(std::uint32_t cylinder,
                                                          std::uint32_t head) const {
  const std::uint64_t track = std::uint64_t{cylinder} * heads + head;
  std::uint64_t before = 0;
  for (const Extent& extent : extents) {
    const std::uint64_t first = std::uint64_t{extent.first_cylinder} * heads + extent.first_head;
    const std::uint64_t last = std::uint64_t{extent.last_cylinder} * heads + extent.last_head;
    if (track >= first && track <= last) {
      return static_cast<std::uint32_t>(before + track - first);
    }
    before += last >= first ? last - first + 1 : 0;
  }
  return std::nullopt;
}

UnloadHeader make_header(const dasd::DataSetLabel& label, const dasd::Geometry& geometry) {
  UnloadHeader header;
  header.dcb = access::attributes_of(label);
  header.container_block_bytes =
      std::max(label.block_bytes + kBlockOverhead, kDirectoryRecordBytes + 8);
  header.heads = geometry.heads;
  for (const dasd::Extent& extent : label.extents) {
    header.extents.push_back({extent.low.cylinder, extent.low.head, extent.high.cylinder,
                              extent.high.head, extent.track_count(geometry)});
  }
  return header;
}

Bytes encode_first(const UnloadHeader& header, const dasd::DataSetLabel& label,
                   const dasd::Geometry& geometry, std::uint32_t cylinders) {
  Bytes bytes(kFirstHeaderBytes, 0);
  const ByteSpan out = bytes;
  store_be(out, 1, 3, kMagic);
  store_be(out, 4, 2, static_cast<std::uint16_t>(dasd::Organization::kPartitioned));
  store_be(out, 6, 2, header.dcb.block_bytes);
  store_be(out, 8, 2, header.dcb.record_bytes);
  bytes[10] = header.dcb.record_format.bits;
  bytes[11] = header.dcb.key_bytes;
  bytes[12] = label.option_code;
  bytes[13] = label.sms_flags;
  store_be(out, 14, 2, std::min(header.container_block_bytes, access::kBlockBytesMax));
  store_be(out, 16, 4, unit_type(geometry.device_type));
  store_be(out, 20, 4, std::min(geometry.block_bytes_max, access::kBlockBytesMax));
  store_be(out, 24, 2, cylinders);
  store_be(out, 26, 2, geometry.heads);
  store_be(out, 28, 2, geometry.capacity_bytes);
  std::ranges::copy(geometry.overheads, bytes.begin() + 30);
  store_be(out, 36, 2, 2);
  store_be(out, 45, 4, label.secondary_flags_and_quantity);
  store_be(out, 49, 2, label.last_block.track);
  bytes[51] = label.last_block.record;
  store_be(out, 52, 2, label.track_balance);
  return bytes;
}

Bytes encode_second(const UnloadHeader& header) {
  Bytes bytes(kSecondHeaderBytes, 0);
  const std::size_t count = std::min(header.extents.size(), kExtentsMax);
  bytes[0] = static_cast<std::uint8_t>(count);
  bytes[4] = 0xFF;
  bytes[8] = 0x8F;
  for (std::size_t i = 0; i < count; ++i) {
    const UnloadHeader::Extent& extent = header.extents[i];
    const ByteSpan out = ByteSpan(bytes).subspan(16 + i * kExtentBytes, kExtentBytes);
    out[0] = 0x50;
    store_be(out, 6, 2, extent.first_cylinder);
    store_be(out, 8, 2, extent.first_head);
    store_be(out, 10, 2, extent.last_cylinder);
    store_be(out, 12, 2, extent.last_head);
    store_be(out, 14, 2, extent.tracks);
  }
  return bytes;
}

Result<UnloadHeader> decode_headers(ByteView first, ByteView second) {
  if (first.size() < kFirstHeaderBytesMin || first.size() > kFirstHeaderBytes ||
      load_be(first, 1, 3) != kMagic) {
    return not_an_unload("THE FIRST RECORD IS NOT COPYR1");
  }
  if ((first[0] & 0xC0) == 0x40) {
    return not_an_unload("IT HOLDS A PDSE, WHICH IS NOT SUPPORTED");
  }
  if (second.size() != kSecondHeaderBytes) {
    return not_an_unload(fmt::format("THE SECOND RECORD HAS {} BYTES, NOT 276", second.size()));
  }
  UnloadHeader header;
  header.dcb.organization = dasd::Organization::kPartitioned;
  header.dcb.block_bytes = load_be16(first, 6);
  header.dcb.record_bytes = load_be16(first, 8);
  header.dcb.record_format.bits = first[10];
  header.dcb.key_bytes = first[11];
  header.container_block_bytes = load_be16(first, 14);
  header.heads = load_be16(first, 26);
  const std::size_t count = second[0];
  if (header.heads == 0 || count == 0 || count > kExtentsMax) {
    return not_an_unload(
        fmt::format("ITS HEADERS SAY {} HEADS AND {} EXTENTS", header.heads, count));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const ByteView in = second.subspan(16 + i * kExtentBytes, kExtentBytes);
    header.extents.push_back({load_be16(in, 6), load_be16(in, 8), load_be16(in, 10),
                              load_be16(in, 12), load_be16(in, 14)});
  }
  return header;
}

void append_block(Bytes& record, const BlockHeader& header, ByteView key_and_data) {
  const std::size_t offset = record.size();
  record.resize(offset + kBlockHeaderBytes);
  const ByteSpan out = record;
  record[offset + 1] = header.extent;
  store_be(out, offset + 4, 2, header.cylinder);
  store_be(out, offset + 6, 2, header.head);
  record[offset + 8] = header.record;
  record[offset + 9] = header.key_bytes;
  store_be(out, offset + 10, 2, header.data_bytes);
  record.insert(record.end(), key_and_data.begin(), key_and_data.end());
}

Result<BlockHeader> decode_block(ByteView record, std::size_t offset) {
  if (record.size() - offset < kBlockHeaderBytes) {
    return not_an_unload("A BLOCK HEADER IS CUT OFF");
  }
  BlockHeader header;
  header.extent = record[offset + 1];
  header.cylinder = load_be16(record, offset + 4);
  header.head = load_be16(record, offset + 6);
  header.record = record[offset + 8];
  header.key_bytes = record[offset + 9];
  header.data_bytes = load_be16(record, offset + 10);
  if (header.key_bytes + header.data_bytes > record.size() - offset - kBlockHeaderBytes) {
    return not_an_unload(fmt::format("A BLOCK OF {} BYTES IS CUT OFF", header.data_bytes));
  }
  return header;
}

}  // namespace coldsite::iebcopy
