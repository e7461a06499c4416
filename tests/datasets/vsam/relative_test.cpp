// Relative record data sets of both kinds against std::map; linear data sets page by page.
#include <map>

#include "datasets/messages/csm.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

class RelativeTest : public ClusterTest {
 protected:
  void run_model(Organization organization, std::uint64_t seed, bool defer_writes) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    io::Random random(seed);
    ClusterDefinition definition = small_cluster(organization);
    const bool is_fixed = organization == Organization::kRelative;
    definition.attributes.max_record_bytes = is_fixed ? 40 : 300;
    const ClusterPlace place = define(definition);
    OpenOptions options{.update = true};
    options.defer_writes = defer_writes;
    auto cluster = open(place, options);
    ASSERT_NE(cluster, nullptr);
    std::map<std::uint32_t, Bytes> model;
    for (int i = 0; i < 1000; ++i) {
      const auto number = static_cast<std::uint32_t>(random.between(1, 2000));
      Bytes record(is_fixed ? 40 : random.between(1, 300));
      random.fill(record);
      const bool is_there = model.contains(number);
      const std::uint64_t kind = random.below(8);
      if (kind < 4) {
        const auto inserted = cluster->insert_number(number, record);
        ASSERT_EQ(inserted.ok(), !is_there);
        if (inserted) {
          model[number] = record;
        }
      } else if (kind == 4) {
        const std::uint32_t next = model.empty() ? 1 : model.rbegin()->first + 1;
        CS_ASSERT_OK(cluster->insert(record));
        model[next] = record;
      } else {
        const auto cursor = cluster->cursor();
        ASSERT_EQ(cursor->point_number(number).value(), is_there);
        if (is_there) {
          ASSERT_TRUE(cursor->next().value());
          CS_ASSERT_OK(kind < 7 ? cursor->update(record) : cursor->erase());
          if (kind < 7) {
            model[number] = record;
          } else {
            model.erase(number);
          }
        }
      }
      const auto found = cluster->get_number(number);
      ASSERT_TRUE(found) << to_string(found.failure());
      ASSERT_EQ(found->has_value(), model.contains(number));
      if (*found) {
        ASSERT_TRUE(std::ranges::equal((*found)->bytes, model[number]));
        ASSERT_EQ((*found)->number, number);
      }
      if (random.chance(1, 200)) {
        CS_ASSERT_OK(cluster->close());
        cluster = open(place, options);
      }
    }
    std::vector<Bytes> expected;
    for (const auto& [number, record] : model) {
      expected.push_back(record);
    }
    EXPECT_EQ(read_all(*cluster), expected);
    std::ranges::reverse(expected);
    EXPECT_EQ(read_all(*cluster, Direction::kBackward), expected);
    EXPECT_EQ(cluster->data().volumes[0].statistics.records, model.size());
    CS_ASSERT_OK(cluster->close());
  }
};

TEST_F(RelativeTest, BehavesAsAMapOfSlots) {
  run_model(Organization::kRelative, 1, true);
}

TEST_F(RelativeTest, BehavesAsAMapOfSlotsWhenEachChangeIsWritten) {
  run_model(Organization::kRelative, 2, false);
}

TEST_F(RelativeTest, BehavesAsAMapWithRecordsOfAnyLength) {
  run_model(Organization::kVariableRelative, 3, true);
}

TEST_F(RelativeTest, LoadsRecordsOfAnyLengthInOrder) {
  auto cluster = open(define(small_cluster(Organization::kVariableRelative)));
  ASSERT_NE(cluster, nullptr);
  for (std::uint32_t i = 1; i <= 500; ++i) {
    CS_ASSERT_OK(cluster->insert(Bytes(1 + i % 50, static_cast<std::uint8_t>(i))));
  }
  const auto record = cluster->get_number(400);
  ASSERT_TRUE(record && *record);
  EXPECT_EQ((*record)->bytes[0], 400 % 256);
}

TEST_F(RelativeTest, NumberZeroIsRefused) {
  auto cluster = open(define(small_cluster(Organization::kVariableRelative)));
  EXPECT_TRUE(cluster->insert_number(0, Bytes(10)).failure().is(msg::CSM0053E));
}

using LinearTest = ClusterTest;

TEST_F(LinearTest, PagesAreReadAsTheyWereWritten) {
  ClusterDefinition definition = small_cluster(Organization::kLinear);
  definition.attributes.average_record_bytes = definition.attributes.max_record_bytes = 0;
  definition.data.interval_bytes = 4096;
  const ClusterPlace place = define(definition);
  auto cluster = open(place);
  ASSERT_NE(cluster, nullptr);
  io::Random random(5);
  std::map<std::uint64_t, Bytes> model;
  for (int i = 0; i < 200; ++i) {
    const std::uint64_t rba = random.below(300) * 4096;
    Bytes page(4096);
    random.fill(page);
    CS_ASSERT_OK(cluster->write_interval(rba, page));
    model[rba] = page;
  }
  CS_ASSERT_OK(cluster->close());
  cluster = open(place, {});
  ASSERT_NE(cluster, nullptr);
  EXPECT_EQ(cluster->data().high_used_rba(), model.rbegin()->first + 4096);
  for (const auto& [rba, page] : model) {
    Bytes found(4096);
    CS_ASSERT_OK(cluster->read_interval(rba, found));
    EXPECT_EQ(found, page) << rba;
  }
  EXPECT_TRUE(cluster->insert(Bytes(10)).failure().is(msg::CSM0040E));
}

}  // namespace
}  // namespace coldsite::vsam
