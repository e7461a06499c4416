#include "datasets/dasd/geometry.hpp"

#include <gmock/gmock.h>

#include "datasets/messages/csv.hpp"

namespace coldsite::dasd {
namespace {

const Geometry& device(std::string_view name) {
  return *find_device_model(name).value().geometry;
}

/// The largest block of which `count` fit on a track.
std::uint32_t largest_block(const Geometry& geometry, std::uint32_t count) {
  std::uint32_t bytes = geometry.block_bytes_max;
  while (bytes > 0 && geometry.records_per_track(0, bytes) < count) {
    --bytes;
  }
  return bytes;
}

std::vector<std::uint32_t> largest_blocks(const Geometry& geometry, std::uint32_t count) {
  std::vector<std::uint32_t> blocks;
  for (std::uint32_t n = 1; n <= count; ++n) {
    blocks.push_back(largest_block(geometry, n));
  }
  return blocks;
}

TEST(Geometry, FitsAsManyBlocksAsTheDeviceReferenceSays) {
  EXPECT_THAT(largest_blocks(device("3390"), 12),
              testing::ElementsAre(56664, 27998, 18452, 13682, 10796, 8906, 7548, 6518, 5726, 5064,
                                   4566, 4136));
  EXPECT_THAT(largest_blocks(device("3380"), 10),
              testing::ElementsAre(47476, 23476, 15476, 11476, 9076, 7476, 6356, 5492, 4820, 4276));
  EXPECT_THAT(largest_blocks(device("3350"), 6),
              testing::ElementsAre(19069, 9442, 6233, 4628, 3665, 3024));
}

TEST(Geometry, CountsDscbsAndDirectoryBlocksAsRealVtocsDo) {
  for (const DeviceModel& model : device_models()) {
    const Geometry& geometry = *model.geometry;
    EXPECT_EQ(geometry.records_per_track(44, 96), geometry.dscbs) << model.name;
    EXPECT_EQ(geometry.records_per_track(8, 256), geometry.directory_blocks) << model.name;
    EXPECT_EQ(geometry.records_per_track(0, geometry.block_bytes_max), 1U) << model.name;
    EXPECT_EQ(geometry.slot_bytes, (geometry.block_bytes_max + 29 + 8 + 511) / 512 * 512)
        << model.name;
  }
}

TEST(Geometry, DeterminesHalfTrackBlocks) {
  EXPECT_EQ(device("3390").half_track_block_bytes(), 27998U);
  EXPECT_EQ(device("3380").half_track_block_bytes(), 23476U);
  EXPECT_EQ(device("2314").half_track_block_bytes(), largest_block(device("2314"), 2));
}

TEST(DeviceModel, IsFoundByModelAndByPlainTypeInAnyCase) {
  EXPECT_EQ(find_device_model("3390-9")->cylinders, 10'017U);
  EXPECT_EQ(find_device_model("3390")->name, "3390-1");
  EXPECT_EQ(find_device_model("3380-k")->cylinders, 2'655U);
  EXPECT_TRUE(find_device_model("3391").failure().is(msg::CSV0001E));
}

TEST(Geometry, IsFoundByTheBytesOfAnImageHeader) {
  EXPECT_EQ((*find_geometry(0x90, 15))->device, "3390");
  EXPECT_TRUE(find_geometry(0x90, 14).failure().is(msg::CSV0002E));
}

TEST(Geometry, NamesTracksForPeopleAndForDumps) {
  EXPECT_EQ(to_string(TrackAddress{12, 3}), "cylinder 12 head 3 (X'000C0003')");
  EXPECT_EQ(device("3390").track_address(15 * 12 + 3), (TrackAddress{12, 3}));
}

}  // namespace
}  // namespace coldsite::dasd
