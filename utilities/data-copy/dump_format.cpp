#include "utilities/data-copy/dump_format.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "datasets/io/gather.hpp"
#include "datasets/messages/csk.hpp"

namespace coldsite::copy {
namespace {

constexpr std::uint32_t kMagic = 0x43534444;  // "CSDD"
constexpr std::size_t kHeaderFixedBytes = 48;
constexpr std::size_t kTrailerBytes = 48;
constexpr std::uint32_t kCylindersMax = 65536;
constexpr std::uint32_t kHeadsMax = 64;
constexpr std::uint32_t kSlotBytesMax = 65536;
constexpr std::uint8_t kLastPiece = 0x01;
constexpr std::uint8_t kDamaged = 0x80;

constexpr unsigned kFull = 0x8000, kEveryTrack = 0x4000, kCompressed = 0x2000, kTolerant = 0x1000,
                   kConditioned = 0x0800;

Failure impossible(std::string_view field, std::uint64_t segment, std::uint64_t value) {
  return failure<msg::CSK0007E>(field, segment, value);
}

std::uint16_t flags_of(const DumpHeader& header) {
  unsigned flags = 0;
  flags |= header.is_full ? kFull : 0U;
  flags |= header.has_every_track ? kEveryTrack : 0U;
  flags |= header.is_compressed ? kCompressed : 0U;
  flags |= header.is_tolerant ? kTolerant : 0U;
  flags |= header.is_conditioned ? kConditioned : 0U;
  return static_cast<std::uint16_t>(flags);
}

}  // namespace

void TrackMap::add(std::uint32_t first, std::uint32_t count) {
  for (std::uint32_t track = first; track < first + count && track < tracks_; ++track) {
    add(track);
  }
}

std::uint32_t TrackMap::count() const {
  std::uint32_t count = 0;
  for (const std::uint8_t byte : bits_) {
    count += static_cast<std::uint32_t>(std::popcount(byte));
  }
  return count;
}

std::uint32_t TrackMap::next(std::uint32_t track) const {
  while (track < tracks_ && !has(track)) {
    track += track % 8 == 0 && bits_[track / 8] == 0 ? 8U : 1U;
  }
  return std::min(track, tracks_);
}

std::uint32_t TrackMap::run_length(std::uint32_t track, std::uint32_t count_max) const {
  std::uint32_t length = 0;
  while (length < count_max && has(track + length)) {
    ++length;
  }
  return length;
}

TrackMap TrackMap::from_bits(std::uint32_t tracks, ByteView bits) {
  TrackMap map(tracks);
  CS_CHECK(bits.size() == map.bits_.size());
  map.bits_.assign(bits.begin(), bits.end());
  return map;
}

Bytes encode_header(const DumpHeader& header) {
  const Bytes& map = header.map.bits();
  Bytes out(kHeaderFixedBytes + map.size());
  store_be(out, 0, 2, header.device_type);
  store_be(out, 2, 2, flags_of(header));
  store_be(out, 4, 4, header.cylinders);
  store_be(out, 8, 4, header.heads);
  store_be(out, 12, 4, header.slot_bytes);
  store_be(out, 16, 4, header.map.count());
  store_be(out, 20, 4, header.map.bits().size());
  store_be(out, 24, 8, static_cast<std::uint64_t>(header.time.us));
  for (std::size_t i = 0; i < 6; ++i) {
    out[32 + i] = static_cast<std::uint8_t>(i < header.volser.size() ? header.volser[i] : ' ');
  }
  std::ranges::copy(map, out.begin() + kHeaderFixedBytes);
  return out;
}

Result<DumpHeader> decode_header(ByteView segment) {
  if (segment.size() < kHeaderFixedBytes) {
    return impossible("length", 0, segment.size());
  }
  DumpHeader header;
  header.device_type = load_be16(segment, 0);
  const unsigned flags = load_be16(segment, 2);
  header.is_full = (flags & kFull) != 0;
  header.has_every_track = (flags & kEveryTrack) != 0;
  header.is_compressed = (flags & kCompressed) != 0;
  header.is_tolerant = (flags & kTolerant) != 0;
  header.is_conditioned = (flags & kConditioned) != 0;
  header.cylinders = load_be32(segment, 4);
  header.heads = load_be32(segment, 8);
  header.slot_bytes = load_be32(segment, 12);
  header.time.us = static_cast<std::int64_t>(load_be64(segment, 24));
  for (std::size_t i = 0; i < 6 && segment[32 + i] != ' '; ++i) {
    header.volser += static_cast<char>(segment[32 + i]);
  }
  if (header.cylinders == 0 || header.cylinders > kCylindersMax) {
    return impossible("cylinders", 0, header.cylinders);
  }
  if (header.heads == 0 || header.heads > kHeadsMax) {
    return impossible("tracks per cylinder", 0, header.heads);
  }
  if (header.slot_bytes < 512 || header.slot_bytes > kSlotBytesMax) {
    return impossible("bytes of a track slot", 0, header.slot_bytes);
  }
  const std::uint32_t tracks = header.cylinders * header.heads;
  const std::uint32_t map_bytes = load_be32(segment, 20);
  if (map_bytes != (tracks + 7) / 8 || segment.size() != kHeaderFixedBytes + map_bytes) {
    return impossible("bytes of the track map", 0, map_bytes);
  }
  header.map = TrackMap::from_bits(tracks, segment.subspan(kHeaderFixedBytes));
  if (header.map.count() != load_be32(segment, 16)) {
    return impossible("tracks in the dump", 0, load_be32(segment, 16));
  }
  return header;
}

Bytes encode_trailer(const DumpTotals& totals) {
  Bytes out(kTrailerBytes);
  store_be(out, 0, 8, totals.segments);
  store_be(out, 8, 8, totals.tracks);
  store_be(out, 16, 8, totals.track_bytes);
  store_be(out, 24, 8, totals.blocks);
  store_be(out, 32, 8, totals.checksum);
  store_be(out, 40, 8, totals.damaged_tracks);
  return out;
}

Result<DumpTotals> decode_trailer(ByteView segment, std::uint64_t number) {
  if (segment.size() != kTrailerBytes) {
    return impossible("length", number, segment.size());
  }
  DumpTotals totals;
  totals.segments = load_be64(segment, 0);
  totals.tracks = load_be64(segment, 8);
  totals.track_bytes = load_be64(segment, 16);
  totals.blocks = load_be64(segment, 24);
  totals.checksum = load_be64(segment, 32);
  totals.damaged_tracks = load_be64(segment, 40);
  return totals;
}

BlockRun make_blocks(SegmentType type, std::uint64_t segment, std::uint64_t dump_id,
                     const std::vector<ByteView>& parts, std::size_t block_bytes_max) {
  PieceCursor rest(parts);
  const std::size_t room = block_bytes_max - kBlockHeaderBytes - kBlockTrailerBytes;
  const std::size_t count = std::max<std::size_t>((rest.size() + room - 1) / room, 1);
  BlockRun run;
  run.bytes = rest.size() + count * (kBlockHeaderBytes + kBlockTrailerBytes);
  run.frames.resize(count * (kBlockHeaderBytes + kBlockTrailerBytes));
  ByteSpan frames(run.frames);
  std::vector<std::size_t> ends;
  io::Checksum sum;
  for (std::uint32_t piece = 0; piece < count; ++piece) {
    const std::size_t payload = std::min(rest.size(), room);
    const ByteSpan header = frames.first(kBlockHeaderBytes);
    const ByteSpan trailer = frames.subspan(kBlockHeaderBytes, kBlockTrailerBytes);
    frames = frames.subspan(kBlockHeaderBytes + kBlockTrailerBytes);
    store_be(header, 0, 4, kMagic);
    header[4] = kDumpVersion;
    header[5] = static_cast<std::uint8_t>(type);
    header[6] = piece + 1 == count ? kLastPiece : 0;
    store_be(header, 8, 8, segment);
    store_be(header, 16, 4, piece);
    store_be(header, 20, 4, payload);
    store_be(header, 24, 8, dump_id);
    sum.reset();
    sum.add(header);
    run.pieces.emplace_back(header);
    for (const ByteView part : rest.take(payload)) {
      sum.add(part);
      run.pieces.push_back(part);
    }
    run.checksums.push_back(sum.value());
    store_be(trailer, 0, 8, run.checksums.back());
    run.pieces.emplace_back(trailer);
    ends.push_back(run.pieces.size());
  }
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    run.blocks.push_back(std::span(run.pieces).subspan(begin, end - begin));
    begin = end;
  }
  return run;
}

