// A key-sequenced data set against std::map.
#include <map>

#include "datasets/messages/csm.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

using Model = std::map<std::uint64_t, Bytes>;

std::vector<Bytes> records_of(const Model& model) {
  std::vector<Bytes> records;
  for (const auto& [key, record] : model) {
    records.push_back(record);
  }
  return records;
}

class KeySequencedTest : public ClusterTest {
 protected:
  void expect_same(Cluster& cluster, const Model& model) {
    std::vector<Bytes> expected = records_of(model);
    ASSERT_EQ(read_all(cluster), expected);
    std::ranges::reverse(expected);
    ASSERT_EQ(read_all(cluster, Direction::kBackward), expected);
  }

  void expect_get(Cluster& cluster, const Model& model, std::uint64_t key, Search search) {
    const auto record = cluster.get(key_of(key), search);
    ASSERT_TRUE(record) << to_string(record.failure());
    const auto found = search == Search::kEqual ? model.find(key) : model.lower_bound(key);
    ASSERT_EQ(record->has_value(), found != model.end());
    if (*record) {
      ASSERT_TRUE(std::ranges::equal((*record)->bytes, found->second));
      const std::uint64_t rba = (*record)->rba;
      const auto again = cluster.get_at(rba);
      ASSERT_TRUE(again && *again) << rba;
      ASSERT_TRUE(std::ranges::equal((*again)->bytes, found->second));
    }
  }

  void change(Cluster& cluster, Model& model, io::Random& random, std::uint64_t keys,
              std::uint64_t bytes_max) {
    const std::uint64_t key = random.below(keys);
    const Bytes record = keyed_record(key, random.between(12, bytes_max), random.below(3));
    const std::uint64_t kind = random.below(10);
    const bool is_there = model.contains(key);
    if (kind < 6) {
      const auto inserted = cluster.insert(record);
      ASSERT_EQ(inserted.ok(), !is_there) << (inserted.ok() ? "" : to_string(inserted.failure()));
      if (inserted) {
        model[key] = record;
      } else {
        ASSERT_TRUE(inserted.failure().is(msg::CSM0047E)) << to_string(inserted.failure());
      }
    } else if (kind < 8) {
      const auto replaced = cluster.replace(record);
      ASSERT_TRUE(replaced) << to_string(replaced.failure());
      ASSERT_EQ(*replaced, is_there);
      if (is_there) {
        model[key] = record;
      }
    } else {
      const auto erased = cluster.erase(key_of(key));
      ASSERT_TRUE(erased) << to_string(erased.failure());
      ASSERT_EQ(*erased, is_there);
      model.erase(key);
    }
  }

  void run_model(ClusterDefinition definition, std::uint64_t seed, int changes, std::uint64_t keys,
                 bool defer_writes) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    io::Random random(seed);
    const ClusterPlace place = define(definition);
    OpenOptions options{.update = true};
    options.defer_writes = defer_writes;
    options.data_buffers = 12;
    auto cluster = open(place, options);
    ASSERT_NE(cluster, nullptr);
    Model model;
    for (std::uint64_t key = random.below(3); key < keys; key += random.between(1, 40)) {
      const Bytes record =
          keyed_record(key, random.between(12, definition.attributes.max_record_bytes));
      const auto loaded = cluster->insert(record);
      ASSERT_TRUE(loaded) << to_string(loaded.failure());
      model[key] = record;
    }
    for (int i = 0; i < changes && !HasFatalFailure(); ++i) {
      change(*cluster, model, random, keys, definition.attributes.max_record_bytes);
      if (random.chance(1, 4)) {
        expect_get(*cluster, model, random.below(keys),
                   random.chance(1, 2) ? Search::kEqual : Search::kGreaterOrEqual);
      }
      if (random.chance(1, 400)) {
        CS_ASSERT_OK(cluster->close());
        volumes_.dismount();
        cluster = open(place, options);
        ASSERT_NE(cluster, nullptr);
        ASSERT_TRUE(notes_.empty());
      }
      if (i % 500 == 0) {
        expect_same(*cluster, model);
      }
    }
    ASSERT_FALSE(HasFatalFailure());
    expect_same(*cluster, model);
    EXPECT_EQ(cluster->data().volumes[0].statistics.records, model.size());
    CS_ASSERT_OK(cluster->close());
  }
};

TEST_F(KeySequencedTest, LoadsInKeyOrderAndReads) {
  auto cluster = open(define(small_cluster(Organization::kKeySequenced)));
  ASSERT_NE(cluster, nullptr);
  Model model;
  for (std::uint64_t key = 0; key < 3000; ++key) {
    model[key] = keyed_record(key, 40 + key % 3);
    CS_ASSERT_OK(cluster->insert(model[key]));
  }
  expect_same(*cluster, model);
  expect_get(*cluster, model, 1234, Search::kEqual);
  CS_ASSERT_OK(cluster->close());
}

TEST_F(KeySequencedTest, BehavesAsAMap) {
  run_model(small_cluster(Organization::kKeySequenced), 1, 2500, 4000, true);
}

TEST_F(KeySequencedTest, BehavesAsAMapWhenEachChangeIsWritten) {
  run_model(small_cluster(Organization::kKeySequenced), 2, 1500, 1000, false);
}

TEST_F(KeySequencedTest, BehavesAsAMapWithFreeSpace) {
  ClusterDefinition definition = small_cluster(Organization::kKeySequenced);
  definition.attributes.free_interval_percent = 30;
  definition.attributes.free_area_percent = 20;
  run_model(definition, 3, 1500, 3000, true);
}

TEST_F(KeySequencedTest, BehavesAsAMapWithSpannedRecords) {
  ClusterDefinition definition = small_cluster(Organization::kKeySequenced);
  definition.attributes.is_spanned = true;
  definition.attributes.max_record_bytes = 3000;
  run_model(definition, 4, 1500, 600, true);
}

}  // namespace
}  // namespace coldsite::vsam
