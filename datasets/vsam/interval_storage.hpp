// The control intervals of one component on its volumes: which tracks and physical records hold a
// CI, and reading and writing them. A CI is one or more equal physical records in a row (count
// field without key, block_bytes of data); control areas (CAs) are whole tracks.
// shape: every CI that is read or written is in a CA that was formatted.
// threads: one user at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "datasets/vsam/component.hpp"
#include "datasets/vsam/write_order.hpp"

namespace coldsite::vsam {

class IntervalStorage {
 public:
  /// Opens the volumes of `component`, which must outlive the storage.
  /// errors: CSM0021E attributes or extents that cannot be; those of VolumeSet::volume.
  static Result<std::unique_ptr<IntervalStorage>> open(VolumeSet& volumes, Component& component,
                                                       dasd::Access access);

  [[nodiscard]] const std::string& name() const { return component_->place.name; }
  [[nodiscard]] std::uint32_t interval_bytes() const { return interval_bytes_; }
  [[nodiscard]] std::uint32_t intervals_per_area() const { return intervals_per_area_; }
  [[nodiscard]] std::uint32_t area_bytes() const { return interval_bytes_ * intervals_per_area_; }
  /// Allocated control areas.
  [[nodiscard]] std::uint32_t area_count() const { return area_count_; }
  [[nodiscard]] std::uint32_t interval_count() const { return area_count_ * intervals_per_area_; }

  /// One CI. errors: CSM0002E no such physical record; those of Volume.
  Result<void> read(std::uint32_t interval, ByteSpan out);
  Result<void> write(std::uint32_t interval, ByteView bytes);
  /// The CI behind kRawPrefixBytes that are used for its count field: no byte is moved.
  static constexpr std::size_t kRawPrefixBytes = 8;
  Result<void> read_raw(std::uint32_t interval, ByteSpan raw);
  /// CIs in a row inside one CA, by whole tracks.
  Result<void> read_run(std::uint32_t first, std::span<const ByteSpan> out);
  /// CIs in a row, those of one track together.
  Result<void> write_run(std::uint32_t first, std::span<const ByteView> intervals);

  /// Writes all tracks of a CA: its first CIs from `intervals`, zeros (software end of file) in the
  /// rest.
  Result<void> write_area(std::uint32_t area, ByteView intervals);

  /// Takes one more extent. errors: those of extend_component.
  Result<void> extend();
  /// Reads the places anew, after `component` was read anew.
  Result<void> map();
  [[nodiscard]] const std::vector<std::shared_ptr<dasd::Volume>>& volumes() const { return open_; }

  /// Of the cluster that the component belongs to; nullptr where nothing is ever changed.
  [[nodiscard]] WriteOrder* order() { return order_; }
  void set_order(WriteOrder& order) { order_ = &order; }

  /// Reads and writes of volumes so far (EXCP of the statistics).
  [[nodiscard]] std::uint64_t io_count() const { return io_count_; }

 private:
  struct Piece {  ///< an extent
    std::uint32_t first_area = 0, area_count = 0;
    std::size_t volume = 0;
    std::uint32_t first_track = 0;
  };
  struct Place {  ///< of a physical record
    dasd::Volume* volume = nullptr;
    std::uint32_t track = 0, block = 0;
  };

  IntervalStorage(VolumeSet& volumes, Component& component, dasd::Access access)
      : volumes_(&volumes), component_(&component), access_(access) {}
  Result<void> check_attributes() const;
  Result<void> add_piece(const ComponentExtent& extent, std::size_t volume);
  const Piece& piece_of(std::uint32_t area);
  Place locate(std::uint32_t interval);
  [[nodiscard]] std::uint32_t block_offset(std::uint32_t block) const;
  void store_count(const Place& place, ByteSpan out) const;
  Result<void> check_count(const Place& place, ByteView count) const;
  [[nodiscard]] Place behind(const Place& place) const;
  Result<void> take_block(const Place& place, ByteView raw, ByteSpan out) const;
  Result<void> write_blocks(const Place& place);
  void write_track(const Place& place, ByteView blocks, ByteSpan slot) const;

  VolumeSet* volumes_;
  Component* component_;
  WriteOrder* order_ = nullptr;
  dasd::Access access_;
  std::vector<std::shared_ptr<dasd::Volume>> open_;
  std::vector<Piece> pieces_;
  std::size_t last_piece_ = 0;
  std::uint32_t interval_bytes_ = 0, intervals_per_area_ = 0;
  std::uint32_t block_bytes_ = 0, blocks_per_interval_ = 0, blocks_per_track_ = 0;
  std::uint32_t tracks_per_area_ = 0;
  std::uint32_t area_count_ = 0;
  std::uint64_t io_count_ = 0;
  Bytes scratch_, slots_;
};

}  // namespace coldsite::vsam
