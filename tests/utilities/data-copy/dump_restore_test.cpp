#include "tests/utilities/data-copy/copy_fixture.hpp"

namespace coldsite::copy {
namespace {

class DumpRestoreTest : public CopyTest {
 protected:
  void SetUp() override {
    source_ = make_volume("PRD001", 10);
    add_data_set(*source_, "PROD.A", 20, 7, 100);
    add_data_set(*source_, "PROD.B", 40, 33, 200);
    add_data_set(*source_, "PROD.EMPTY", 5, 0, 300);
  }
  std::unique_ptr<dasd::Volume> source_;
};

class DumpRestoreForms : public DumpRestoreTest, public ::testing::WithParamInterface<bool> {};

TEST_P(DumpRestoreForms, UsedTracksComeBackOnAnEmptyVolume) {
  DumpRequest request = dump_request(*source_, GetParam());
  const BlockList blocks = dump(request);
  auto target = make_volume("TGT001", 10);
  const auto summary = restore_dump(restore_request(blocks, *target));
  ASSERT_TRUE(summary) << to_string(summary.failure());
  EXPECT_EQ(summary->tracks, request.header.map.count());
  EXPECT_TRUE(different_tracks(*source_, *target, request.header.map).empty());
  EXPECT_EQ(read_used(*source_, 0), read_used(*target, 0));
  EXPECT_EQ(dasd::read_vtoc(*target)->data_sets.size(), 3U);
  for (const Bytes& block : blocks) {
    EXPECT_LE(block.size(), kDumpBlockBytesMax);
  }
}

INSTANTIATE_TEST_SUITE_P(PlainAndCompressed, DumpRestoreForms, ::testing::Bool());

TEST_F(DumpRestoreTest, EveryReadSizeGivesTheSameVolume) {
  for (const std::uint32_t tracks : {1U, 2U, 5U, 0U}) {
    DumpRequest request = dump_request(*source_);
    request.tracks_per_read = tracks;
    request.block_bytes_max = 32760;
    const BlockList blocks = dump(request);
    auto target = make_volume("T" + std::to_string(tracks), 10);
    ASSERT_TRUE(restore_dump(restore_request(blocks, *target)));
    EXPECT_TRUE(different_tracks(*source_, *target, request.header.map).empty());
  }
}

TEST_F(DumpRestoreTest, TheTargetKeepsItsVolserUnlessCopyvolid) {
  const BlockList blocks = dump(dump_request(*source_));
  auto target = make_volume("TGT001", 10);
  ASSERT_TRUE(restore_dump(restore_request(blocks, *target, LabelRule::kKeepTarget)));
  EXPECT_EQ(dasd::read_label(*target)->volser, "TGT001");
  EXPECT_EQ(dasd::read_label(*target)->vtoc, dasd::read_label(*source_)->vtoc);
  ASSERT_TRUE(restore_dump(restore_request(blocks, *target, LabelRule::kCopyVolumeId)));
  EXPECT_EQ(dasd::read_label(*target)->volser, "PRD001");
}

TEST_F(DumpRestoreTest, ALargerTargetGetsItsFreeSpaceRebuilt) {
  const BlockList blocks = dump(dump_request(*source_));
  auto target = make_volume("BIG001", 25);
  ASSERT_TRUE(restore_dump(restore_request(blocks, *target)));
  const auto vtoc = dasd::read_vtoc(*target);
  ASSERT_TRUE(vtoc);
  EXPECT_TRUE(vtoc->findings.empty());
  std::uint32_t free = 0;
  for (const dasd::FreeExtent& extent : vtoc->free) {
    free += extent.track_count;
  }
  EXPECT_EQ(free, 25U * 15 - 2 - 65);
  dasd::DataSetLabel more;
  more.name = "NEW";
  dasd::SpaceRequest space;
  space.unit = dasd::SpaceUnit::kCylinders;
  space.primary = 15;
  EXPECT_TRUE(dasd::allocate_data_set(*target, more, space));
}

TEST_F(DumpRestoreTest, UnfitTargetsAreRefusedUntouched) {
  const BlockList blocks = dump(dump_request(*source_));
  auto small = make_volume("SMALL", 9);
  EXPECT_TRUE(restore_dump(restore_request(blocks, *small)).failure().is(msg::CSK0011E));
  auto other = make_volume("OTHER", 20, "3380");
  EXPECT_TRUE(restore_dump(restore_request(blocks, *other)).failure().is(msg::CSK0010E));
  auto kept = make_volume("KEPT", 10);
  add_data_set(*kept, "KEEP.ME", 3, 1, 1, {2026, 326});
  const std::uint64_t before = content_of("KEPT.image");
  RestoreRequest request = restore_request(blocks, *kept);
  EXPECT_TRUE(restore_dump(request).failure().is(msg::CSK0012E));
  EXPECT_EQ(content_of("KEPT.image"), before);
  request.checks.purge = true;
  EXPECT_TRUE(restore_dump(request));
}

TEST_F(DumpRestoreTest, APlanWritesNothing) {
  const BlockList blocks = dump(dump_request(*source_));
  auto target = make_volume("TGT001", 10);
  const std::uint64_t before = content_of("TGT001.image");
  RestoreRequest request = restore_request(blocks, *target);
  request.is_plan_only = true;
  ASSERT_TRUE(restore_dump(request));
  EXPECT_EQ(content_of("TGT001.image"), before);
}

TEST_F(DumpRestoreTest, AVolumeWithoutLabelTakesTheDumpsVolserOnly) {
  const BlockList blocks = dump(dump_request(*source_));
  auto blank = *dasd::create_volume(*store_, "blank", source_->geometry(), 10);
  EXPECT_TRUE(restore_dump(restore_request(blocks, *blank, LabelRule::kKeepTarget))
                  .failure()
                  .is(msg::CSK0024E));
  ASSERT_TRUE(restore_dump(restore_request(blocks, *blank)));
  EXPECT_EQ(dasd::read_label(*blank)->volser, "PRD001");
}

TEST_F(DumpRestoreTest, AllOutputsAreEqualAndAFailingOneIsLeftOut) {
  BlockList first;
  BlockList second;
  BlockList third;
  ListWriter one(first);
  ListWriter two(second, 2);
  ListWriter three(third);
  const auto summary = write_dump(dump_request(*source_), {&one, &two, &three});
  ASSERT_TRUE(summary) << to_string(summary.failure());
  EXPECT_EQ(first, third);
  EXPECT_TRUE(one.is_closed && three.is_closed && !two.is_closed);
  EXPECT_FALSE(summary->output_failures[0]);
  EXPECT_TRUE(summary->output_failures[1]->is(msg::CSI0004E));
  EXPECT_TRUE(verify_dump(opener_of(second)).failure().is(msg::CSK0005E));
  BlockList none;
  ListWriter failing(none, 1);
  EXPECT_TRUE(write_dump(dump_request(*source_), {&failing}).failure().is(msg::CSI0004E));
}

TEST_F(DumpRestoreTest, ADamagedTrackEndsTheDumpOrIsTakenAsItIs) {
  const Bytes slot(source_->geometry().slot_bytes, 0x55);
  ASSERT_TRUE(source_->write_slots({4, 1}, slot));
  DumpRequest request = dump_request(*source_);
  BlockList blocks;
  ListWriter writer(blocks);
  EXPECT_FALSE(write_dump(request, {&writer}));
  EXPECT_FALSE(writer.is_closed);
  request.header.is_tolerant = true;
  BlockList tolerant;
  ListWriter again(tolerant);
  const auto summary = write_dump(request, {&again});
  ASSERT_TRUE(summary);
  ASSERT_EQ(summary->damaged.size(), 1U);
  EXPECT_TRUE(summary->damaged[0].is(msg::CSK0013W));
  auto target = make_volume("TGT001", 10);
  ASSERT_TRUE(restore_dump(restore_request(tolerant, *target)));
  EXPECT_EQ(read_used(*target, 4), slot);
}

TEST_F(DumpRestoreTest, TracksAreRestoredInPlaceOrElsewhere) {
  DumpRequest request = dump_request(*source_);
  request.header.is_full = false;
  request.header.map = TrackMap(source_->tracks());
  request.header.map.add(2, 10);
  const BlockList blocks = dump(request);
  auto target = make_volume("TGT001", 10);
  RestoreRequest restore = restore_request(blocks, *target);
  EXPECT_TRUE(restore_dump(restore).failure().is(msg::CSK0021E));
  restore.checks.is_full = false;
  restore.moves = {{{3, 4}, 3}, {{2, 1}, 100}};
  const auto summary = restore_dump(restore);
  ASSERT_TRUE(summary) << to_string(summary.failure());
  EXPECT_EQ(summary->tracks, 5U);
  EXPECT_EQ(read_used(*target, 4), read_used(*source_, 4));
  Bytes slot(target->geometry().slot_bytes);
  ASSERT_TRUE(target->read_slots({100, 1}, slot));
  auto moved =
      dasd::TrackReader::open(slot, target->geometry().track_address(100), target->geometry());
  ASSERT_TRUE(moved) << to_string(moved.failure());
  const auto record = moved->next();
  EXPECT_EQ(record->count.cylinder, 6);
  EXPECT_EQ(record->count.head, 10);
  restore.moves = {{{11, 2}, 11}};
  EXPECT_TRUE(restore_dump(restore).failure().is(msg::CSK0022E));
}

TEST_F(DumpRestoreTest, AFailingRestoreLeavesAMarkedVolumeThatCanBeRestoredAgain) {
  BlockList blocks = dump(dump_request(*source_));
  auto target = make_volume("TGT001", 10);
  RestoreRequest request = restore_request(blocks, *target);
  request.verify = false;
  blocks.pop_back();
  EXPECT_TRUE(restore_dump(request).failure().is(msg::CSK0005E));
  EXPECT_TRUE(is_incomplete(*dasd::read_label(*target)));
  EXPECT_EQ(dasd::read_label(*target)->volser, "TGT001");
  blocks = dump(dump_request(*source_));
  const auto again = restore_dump(request);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->target.was_incomplete);
  EXPECT_EQ(read_used(*source_, 0), read_used(*target, 0));
}

}  // namespace
}  // namespace coldsite::copy