Result<CheckedBlock> read_block_frame(ByteView block, std::uint64_t number) {
  const std::size_t least = kBlockHeaderBytes + kBlockTrailerBytes;
  if (block.size() < least || load_be32(block, 0) != kMagic) {
    std::string found = "X'";
    for (std::size_t i = 0; i < std::min<std::size_t>(block.size(), 4); ++i) {
      found += fmt::format("{:02X}", block[i]);
    }
    return failure<msg::CSK0001E>(number, found + "'");
  }
  CheckedBlock checked;
  checked.place.segment = load_be64(block, 8);
  checked.checksum = load_be64(block, block.size() - kBlockTrailerBytes);
  if (block[4] != kDumpVersion) {
    return failure<msg::CSK0002E>(block[4], kDumpVersion);
  }
  if (block[5] < 1 || block[5] > 3) {
    return impossible("type", checked.place.segment, block[5]);
  }
  checked.place.type = static_cast<SegmentType>(block[5]);
  checked.place.is_last = (block[6] & kLastPiece) != 0;
  checked.place.piece = load_be32(block, 16);
  checked.place.dump_id = load_be64(block, 24);
  if (load_be32(block, 20) != block.size() - least) {
    return impossible("payload bytes", checked.place.segment, load_be32(block, 20));
  }
  checked.payload = block.subspan(kBlockHeaderBytes, block.size() - least);
  return checked;
}

