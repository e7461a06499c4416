#include "datasets/dasd/volume.hpp"

#include <algorithm>

#include "datasets/dasd/label.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/messages/csi.hpp"
#include "datasets/messages/csv.hpp"
#include "tests/datasets/dasd/dasd_fixture.hpp"

namespace coldsite::dasd {
namespace {

class VolumeTest : public DasdTest {
 protected:
  /// A track with one record of `bytes` bytes.
  static Bytes track_with(const Volume& volume, std::uint32_t track, std::uint32_t bytes) {
    TrackBuilder builder(volume.geometry().track_address(track), volume.geometry());
    EXPECT_TRUE(builder.add({}, Bytes(bytes, 0x5A)));
    const ByteView slot = builder.finish();
    return {slot.begin(), slot.end()};
  }

  static Bytes read_track(Volume& volume, std::uint32_t track) {
    Bytes slot(volume.geometry().slot_bytes);
    const auto read = volume.read_slots({track, 1}, slot);
    EXPECT_TRUE(read) << to_string(read.failure());
    return slot;
  }
};

TEST_F(VolumeTest, IsCreatedSparseWithNullTracks) {
  auto volume = create_volume(*store_, "v.ckd", geometry_of("3390"), 10);
  ASSERT_TRUE(volume);
  EXPECT_EQ((*volume)->tracks(), 150U);
  EXPECT_TRUE(is_null_track(read_track(**volume, 149), {9, 14}));
  EXPECT_EQ(*(*volume)->find_written(0), std::nullopt);
  const auto info = *store_->info("v.ckd");
  EXPECT_EQ(info->size_bytes, 512U + 150U * 56'832U);
  EXPECT_LT(info->allocated_bytes, 152U * 8'192U);
}

TEST_F(VolumeTest, KeepsWhatWasWrittenOverReopening) {
  auto made = create_volume(*store_, "v.ckd", geometry_of("3380"), 4);
  CS_ASSERT_OK((*made)->write_slots({7, 1}, track_with(**made, 7, 4'000)));
  CS_ASSERT_OK((*made)->write_slots({8, 1}, track_with(**made, 8, 40'000)));
  made->reset();
  auto volume = open_volume(*store_, "v.ckd", Access::kRead);
  ASSERT_TRUE(volume) << to_string(volume.failure());
  EXPECT_EQ(read_track(**volume, 7), track_with(**volume, 7, 4'000));
  EXPECT_EQ(read_track(**volume, 8), track_with(**volume, 8, 40'000));
  const auto run = *(*volume)->find_written(0);
  EXPECT_EQ(run->first, 7U);
  EXPECT_EQ(run->count, 2U);
  EXPECT_EQ(*(*volume)->find_written(9), std::nullopt);
}

TEST_F(VolumeTest, GatheredSlotsAreFilledWithZerosOrHoles) {
  auto volume = create_volume(*store_, "v.ckd", geometry_of("3390"), 4);
  const std::vector<std::uint32_t> sizes{56'000, 300, 300, 55'000};
  std::vector<Bytes> tracks;
  std::vector<SlotPieces> slots;
  CS_ASSERT_OK((*volume)->write_slots({8, 1}, Bytes(56'832, 0xAA)));
  CS_ASSERT_OK((*volume)->write_slots({9, 1}, Bytes(56'832, 0xAA)));
  for (std::uint32_t i = 0; i < sizes.size(); ++i) {
    tracks.push_back(track_with(**volume, 7 + i, sizes[i]));
    const auto used = TrackReader::open(tracks[i], (*volume)->geometry().track_address(7 + i),
                                        (*volume)->geometry())
                          ->used_bytes();
    slots.push_back({});
    for (std::uint32_t offset = 0; offset < used; offset += 20'000) {
      slots[i].push_back(ByteView(tracks[i]).subspan(offset, std::min(used - offset, 20'000U)));
    }
  }
  CS_ASSERT_OK((*volume)->write_gathered(7, slots));
  for (std::uint32_t i = 0; i < sizes.size(); ++i) {
    EXPECT_EQ(read_track(**volume, 7 + i), tracks[i]) << i;
  }
  EXPECT_TRUE((*volume)->write_gathered(58, slots).failure().is(msg::CSV0003E));
}

TEST_F(VolumeTest, ErasedTracksAreNullAndTakeLittleSpace) {
  auto volume = create_volume(*store_, "v.ckd", geometry_of("3390"), 2);
  const auto before = (*store_->info("v.ckd"))->allocated_bytes;
  for (std::uint32_t track = 0; track < 30; ++track) {
    CS_ASSERT_OK((*volume)->write_slots({track, 1}, track_with(**volume, track, 50'000)));
  }
  CS_ASSERT_OK((*volume)->erase_tracks({0, 30}));
  EXPECT_EQ(*(*volume)->find_written(0), std::nullopt);
  EXPECT_LE((*store_->info("v.ckd"))->allocated_bytes, before + 8'192);
}

TEST_F(VolumeTest, ReadsASlotOfZerosAsANullTrack) {
  auto made = create_volume(*store_, "v.ckd", geometry_of("3390"), 1);
  auto file = store_->open("v.ckd", io::OpenMode::kUpdate);
  CS_ASSERT_OK((*file)->zero_range({512 + 3 * 56'832, 56'832}));
  EXPECT_TRUE(is_null_track(read_track(**made, 3), {0, 3}));
  Bytes head(100);
  CS_ASSERT_OK((*made)->read_heads({3, 1}, 100, head));
  EXPECT_TRUE(is_null_track(head, {0, 3}));
}

TEST_F(VolumeTest, ReadsAVolumeInSeveralFiles) {
  auto whole = create_volume(*store_, "whole.ckd", geometry_of("2311"), 4);
  CS_ASSERT_OK((*whole)->write_slots({15, 1}, track_with(**whole, 15, 500)));
  CS_ASSERT_OK((*whole)->write_slots({25, 1}, track_with(**whole, 25, 600)));
  auto source = store_->open("whole.ckd", io::OpenMode::kRead);
  const std::uint64_t half = 2 * 10 * 4'096;
  for (const unsigned sequence : {1U, 2U}) {
    Bytes header(512);
    CS_ASSERT_OK((*source)->read_at(0, header));
    header[17] = static_cast<std::uint8_t>(sequence);
    header[18] = sequence == 1 ? 1 : 0;  // the highest cylinder, but in the last file
    const std::string name = "part_" + std::to_string(sequence) + ".ckd";
    auto part = store_->open(name, io::OpenMode::kCreateNew);
    CS_ASSERT_OK((*part)->write_at(0, header));
    CS_ASSERT_OK((*part)->copy_range(**source, {512 + (sequence - 1) * half, half}, 512));
  }
  auto volume = open_volume(*store_, "part_1.ckd", Access::kUpdate);
  ASSERT_TRUE(volume) << to_string(volume.failure());
  EXPECT_EQ((*volume)->cylinders(), 4U);
  EXPECT_EQ((*volume)->single_file(), nullptr);
  Bytes all(40 * 4'096), expected(40 * 4'096);
  CS_ASSERT_OK((*volume)->read_slots({0, 40}, all));
  CS_ASSERT_OK((*whole)->read_slots({0, 40}, expected));
  EXPECT_EQ(all, expected);
  CS_ASSERT_OK((*volume)->write_slots({19, 2}, ByteView(expected).subspan(19 * 4'096, 8'192)));
  EXPECT_EQ((*volume)->find_written(16).value()->first, 25U);
  EXPECT_TRUE(open_volume(*store_, "part_2.ckd", Access::kRead).failure().is(msg::CSV0013E));
}

TEST_F(VolumeTest, RefusesTracksThatAreNotThereAndWritingWhenOpenedForReading) {
  CS_ASSERT_OK(create_volume(*store_, "v.ckd", geometry_of("2311"), 1));
  auto volume = open_volume(*store_, "v.ckd", Access::kRead);
  Bytes slots(2 * 4'096);
  EXPECT_TRUE((*volume)->read_slots({9, 2}, slots).failure().is(msg::CSV0003E));
  EXPECT_TRUE((*volume)->write_slots({0, 2}, slots).failure().is(msg::CSV0004E));
  EXPECT_TRUE((*volume)->erase_tracks({0, 2}).failure().is(msg::CSV0004E));
  EXPECT_TRUE((*volume)->write_part(0, 0, slots).failure().is(msg::CSV0004E));
}

TEST_F(VolumeTest, RefusesCylinderCountsTheFormatCannotKeep) {
  for (const std::uint32_t count : {0U, 65'521U}) {
    EXPECT_TRUE(
        create_volume(*store_, "v.ckd", geometry_of("3390"), count).failure().is(msg::CSV0008E));
  }
  CS_ASSERT_OK(create_volume(*store_, "v.ckd", geometry_of("2311"), 1));
  EXPECT_TRUE(create_volume(*store_, "v.ckd", geometry_of("2311"), 1).failure().is(msg::CSI0006E));
}

TEST_F(VolumeTest, EveryFlippedHeaderByteIsRefusedOrMeansNothing) {
  CS_ASSERT_OK(create_volume(*store_, "v.ckd", geometry_of("2311"), 2));
  auto file = store_->open("v.ckd", io::OpenMode::kUpdate);
  for (std::uint64_t i = 0; i < 512; ++i) {
    Bytes byte(1);
    CS_ASSERT_OK((*file)->read_at(i, byte));
    const Bytes flipped = {static_cast<std::uint8_t>(byte[0] ^ 0xFF)};
    CS_ASSERT_OK((*file)->write_at(i, flipped));
    const auto volume = open_volume(*store_, "v.ckd", Access::kRead);
    EXPECT_EQ(volume.ok(), i >= 20) << i;  // behind 20: serial and reserved
    CS_ASSERT_OK((*file)->write_at(i, byte));
  }
}

TEST_F(VolumeTest, EveryTruncationIsRefused) {
  CS_ASSERT_OK(create_volume(*store_, "v.ckd", geometry_of("2311"), 2));
  auto file = store_->open("v.ckd", io::OpenMode::kUpdate);
  const std::uint64_t cylinder = 10 * 4'096;
  for (std::uint64_t length = *(*file)->size_bytes() - 1; length > 0; --length) {
    if (length > 1'024 && length % 997 != 0 && (length - 512) % cylinder > 2) {
      continue;  // all lengths of the header, then samples and every cylinder's edge
    }
    CS_ASSERT_OK((*file)->resize(length));
    const auto volume = open_volume(*store_, "v.ckd", Access::kRead);
    EXPECT_EQ(volume.ok(), length == 512 + cylinder)
        << length;  // whole cylinders: a smaller volume
  }
}

TEST_F(VolumeTest, RefusesOtherKindsByName) {
  for (const std::string id : {"FBA_P370", "CKD_C064", "CKD_P064", "VOL1ABCD"}) {
    auto file = store_->open("x", io::OpenMode::kCreateOrReplace);
    Bytes bytes(512);
    std::ranges::copy(id, bytes.begin());
    CS_ASSERT_OK((*file)->write_at(0, bytes));
    const auto volume = open_volume(*store_, "x", Access::kRead);
    EXPECT_TRUE(volume.failure().is(id == "VOL1ABCD" ? msg::CSV0005E : msg::CSV0007E)) << id;
  }
}

TEST_F(VolumeTest, TheVtocLockMayBeTakenAgainByItsHolder) {
  auto volume = create_volume(*store_, "v.ckd", geometry_of("2311"), 1);
  auto outer = (*volume)->lock_vtoc(io::LockMode::kExclusive);
  ASSERT_TRUE(outer);
  { ASSERT_TRUE((*volume)->lock_vtoc(io::LockMode::kShared)); }
  auto other = store_->open("v.ckd", io::OpenMode::kUpdate);
  const io::ByteRange range = {(std::uint64_t{1} << 62) + 16, 1};
  EXPECT_EQ(*(*other)->try_lock(range, io::LockMode::kShared), nullptr);
  outer->reset();
  EXPECT_NE(*(*other)->try_lock(range, io::LockMode::kExclusive), nullptr);
}

TEST_F(VolumeTest, LabelIsReadBackAndChangedInPlace) {
  auto volume = make_volume("v.ckd", "3390", 2, 2);
  auto label = read_label(*volume);
  ASSERT_TRUE(label) << to_string(label.failure());
  EXPECT_EQ(label->volser, "TST001");
  EXPECT_EQ(label->owner, "COLDSITE");
  EXPECT_EQ(label->vtoc, (RecordAddress{{0, 1}, 1}));
  label->volser = "NEW@01";
  CS_ASSERT_OK(write_label(*volume, *label));
  EXPECT_EQ(read_label(*volume)->volser, "NEW@01");
  label->volser = "TOOLONG";
  EXPECT_TRUE(write_label(*volume, *label).failure().is(msg::CSV0021E));
  label->volser = "OK";
  label->owner = "LONGER THAN 14 CHARACTERS";
  EXPECT_TRUE(write_label(*volume, *label).failure().is(msg::CSV0022E));
}

TEST_F(VolumeTest, EveryFlippedByteOfTheLabelTrackIsReportedOrShowsInOneField) {
  auto volume = make_volume("v.ckd", "2311", 2, 2);
  const Bytes good = read_track(*volume, 0);
  const VolumeLabel before = read_label(*volume).value();
  const Bytes serial{0xE3, 0xE2, 0xE3, 0xF0, 0xF0, 0xF1};
  const auto found = std::search(good.begin(), good.end(), serial.begin(), serial.end());
  const auto data = static_cast<std::size_t>(found - good.begin() - 4);
  for (std::size_t i = 0; i < data + 80 + 8; ++i) {
    Bytes bad = good;
    bad[i] ^= 0xFF;
    CS_ASSERT_OK(volume->write_slots({0, 1}, bad));
    const auto label = read_label(*volume);
    if (i >= data && i < data + 10) {
      EXPECT_FALSE(label) << i;  // "VOL1" and the serial
    }
    if (label && (i < data || i >= data + 80)) {
      EXPECT_EQ(label->volser + label->owner, before.volser + before.owner) << i;
    }
  }
}

}  // namespace
}  // namespace coldsite::dasd
