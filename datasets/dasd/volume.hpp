// A CKD volume in an image file as Hercules keeps them: plain (CKD_P370, one file or several) for
// reading and writing, compressed (CKD_C370 with optional shadow files) for reading only.
// threads: several threads may read and write different tracks at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "datasets/bytes.hpp"
#include "datasets/dasd/geometry.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"

namespace coldsite::dasd {

enum class Access { kRead, kUpdate };

/// The used bytes of a slot, in pieces; zeros follow to its end.
using SlotPieces = std::vector<ByteView>;

/// Tracks by running number (cylinder * heads + head).
struct TrackRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// Bytes inside one slot that was written before.
struct SlotPart {
  std::uint32_t track = 0;
  std::uint32_t offset_bytes = 0;
  ByteView bytes;
};

class Volume {
 public:
  virtual ~Volume() = default;

  [[nodiscard]] virtual const std::string& path() const = 0;
  [[nodiscard]] virtual const Geometry& geometry() const = 0;
  [[nodiscard]] virtual std::uint32_t cylinders() const = 0;  ///< with alternates, as in the image
  [[nodiscard]] virtual bool is_writable() const = 0;
  [[nodiscard]] std::uint32_t tracks() const { return cylinders() * geometry().heads; }

  /// The slots of `range`, one after another, unchecked. A slot that was never written (a hole)
  /// reads as a null track: HA, R0, end mark. shape: range.count * geometry().slot_bytes bytes into
  /// `out`. errors: CSV0003E track outside the volume; CSI0002E; CSV0012E damaged compressed track.
  virtual Result<void> read_slots(TrackRange range, ByteSpan out) = 0;

  /// Only the first `head_bytes` of each slot of `range`: what a reader of short tracks (VTOC,
  /// directory) needs, at a fraction of the I/O. shape: range.count * head_bytes bytes into `out`.
  virtual Result<void> read_heads(TrackRange range, std::uint32_t head_bytes, ByteSpan out);

  /// Bytes inside one slot, unchecked: what a reader of one record at a computed place needs. A
  /// slot that was never written may read as zeros. errors: as read_slots.
  virtual Result<void> read_part(std::uint32_t track, std::uint32_t offset_bytes, ByteSpan out);

  /// Overwrites bytes inside one slot that was written before; nothing else of the slot changes
  /// (a record's data or key in place). errors: as write_slots.
  virtual Result<void> write_part(std::uint32_t track, std::uint32_t offset_bytes, ByteView bytes);

  /// As write_part, for pieces that only make sense together (a DSCB, the blocks of a directory):
  /// after a kill or a power failure, also one that tears sectors apart, a reader finds all of them
  /// new or all of them old. Durable on return, unless it was one piece inside one sector of 512
  /// bytes. More than a log holds (about 8 KiB) goes out in several steps, each of them whole and
  /// durable before the next. threads: takes the VTOC lock.
  virtual Result<void> write_together(std::span<const SlotPart> parts);

  /// Writes whole slots. errors: CSV0004E volume is read-only; CSI0003E; CSI0004E.
  virtual Result<void> write_slots(TrackRange range, ByteView slots) = 0;

  /// The same of slots whose bytes stand in pieces, from track `first` on.
  virtual Result<void> write_gathered(std::uint32_t first, std::span<const SlotPieces> slots);

  /// Makes the tracks null again, giving their space back (holes).
  virtual Result<void> erase_tracks(TrackRange range) = 0;

  /// The first run of tracks at or after `track` that may hold anything; nothing when the rest is
  /// holes.
  virtual Result<std::optional<TrackRange>> find_written(std::uint32_t track) = 0;

  virtual Result<void> sync() = 0;

  /// Serialises changes of the VTOC between processes (a lock on the image). Held until destroyed.
  virtual Result<std::unique_ptr<io::FileLock>> lock_vtoc(io::LockMode mode) = 0;

  /// The one image file, where the volume is a plain single file (for reflink copies); else
  /// nullptr.
  [[nodiscard]] virtual io::File* single_file() { return nullptr; }
};

/// Of a volume in several files, name the first. Shadow files of a compressed image ("pack_1.cckd",
/// "pack_2.cckd" over "pack.cckd", as Hercules' sf= names them) are opened by naming the newest.
/// errors: CSV0005E not a CKD image (with what was found); CSV0006E size is not whole tracks;
///         CSV0007E unsupported kind (FBA, CKD_C064); CSV0013E part missing or not fitting;
///         CSI0001E.
[[nodiscard]] Result<std::unique_ptr<Volume>> open_volume(io::FileStore& store,
                                                          const std::string& path, Access access);

/// A new image, sparse: every track null. Cylinder count includes alternates.
///
/// Every slot gets its home address, R0 and end mark (37 bytes; the rest is a hole), because
/// Hercules gives an I/O error on a slot of zeros: a guest could never write such a track. Measured
/// on ext4 and XFS: 4 KiB of disk for a track, 0.2 s for a 3390-1 and 0.8 s for a 3390-3. Slots of
/// zeros, as other tools leave them, are read as null tracks all the same.
/// errors: CSI0006E exists; CSV0008E cylinder count outside 1..limit of the format.
[[nodiscard]] Result<std::unique_ptr<Volume>> create_volume(io::FileStore& store,
                                                            const std::string& path,
                                                            const Geometry& geometry,
                                                            std::uint32_t cylinders);

}  // namespace coldsite::dasd
