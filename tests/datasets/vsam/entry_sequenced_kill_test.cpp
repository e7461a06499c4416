// An entry-sequenced data set that ends where a control area ends, on tracks that an earlier data
// set left full of records: a kill there finds the end, and nothing of the earlier one.
#include <fmt/format.h>

#include "datasets/io/fault_store.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

constexpr std::size_t kRecordBytes = 400;  ///< one in each CI

class EntrySequencedKillTest : public ClusterTest {
 protected:
  static Bytes record_of(std::uint64_t key) { return keyed_record(key, kRecordBytes); }

  /// A data set on tracks full of records of the same geometry, its first `areas` areas full.
  void prepare(std::uint32_t primary_tracks, std::uint32_t areas) {
    ClusterDefinition definition = small_cluster(Organization::kEntrySequenced);
    definition.data.primary = primary_tracks;
    place_ = define(definition, 3);
    auto cluster = open(place_, {.update = true, .defer_writes = true});
    ASSERT_NE(cluster, nullptr);
    per_area_ = cluster->data().attributes().intervals_per_area;
    ASSERT_EQ(cluster->data().attributes().tracks_per_area, 1U);
    for (std::uint64_t key = 0; key < (primary_tracks + 2) * per_area_; ++key) {
      CS_ASSERT_OK(cluster->insert(record_of(1'000'000 + key)));
    }
    CS_ASSERT_OK(cluster->close());
    cluster.reset();
    CS_ASSERT_OK(delete_component(volumes_, place_.data, {}));
    auto place = define_cluster(volumes_, definition);
    ASSERT_TRUE(place) << to_string(place.failure());
    place_ = *place;
    cluster = open(place_, {.update = true, .defer_writes = true});
    append(*cluster, areas * per_area_);
    CS_ASSERT_OK(cluster->close());
  }

  void append(Cluster& cluster, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      CS_ASSERT_OK(cluster.insert(record_of(next_key_)));
      ++next_key_;
    }
  }

  /// Opens after a kill: `next_key_` records are there, or one more.
  void judge(TestVolumes& volumes, bool may_have_one_more) {
    std::vector<Failure> notes;
    auto cluster = Cluster::open(volumes, place_, {.update = true, .defer_writes = true}, notes);
    ASSERT_TRUE(cluster) << to_string(cluster.failure());
    const std::vector<Bytes> found = read_all(**cluster);
    ASSERT_TRUE(found.size() == next_key_ || (may_have_one_more && found.size() == next_key_ + 1))
        << found.size() << " records, " << next_key_ << " were written";
    for (std::size_t key = 0; key < found.size(); ++key) {
      ASSERT_EQ(found[key], record_of(key)) << key;
    }
    next_key_ = found.size();
    append(**cluster, per_area_ + 1);
    ASSERT_EQ(read_all(**cluster).size(), next_key_);
    CS_ASSERT_OK((*cluster)->close());
  }

  /// The data set ends at the end of `areas`; a kill in the nth write of sync() and of one record
  /// more. Gives whether the record was written before that.
  bool kill_in_insert(std::uint32_t areas, std::uint64_t nth) {
    const auto copy = copy_of(*store_);
    const auto faults = io::make_fault_store(*copy);
    const std::uint64_t prepared = next_key_;
    bool is_done = false;
    {
      TestVolumes volumes(*faults);
      std::vector<Failure> notes;
      auto cluster = Cluster::open(volumes, place_, {.update = true}, notes);
      EXPECT_TRUE(cluster) << to_string(cluster.failure());
      append(**cluster, areas * per_area_ - prepared);
      faults->fail_power_in(nth);
      is_done = (*cluster)->sync().ok() && (*cluster)->insert(record_of(next_key_)).ok();
    }
    io::CrashModel model;
    model.keep = io::CrashModel::Keep::kEverything;
    EXPECT_TRUE(faults->crash(model));
    next_key_ += is_done ? 1 : 0;
    TestVolumes volumes(*faults);
    judge(volumes, !is_done);
    next_key_ = prepared;
    return is_done;
  }

  ClusterPlace place_;
  std::uint32_t per_area_ = 0;
  std::uint64_t next_key_ = 0;
};

TEST_F(EntrySequencedKillTest, TheEndOfAnAreaThatWasSyncedIsTheEnd) {
  prepare(4, 1);
  {
    auto cluster = open(place_);
    append(*cluster, per_area_);
    CS_ASSERT_OK(cluster->sync());
  }
  volumes_.dismount();
  judge(volumes_, false);
}

TEST_F(EntrySequencedKillTest, AnExtensionFindsTheEndAfterAKillAtAnyWrite) {
  prepare(2, 2);
  volumes_.dismount();
  std::uint64_t nth = 1;
  while (!kill_in_insert(2, nth) && !HasFailure()) {
    ++nth;
  }
  EXPECT_GT(nth, 10U);
}

TEST_F(EntrySequencedKillTest, TheNextAreaIsFormattedBeforeAKillAtAnyWrite) {
  prepare(2, 0);
  volumes_.dismount();
  std::uint64_t nth = 1;
  while (!kill_in_insert(1, nth) && !HasFailure()) {
    ++nth;
  }
}

}  // namespace
}  // namespace coldsite::vsam
