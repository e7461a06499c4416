// A plain CKD image (CKD_P370) in one file or several. One slot after another behind the header of
// each file: track (c,h) of a file stands at 512 + (tracks before it in the file) * slot bytes.
// threads: as Volume.
#pragma once

#include <memory>
#include <vector>

#include "datasets/dasd/image_header.hpp"
#include "datasets/dasd/part_log.hpp"
#include "datasets/dasd/volume.hpp"
#include "datasets/dasd/vtoc_lock.hpp"

namespace coldsite::dasd {

class PlainImage : public Volume {
 public:
  /// Opens the image whose first file is open already; finds the other files by name.
  static Result<std::unique_ptr<Volume>> open(io::FileStore& store, std::unique_ptr<io::File> file,
                                              const ImageHeader& header, Access access);

  /// Puts header and null tracks into the new, empty `file`.
  static Result<std::unique_ptr<Volume>> create(std::unique_ptr<io::File> file,
                                                const Geometry& geometry, std::uint32_t cylinders);

  [[nodiscard]] const std::string& path() const override { return parts_.front().file->path(); }
  [[nodiscard]] const Geometry& geometry() const override { return *geometry_; }
  [[nodiscard]] std::uint32_t cylinders() const override { return cylinders_; }
  [[nodiscard]] bool is_writable() const override { return writable_; }

  Result<void> read_slots(TrackRange range, ByteSpan out) override;
  Result<void> read_heads(TrackRange range, std::uint32_t head_bytes, ByteSpan out) override;
  Result<void> read_part(std::uint32_t track, std::uint32_t offset_bytes, ByteSpan out) override;
  Result<void> write_part(std::uint32_t track, std::uint32_t offset_bytes, ByteView bytes) override;
  Result<void> write_together(std::span<const SlotPart> parts) override;
  Result<void> write_slots(TrackRange range, ByteView slots) override;
  Result<void> write_gathered(std::uint32_t first, std::span<const SlotPieces> slots) override;
  Result<void> erase_tracks(TrackRange range) override;
  Result<std::optional<TrackRange>> find_written(std::uint32_t track) override;
  Result<void> sync() override;
  Result<std::unique_ptr<io::FileLock>> lock_vtoc(io::LockMode mode) override;
  [[nodiscard]] io::File* single_file() override {
    return parts_.size() == 1 ? parts_.front().file.get() : nullptr;
  }

 private:
  struct Part {
    std::unique_ptr<io::File> file;
    std::uint32_t first_track = 0;
    std::uint32_t track_count = 0;
  };

  PlainImage(const Geometry& geometry, bool writable) : geometry_(&geometry), writable_(writable) {}
  Result<void> add_part(std::unique_ptr<io::File> file, const ImageHeader& header);
  Result<void> check_range(TrackRange range) const;
  Result<void> check_writable() const;
  [[nodiscard]] Part& part_of(std::uint32_t track);
  [[nodiscard]] std::uint64_t offset_of(const Part& part, std::uint32_t track) const;
  Result<void> read_exactly(Part& part, std::uint64_t offset, ByteSpan out);
  Result<void> write_run(Part& part, std::uint32_t first_track, ByteView slots);
  Result<void> write_gathered_run(Part& part, std::uint32_t first_track,
                                  std::span<const SlotPieces> slots);
  [[nodiscard]] std::uint64_t log_offset() const;
  Result<Bytes> read_log();
  Result<void> recover();
  Result<bool> can_log();
  [[nodiscard]] bool is_in_one_sector(const SlotPart& part);
  Result<LoggedPart> read_part(const SlotPart& part);
  Result<void> write_in_sector(const SlotPart& part);
  Result<void> write_parts(std::span<const SlotPart> parts);
  Result<void> write_logged(std::span<const SlotPart> parts);
  Result<void> put_pending(std::uint32_t track, std::uint32_t offset_bytes, ByteSpan bytes);
  Result<bool> is_written(std::uint32_t track);
  Result<std::optional<TrackRange>> next_data(std::uint32_t track);

  const Geometry* geometry_;
  bool writable_;
  std::uint32_t cylinders_ = 0;
  std::vector<Part> parts_;
  VtocLockState lock_state_;
  /// A change that a power failure interrupted, where the image is open for reading only: what is
  /// read has it.
  Bytes pending_log_;
  std::vector<LoggedPart> pending_;
  std::optional<bool> can_log_;  ///< under the VTOC lock
};

}  // namespace coldsite::dasd
