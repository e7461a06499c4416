// The buffers of a component against what was written through them, in pools of every size.
#include <deque>
#include <map>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/buffer_pool.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

class BufferPoolTest : public ClusterTest {
 protected:
  static constexpr std::uint32_t kIntervals = 300;

  /// The data component of a cluster, its CIs formatted.
  void SetUp() override {
    ClusterDefinition definition = small_cluster(Organization::kLinear);
    definition.attributes.average_record_bytes = definition.attributes.max_record_bytes = 0;
    definition.data.interval_bytes = 4096;
    const ClusterPlace place = define(definition);
    component_ = read_component(volumes_, place.data).value();
    storage_ = IntervalStorage::open(volumes_, component_, dasd::Access::kUpdate).value();
    ASSERT_GE(storage_->interval_count(), kIntervals);
    for (std::uint32_t area = 0; area < storage_->area_count(); ++area) {
      CS_ASSERT_OK(storage_->write_area(area, {}));
    }
  }

  Buffer* write(BufferPool& pool, std::uint32_t interval, std::uint8_t value) {
    auto buffer = pool.get(*storage_, interval);
    EXPECT_TRUE(buffer) << to_string(buffer.failure());
    std::ranges::fill((*buffer)->bytes, value);
    pool.note_change(**buffer);
    return *buffer;
  }

  std::uint8_t on_volume(std::uint32_t interval) {
    Bytes bytes(4096);
    EXPECT_TRUE(storage_->read(interval, bytes));
    EXPECT_TRUE(std::ranges::all_of(bytes, [&](std::uint8_t byte) { return byte == bytes[0]; }));
    return bytes[0];
  }

  Component component_;
  std::unique_ptr<IntervalStorage> storage_;
};

TEST_F(BufferPoolTest, GivesWhatWasWrittenInPoolsOfEverySize) {
  for (const std::size_t size : {1U, 12U, 13U, 25U, 64U, 500U}) {
    const std::uint64_t seed = 100 + size;
    SCOPED_TRACE("seed " + std::to_string(seed));
    io::Random random(seed);
    BufferPool pool(size);
    std::map<std::uint32_t, std::uint8_t> model;
    for (std::uint32_t i = 0; i < kIntervals; ++i) {
      model[i] = on_volume(i);
    }
    for (int i = 0; i < 3000; ++i) {
      const auto interval = static_cast<std::uint32_t>(random.below(kIntervals));
      const std::uint64_t kind = random.below(20);
      if (kind < 8) {
        model[interval] = static_cast<std::uint8_t>(i);
        write(pool, interval, model[interval]);
      } else if (kind == 8) {
        const std::uint32_t per_area = storage_->intervals_per_area();
        CS_ASSERT_OK(pool.read_ahead(*storage_, interval, per_area - interval % per_area));
      } else if (kind == 9 && random.chance(1, 8)) {
        CS_ASSERT_OK(pool.flush(*storage_));
        ASSERT_EQ(on_volume(interval), model[interval]);
      } else {
        const auto buffer = pool.get(*storage_, interval);
        ASSERT_TRUE(buffer) << to_string(buffer.failure());
        ASSERT_EQ((*buffer)->bytes[4095], model[interval]) << interval;
      }
    }
    CS_ASSERT_OK(pool.flush(*storage_));
    for (const auto& [interval, value] : model) {
      ASSERT_EQ(on_volume(interval), value) << interval;
    }
  }
}

TEST_F(BufferPoolTest, ABufferIsGoodUntilTenOthersWereAskedFor) {
  for (const std::size_t size : {12U, 13U, 30U, 100U}) {
    BufferPool pool(size);
    io::Random random(size);
    std::deque<std::uint32_t> recent;
    for (int i = 0; i < 3000; ++i) {
      const auto interval = static_cast<std::uint32_t>(random.below(kIntervals));
      ASSERT_TRUE(pool.get(*storage_, interval));
      std::erase(recent, interval);
      recent.push_front(interval);
      recent.resize(std::min(recent.size(), BufferPool::kBuffersMin - 1));
      for (const std::uint32_t asked : recent) {
        ASSERT_NE(pool.find(*storage_, asked), nullptr) << "size " << size << " step " << i;
      }
    }
  }
}

TEST_F(BufferPoolTest, ChangedNeighboursOnATrackAreWrittenTogether) {
  BufferPool pool(64);
  for (std::uint32_t interval = 0; interval < 24; ++interval) {  // 12 on a track of a 3390
    if (interval != 5) {
      write(pool, interval, static_cast<std::uint8_t>(interval + 1));
    }
  }
  const std::uint64_t before = storage_->io_count();
  CS_ASSERT_OK(pool.flush(*storage_));
  EXPECT_EQ(storage_->io_count() - before, 3U);
  for (std::uint32_t interval = 0; interval < 24; ++interval) {
    EXPECT_EQ(on_volume(interval), interval == 5 ? 0 : interval + 1);
  }
}

TEST_F(BufferPoolTest, ADamagedCountFieldIsFoundWhenReadingAhead) {
  const auto volume = volumes_.volume("VSM001", dasd::Access::kUpdate).value();
  const std::uint32_t track = component_.volumes[0].extents[0].tracks.first;
  const std::uint32_t count_of_third = dasd::kNullTrackBytes - 8 + 2 * (8 + 4096);
  CS_ASSERT_OK(volume->write_part(track, count_of_third, Bytes{0xFF}));
  BufferPool pool(64);
  const auto read = pool.read_ahead(*storage_, 0, 8);
  ASSERT_FALSE(read);
  EXPECT_TRUE(read.failure().is(msg::CSM0002E)) << to_string(read.failure());
  EXPECT_EQ(pool.find(*storage_, 0), nullptr);
  EXPECT_TRUE(pool.get(*storage_, 0));
}

}  // namespace
}  // namespace coldsite::vsam
