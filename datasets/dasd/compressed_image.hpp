// A compressed CKD image (CKD_C370) with the shadow files (CKD_S370) over it, for reading only.
// threads: as Volume; the tables are read once, when the image is opened.
//
// | off       | len | field (little-endian, or big-endian where the option bit says so)         |
// | 512       |  3  | version 00 03 01                                                           |
// | 515       |  1  | options: 80 opened, 02 big-endian file                                     |
// | 516, 520  | 4, 4| level 1 entries; level 2 entries in a table (256)                          |
// | 524..     |     | file size, used, free space chain (not needed for reading)                 |
// | 552       |  4  | cylinders, little-endian in every file                                     |
// | 556       |  1  | null track format: 0 HA R0 EOF, 1 HA R0, 2 HA R0 and 12 records of 4096    |
// | 1024      | 4 n | level 1: offset of the level 2 table for 256 tracks; 0 none (null tracks), |
// |           |     | FFFFFFFF in a shadow file: see the file below                              |
// | level 2   | 8   | offset (4; 0 null track, FFFFFFFF see below), length (2), size (2);        |
// |           |     | for a null track the length is its format                                  |
// | track     | 5   | compression (0 none, 1 zlib, 2 bzip2), CC, HH; then R0 to end mark          |
#pragma once

#include <memory>
#include <vector>

#include "datasets/dasd/image_header.hpp"
#include "datasets/dasd/volume.hpp"
#include "datasets/dasd/vtoc_lock.hpp"

namespace coldsite::dasd {

class CompressedImage : public Volume {
 public:
  /// Opens the image whose newest file is open already; finds the files below a shadow by name.
  static Result<std::unique_ptr<Volume>> open(io::FileStore& store, std::unique_ptr<io::File> file,
                                              const ImageHeader& header);

  [[nodiscard]] const std::string& path() const override { return layers_.front().file->path(); }
  [[nodiscard]] const Geometry& geometry() const override { return *geometry_; }
  [[nodiscard]] std::uint32_t cylinders() const override { return cylinders_; }
  [[nodiscard]] bool is_writable() const override { return false; }

  Result<void> read_slots(TrackRange range, ByteSpan out) override;
  Result<void> write_part(std::uint32_t track, std::uint32_t offset_bytes, ByteView bytes) override;
  Result<void> write_slots(TrackRange range, ByteView slots) override;
  Result<void> erase_tracks(TrackRange range) override;
  Result<std::optional<TrackRange>> find_written(std::uint32_t track) override;
  Result<void> sync() override { return {}; }
  Result<std::unique_ptr<io::FileLock>> lock_vtoc(io::LockMode mode) override;

 private:
  /// Where a track stands in one file.
  struct Entry {
    std::uint32_t offset = 0;
    std::uint16_t length = 0;
  };
  struct Layer {
    std::unique_ptr<io::File> file;
    bool is_shadow = false;
    bool is_big_endian = false;
    std::uint8_t null_format = 0;
    std::uint32_t cylinders = 0;
    std::vector<Entry> entries;  ///< of every track
  };

  explicit CompressedImage(const Geometry& geometry) : geometry_(&geometry) {}
  static Result<Layer> read_layer(std::unique_ptr<io::File> file, const ImageHeader& header);
  static Result<void> read_tables(Layer& layer, const Geometry& geometry);
  static Result<void> read_level2(Layer& layer, std::uint32_t offset, std::uint32_t first_track);
  [[nodiscard]] Failure read_only() const;
  Result<void> read_track(std::uint32_t track, ByteSpan slot);
  Result<void> read_stored_track(Layer& layer, std::uint32_t track, ByteSpan slot);

  const Geometry* geometry_;
  std::uint32_t cylinders_ = 0;
  std::vector<Layer> layers_;           ///< newest first
  std::unique_ptr<Volume> plain_base_;  ///< below the layers, when the base is not compressed
  VtocLockState lock_state_;
};

}  // namespace coldsite::dasd
