// The dump of a volume: what DUMP writes and RESTORE reads. RECFM=U blocks, each with a checksum;
// a logical "segment" (header, some tracks, trailer) is one block or several.
//
// Block (all numbers big-endian), at most 65,520 bytes:
// | offset | bytes | field                                                                      |
// |--------|-------|----------------------------------------------------------------------------|
// | 0      | 4     | "CSDD" in ASCII (X'43534444')                                              |
// | 4      | 1     | version, 1                                                                 |
// | 5      | 1     | type of the segment: 1 header, 2 tracks, 3 trailer                         |
// | 6      | 1     | 01: last piece of the segment                                              |
// | 7      | 1     | 0                                                                          |
// | 8      | 8     | segment number: 0 header, 1.. tracks, the next one trailer                 |
// | 16     | 4     | piece number in the segment, from 0                                        |
// | 20     | 4     | payload bytes                                                              |
// | 24     | 8     | dump identifier: the same in every block                                   |
// | 32     | n     | payload: this piece of the segment                                         |
// | 32+n   | 8     | XXH3 (64 bits) of everything before                                        |
//
// Segment 0, header:
// | 0      | 2     | device type, X'3390'                                                       |
// | 2      | 2     | flags: 8000 FULL, 4000 every track (ALLDATA or no VTOC), 2000 compressed,  |
// |        |       | 1000 damaged tracks tolerated, 0800 from a dump-conditioned volume         |
// | 4      | 4     | cylinders of the source                                                    |
// | 8      | 4     | tracks per cylinder                                                        |
// | 12     | 4     | bytes of a track slot                                                      |
// | 16     | 4     | tracks in the dump                                                         |
// | 20     | 4     | bytes of the track map                                                     |
// | 24     | 8     | time of the dump, microseconds since 1970 UTC                              |
// | 32     | 6     | volser in ASCII, blank padded                                              |
// | 38     | 10    | 0                                                                          |
// | 48     | n     | track map: bit (7 - t % 8) of byte t / 8 is 1 when track t is in the dump  |
//
// Segments 1.., tracks in ascending order:
// | 0      | 4     | number of tracks in the segment                                            |
// | 4      | 4     | bytes of the track data when expanded                                      |
// | 8      | 1     | compression: 0 none, 1 zstd                                                |
// | 9      | 7     | 0                                                                          |
// | 16     | 8 x n | for each track: track number 4, flags 1 (80: damaged, whole slot), bytes 3 |
// |        |       | then the track data: each from home address to end mark                    |
//
// Last segment, trailer:
// | 0      | 8     | segments before it                                                         |
// | 8      | 8     | tracks                                                                     |
// | 16     | 8     | bytes of track data, expanded                                              |
// | 24     | 8     | blocks before it                                                           |
// | 32     | 8     | XXH3 of the checksums of all blocks before it, in order                    |
// | 40     | 8     | damaged tracks among them                                                  |
//
// A dump without a matching trailer is never restored. What a flipped bit can change is under a
// checksum; what a lost, doubled or foreign block changes is under the numbers and the identifier.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/io/block_io.hpp"
#include "datasets/io/checksum.hpp"
#include "datasets/io/clock.hpp"
#include "datasets/result.hpp"

namespace coldsite::copy {

inline constexpr std::uint8_t kDumpVersion = 1;
inline constexpr std::size_t kBlockHeaderBytes = 32;
inline constexpr std::size_t kBlockTrailerBytes = 8;
inline constexpr std::size_t kDumpBlockBytesMax = 65520;
inline constexpr std::size_t kDumpBlockBytesMin = 1024;
/// The most track data in one segment; bounds what a reader must hold.
inline constexpr std::size_t kSegmentBytesMax = 2 << 20;

enum class SegmentType : std::uint8_t { kHeader = 1, kTracks = 2, kTrailer = 3 };

/// Which tracks; one bit for each.
class TrackMap {
 public:
  explicit TrackMap(std::uint32_t tracks = 0) : tracks_(tracks), bits_((tracks + 7) / 8) {}

  [[nodiscard]] std::uint32_t size() const { return tracks_; }
  [[nodiscard]] bool has(std::uint32_t track) const {
    return track < tracks_ && (bits_[track / 8] >> (7 - track % 8) & 1) != 0;
  }
  void add(std::uint32_t track) {
    CS_CHECK(track < tracks_);
    bits_[track / 8] = static_cast<std::uint8_t>(bits_[track / 8] | 0x80U >> track % 8);
  }
  void add(std::uint32_t first, std::uint32_t count);
  [[nodiscard]] std::uint32_t count() const;
  /// The first track of the map at or after `track`; size() when there is none.
  [[nodiscard]] std::uint32_t next(std::uint32_t track) const;
  /// How many tracks from `track` on are in the map without a gap, at most `count_max`.
  [[nodiscard]] std::uint32_t run_length(std::uint32_t track, std::uint32_t count_max) const;

