// The log of changes that one sector cannot hold, and what an open makes of one that was left.
#include "datasets/dasd/part_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "datasets/dasd/track.hpp"
#include "datasets/io/fault_store.hpp"
#include "datasets/io/memory_store.hpp"

namespace coldsite::dasd {
namespace {

constexpr const char* kPath = "vol.ckd";

const Geometry& geometry() {
  return *find_device_model("3390")->geometry;
}

Bytes sample_log(const Bytes& first, const Bytes& second) {
  const std::vector<SlotPart> parts = {{3, 500, first}, {4, 100, second}};
  return encode_part_log(parts);
}

TEST(PartLog, ComesBackAsItWasWritten) {
  const Bytes first(20, 7);
  const Bytes second(264, 9);
  const auto parts = decode_part_log(sample_log(first, second), geometry(), 60);
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ((*parts)[0].track, 3U);
  EXPECT_EQ((*parts)[0].offset_bytes, 500U);
  EXPECT_EQ((*parts)[0].bytes, first);
  EXPECT_EQ((*parts)[1].bytes, second);
}

TEST(PartLog, IsNoneWhenAnyByteIsChanged) {
  const Bytes log = sample_log(Bytes(20, 7), Bytes(30, 9));
  for (std::size_t i = 0; i < log.size(); ++i) {
    Bytes changed = log;
    changed[i] ^= 0x01;
    EXPECT_FALSE(decode_part_log(changed, geometry(), 60)) << "byte " << i;
  }
}

TEST(PartLog, IsNoneWhenItIsCutOff) {
  const Bytes log = sample_log(Bytes(20, 7), Bytes(30, 9));
  for (std::size_t length = 0; length < log.size(); ++length) {
    EXPECT_FALSE(decode_part_log(ByteView(log).first(length), geometry(), 60)) << length;
  }
}

TEST(PartLog, IsNoneWhenAPieceIsNotOnTheVolume) {
  EXPECT_FALSE(decode_part_log(sample_log(Bytes(20, 7), Bytes(30, 9)), geometry(), 4));
  const Bytes bytes(10);
  const SlotPart behind = {0, geometry().slot_bytes - 5, bytes};
  EXPECT_FALSE(decode_part_log(encode_part_log({&behind, 1}), geometry(), 60));
}

TEST(PartLog, HasRoomForThirtyDirectoryBlocksAndForOneOnTheSmallestDevice) {
  const Bytes block(264);
  const std::vector<SlotPart> blocks(100, SlotPart{1, 0, block});
  EXPECT_EQ(parts_in_one_log(blocks, geometry()), 29U);
  EXPECT_GE(parts_in_one_log(blocks, *find_device_model("2311")->geometry), 1U);
}

/// A volume whose change of two pieces lost its power in its nth change of the image.
struct Interrupted {
  explicit Interrupted(std::uint64_t nth) : memory(io::make_memory_store()) {
    CS_CHECK(create_volume(*memory, kPath, geometry(), 1).ok());
    store = io::make_fault_store(*memory);
    {
      const auto volume = open_volume(*store, kPath, Access::kUpdate);
      const std::vector<SlotPart> parts = {{5, 500, fives}, {6, 500, sixes}};
      store->fail_power_in(nth);
      static_cast<void>((*volume)->write_together(parts));
    }
    io::CrashModel model;
    model.keep = io::CrashModel::Keep::kNothing;
    CS_CHECK(store->crash(model).ok());
  }
  /// "old", "new" or "torn".
  std::string state(Access access) {
    const auto volume = open_volume(*store, kPath, access);
    CS_CHECK(volume.ok());
    Bytes slots(std::size_t{2} * geometry().slot_bytes);
    CS_CHECK((*volume)->read_slots({5, 2}, slots).ok());
    Bytes head(540);
    CS_CHECK((*volume)->read_heads({5, 1}, 540, head).ok());
    const std::uint8_t first = slots[510], second = slots[geometry().slot_bytes + 510];
    CS_CHECK(head[510] == first);
    for (const std::uint32_t offset : {490U, 500U, 550U, 599U}) {  // before, at, in, to its end
      Bytes piece(40);
      CS_CHECK((*volume)->read_part(5, offset, piece).ok());
      CS_CHECK(std::ranges::equal(piece, ByteView(slots).subspan(offset, 40)));
    }
    return first == 5 && second == 6 ? "new" : first == 0 && second == 0 ? "old" : "torn";
  }
  const Bytes fives = Bytes(100, 5), sixes = Bytes(100, 6);
  std::unique_ptr<io::FileStore> memory;
  std::unique_ptr<io::FaultStore> store;
};

TEST(PartLog, ShowsTheOldOrTheNewBytesToAReaderAndPutsThemRightForAWriter) {
  std::string states;
  for (std::uint64_t nth = 1; nth <= 6; ++nth) {
    Interrupted left(nth);
    const std::string read = left.state(Access::kRead);
    EXPECT_EQ(left.state(Access::kUpdate), read) << nth;
    EXPECT_EQ(left.state(Access::kRead), read) << nth;
    states += read + " ";
  }
  // log, its sync; two pieces, their sync; the log's end
  EXPECT_EQ(states, "old old new new new new ");
}

TEST(PartLog, LeavesNothingInTheImage) {
  const auto store = io::make_memory_store();
  const auto volume = create_volume(*store, kPath, geometry(), 1);
  const Bytes bytes(100, 5);
  const SlotPart part = {5, 500, bytes};
  ASSERT_TRUE((*volume)->write_together({&part, 1}));
  Bytes slot(geometry().slot_bytes);
  ASSERT_TRUE((*volume)->read_slots({0, 1}, slot));
  EXPECT_TRUE(is_null_track(slot, {}));
  EXPECT_TRUE(
      std::all_of(slot.begin() + kNullTrackBytes, slot.end(), [](int b) { return b == 0; }));
}

TEST(PartLog, GoesWithoutWhereRecordsOfTrackZeroTakeItsPlace) {
  const auto store = io::make_memory_store();
  const auto volume = create_volume(*store, kPath, geometry(), 1);
  TrackBuilder full({}, geometry());
  ASSERT_TRUE(full.add({}, Bytes(55'000, 0xAA)));
  const Bytes track(full.finish().begin(), full.finish().end());
  ASSERT_TRUE((*volume)->write_slots({0, 1}, track));
  const Bytes bytes(100, 5);
  const SlotPart part = {5, 500, bytes};
  ASSERT_TRUE((*volume)->write_together({&part, 1}));
  Bytes slot(geometry().slot_bytes);
  ASSERT_TRUE((*volume)->read_slots({0, 1}, slot));
  EXPECT_EQ(slot, track);
  ASSERT_TRUE((*volume)->read_slots({5, 1}, slot));
  EXPECT_EQ(slot[599], 5);
}

}  // namespace
}  // namespace coldsite::dasd
