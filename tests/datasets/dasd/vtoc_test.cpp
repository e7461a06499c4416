#include "datasets/dasd/vtoc.hpp"

#include "datasets/dasd/dscb_codec.hpp"
#include "datasets/dasd/track.hpp"
#include "datasets/messages/csv.hpp"
#include "tests/datasets/dasd/dasd_fixture.hpp"

namespace coldsite::dasd {
namespace {

using ::testing::HasSubstr;

class VtocTest : public DasdTest {
 protected:
  static std::uint64_t free_tracks(Volume& volume) {
    std::uint64_t sum = 0;
    const Vtoc vtoc = read_vtoc(volume).value();
    for (const FreeExtent& run : vtoc.free) {
      sum += run.track_count;
    }
    return sum;
  }

  static DataSetLabel allocate(Volume& volume, const std::string& name, const SpaceRequest& space) {
    auto made = allocate_data_set(volume, sequential(name), space);
    EXPECT_TRUE(made) << to_string(made.failure());
    return made ? *made : DataSetLabel();
  }

  /// XORs one byte of a DSCB: `record` of the VTOC's first track, `offset` from the key.
  static void damage(Volume& volume, std::uint32_t record, std::uint32_t offset,
                     std::uint8_t bits) {
    const std::uint32_t place = TrackReader::kFirstRecordOffset + (record - 1) * 148 + 8 + offset;
    Bytes slot(volume.geometry().slot_bytes);
    ASSERT_TRUE(volume.read_slots({1, 1}, slot));
    const Bytes changed = {static_cast<std::uint8_t>(slot[place] ^ bits)};
    ASSERT_TRUE(volume.write_part(1, place, changed));
  }
};

TEST_F(VtocTest, AnEmptyOneDescribesTheWholeVolumeAsFree) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  const auto vtoc = read_vtoc(*volume);
  ASSERT_TRUE(vtoc) << to_string(vtoc.failure());
  EXPECT_EQ(vtoc->label.volser, "TST001");
  EXPECT_EQ(vtoc->free_dscbs, 14U * 50U - 2U);
  ASSERT_EQ(vtoc->free.size(), 1U);
  EXPECT_EQ(vtoc->free[0].first_track, 15U);
  EXPECT_EQ(vtoc->free[0].track_count, 285U);
  EXPECT_EQ(findings_of(*volume), "");
}

TEST_F(VtocTest, AlternateCylindersOfAModelAreNotFree) {
  auto volume = make_volume("v.ckd", "2314", 203, 10);
  EXPECT_EQ(read_vtoc(*volume)->usable_cylinders, 200U);
  EXPECT_EQ(free_tracks(*volume), 200U * 20U - 11U);
}

TEST_F(VtocTest, RefusesAPlaceThatIsNotOnTheVolume) {
  auto volume = create_volume(*store_, "v.ckd", geometry_of("2311"), 2);
  VolumeLabel label;
  label.volser = "TST001";
  for (const VtocPlacement& place : {VtocPlacement{{0, 0}, 2}, VtocPlacement{{1, 8}, 3},
                                     VtocPlacement{{0, 1}, 0}, VtocPlacement{{0, 10}, 1}}) {
    EXPECT_TRUE(write_empty_vtoc(**volume, label, place).failure().is(msg::CSV0041E));
  }
  EXPECT_TRUE(read_vtoc(**volume).failure().is(msg::CSV0020E));
}

TEST_F(VtocTest, FindsADataSetThatWasAllocated) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  const DataSetLabel made = allocate(*volume, "PROD.DATA", tracks(20, 5));
  const auto found = find_data_set(*volume, "PROD.DATA");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->address, made.address);
  EXPECT_EQ((*found)->track_count(volume->geometry()), 20U);
  EXPECT_EQ((*found)->first_volser, "TST001");
  EXPECT_EQ((*found)->secondary_flags_and_quantity, 0x8000'0005U);
  EXPECT_FALSE(*find_data_set(*volume, "PROD.DAT"));
  EXPECT_EQ(findings_of(*volume), "");
}

TEST_F(VtocTest, PutsAnEndOfFileRecordWhereAFormerOwnersDataWas) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  const DataSetLabel made = allocate(*volume, "A", tracks(1));
  Bytes slot(volume->geometry().slot_bytes);
  const TrackAddress first = made.extents[0].low;
  CS_ASSERT_OK(volume->read_slots({made.extents[0].first_track(volume->geometry()), 1}, slot));
  EXPECT_TRUE(TrackReader::open(slot, first, volume->geometry())->next()->count.is_end_of_file());
}

