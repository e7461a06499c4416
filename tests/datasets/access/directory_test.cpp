// Damage to PDS directories, byte by byte and cut at every length.
#include "datasets/access/directory.hpp"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csa.hpp"
#include "datasets/messages/csv.hpp"
#include "tests/datasets/access/test_volume.hpp"

namespace coldsite::access {
namespace {

class DirectoryDamage : public ::testing::Test {
 protected:
  void SetUp() override {
    label_ = make_library(*volume_, "A.LIB", make_dcb(kFB, 80, 800), 3, 3);
    const auto library = PartitionedDataSet::open(*volume_, label_);
    for (int i = 0; i < 30; ++i) {
      ASSERT_TRUE(add_member(**library, fmt::format("M{:02}", i), {}).ok());
    }
    track_ = label_.extents[0].first_track(volume_->geometry());
    slot_.resize(volume_->geometry().slot_bytes);
    ASSERT_TRUE(volume_->read_slots({track_, 1}, slot_).ok());
    names_ = names();
    ASSERT_EQ(names_.size(), 30U);
  }

  [[nodiscard]] std::vector<std::string> names() {
    std::vector<std::string> result;
    const auto directory = Directory::read(*volume_, label_);
    if (!directory) {
      EXPECT_TRUE(directory.failure().is(msg::CSA0021E) || directory.failure().is(msg::CSV0010E))
          << to_string(directory.failure());
      return {"damaged"};
    }
    for (const Member& member : directory->members()) {
      result.push_back(member.name);
    }
    return result;
  }

  std::unique_ptr<io::FileStore> store_ = io::make_memory_store();
  std::unique_ptr<dasd::Volume> volume_ = make_volume(*store_, "v.ckd");
  dasd::DataSetLabel label_;
  std::uint32_t track_ = 0;
  Bytes slot_;
  std::vector<std::string> names_;
};

TEST_F(DirectoryDamage, EveryFlippedByteIsFoundOrLeavesAllOtherEntries) {
  const std::size_t end = dasd::TrackReader::kFirstRecordOffset + 3 * (8 + 264) + 8;
  std::size_t found = 0, harmless = 0, renamed = 0;
  for (std::size_t offset = 0; offset < end; ++offset) {
    const Bytes flipped = {static_cast<std::uint8_t>(slot_[offset] ^ 0xFF)};
    ASSERT_TRUE(volume_->write_part(track_, static_cast<std::uint32_t>(offset), flipped).ok());
    const auto now = names();
    if (now == names_) {
      ++harmless;  // residue, a TTR or a count byte's user data
    } else if (now.size() == 1) {
      ++found;
    } else {
      // Undetectable by the format: a byte of a name that still stands in order.
      ASSERT_EQ(now.size(), names_.size()) << offset;
      std::ptrdiff_t different = 0;
      for (std::size_t i = 0; i < now.size(); ++i) {
        different += now[i] != names_[i] ? 1 : 0;
      }
      EXPECT_EQ(different, 1) << offset;
      ++renamed;
    }
    ASSERT_TRUE(
        volume_->write_part(track_, static_cast<std::uint32_t>(offset), Bytes{slot_[offset]}).ok());
  }
  EXPECT_GT(found, 150U);
  EXPECT_GT(harmless, 30U);
  EXPECT_EQ(names(), names_);
}

TEST_F(DirectoryDamage, EveryCutIsFound) {
  const std::size_t end = dasd::TrackReader::kFirstRecordOffset + 3 * (8 + 264);
  for (std::size_t cut = 0; cut < end; ++cut) {
    Bytes slot = slot_;
    std::fill(slot.begin() + static_cast<std::ptrdiff_t>(cut), slot.end(), std::uint8_t{0});
    ASSERT_TRUE(volume_->write_slots({track_, 1}, slot).ok());
    const auto now = names();
    // Behind the end entry (and the zeros of a slot that was never written) nothing can be lost.
    if (now != std::vector<std::string>{"damaged"}) {
      EXPECT_TRUE(now == names_) << cut;
    }
  }
}

TEST_F(DirectoryDamage, ATrackWithoutEndOfFileIsFound) {
  dasd::TrackBuilder builder(volume_->geometry().track_address(track_), volume_->geometry());
  for (int i = 0; i < 3; ++i) {
    const Bytes block = Directory::empty_block(i == 0);
    const ByteView view = block;
    ASSERT_TRUE(builder.add(view.first(8), view.subspan(8)).ok());
  }
  ASSERT_TRUE(volume_->write_slots({track_, 1}, builder.finish()).ok());
  for (std::uint32_t t = 1; t < 3; ++t) {
    dasd::TrackBuilder empty(volume_->geometry().track_address(track_ + t), volume_->geometry());
    ASSERT_TRUE(volume_->write_slots({track_ + t, 1}, empty.finish()).ok());
  }
  const auto directory = Directory::read(*volume_, label_);
  ASSERT_FALSE(directory.ok());
  EXPECT_THAT(directory.failure().text(), ::testing::HasSubstr("no end-of-file record"));
}

TEST_F(DirectoryDamage, AMemberThatPointsNowhereIsTold) {
  const auto library = PartitionedDataSet::open(*volume_, label_);
  for (const dasd::RelativeAddress wrong :
       {dasd::RelativeAddress{0, 1}, dasd::RelativeAddress{2, 200},
        dasd::RelativeAddress{500, 1}}) {
    Member member{.name = "M01"};
    member.start = wrong;
    const auto reader = (*library)->read_member(member);
    const Failure failure = reader.ok() ? (*reader)->read_block().failure() : reader.failure();
    EXPECT_TRUE(failure.is(msg::CSA0027E)) << to_string(failure);
  }
}

}  // namespace
}  // namespace coldsite::access
