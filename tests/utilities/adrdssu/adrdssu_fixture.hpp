// Volumes for the tests of ADRDSSU: built on any store, with data sets whose content follows from a
// seed.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc.hpp"

namespace coldsite::adrdssu {

inline std::unique_ptr<dasd::Volume> open_pack(io::FileStore& store, const std::string& path) {
  auto volume = dasd::open_volume(store, path, dasd::Access::kUpdate);
  EXPECT_TRUE(volume) << to_string(volume.failure());
  return *std::move(volume);
}

inline void label_pack(dasd::Volume& volume, const std::string& volser) {
  dasd::VolumeLabel label;
  label.volser = volser;
  label.owner = "TEST";
  EXPECT_TRUE(dasd::write_empty_vtoc(volume, label, {{0, 1}, 2}));
}

inline void make_pack(io::FileStore& store, const std::string& path, const std::string& volser,
                      std::uint32_t cylinders) {
  auto volume =
      dasd::create_volume(store, path, *dasd::find_device_model("3390")->geometry, cylinders);
  ASSERT_TRUE(volume) << to_string(volume.failure());
  label_pack(**volume, volser);
}

inline void fill_pack(dasd::Volume& volume, const std::string& name, std::uint32_t tracks,
                      dasd::LabelDate expires = {}) {
  dasd::DataSetLabel data_set;
  data_set.name = name;
  data_set.organization = dasd::Organization::kSequential;
  data_set.record_format.bits = 0x90;
  data_set.block_bytes = 8000;
  data_set.record_bytes = 80;
  data_set.expires = expires;
  dasd::SpaceRequest space;
  space.primary = tracks;
  auto made = dasd::allocate_data_set(volume, data_set, space);
  ASSERT_TRUE(made) << to_string(made.failure());
  const dasd::Geometry& geometry = volume.geometry();
  const std::uint32_t first = made->extents.front().first_track(geometry);
  std::uint32_t state = tracks;
  for (std::uint32_t i = 0; i < tracks; ++i) {
    dasd::TrackBuilder builder(geometry.track_address(first + i), geometry);
    Bytes data(8000);
    for (std::uint8_t& byte : data) {
      state = state * 1664525U + 1013904223U;
      byte = static_cast<std::uint8_t>(state >> 27);
    }
    ASSERT_TRUE(builder.add({}, data));
    ASSERT_TRUE(volume.write_slots({first + i, 1}, builder.finish()));
  }
  made->last_block = {tracks - 1, 1};
  ASSERT_TRUE(dasd::update_data_set(volume, *made));
}

/// The tracks of a volume up to their end marks, one behind another.
inline Bytes used_content(dasd::Volume& volume, std::uint32_t first, std::uint32_t count) {
  Bytes all;
  Bytes slot(volume.geometry().slot_bytes);
  for (std::uint32_t track = first; track < first + count; ++track) {
    EXPECT_TRUE(volume.read_slots({track, 1}, slot));
    const auto reader =
        dasd::TrackReader::open(slot, volume.geometry().track_address(track), volume.geometry());
    EXPECT_TRUE(reader);
    all.insert(all.end(), slot.begin(),
               slot.begin() + (reader ? static_cast<std::ptrdiff_t>(reader->used_bytes()) : 0));
  }
  return all;
}

}  // namespace coldsite::adrdssu
