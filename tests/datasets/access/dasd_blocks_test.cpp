#include "datasets/access/dasd_blocks.hpp"

#include <gmock/gmock.h>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csa.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/iec.hpp"
#include "tests/datasets/access/test_volume.hpp"

namespace coldsite::access {
namespace {

class DasdBlocks : public ::testing::Test {
 protected:
  std::unique_ptr<io::FileStore> store_ = io::make_memory_store();
  std::unique_ptr<dasd::Volume> volume_ = make_volume(*store_, "v.ckd");
  DataControlBlock dcb_ = make_dcb(kU, 0, 30'000);
};

TEST_F(DasdBlocks, ANewDataSetIsEmpty) {
  make_data_set(*volume_, "A.B", dcb_, 2);
  const auto blocks = read_data_set(*volume_, "A.B");
  ASSERT_TRUE(blocks.ok()) << to_string(blocks.failure());
  EXPECT_TRUE(blocks->empty());
}

TEST_F(DasdBlocks, EveryBlockSizeComesBackOverTracksAndExtents) {
  for (const std::size_t bytes : {1U, 17U, 80U, 4'096U, 6'233U, 27'998U, 32'760U}) {
    const std::string name = "SIZE.N" + std::to_string(bytes);
    make_data_set(*volume_, name, dcb_, 1, 1);
    const std::size_t per_track =
        volume_->geometry().records_per_track(0, static_cast<std::uint32_t>(bytes));
    const BlockList blocks = make_blocks(per_track * 4 + 1, bytes, 1);
    const auto written = write_data_set(*volume_, name, dcb_, blocks);
    ASSERT_TRUE(written.ok()) << to_string(written.failure());
    EXPECT_EQ(find_label(*volume_, name).last_block, (dasd::RelativeAddress{4, 1}));
    const auto back = read_data_set(*volume_, name);
    ASSERT_TRUE(back.ok()) << to_string(back.failure());
    EXPECT_EQ(*back, blocks);
  }
}

TEST_F(DasdBlocks, ModWritesBehindTheLastBlock) {
  make_data_set(*volume_, "A.B", dcb_, 5);
  BlockList all = make_blocks(7, 20'000, 1);
  ASSERT_TRUE(write_data_set(*volume_, "A.B", dcb_, all).ok());
  for (unsigned round = 2; round < 4; ++round) {
    const BlockList more = make_blocks(1, 15'000, round);
    ASSERT_TRUE(write_data_set(*volume_, "A.B", dcb_, more, WriteMode::kExtend).ok());
    all.insert(all.end(), more.begin(), more.end());
  }
  EXPECT_EQ(*read_data_set(*volume_, "A.B"), all);
}

TEST_F(DasdBlocks, ReleaseGivesBackTheTracksBehindTheLast) {
  make_data_set(*volume_, "A.B", dcb_, 9);
  const BlockList blocks =
      make_blocks(4, 27'998, 1);  // two full tracks: no room for the end record
  ASSERT_TRUE(write_data_set(*volume_, "A.B", dcb_, blocks, WriteMode::kReplace, true).ok());
  EXPECT_LE(find_label(*volume_, "A.B").track_count(volume_->geometry()), 3U);
  const auto back = read_data_set(*volume_, "A.B");
  ASSERT_TRUE(back.ok()) << to_string(back.failure());
  EXPECT_EQ(*back, blocks);
}

TEST_F(DasdBlocks, FullExtentsWithoutSecondaryAreD37) {
  make_data_set(*volume_, "A.B", dcb_, 2);
  const auto written = write_data_set(*volume_, "A.B", dcb_, make_blocks(5, 27'998, 1));
  ASSERT_FALSE(written.ok());
  EXPECT_TRUE(written.failure().is(msg::IEC031I)) << to_string(written.failure());
  EXPECT_TRUE(read_data_set(*volume_, "A.B")->empty());
}

TEST_F(DasdBlocks, SixteenExtentsUsedAreB37) {
  make_data_set(*volume_, "A.B", dcb_, 1, 1);
  // Something behind each extent, so that no two of them become one run.
  const auto written = write_data_set(*volume_, "A.B", dcb_, make_blocks(300, 27'998, 1));
  ASSERT_FALSE(written.ok());
  EXPECT_TRUE(written.failure().is(msg::IEC030I)) << to_string(written.failure());
}

TEST_F(DasdBlocks, AWriterWithoutCloseLeavesOldDataOrNone) {
  const BlockList old = make_blocks(9, 20'000, 1);
  make_data_set(*volume_, "A.B", dcb_, 9);
  ASSERT_TRUE(write_data_set(*volume_, "A.B", dcb_, old).ok());
  const auto begin = [&](WriteMode mode, std::size_t count) {
    const auto writer = open_dasd_writer(*volume_, find_label(*volume_, "A.B"), dcb_, mode, false);
    for (const Bytes& block : make_blocks(count, 20'000, 2)) {
      ASSERT_TRUE((*writer)->write_block(block).ok());
    }
  };
  begin(WriteMode::kExtend, 8);
  EXPECT_EQ(*read_data_set(*volume_, "A.B"), old);
  begin(WriteMode::kReplace, 2);
  EXPECT_EQ(*read_data_set(*volume_, "A.B"), old);
  begin(WriteMode::kReplace, 12);
  EXPECT_TRUE(read_data_set(*volume_, "A.B")->empty());
}

TEST_F(DasdBlocks, BlocksWithKeysComeAsKeyAndData) {
  dcb_.key_bytes = 8;
  make_data_set(*volume_, "A.B", dcb_, 2);
  const BlockList blocks = make_blocks(3, 100, 1);
  ASSERT_TRUE(write_data_set(*volume_, "A.B", dcb_, blocks).ok());
  EXPECT_EQ(*read_data_set(*volume_, "A.B"), blocks);
}

TEST_F(DasdBlocks, ABlockLongerThanATrackIsRefused) {
  const auto small = make_volume(*store_, "s.ckd", "3350");
  make_data_set(*small, "A.B", dcb_, 2);
  const auto written = write_data_set(*small, "A.B", dcb_, make_blocks(1, 19'070, 1));
  ASSERT_FALSE(written.ok());
  EXPECT_TRUE(written.failure().is(msg::CSA0015E));
}

TEST_F(DasdBlocks, AMissingEndOfFileRecordIsTold) {
  const dasd::DataSetLabel label = make_data_set(*volume_, "A.B", dcb_, 1);
  dasd::TrackBuilder track(label.extents[0].low, volume_->geometry());
  ASSERT_TRUE(track.add({}, Bytes(100)).ok());
  ASSERT_TRUE(
      volume_->write_slots({label.extents[0].first_track(volume_->geometry()), 1}, track.finish())
          .ok());
  const auto back = read_data_set(*volume_, "A.B");
  ASSERT_FALSE(back.ok());
  EXPECT_TRUE(back.failure().is(msg::CSA0010E));
}

TEST_F(DasdBlocks, ADamagedTrackIsToldByItsAddress) {
  const dasd::DataSetLabel label = make_data_set(*volume_, "A.B", dcb_, 3);
  ASSERT_TRUE(write_data_set(*volume_, "A.B", dcb_, make_blocks(5, 27'998, 1)).ok());
  const std::uint32_t second = label.extents[0].first_track(volume_->geometry()) + 1;
  ASSERT_TRUE(volume_->write_part(second, 3, Bytes{0x77}).ok());
  const auto back = read_data_set(*volume_, "A.B");
  ASSERT_FALSE(back.ok());
  EXPECT_TRUE(back.failure().is(msg::CSV0010E));
}

TEST_F(DasdBlocks, ALabelThatNamesNoBlockCannotBeExtended) {
  dasd::DataSetLabel label = make_data_set(*volume_, "A.B", dcb_, 3);
  for (const dasd::RelativeAddress wrong :
       {dasd::RelativeAddress{0, 7}, dasd::RelativeAddress{99, 1}}) {
    label.last_block = wrong;
    const auto writer = open_dasd_writer(*volume_, label, dcb_, WriteMode::kExtend, false);
    ASSERT_FALSE(writer.ok());
    EXPECT_TRUE(writer.failure().is(msg::CSA0014E));
  }
}

}  // namespace
}  // namespace coldsite::access