TEST_F(VtocTest, TakesTheSmallestFreeRunThatHoldsTheRequest) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  allocate(*volume, "A", tracks(10));
  allocate(*volume, "B", tracks(5));
  allocate(*volume, "C", tracks(30));
  CS_ASSERT_OK(scratch_data_set(*volume, "B", {2026, 1}, false));
  EXPECT_EQ(allocate(*volume, "D", tracks(4)).extents[0].first_track(volume->geometry()), 25U);
  EXPECT_EQ(allocate(*volume, "E", tracks(4)).extents[0].first_track(volume->geometry()), 60U);
}

TEST_F(VtocTest, CylinderRequestsBeginAndEndOnCylinders) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  allocate(*volume, "A", tracks(1));
  const DataSetLabel made = allocate(*volume, "B", cylinders(2, 1));
  EXPECT_EQ(made.extents[0].low, (TrackAddress{2, 0}));
  EXPECT_EQ(made.extents[0].high, (TrackAddress{3, 14}));
  EXPECT_EQ(made.extents[0].type, 0x81);
  EXPECT_EQ(made.secondary_flags_and_quantity, 0xC000'0001U);
}

TEST_F(VtocTest, BlocksAndRecordsBecomeTracksByTheDevicesFormula) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  SpaceRequest space = tracks(25, 13);
  space.unit = SpaceUnit::kBlocks;
  space.unit_bytes = 4'096;  // 12 on a track
  EXPECT_EQ(allocate(*volume, "A", space).track_count(volume->geometry()), 3U);
  space.unit = SpaceUnit::kRecords;
  space.primary = 1'000;
  space.unit_bytes = 80;  // three blocks of 27,920, two on a track
  EXPECT_EQ(allocate(*volume, "B", space).track_count(volume->geometry()), 2U);
  space.round_to_cylinders = true;
  const DataSetLabel rounded = allocate(*volume, "C", space);
  EXPECT_EQ(rounded.track_count(volume->geometry()), 15U);
  EXPECT_EQ(rounded.secondary_flags_and_quantity >> 24, 0xC1U);
}

TEST_F(VtocTest, AbsoluteTracksAreGivenOrRefused) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  SpaceRequest space = tracks(10);
  space.unit = SpaceUnit::kAbsoluteTracks;
  space.absolute_first_track = 100;
  EXPECT_EQ(allocate(*volume, "A", space).extents[0].low, (TrackAddress{6, 10}));
  space.absolute_first_track = 95;
  EXPECT_TRUE(allocate_data_set(*volume, sequential("B"), space).failure().is(msg::CSV0053E));
}

TEST_F(VtocTest, ContiguousRequestsAreNotSplit) {
  auto volume = make_volume("v.ckd", "3390", 4, 14);  // 45 free tracks from 15
  SpaceRequest middle = tracks(5);
  middle.unit = SpaceUnit::kAbsoluteTracks;
  middle.absolute_first_track = 35;
  allocate(*volume, "M", middle);
  SpaceRequest space = tracks(30);
  space.contiguous = true;
  const auto refused = allocate_data_set(*volume, sequential("A"), space);
  ASSERT_TRUE(refused.failure().is(msg::CSV0051E));
  EXPECT_THAT(refused.failure().text(), HasSubstr("30 tracks asked, 40 free in all, 20 in the"));
  space.contiguous = false;
  EXPECT_EQ(allocate(*volume, "A", space).extents.size(), 2U);
  EXPECT_EQ(findings_of(*volume), "");
}

TEST_F(VtocTest, ExtendsToSixteenExtentsAndNoFurther) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  DataSetLabel data_set = allocate(*volume, "A", tracks(1, 1));
  for (int i = 0; i < 15; ++i) {
    allocate(*volume, "GAP" + std::to_string(i), tracks(1));
    CS_ASSERT_OK(extend_data_set(*volume, data_set));
  }
  EXPECT_EQ(data_set.extents.size(), 16U);
  EXPECT_EQ(find_data_set(*volume, "A").value()->extents.size(), 16U);
  EXPECT_TRUE(extend_data_set(*volume, data_set).failure().is(msg::CSV0055E));
  EXPECT_EQ(findings_of(*volume), "");
}

TEST_F(VtocTest, WithoutASecondaryQuantityThereIsNoExtension) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  DataSetLabel data_set = allocate(*volume, "A", tracks(1));
  EXPECT_TRUE(extend_data_set(*volume, data_set).failure().is(msg::CSV0054E));
}

TEST_F(VtocTest, ReleaseGivesBackWhatIsBehindTheLastBlock) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  DataSetLabel data_set = allocate(*volume, "A", tracks(3, 2));
  allocate(*volume, "GAP", tracks(1));
  for (int i = 0; i < 4; ++i) {
    CS_ASSERT_OK(extend_data_set(*volume, data_set));
  }
  data_set.last_block = {3, 1};  // the fourth track: the first of the second extent
  const std::uint64_t before = free_tracks(*volume);
  CS_ASSERT_OK(release_unused(*volume, data_set));
  EXPECT_EQ(data_set.extents.size(), 2U);
  EXPECT_EQ(data_set.track_count(volume->geometry()), 4U);
  EXPECT_EQ(free_tracks(*volume), before + 7);
  EXPECT_EQ(findings_of(*volume), "");
}

