#include "datasets/vsam/alternate_index.hpp"

#include <algorithm>

#include "datasets/io/memory_store.hpp"
#include "datasets/messages/csm.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

/// A base of keyed records with an alternate key of two bytes at offset 12.
class AlternateIndexTest : public ClusterTest {
 protected:
  void SetUp() override {
    ClusterDefinition base = small_cluster(Organization::kKeySequenced);
    base.name = base.data.name = "TEST.BASE";
    base.data.name += ".DATA";
    base.index.name = "TEST.BASE.INDEX";
    base_place_ = define(base);
  }

  ClusterPlace define_index(bool is_unique, std::uint32_t record_bytes_max = 400) {
    ClusterDefinition index = small_cluster(Organization::kKeySequenced);
    index.name = "TEST.AIX";
    index.data.name = "TEST.AIX.DATA";
    index.index.name = "TEST.AIX.INDEX";
    index.data.primary = 30;
    ComponentAttributes& attributes = index.attributes;
    attributes.is_alternate_index = attributes.is_spanned = true;
    attributes.has_unique_keys = is_unique;
    attributes.key_bytes = 2;
    attributes.key_offset = 5;
    attributes.alternate_key_offset = 12;
    attributes.average_record_bytes = std::min(20U, record_bytes_max);
    attributes.max_record_bytes = record_bytes_max;
    auto place = define_cluster(volumes_, index);
    EXPECT_TRUE(place) << to_string(place.failure());
    return *place;
  }

  static Bytes record(std::uint64_t key, std::uint16_t alternate) {
    Bytes bytes = keyed_record(key, 30);
    store_be(bytes, 12, 2, alternate);
    return bytes;
  }

  AlternateIndexSummary build(const ClusterPlace& index_place) {
    const auto base = open(base_place_);
    const auto index = open(index_place);
    RecordSort sort(*work_store_, "sort",
                    sort_record_bytes(base->attributes(), index->attributes()), 1 << 16);
    auto summary = build_alternate_index(*base, *index, sort);
    EXPECT_TRUE(summary) << to_string(summary.failure());
    EXPECT_TRUE(index->close());
    EXPECT_TRUE(base->close());
    return *summary;
  }

  void load(const std::vector<std::pair<std::uint64_t, std::uint16_t>>& records) {
    const auto base = open(base_place_);
    for (const auto& [key, alternate] : records) {
      ASSERT_TRUE(base->insert(record(key, alternate)));
    }
    ASSERT_TRUE(base->close());
  }

  /// The base keys in the order of the path.
  std::vector<std::uint64_t> read_path(const ClusterPlace& index_place) {
    const auto base = open(base_place_, {});
    const auto index = open(index_place, {});
    PathReader reader(*index, *base);
    std::vector<std::uint64_t> keys;
    while (true) {
      const auto next = reader.next();
      EXPECT_TRUE(next) << to_string(next.failure());
      if (!next || !*next) {
        break;
      }
      keys.push_back(load_be64((*next)->bytes, 4));
    }
    EXPECT_TRUE(index->close());
    EXPECT_TRUE(base->close());
    return keys;
  }

  std::unique_ptr<io::FileStore> work_store_ = io::make_memory_store();
  ClusterPlace base_place_;
};

TEST_F(AlternateIndexTest, APathReadsTheBaseByAlternateKeyAndThenByPrimeKey) {
  const ClusterPlace index = define_index(false);
  load({{1, 30}, {2, 10}, {3, 30}, {4, 20}});
  const AlternateIndexSummary summary = build(index);
  EXPECT_EQ(summary.base_records, 4U);
  EXPECT_EQ(summary.keys, 3U);
  EXPECT_EQ(read_path(index), (std::vector<std::uint64_t>{2, 4, 1, 3}));
}

TEST_F(AlternateIndexTest, UniqueKeysKeepTheFirstRecordAndTellTheOthers) {
  const ClusterPlace index = define_index(true);
  load({{1, 30}, {2, 10}, {3, 30}});
  const AlternateIndexSummary summary = build(index);
  ASSERT_EQ(summary.excess.size(), 1U);
  EXPECT_EQ(summary.excess[0].alternate_key, (Bytes{0, 30}));
  EXPECT_EQ(read_path(index), (std::vector<std::uint64_t>{2, 1}));
}

TEST_F(AlternateIndexTest, AnUpgradeSetFollowsInsertsAndErases) {
  const ClusterPlace index = define_index(false);
  load({{1, 30}, {2, 10}});
  build(index);
  {
    const auto base = open(base_place_);
    auto upgrades = UpgradeSet::open(volumes_, {index}, notes_);
    ASSERT_TRUE(upgrades) << to_string(upgrades.failure());
    const Bytes added = record(3, 10);
    ASSERT_TRUE(base->insert(added));
    ASSERT_TRUE((*upgrades)->insert(added, key_of(3), true));
    ASSERT_TRUE((*upgrades)->erase(record(1, 30), key_of(1)));
    ASSERT_TRUE(base->erase(key_of(1)));
    ASSERT_TRUE((*upgrades)->close());
    ASSERT_TRUE(base->close());
  }
  EXPECT_EQ(read_path(index), (std::vector<std::uint64_t>{2, 3}));
}

TEST_F(AlternateIndexTest, AFullRecordTakesNoFurtherPointer) {
  const ClusterPlace index = define_index(false, 5 + 2 + 8);
  load({{1, 30}});
  build(index);
  auto upgrades = UpgradeSet::open(volumes_, {index}, notes_);
  ASSERT_TRUE(upgrades);
  const auto full = (*upgrades)->insert(record(2, 30), key_of(2), true);
  ASSERT_FALSE(full);
  EXPECT_TRUE(full.failure().is(msg::CSM0062E));
  EXPECT_TRUE((*upgrades)->close());
}

TEST_F(AlternateIndexTest, APointerWithoutRecordIsTold) {
  const ClusterPlace index_place = define_index(false);
  load({{1, 30}, {2, 10}});
  build(index_place);
  const auto base = open(base_place_);
  ASSERT_TRUE(base->erase(key_of(2)));
  const auto index = open(index_place, {});
  PathReader reader(*index, *base);
  const auto missing = reader.next();
  ASSERT_FALSE(missing);
  EXPECT_TRUE(missing.failure().is(msg::CSM0061E));
  EXPECT_TRUE(base->close());
}

}  // namespace
}  // namespace coldsite::vsam
