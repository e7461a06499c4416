// A key-sequenced data set against std::map.
#include <map>

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/buffer_pool.hpp"
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
    EXPECT_EQ(cluster->data().volumes[0].statistics.free_bytes,
              recount_free_bytes(volumes_, place));
    EXPECT_EQ(cluster->index()->volumes[0].statistics.free_bytes, cluster->index()->unused_bytes());
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

TEST_F(KeySequencedTest, BehavesAsAMapWithAreasOfOneOrTwoIntervals) {
  ClusterDefinition definition = small_cluster(Organization::kKeySequenced);
  definition.data.interval_bytes = 24'576;  // two on a track, so two in a control area
  definition.attributes.is_spanned = true;
  definition.attributes.max_record_bytes = 30'000;
  definition.data.primary = 200;
  run_model(definition, 5, 150, 300, true);
}

TEST_F(KeySequencedTest, ABufferPoolMayBeShared) {
  const ClusterPlace place = define(small_cluster(Organization::kKeySequenced));
  OpenOptions options{.update = true};
  options.pool = std::make_shared<BufferPool>(12);
  auto cluster = open(place, options);
  ASSERT_NE(cluster, nullptr);
  Model model;
  io::Random random(6);
  for (int i = 0; i < 800; ++i) {
    change(*cluster, model, random, 2000, 200);
  }
  expect_same(*cluster, model);
}

TEST_F(KeySequencedTest, FreeBytesAreCountedAnewAfterAnUncleanEnd) {
  const ClusterPlace place = define(small_cluster(Organization::kKeySequenced));
  EXPECT_EQ(read_component(volumes_, place.data)->statistics().free_bytes,
            recount_free_bytes(volumes_, place));
  auto cluster = open(place);
  for (std::uint64_t key = 0; key < 900; key += 3) {
    CS_ASSERT_OK(cluster->insert(keyed_record(key, 60)));
  }
  for (std::uint64_t key = 1; key < 900; key += 3) {
    CS_ASSERT_OK(cluster->insert(keyed_record(key, 60)));
  }
  cluster = nullptr;  // not closed
  cluster = open(place);
  ASSERT_EQ(notes_.size(), 1U);
  CS_ASSERT_OK(cluster->close());
  EXPECT_EQ(cluster->data().volumes[0].statistics.free_bytes, recount_free_bytes(volumes_, place));
}

TEST_F(KeySequencedTest, SharesAsItsOptionsSay) {
  const ClusterPlace place = define(small_cluster(Organization::kKeySequenced));
  auto writer = open(place);
  CS_ASSERT_OK(writer->insert(keyed_record(1, 40)));
  EXPECT_TRUE(Cluster::open(volumes_, place, {}, notes_).failure().is(msg::CSM0042E));
  CS_ASSERT_OK(writer->close());
  const auto reader = open(place, {});
  EXPECT_NE(open(place, {}), nullptr);
  EXPECT_TRUE(Cluster::open(volumes_, place, {.update = true}, notes_).failure().is(msg::CSM0042E));
  EXPECT_TRUE(reader->insert(keyed_record(2, 40)).failure().is(msg::CSM0049E));
}

TEST_F(KeySequencedTest, CursorsFindTheirPlaceAfterSplits) {
  auto cluster = open(define(small_cluster(Organization::kKeySequenced)));
  for (std::uint64_t key = 0; key < 2000; key += 10) {
    CS_ASSERT_OK(cluster->insert(keyed_record(key, 60)));
  }
  const auto cursor = cluster->cursor();
  for (std::uint64_t key = 0; key < 2000; key += 10) {
    const auto record = cursor->next();
    ASSERT_TRUE(record && *record);
    ASSERT_EQ(load_be64((*record)->bytes, 4), key);
    CS_ASSERT_OK(cluster->insert(keyed_record(key - (key == 0 ? 0 : 1) + (key == 0 ? 5 : 0), 60)));
    if (key == 0) {
      ASSERT_TRUE(cursor->next().value());
    }
  }
  ASSERT_FALSE(cursor->next().value());
  ASSERT_EQ(load_be64((*cursor->previous().value()).bytes, 4), 1990U);
}

TEST_F(KeySequencedTest, GenericKeysAndUpdatesByCursor) {
  auto cluster = open(define(small_cluster(Organization::kKeySequenced)));
  for (std::uint64_t key = 0; key < 600; ++key) {
    CS_ASSERT_OK(cluster->insert(keyed_record(key, 60)));
  }
  const Bytes generic = {0, 0, 0, 0, 0, 0, 1};
  const auto cursor = cluster->cursor();
  ASSERT_TRUE(cursor->point_key(generic, Search::kGeneric).value());
  EXPECT_EQ(load_be64((*cursor->next().value()).bytes, 4), 256U);
  EXPECT_TRUE(cursor->update(keyed_record(257, 60)).failure().is(msg::CSM0044E));
  CS_ASSERT_OK(cursor->update(keyed_record(256, 120)));
  EXPECT_EQ((*cluster->get(key_of(256)).value()).bytes.size(), 120U);
  CS_ASSERT_OK(cursor->erase());
  EXPECT_EQ(load_be64((*cursor->next().value()).bytes, 4), 257U);
  EXPECT_FALSE(cursor->point_key(Bytes{9}, Search::kGeneric).value());
  EXPECT_TRUE(cluster->get(Bytes(3)).failure().is(msg::CSM0052E));
}

}  // namespace
}  // namespace coldsite::vsam