Result<void> check_block_sum(ByteView block, std::uint64_t number) {
  const std::uint64_t said = load_be64(block, block.size() - kBlockTrailerBytes);
  const std::uint64_t sum = io::checksum(block.first(block.size() - kBlockTrailerBytes));
  if (sum != said) {
    return failure<msg::CSK0003E>(number, load_be64(block, 8), fmt::format("{:016X}", said),
                                  fmt::format("{:016X}", sum));
  }
  return {};
}

Result<CheckedBlock> check_block(ByteView block, std::uint64_t number) {
  auto checked = read_block_frame(block, number);
  // Of a damaged field the checksum says more than what the field seems to hold.
  if (checked || !checked.failure().is(msg::CSK0001E)) {
    CS_TRY(check_block_sum(block, number));
  }
  return checked;
}

void DumpTally::add_block(std::uint64_t checksum) {
  std::uint8_t eight[8];
  store_be(eight, 0, 8, checksum);
  sum_.add(eight);
  ++totals.blocks;
}

DumpTotals DumpTally::finish() const {
  DumpTotals result = totals;
  result.checksum = sum_.value();
  return result;
}

Bytes encode_tracks_header(const std::vector<TrackEntry>& entries, std::uint32_t raw_bytes,
                           bool is_compressed) {
  Bytes out(kTracksHeaderBytes + entries.size() * kTrackEntryBytes);
  store_be(out, 0, 4, entries.size());
  store_be(out, 4, 4, raw_bytes);
  out[8] = is_compressed ? 1 : 0;
  std::size_t offset = kTracksHeaderBytes;
  for (const TrackEntry& entry : entries) {
    store_be(out, offset, 4, entry.track);
    out[offset + 4] = entry.is_damaged ? kDamaged : 0;
    store_be(out, offset + 5, 3, entry.bytes);
    offset += kTrackEntryBytes;
  }
  return out;
}

Result<TracksSegment> decode_tracks(std::span<const ByteView> pieces, std::uint64_t number,
                                    const DumpHeader& header) {
  PieceCursor rest(pieces);
  if (rest.size() < kTracksHeaderBytes) {
    return impossible("length", number, rest.size());
  }
  const Bytes fixed = rest.copy(kTracksHeaderBytes);
  TracksSegment tracks;
  const std::uint32_t count = load_be32(fixed, 0);
  tracks.raw_bytes = load_be32(fixed, 4);
  tracks.is_compressed = fixed[8] != 0;
  if (count == 0 || count > rest.size() / kTrackEntryBytes) {
    return impossible("number of tracks", number, count);
  }
  if (tracks.raw_bytes > kSegmentBytesMax || fixed[8] > 1) {
    return impossible("bytes of track data", number, tracks.raw_bytes);
  }
  const Bytes entries = rest.copy(std::size_t{count} * kTrackEntryBytes);
  tracks.data_offset = kTracksHeaderBytes + entries.size();
  std::uint64_t sum = 0;
  std::uint32_t next = 0;
  for (std::size_t offset = 0; offset < entries.size(); offset += kTrackEntryBytes) {
    TrackEntry entry;
    entry.track = load_be32(entries, offset);
    entry.is_damaged = (entries[offset + 4] & kDamaged) != 0;
    entry.bytes = static_cast<std::uint32_t>(load_be(entries, offset + 5, 3));
    if (!header.map.has(entry.track) || entry.track < next) {
      return impossible("track number", number, entry.track);
    }
    if (entry.bytes > header.slot_bytes) {
      return impossible("bytes of the track", number, entry.bytes);
    }
    next = entry.track + 1;
    sum += entry.bytes;
    tracks.entries.push_back(entry);
  }
  if (sum != tracks.raw_bytes || (!tracks.is_compressed && rest.size() != tracks.raw_bytes)) {
    return impossible("bytes of track data", number, tracks.raw_bytes);
  }
  return tracks;
}

PieceCursor::PieceCursor(std::span<const ByteView> pieces) : pieces_(pieces) {
  for (const ByteView piece : pieces) {
    size_ += piece.size();
  }
}

std::vector<ByteView> PieceCursor::take(std::size_t count) {
  CS_CHECK(count <= size_);
  size_ -= count;
  std::vector<ByteView> taken;
  while (count != 0) {
    const ByteView rest = pieces_.front().subspan(offset_);
    const ByteView part = rest.first(std::min(rest.size(), count));
    if (!part.empty()) {
      taken.push_back(part);
    }
    count -= part.size();
    offset_ += part.size();
    if (offset_ == pieces_.front().size()) {
      pieces_ = pieces_.subspan(1);
      offset_ = 0;
    }
  }
  return taken;
}

Bytes PieceCursor::copy(std::size_t count) {
  return io::join_pieces(take(count));
}

}  // namespace coldsite::copy
