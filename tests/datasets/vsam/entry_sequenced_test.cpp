// An entry-sequenced data set against a list.
#include "datasets/messages/csm.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

struct Entry {
  std::uint64_t rba = 0;
  Bytes record;
};

class EntrySequencedTest : public ClusterTest {
 protected:
  void expect_same(Cluster& cluster, const std::vector<Entry>& model) {
    std::vector<Bytes> expected;
    for (const Entry& entry : model) {
      expected.push_back(entry.record);
    }
    ASSERT_EQ(read_all(cluster), expected);
    std::ranges::reverse(expected);
    ASSERT_EQ(read_all(cluster, Direction::kBackward), expected);
  }

  void run_model(const ClusterDefinition& definition, std::uint64_t seed, bool defer_writes) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    io::Random random(seed);
    const ClusterPlace place = define(definition);
    OpenOptions options{.update = true};
    options.defer_writes = defer_writes;
    auto cluster = open(place, options);
    ASSERT_NE(cluster, nullptr);
    std::vector<Entry> model;
    for (int i = 0; i < 1200; ++i) {
      Bytes record(random.between(1, definition.attributes.max_record_bytes));
      random.fill(record);
      if (model.empty() || random.chance(3, 4)) {
        const auto rba = cluster->insert(record);
        ASSERT_TRUE(rba) << to_string(rba.failure());
        model.push_back({*rba, record});
      } else {
        Entry& entry = model[random.below(model.size())];
        record.resize(entry.record.size());
        const auto cursor = cluster->cursor();
        ASSERT_TRUE(cursor->point_rba(entry.rba).value());
        ASSERT_TRUE(cursor->next().value());
        CS_ASSERT_OK(cursor->update(record));
        entry.record = record;
      }
      const Entry& entry = model[random.below(model.size())];
      const auto found = cluster->get_at(entry.rba);
      ASSERT_TRUE(found && *found);
      ASSERT_TRUE(std::ranges::equal((*found)->bytes, entry.record));
      if (random.chance(1, 200)) {
        CS_ASSERT_OK(cluster->close());
        cluster = open(place, options);
      }
    }
    expect_same(*cluster, model);
    CS_ASSERT_OK(cluster->close());
  }
};

TEST_F(EntrySequencedTest, BehavesAsAList) {
  run_model(small_cluster(Organization::kEntrySequenced), 1, true);
}

TEST_F(EntrySequencedTest, BehavesAsAListWhenEachChangeIsWritten) {
  run_model(small_cluster(Organization::kEntrySequenced), 2, false);
}

TEST_F(EntrySequencedTest, BehavesAsAListWithSpannedRecords) {
  ClusterDefinition definition = small_cluster(Organization::kEntrySequenced);
  definition.attributes.is_spanned = true;
  definition.attributes.max_record_bytes = 2500;
  run_model(definition, 3, true);
}

TEST_F(EntrySequencedTest, KeepsLengthsAndRefusesErase) {
  auto cluster = open(define(small_cluster(Organization::kEntrySequenced)));
  ASSERT_NE(cluster, nullptr);
  CS_ASSERT_OK(cluster->insert(Bytes(40, 1)));
  const auto cursor = cluster->cursor();
  ASSERT_TRUE(cursor->next().value());
  EXPECT_TRUE(cursor->update(Bytes(41, 1)).failure().is(msg::CSM0045E));
  EXPECT_TRUE(cursor->erase().failure().is(msg::CSM0040E));
  EXPECT_TRUE(cluster->get(Bytes(8), Search::kEqual).failure().is(msg::CSM0040E));
}

TEST_F(EntrySequencedTest, ReuseEmptiesTheDataSet) {
  ClusterDefinition definition = small_cluster(Organization::kEntrySequenced);
  definition.attributes.is_reusable = true;
  const ClusterPlace place = define(definition);
  auto cluster = open(place);
  CS_ASSERT_OK(cluster->insert(Bytes(40, 1)));
  CS_ASSERT_OK(cluster->close());
  OpenOptions options{.update = true};
  options.reset = true;
  cluster = open(place, options);
  ASSERT_NE(cluster, nullptr);
  EXPECT_TRUE(read_all(*cluster).empty());
  CS_ASSERT_OK(cluster->close());
  options = {};
  notes_.clear();
  EXPECT_TRUE(Cluster::open(volumes_, place, options, notes_).failure().is(msg::CSM0043E));
}

}  // namespace
}  // namespace coldsite::vsam
