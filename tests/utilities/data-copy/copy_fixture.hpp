// Small volumes in memory and dumps as lists of blocks, for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/memory_store.hpp"
#include "datasets/messages/csi.hpp"
#include "datasets/messages/csk.hpp"
#include "utilities/data-copy/dump_restore.hpp"
#include "utilities/data-copy/dump_writer.hpp"
#include "utilities/data-copy/used_tracks.hpp"

namespace coldsite::copy {

using BlockList = std::vector<Bytes>;

/// Fails at block `fail_at` when that is not negative.
class ListWriter : public io::BlockWriter {
 public:
  explicit ListWriter(BlockList& blocks, int fail_at = -1) : blocks_(&blocks), fail_at_(fail_at) {}
  Result<void> write_block(ByteView block) override {
    if (static_cast<int>(blocks_->size()) == fail_at_) {
      return failure<msg::CSI0004E>("list", "no space");
    }
    blocks_->emplace_back(block.begin(), block.end());
    return {};
  }
  Result<void> close() override {
    is_closed = true;
    return {};
  }
  bool is_closed = false;

 private:
  BlockList* blocks_;
  int fail_at_;
};

class ListReader : public io::BlockReader {
 public:
  explicit ListReader(const BlockList& blocks) : blocks_(&blocks) {}
  Result<std::optional<ByteView>> read_block() override {
    return next_ < blocks_->size() ? std::optional<ByteView>((*blocks_)[next_++]) : std::nullopt;
  }

 private:
  const BlockList* blocks_;
  std::size_t next_ = 0;
};

inline DumpOpener opener_of(const BlockList& blocks) {
  return [&blocks]() -> Result<std::unique_ptr<io::BlockReader>> {
    return std::unique_ptr<io::BlockReader>(std::make_unique<ListReader>(blocks));
  };
}

class CopyTest : public ::testing::Test {
 protected:
  std::unique_ptr<io::FileStore> store_ = io::make_memory_store();

  /// A labelled 3390 with an empty VTOC of one track on track 1.
  std::unique_ptr<dasd::Volume> make_volume(const std::string& volser, std::uint32_t cylinders,
                                            const char* device = "3390") {
    const auto model = dasd::find_device_model(device);
    auto volume = dasd::create_volume(*store_, volser + ".image", *model->geometry, cylinders);
    EXPECT_TRUE(volume) << to_string(volume.failure());
    dasd::VolumeLabel label;
    label.volser = volser;
    label.owner = "TEST";
    const auto made = dasd::write_empty_vtoc(**volume, label, {{0, 1}, 1});
    EXPECT_TRUE(made) << to_string(made.failure());
    return *std::move(volume);
  }

  /// A data set of `tracks` tracks whose first `used` hold records that follow from `seed`.
  static dasd::DataSetLabel add_data_set(dasd::Volume& volume, const std::string& name,
                                         std::uint32_t tracks, std::uint32_t used,
                                         std::uint32_t seed, dasd::LabelDate expires = {}) {
    dasd::DataSetLabel data_set;
    data_set.name = name;
    data_set.organization = dasd::Organization::kSequential;
    data_set.record_format.bits = 0x90;
    data_set.block_bytes = 4000;
    data_set.record_bytes = 80;
    data_set.created = {2026, 1};
    data_set.expires = expires;
    dasd::SpaceRequest space;
    space.primary = tracks;
    auto made = dasd::allocate_data_set(volume, data_set, space);
    EXPECT_TRUE(made) << to_string(made.failure());
    const std::uint32_t first = made->extents.front().first_track(volume.geometry());
    for (std::uint32_t i = 0; i < used; ++i) {
      write_track(volume, first + i, seed + i);
    }
    made->last_block = {used == 0 ? 0 : used - 1, static_cast<std::uint8_t>(used == 0 ? 0 : 3)};
    EXPECT_TRUE(dasd::update_data_set(volume, *made));
    return *std::move(made);
  }

  static void write_track(dasd::Volume& volume, std::uint32_t track, std::uint32_t seed) {
    dasd::TrackBuilder builder(volume.geometry().track_address(track), volume.geometry());
    for (std::uint32_t record = 0; record < 3; ++record) {
      Bytes data(4000 - record * 80);
      std::uint32_t state = seed * 2654435761U + record;
      for (std::uint8_t& byte : data) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<std::uint8_t>(state >> 28);
      }
      EXPECT_TRUE(builder.add({}, data));
    }
    EXPECT_TRUE(volume.write_slots({track, 1}, builder.finish()));
  }

  static Bytes read_used(dasd::Volume& volume, std::uint32_t track) {
    Bytes slot(volume.geometry().slot_bytes);
    EXPECT_TRUE(volume.read_slots({track, 1}, slot));
    const auto reader =
        dasd::TrackReader::open(slot, volume.geometry().track_address(track), volume.geometry());
    if (reader) {
      slot.resize(reader->used_bytes());
    }
    return slot;
  }

  /// The tracks of `map` from 1 on that differ between the volumes.
  static std::vector<std::uint32_t> different_tracks(dasd::Volume& a, dasd::Volume& b,
                                                     const TrackMap& map) {
    std::vector<std::uint32_t> different;
    for (std::uint32_t track = map.next(1); track < map.size(); track = map.next(track + 1)) {
      if (read_used(a, track) != read_used(b, track)) {
        different.push_back(track);
      }
    }
    return different;
  }

  static DumpRequest dump_request(dasd::Volume& volume, bool compress = false) {
    const UsedTracks used = *find_used_tracks(volume, {});
    DumpRequest request;
    request.source = &volume;
    request.header.device_type = volume.geometry().device_type;
    request.header.cylinders = volume.cylinders();
    request.header.heads = volume.geometry().heads;
    request.header.slot_bytes = volume.geometry().slot_bytes;
    request.header.volser = used.volser;
    request.header.is_full = true;
    request.header.is_compressed = compress;
    request.header.map = used.map;
    request.dump_id = 0x1122334455667788;
    return request;
  }

  static BlockList dump(const DumpRequest& request) {
    BlockList blocks;
    ListWriter writer(blocks);
    const auto summary = write_dump(request, {&writer});
    EXPECT_TRUE(summary) << to_string(summary.failure());
    EXPECT_TRUE(writer.is_closed);
    return blocks;
  }

  static RestoreRequest restore_request(const BlockList& blocks, dasd::Volume& target,
                                        LabelRule rule = LabelRule::kCopyVolumeId) {
    RestoreRequest request;
    request.open_dump = opener_of(blocks);
    request.target = &target;
    request.checks.label_rule = rule;
    request.checks.today = {2026, 325};
    return request;
  }

  std::uint64_t content_of(const std::string& image) const {
    return io::checksum(*io::read_file(*store_, image, 1 << 30));
  }
};

}  // namespace coldsite::copy