TEST_F(VtocTest, ScratchRespectsTheExpirationDate) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  DataSetLabel kept = sequential("KEEP");
  kept.expires = {2026, 300};
  CS_ASSERT_OK(allocate_data_set(*volume, kept, tracks(1)));
  EXPECT_TRUE(scratch_data_set(*volume, "KEEP", {2026, 299}, false).failure().is(msg::CSV0057E));
  CS_ASSERT_OK(scratch_data_set(*volume, "KEEP", {2026, 300}, false));
  kept.expires = {1999, 365};  // never
  CS_ASSERT_OK(allocate_data_set(*volume, kept, tracks(1)));
  EXPECT_TRUE(scratch_data_set(*volume, "KEEP", {2026, 299}, false).failure().is(msg::CSV0057E));
  CS_ASSERT_OK(scratch_data_set(*volume, "KEEP", {2026, 299}, true));
  EXPECT_TRUE(scratch_data_set(*volume, "KEEP", {2026, 299}, true).failure().is(msg::CSV0056E));
  EXPECT_EQ(free_tracks(*volume), 285U);
}

TEST_F(VtocTest, RenameKeepsEverythingButTheName) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  const DataSetLabel made = allocate(*volume, "OLD.NAME", tracks(7));
  allocate(*volume, "OTHER", tracks(1));
  CS_ASSERT_OK(rename_data_set(*volume, "OLD.NAME", "NEW.NAME"));
  EXPECT_EQ(find_data_set(*volume, "NEW.NAME").value()->track_count(volume->geometry()), 7U);
  EXPECT_EQ(find_data_set(*volume, "NEW.NAME").value()->address, made.address);
  EXPECT_TRUE(rename_data_set(*volume, "NEW.NAME", "OTHER").failure().is(msg::CSV0050E));
  EXPECT_TRUE(rename_data_set(*volume, "OLD.NAME", "X").failure().is(msg::CSV0056E));
  EXPECT_TRUE(rename_data_set(*volume, "OTHER", "BAD..NAME").failure().is(msg::CSV0031E));
}

TEST_F(VtocTest, UpdateWritesFieldsAndLeavesExtentsAlone) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  DataSetLabel data_set = allocate(*volume, "A", tracks(7));
  data_set.last_block = {3, 2};
  data_set.indicators = 0x82;
  data_set.extents.clear();
  CS_ASSERT_OK(update_data_set(*volume, data_set));
  const DataSetLabel found = *find_data_set(*volume, "A").value();
  EXPECT_EQ(found.last_block, (RelativeAddress{3, 2}));
  EXPECT_EQ(found.track_count(volume->geometry()), 7U);
  EXPECT_EQ(findings_of(*volume), "");
}

TEST_F(VtocTest, AFullVtocIsToldAndStillServesWhatIsThere) {
  auto volume = make_volume("v.ckd", "2311", 20, 1);  // 16 DSCBs
  DataSetLabel first = allocate(*volume, "A", tracks(1, 1));
  for (int i = 0; i < 13; ++i) {
    allocate(*volume, "B" + std::to_string(i), tracks(1));
  }
  EXPECT_TRUE(allocate_data_set(*volume, sequential("X"), tracks(1)).failure().is(msg::CSV0052E));
  CS_ASSERT_OK(extend_data_set(*volume, first));
  CS_ASSERT_OK(scratch_data_set(*volume, "B0", {}, true));
  CS_ASSERT_OK(extend_data_set(*volume, first));
  EXPECT_EQ(findings_of(*volume), "");
}