  [[nodiscard]] const Bytes& bits() const { return bits_; }
  /// errors: none; `bits` must have the size of the map.
  static TrackMap from_bits(std::uint32_t tracks, ByteView bits);

 private:
  std::uint32_t tracks_;
  Bytes bits_;
};

struct DumpHeader {
  std::uint16_t device_type = 0;
  std::uint32_t cylinders = 0, heads = 0, slot_bytes = 0;
  std::string volser;
  io::Timestamp time;
  bool is_full = false, has_every_track = false, is_compressed = false, is_tolerant = false,
       is_conditioned = false;
  TrackMap map;
};

struct DumpTotals {
  std::uint64_t segments = 0;  ///< header and tracks
  std::uint64_t tracks = 0;
  std::uint64_t track_bytes = 0;
  std::uint64_t blocks = 0;
  std::uint64_t damaged_tracks = 0;
  std::uint64_t checksum = 0;
};

[[nodiscard]] Bytes encode_header(const DumpHeader& header);
/// errors: CSK0007E.
[[nodiscard]] Result<DumpHeader> decode_header(ByteView segment);
[[nodiscard]] Bytes encode_trailer(const DumpTotals& totals);
[[nodiscard]] Result<DumpTotals> decode_trailer(ByteView segment, std::uint64_t number);

/// Where a piece belongs.
struct BlockPlace {
  SegmentType type = SegmentType::kHeader;
  std::uint64_t segment = 0;
  std::uint32_t piece = 0;
  bool is_last = false;
  std::uint64_t dump_id = 0;
};

/// Finished blocks of a segment in pieces: headers and checksums stand in `frames`, the payload
/// stays where the segment's parts are, which must outlive the run. Moving a run keeps it good.
struct BlockRun {
  Bytes frames;
  std::vector<ByteView> pieces;
  std::vector<io::GatheredBlock> blocks;
  std::vector<std::uint64_t> checksums;  ///< of each block
  std::uint64_t bytes = 0;               ///< of all blocks
};
/// Cuts a segment, given as parts, into blocks of at most `block_bytes_max` each.
[[nodiscard]] BlockRun make_blocks(SegmentType type, std::uint64_t segment, std::uint64_t dump_id,
                                   const std::vector<ByteView>& parts, std::size_t block_bytes_max);

struct CheckedBlock {
  BlockPlace place;
  ByteView payload;
  std::uint64_t checksum = 0;
};
/// `number` is the block's running number, for messages. errors: CSK0001E CSK0002E CSK0003E
/// CSK0007E.
[[nodiscard]] Result<CheckedBlock> check_block(ByteView block, std::uint64_t number);
/// The same without the checksum (which costs, and which another thread may look at): what it
/// returns may be damaged. errors: CSK0001E CSK0002E CSK0007E.
[[nodiscard]] Result<CheckedBlock> read_block_frame(ByteView block, std::uint64_t number);
/// errors: CSK0003E.
[[nodiscard]] Result<void> check_block_sum(ByteView block, std::uint64_t number);

/// The checksum over the blocks' checksums, and the totals that go with it.
class DumpTally {
 public:
  void add_block(std::uint64_t checksum);
  DumpTotals totals;  ///< its checksum is kept by finish()
  [[nodiscard]] DumpTotals finish() const;

 private:
  io::Checksum sum_;
};

/// One track of a segment.
struct TrackEntry {
  std::uint32_t track = 0;
  bool is_damaged = false;
  std::uint32_t bytes = 0;
};

/// What stands in front of the track data of a tracks segment.
struct TracksSegment {
  std::vector<TrackEntry> entries;
  std::uint32_t raw_bytes = 0;
  bool is_compressed = false;
  std::size_t data_offset = 0;
};
inline constexpr std::size_t kTracksHeaderBytes = 16;
inline constexpr std::size_t kTrackEntryBytes = 8;
[[nodiscard]] Bytes encode_tracks_header(const std::vector<TrackEntry>& entries,
                                         std::uint32_t raw_bytes, bool is_compressed);
/// Of a segment in pieces. errors: CSK0007E.
[[nodiscard]] Result<TracksSegment> decode_tracks(std::span<const ByteView> pieces,
                                                  std::uint64_t number, const DumpHeader& header);

/// Takes bytes from the front of pieces.
class PieceCursor {
 public:
  explicit PieceCursor(std::span<const ByteView> pieces);
  [[nodiscard]] std::size_t size() const { return size_; }  ///< bytes not taken yet
  /// The next `count` bytes as views, at most size().
  [[nodiscard]] std::vector<ByteView> take(std::size_t count);
  /// The same, joined.
  [[nodiscard]] Bytes copy(std::size_t count);

 private:
  std::span<const ByteView> pieces_;
  std::size_t offset_ = 0;  ///< in the first of pieces_
  std::size_t size_ = 0;
};

}  // namespace coldsite::copy
