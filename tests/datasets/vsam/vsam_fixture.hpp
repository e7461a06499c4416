// What the tests of VSAM share: volumes in memory behind a VolumeSet, with locks and a stepped
// clock.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <gmock/gmock.h>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/memory_store.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/vsam/volume_set.hpp"

namespace coldsite::vsam {

#define CS_ASSERT_OK(...)                                                 \
  do {                                                                    \
    const auto cs_checked = (__VA_ARGS__);                                \
    ASSERT_TRUE(cs_checked) << coldsite::to_string(cs_checked.failure()); \
  } while (false)

/// Volumes of one store, by serial: volume 'VSM001' is the file "VSM001". A volume that was not
/// made is not mounted.
class TestVolumes : public VolumeSet {
 public:
  explicit TestVolumes(io::FileStore& store) : store_(&store) {}

  /// Where the image of a volume is.
  [[nodiscard]] virtual std::string path_of(std::string_view volser) const {
    return std::string(volser);
  }

  /// A new volume with a label and a VTOC of `vtoc_tracks` tracks at cylinder 0 head 1.
  void make(const std::string& volser, std::uint32_t cylinders, std::string_view device = "3390",
            std::uint32_t vtoc_tracks = 2) {
    const dasd::Geometry& geometry = *dasd::find_device_model(device).value().geometry;
    auto volume = dasd::create_volume(*store_, path_of(volser), geometry, cylinders);
    ASSERT_TRUE(volume) << to_string(volume.failure());
    dasd::VolumeLabel label;
    label.volser = volser;
    label.owner = "COLDSITE";
    CS_ASSERT_OK(dasd::write_empty_vtoc(**volume, label, {{0, 1}, vtoc_tracks}));
    CS_ASSERT_OK((*volume)->sync());
  }

  /// Forgets what is open: the next use opens the images again.
  void dismount() { open_.clear(); }

  Result<std::shared_ptr<dasd::Volume>> volume(std::string_view volser, dasd::Access) override {
    auto& volume = open_[std::string(volser)];
    if (!volume) {
      CS_ASSIGN(const auto info, store_->info(path_of(volser)));
      if (!info) {
        return failure<msg::CSE0011E>(volser, "");
      }
      CS_ASSIGN(volume, dasd::open_volume(*store_, path_of(volser), dasd::Access::kUpdate));
    }
    return volume;
  }

  Result<std::shared_ptr<void>> lock(std::string_view resource, io::LockMode mode,
                                     bool wait) override {
    auto& held = (*locks_)[std::string(resource)];
    if (held != 0 && (held < 0 || mode == io::LockMode::kExclusive)) {
      EXPECT_FALSE(wait) << "would wait for itself: " << resource;
      return std::shared_ptr<void>();
    }
    held += mode == io::LockMode::kExclusive ? -1 : 1;
    const int change = mode == io::LockMode::kExclusive ? 1 : -1;
    return std::shared_ptr<void>(&held, [locks = locks_, &held, change](void*) { held += change; });
  }

  io::Timestamp now() override { return {1'795'000'000'000'000 + 1'000'000 * ++ticks_}; }
  dasd::LabelDate today() override { return {2026, 325}; }

 private:
  io::FileStore* store_;
  std::map<std::string, std::shared_ptr<dasd::Volume>, std::less<>> open_;
  std::shared_ptr<std::map<std::string, int>> locks_ =
      std::make_shared<std::map<std::string, int>>();  ///< readers, or -1
  std::int64_t ticks_ = 0;
};

class VsamTest : public ::testing::Test {
 protected:
  std::unique_ptr<io::FileStore> store_ = io::make_memory_store();
  TestVolumes volumes_{*store_};
};

}  // namespace coldsite::vsam
