// The DSCBs of one VTOC in memory, as read, with the places to write them back to. What vtoc.cpp
// reads through and space.cpp changes through. threads: one user at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "datasets/dasd/dscb_codec.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc.hpp"

namespace coldsite::dasd {

class VtocTable {
 public:
  /// Reads label and VTOC. Damaged tracks and records become findings. errors: as read_vtoc().
  static Result<VtocTable> read(Volume& volume);

  [[nodiscard]] const VolumeLabel& label() const { return label_; }
  [[nodiscard]] const Format4& format4() const { return format4_; }
  [[nodiscard]] std::size_t size() const { return slots_.size(); }
  [[nodiscard]] ByteView dscb(std::size_t index) const { return slots_[index].dscb; }
  [[nodiscard]] char format(std::size_t index) const { return slots_[index].format; }
  [[nodiscard]] RecordAddress address(std::size_t index) const { return slots_[index].address; }
  [[nodiscard]] std::size_t format4_index() const { return format4_index_; }

  [[nodiscard]] std::optional<std::size_t> find(RecordAddress address) const;
  /// The format 1 or 8 DSCB of a data set.
  [[nodiscard]] std::optional<std::size_t> find_name(std::string_view name) const;
  /// The first free DSCB at or behind `start`.
  [[nodiscard]] std::optional<std::size_t> find_free(std::size_t start = 0) const;
  [[nodiscard]] std::size_t free_count() const;

  /// What reading met; resolve() adds to it.
  [[nodiscard]] const std::vector<VtocFinding>& findings() const { return findings_; }
  void add_finding(VtocFinding finding);
  /// Whether a data set's extents may be unknown (unreadable track or record, broken chain).
  [[nodiscard]] bool has_unknown_extents() const { return has_unknown_extents_; }

  /// The data set of the format 1 or 8 at `index` with all its extents; what does not fit becomes a
  /// finding. `chain` (optional) gets the indexes of the DSCBs that follow.
  [[nodiscard]] DataSetLabel resolve(std::size_t index, std::vector<std::size_t>* chain = nullptr);

  /// Cylinders that data sets may use.
  [[nodiscard]] std::uint32_t usable_cylinders() const;

  /// Writes what changes of one DSCB in place, all or nothing. errors: CSV0004E; CSI0004E.
  Result<void> write(std::size_t index, const Dscb& dscb);
  Result<void> write_format4(const Format4& format4);

 private:
  struct Slot {
    RecordAddress address;
    std::uint32_t offset_bytes = 0;  ///< of the key, in the track's slot
    char format = '?';
    Dscb dscb = {};
  };

  explicit VtocTable(Volume& volume) : volume_(&volume) {}
  Result<void> read_format4();
  Result<void> read_tracks();
  void add_track(ByteView slot, TrackReader& track, TrackAddress address);
  void read_damaged_track(std::uint32_t track);
  void take_extents(const std::vector<Extent>& extents, std::size_t index, DataSetLabel& label);

  Volume* volume_;
  VolumeLabel label_;
  Format4 format4_;
  std::size_t format4_index_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::size_t> track_starts_;  ///< index of the first slot of each VTOC track
  std::vector<VtocFinding> findings_;
  bool has_unknown_extents_ = false;
};

}  // namespace coldsite::dasd