TEST_F(VtocTest, LargeDataSetsPassSixtyFiveThousandTracks) {
  auto volume = make_volume("v.ckd", "3390", 5'000, 14);
  EXPECT_TRUE(
      allocate_data_set(*volume, sequential("A"), tracks(65'536)).failure().is(msg::CSV0058E));
  DataSetLabel large = sequential("A");
  large.flags1 = 0x08;
  CS_ASSERT_OK(allocate_data_set(*volume, large, cylinders(4'500)));
  large.last_block = {66'000, 3};
  CS_ASSERT_OK(update_data_set(*volume, large));
  const DataSetLabel found = *find_data_set(*volume, "A").value();
  EXPECT_EQ(found.track_count(volume->geometry()), 67'500U);
  EXPECT_EQ(found.last_block, (RelativeAddress{66'000, 3}));
  EXPECT_EQ(findings_of(*volume), "");  // with format 7: the volume has 75,000 tracks
}

TEST_F(VtocTest, TellsOverlapsBadChainsAndFreeSpaceThatDoesNotAgree) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  allocate(*volume, "A", tracks(3));  // record 3: tracks 15 to 17
  allocate(*volume, "B", tracks(3));  // record 4: tracks 18 to 20
  damage(*volume, 4, 110, 0x03);      // low head of B: 3 becomes 0
  EXPECT_THAT(findings_of(*volume), HasSubstr("'A' and 'B' overlap"));
  damage(*volume, 4, 110, 0x03);
  damage(*volume, 3, 139, 0x07);  // a chain from A to record 7
  EXPECT_THAT(findings_of(*volume), HasSubstr("the chain of 'A' leads to"));
  EXPECT_TRUE(allocate_data_set(*volume, sequential("X"), tracks(1)).failure().is(msg::CSV0042E));
  damage(*volume, 3, 139, 0x07);
  damage(*volume, 2, 5, 0x01);
  EXPECT_THAT(findings_of(*volume), HasSubstr("tracks are listed as free"));
  allocate(*volume, "C", tracks(1));  // a change puts the list right
  EXPECT_EQ(findings_of(*volume), "");
}

TEST_F(VtocTest, ADataSetThatLostExtentsKeepsOthersFromItsSpace) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  allocate(*volume, "A", tracks(3));
  damage(*volume, 3, 59, 0x06);  // DS1NOEPV: 1 becomes 7
  EXPECT_THAT(findings_of(*volume), HasSubstr("'A' says 7 extents and has 1"));
  EXPECT_TRUE(allocate_data_set(*volume, sequential("X"), tracks(1)).failure().is(msg::CSV0042E));
}

TEST_F(VtocTest, OneBadDscbDoesNotHideTheOthers) {
  auto volume = make_volume("v.ckd", "3390", 20, 14);
  for (const std::string name : {"A", "B", "C"}) {
    allocate(*volume, name, tracks(3));
  }
  damage(*volume, 4, 44, 0x80);
  const auto vtoc = read_vtoc(*volume);
  EXPECT_EQ(vtoc->data_sets.size(), 2U);
  EXPECT_THAT(findings_of(*volume), HasSubstr("DS1FMTID X'71' is no format"));
}

TEST_F(VtocTest, EveryFlippedByteOfTheVtocIsSurvivedAndNeverMakesAnOverlapSilently) {
  auto volume = make_volume("v.ckd", "2311", 4, 1);
  DataSetLabel data_set = allocate(*volume, "A", tracks(1, 1));
  allocate(*volume, "B", tracks(1));
  for (int i = 0; i < 4; ++i) {
    allocate(*volume, "G" + std::to_string(i), tracks(1));
    CS_ASSERT_OK(extend_data_set(*volume, data_set));
  }
  ASSERT_EQ(findings_of(*volume), "");
  const std::uint64_t free_before = free_tracks(*volume);
  Bytes good(volume->geometry().slot_bytes);
  CS_ASSERT_OK(volume->read_slots({1, 1}, good));
  for (std::size_t i = 0; i < 21 + 16 * 148 + 8; ++i) {
    Bytes bad = good;
    bad[i] ^= 0xFF;
    CS_ASSERT_OK(volume->write_slots({1, 1}, bad));
    const auto vtoc = read_vtoc(*volume);
    if (vtoc && vtoc->findings.empty()) {
      EXPECT_EQ(free_tracks(*volume), free_before) << i;
    }
  }
}

TEST_F(VtocTest, EveryTruncationOfAVtocTrackIsReported) {
  auto volume = make_volume("v.ckd", "2311", 4, 2);
  allocate(*volume, "A", tracks(1, 1));
  Bytes good(volume->geometry().slot_bytes);
  CS_ASSERT_OK(volume->read_slots({2, 1}, good));  // the second track: format 4 stays readable
  for (std::size_t length = 0; length < 21 + 16 * 148 + 8; ++length) {
    Bytes bad(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length));
    bad.resize(good.size(), 0x11);
    CS_ASSERT_OK(volume->write_slots({2, 1}, bad));
    EXPECT_NE(findings_of(*volume), "") << length;
  }
}

TEST_F(VtocTest, AVolumeWithoutVtocIsToldFromOneThatIsDamaged) {
  auto volume = create_volume(*store_, "v.ckd", geometry_of("3390"), 3);
  VolumeLabel label;
  label.volser = "NOVTOC";
  CS_ASSERT_OK(write_label(**volume, label));
  EXPECT_THAT(to_string(read_vtoc(**volume).failure()), HasSubstr("the label points to none"));
  label.vtoc = {{0, 1}, 1};
  CS_ASSERT_OK(write_label(**volume, label));
  EXPECT_THAT(to_string(read_vtoc(**volume).failure()), HasSubstr("no format 4 DSCB stands there"));
}

}  // namespace
}  // namespace coldsite::dasd
