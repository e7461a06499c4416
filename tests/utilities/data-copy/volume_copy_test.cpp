#include "utilities/data-copy/volume_copy.hpp"

#include "datasets/io/fault_store.hpp"
#include "tests/utilities/data-copy/copy_fixture.hpp"

namespace coldsite::copy {
namespace {

class VolumeCopyTest : public CopyTest {
 protected:
  void use_store(bool can_share) { use_store(io::make_memory_store({can_share})); }
  void use_store(std::unique_ptr<io::FileStore> store) {
    store_ = std::move(store);
    source_ = make_volume("PRD001", 10);
    add_data_set(*source_, "PROD.A", 20, 7, 100);
    add_data_set(*source_, "PROD.B", 40, 33, 200);
    target_ = make_volume("TGT001", 10);
  }
  CopyRequest request(FastReplication fast, LabelRule rule = LabelRule::kCopyVolumeId) {
    CopyRequest made;
    made.source = source_.get();
    made.target = target_.get();
    made.map = find_used_tracks(*source_, {})->map;
    made.checks.source = {source_->geometry().device_type, source_->cylinders(), "PRD001"};
    made.checks.label_rule = rule;
    made.checks.today = {2026, 325};
    made.fast_replication = fast;
    return made;
  }
  std::unique_ptr<dasd::Volume> source_, target_;
};

TEST_F(VolumeCopyTest, SharesBlocksWhereItCan) {
  use_store(true);
  const CopyRequest made = request(FastReplication::kRequired);
  const auto summary = copy_volume(made);
  ASSERT_TRUE(summary) << to_string(summary.failure());
  EXPECT_TRUE(summary->was_reflinked);
  EXPECT_EQ(content_of("TGT001.image"), content_of("PRD001.image"));
}

TEST_F(VolumeCopyTest, CopiesUsedTracksWhereItCannotShare) {
  use_store(false);
  const CopyRequest made = request(FastReplication::kPreferred);
  const auto summary = copy_volume(made);
  ASSERT_TRUE(summary) << to_string(summary.failure());
  EXPECT_FALSE(summary->was_reflinked);
  EXPECT_FALSE(summary->why_not_reflinked.empty());
  EXPECT_EQ(summary->tracks, made.map.count());
  EXPECT_TRUE(different_tracks(*source_, *target_, made.map).empty());
  EXPECT_EQ(read_used(*source_, 0), read_used(*target_, 0));
}

TEST_F(VolumeCopyTest, RequiredSharingThatIsNotPossibleChangesNothing) {
  use_store(false);
  const std::uint64_t before = content_of("TGT001.image");
  EXPECT_TRUE(copy_volume(request(FastReplication::kRequired)).failure().is(msg::CSK0017E));
  EXPECT_EQ(content_of("TGT001.image"), before);
}

TEST_F(VolumeCopyTest, SharingThatBreaksOffLeavesTheTargetMarkedOrAsItWas) {
  bool is_done = false;
  for (std::uint64_t nth = 1; !is_done; ++nth) {
    ASSERT_LT(nth, 20U);
    const auto memory = io::make_memory_store({true});
    auto faults = io::make_fault_store(*memory);
    io::FaultStore& planting = *faults;
    use_store(std::move(faults));
    const std::uint64_t before = content_of("TGT001.image");
    planting.plant({.operation = io::Operation::kWrite, .nth = nth, .stays = true});
    is_done = copy_volume(request(FastReplication::kRequired)).ok();
    planting.clear_faults();
    if (!is_done && content_of("TGT001.image") != before) {
      const auto label = dasd::read_label(*target_);
      EXPECT_FALSE(label->volser == "TGT001" && label->owner == "TEST") << nth;
    }
    source_.reset();
    target_.reset();
    store_.reset();
  }
}

TEST_F(VolumeCopyTest, AConditionedCopyIsDumpedAsItsSource) {
  use_store(true);
  ASSERT_TRUE(copy_volume(request(FastReplication::kNone, LabelRule::kDumpConditioning)));
  EXPECT_EQ(dasd::read_label(*target_)->volser, "TGT001");
  Bytes slot(target_->geometry().slot_bytes);
  ASSERT_TRUE(target_->read_slots({0, 1}, slot));
  EXPECT_EQ(conditioned_volser(slot, target_->geometry()), "PRD001");
  ASSERT_TRUE(set_conditioned(slot, target_->geometry(), ""));
  ASSERT_TRUE(set_volser(slot, target_->geometry(), "PRD001"));
  DumpRequest conditioned = dump_request(*target_);
  conditioned.label_slot = slot;
  conditioned.header.volser = "PRD001";
  EXPECT_EQ(dump(conditioned), dump(dump_request(*source_)));
}

TEST_F(VolumeCopyTest, TracksMoveToOtherPlaces) {
  use_store(true);
  CopyRequest made = request(FastReplication::kPreferred);
  made.checks.is_full = false;
  made.moves = {{{2, 5}, 60}};
  const auto summary = copy_volume(made);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->tracks, 5U);
  EXPECT_EQ(dasd::read_label(*target_)->volser, "TGT001");
  Bytes slot(target_->geometry().slot_bytes);
  ASSERT_TRUE(target_->read_slots({64, 1}, slot));
  EXPECT_TRUE(
      dasd::TrackReader::open(slot, target_->geometry().track_address(64), target_->geometry()));
}

TEST_F(VolumeCopyTest, ALargerTargetOfACopyIsUsableWhole) {
  use_store(true);
  target_ = make_volume("BIG001", 17);
  for (const FastReplication fast : {FastReplication::kNone, FastReplication::kPreferred}) {
    ASSERT_TRUE(copy_volume(request(fast)));
    const auto vtoc = dasd::read_vtoc(*target_);
    EXPECT_EQ(vtoc->usable_cylinders, 17U);
    EXPECT_TRUE(vtoc->findings.empty());
  }
}

}  // namespace
}  // namespace coldsite::copy
