// The control intervals of one VVDS on its tracks: finding, reading, changing and adding them. What
// the records in them mean is vvds.cpp's. Inside datasets/vsam only.
// threads: one user; the caller holds the VVDS's lock.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/vsam/vvds.hpp"

namespace coldsite::vsam {

inline constexpr std::uint32_t kVvdsIntervalBytes = 4096;

class VvdsFile {
 public:
  /// Nothing when the volume has no VVDS, or one whose making was interrupted.
  static Result<std::optional<VvdsFile>> open(std::shared_ptr<dasd::Volume> volume,
                                              std::string_view volser);
  /// Allocates it, or finishes what an interrupted create() left. errors: CSM0032E device;
  /// CSV0051E no space ...
  static Result<VvdsFile> create(std::shared_ptr<dasd::Volume> volume, std::string_view volser,
                                 std::uint32_t tracks, dasd::LabelDate today);

  /// Says in the VTOC that it is made, where a killed create() did not come so far.
  Result<void> confirm();

  [[nodiscard]] const dasd::Geometry& geometry() const { return volume_->geometry(); }
  [[nodiscard]] std::uint32_t interval_count() const;

  /// Reads again how large it is: other processes extend it too.
  Result<void> refresh();

  /// Every CI that can be read, in RBA order, until `visit` says false. What cannot be read goes to
  /// `findings`. `interval` is good during the call only.
  using Visit = std::function<Result<bool>(std::uint32_t rba, ByteView interval)>;
  Result<void> scan(const Visit& visit, std::vector<VvdsFinding>& findings);
  /// One CI. errors: CSM0028E not there or unreadable.
  Result<Bytes> read(std::uint32_t rba);

  /// Replaces a CI, all or nothing; `is` is what stands there now. Lasts when it returns.
  Result<void> write(std::uint32_t rba, ByteView is, ByteView becomes);

  /// Room that the CI at `rba` must keep for the VVDS's own record to grow.
  [[nodiscard]] std::uint32_t reserved_bytes(std::uint32_t rba) const;

  /// Adds tracks of empty CIs. errors: CSM0025E; CSM0028E.
  Result<void> extend();
  /// Puts a hint of free bytes into the space map; it lasts with the next write().
  Result<void> note_free(std::uint32_t rba, std::uint32_t free_bytes);
  /// errors: CSM0028E.
  Result<std::vector<std::string>> catalogs();
  Result<void> add_catalog(std::string_view name);

 private:
  VvdsFile(std::shared_ptr<dasd::Volume> volume, std::string_view volser)
      : volume_(std::move(volume)), volser_(volser) {}
  enum class Found { kWhole, kUnfinished };
  Result<Found> load(const dasd::DataSetLabel& label);
  Result<void> take_self(ByteView interval);
  Result<std::vector<std::size_t>> read_track(std::uint32_t index);
  [[nodiscard]] std::optional<std::uint32_t> track_of(std::uint32_t index) const;
  [[nodiscard]] Failure damaged(std::uint32_t rba, const Failure& why) const;
  Result<void> format(const std::vector<dasd::TrackRange>& ranges, bool with_first);
  Result<void> write_self(const VolumeRecord& self);
  Result<void> change_control_record(
      const std::function<Result<void>(struct VvdsControlRecord&)>& change);

  std::shared_ptr<dasd::Volume> volume_;
  std::string volser_;
  std::uint32_t per_track_ = 0;
  VolumeRecord self_;
  std::optional<VvdsFinding> self_damage_;
  Bytes slot_;
};

/// The tracks of a data set's extents, in order (user labels left out).
[[nodiscard]] std::vector<dasd::TrackRange> track_ranges(const dasd::DataSetLabel& label,
                                                         const dasd::Geometry& geometry);

}  // namespace coldsite::vsam
