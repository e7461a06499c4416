// What the tests of volumes share: a store in memory, a small volume with an empty VTOC, data sets
// by one line.
#pragma once

#include <memory>
#include <string>

#include <gmock/gmock.h>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/memory_store.hpp"

namespace coldsite::dasd {

#define CS_ASSERT_OK(...)                                                 \
  do {                                                                    \
    const auto cs_checked = (__VA_ARGS__);                                \
    ASSERT_TRUE(cs_checked) << coldsite::to_string(cs_checked.failure()); \
  } while (false)

inline const Geometry& geometry_of(std::string_view device) {
  return *find_device_model(device).value().geometry;
}

inline SpaceRequest tracks(std::uint32_t primary, std::uint32_t secondary = 0) {
  SpaceRequest space;
  space.primary = primary;
  space.secondary = secondary;
  return space;
}

inline SpaceRequest cylinders(std::uint32_t primary, std::uint32_t secondary = 0) {
  SpaceRequest space = tracks(primary, secondary);
  space.unit = SpaceUnit::kCylinders;
  return space;
}

inline DataSetLabel sequential(const std::string& name) {
  DataSetLabel label;
  label.name = name;
  label.organization = Organization::kSequential;
  label.record_format.bits = RecordFormat::kFixed | RecordFormat::kBlocked;
  label.block_bytes = 27'920;
  label.record_bytes = 80;
  label.created = {2026, 325};
  return label;
}

class DasdTest : public ::testing::Test {
 protected:
  /// A volume with a label and a VTOC of `vtoc_tracks` tracks at cylinder 0 head 1.
  std::unique_ptr<Volume> make_volume(const std::string& path, std::string_view device,
                                      std::uint32_t cylinder_count, std::uint32_t vtoc_tracks) {
    auto volume = create_volume(*store_, path, geometry_of(device), cylinder_count);
    EXPECT_TRUE(volume) << to_string(volume.failure());
    VolumeLabel label;
    label.volser = "TST001";
    label.owner = "COLDSITE";
    const auto written = write_empty_vtoc(**volume, label, {{0, 1}, vtoc_tracks});
    EXPECT_TRUE(written) << to_string(written.failure());
    return std::move(*volume);
  }

  static std::string findings_of(Volume& volume) {
    const auto vtoc = read_vtoc(volume);
    if (!vtoc) {
      return to_string(vtoc.failure());
    }
    std::string text;
    for (const VtocFinding& finding : vtoc->findings) {
      text += to_string(finding.where.track) + " " + finding.field + " " + finding.what + "\n";
    }
    return text;
  }

  std::unique_ptr<io::FileStore> store_ = io::make_memory_store();
};

}  // namespace coldsite::dasd
