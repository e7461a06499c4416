// Power failures and kills under linear data sets, and under a base cluster whose alternate index
// is upgraded with it.
#include "datasets/vsam/alternate_index.hpp"
#include "tests/datasets/vsam/power_story.hpp"

namespace coldsite::vsam {
namespace {

class PowerTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  ClusterPlace define(const ClusterDefinition& definition) {
    auto place = define_cluster(volumes_, definition);
    EXPECT_TRUE(place) << to_string(place.failure());
    EXPECT_TRUE(faults_->sync_directory("."));
    return *place;
  }
  std::unique_ptr<Cluster> open(const ClusterPlace& place, bool defers = false) {
    std::vector<Failure> notes;
    OpenOptions options{.update = true};
    options.defer_writes = defers;
    auto cluster = Cluster::open(volumes_, place, options, notes);
    EXPECT_TRUE(cluster) << to_string(cluster.failure());
    return std::move(*cluster);
  }
  void fail_power() {
    io::CrashModel model;
    model.keep = io::CrashModel::Keep::kRandom;
    model.random = io::Random(random_.next());
    volumes_.dismount();
    CS_ASSERT_OK(faults_->crash(model));
  }

  io::Random random_{GetParam()};
  std::unique_ptr<io::FileStore> memory_ = io::make_memory_store();
  std::unique_ptr<io::FaultStore> faults_ = io::make_fault_store(*memory_);
  TestVolumes volumes_{*faults_};
};

TEST_P(PowerTest, LeavesEachPageOfALinearDataSetInOneOfItsStates) {
  ClusterDefinition definition = small_cluster(Organization::kLinear);
  definition.attributes.average_record_bytes = definition.attributes.max_record_bytes = 0;
  definition.data.interval_bytes = 4096;
  volumes_.make("VSM001", 20, "3390", 1);
  const ClusterPlace place = define(definition);
  PowerModel model;
  std::uint64_t pages = 0;
  for (int round = 0; round < 4; ++round) {
    auto cluster = open(place, round % 2 != 0);
    if (round != 0) {
      std::map<std::uint64_t, Bytes> found;
      for (std::uint64_t page = 0; page < pages; ++page) {
        Bytes bytes(4096);
        if (cluster->read_interval(page * 4096, bytes) && bytes != Bytes(4096)) {
          found[page] = bytes;
        }
      }
      ASSERT_EQ(model.take(found), "") << "round " << round;
      CS_ASSERT_OK(cluster->sync());
    }
    faults_->fail_power_in(1 + random_.below(200));
    for (int i = 0; i < 80; ++i) {
      const std::uint64_t page = random_.below(pages + 4);
      Bytes bytes(4096);
      random_.fill(bytes);
      pages = std::max(pages, page + 1);
      model.change(page, bytes);
      if (!cluster->write_interval(page * 4096, bytes)) {
        break;
      }
      if (random_.chance(1, 10) && cluster->sync()) {
        model.settle();
      }
    }
    cluster.reset();
    fail_power();
  }
}

class UpgradePowerTest : public PowerTest {
 protected:
  void define_both() {
    volumes_.make("VSM001", 20, "3390", 1);
    ClusterDefinition base = small_cluster(Organization::kKeySequenced);
    base.data.primary = 3;
    base_ = define(base);
    ClusterDefinition index = small_cluster(Organization::kKeySequenced);
    index.name = "TEST.AIX";
    index.data.primary = 3;
    index.attributes.is_alternate_index = index.attributes.is_spanned = true;
    index.attributes.key_bytes = 2;
    index.attributes.key_offset = 5;
    index.attributes.alternate_key_offset = 12;
    index.attributes.average_record_bytes = 20;
    index_ = define(index);
  }
  /// The alternate key is the last part of the key, so that it leads to several records.
  static Bytes record(std::uint64_t key) {
    Bytes bytes = keyed_record(key, 60);
    store_be(bytes, 12, 2, static_cast<std::uint16_t>(key % 40));
    return bytes;
  }
  static Result<void> insert(Cluster& base, UpgradeSet& upgrades, std::uint64_t key) {
    CS_TRY(base.insert(record(key)));
    return upgrades.insert(record(key), key_of(key), true);
  }
  void expect_clean(const ClusterPlace& place) {
    const auto report = examine(volumes_, place);
    ASSERT_TRUE(report) << to_string(report.failure());
    for (const ExamineFinding& finding : report->findings) {
      EXPECT_TRUE(finding.kind == ExamineKind::kNotUsed ||
                  finding.kind == ExamineKind::kAreaUnknown)
          << finding.text;
    }
  }

  ClusterPlace base_, index_;
};

TEST_P(UpgradePowerTest, KeepsWhatBothKnewWhenTheyWereSynced) {
  define_both();
  constexpr std::uint64_t kSynced = 120;
  {
    const auto base = open(base_);
    const auto index = open(index_);
    AlternateKeyRecord first{true, Bytes(2), {key_of(0)}};
    CS_ASSERT_OK(base->insert(record(0)));
    CS_ASSERT_OK(index->insert(encode_alternate_key(first)));
    CS_ASSERT_OK(index->close());
    CS_ASSERT_OK(base->close());
  }
  {
    std::vector<Failure> notes;
    const auto base = open(base_);
    auto upgrades = UpgradeSet::open(volumes_, {index_}, notes);
    ASSERT_TRUE(upgrades) << to_string(upgrades.failure());
    for (std::uint64_t key = 1; key < kSynced; ++key) {
      CS_ASSERT_OK(insert(*base, **upgrades, key * 7919 % 1000 * 100 + key));
    }
    CS_ASSERT_OK((*upgrades)->close());
    CS_ASSERT_OK(base->close());
  }
  {
    std::vector<Failure> notes;
    const auto base = open(base_);
    const auto upgrades = UpgradeSet::open(volumes_, {index_}, notes);
    faults_->fail_power_in(1 + random_.below(300));
    for (std::uint64_t i = 0; i < 120; ++i) {
      if (!insert(*base, **upgrades, i * 100 + 50 + random_.below(40))) {
        break;
      }
    }
  }
  fail_power();
  const auto base = open(base_);
  const auto index = open(index_);
  for (std::uint64_t key = 1; key < kSynced; ++key) {
    const Bytes expected = record(key * 7919 % 1000 * 100 + key);
    const Bytes base_key(expected.begin() + 4, expected.begin() + 12);
    const auto found = base->get(base_key);
    ASSERT_TRUE(found && *found) << key;
    EXPECT_TRUE(std::ranges::equal((*found)->bytes, expected));
    const auto leading = index->get(ByteView(expected).subspan(12, 2));
    ASSERT_TRUE(leading && *leading) << key;
    const auto decoded = decode_alternate_key((*leading)->bytes, "TEST.AIX");
    ASSERT_TRUE(decoded) << to_string(decoded.failure());
    EXPECT_NE(std::ranges::find(decoded->pointers, base_key), decoded->pointers.end()) << key;
  }
  CS_ASSERT_OK(base->close());
  CS_ASSERT_OK(index->close());
  expect_clean(base_);
  expect_clean(index_);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PowerTest, ::testing::Range<std::uint64_t>(1, 6));
INSTANTIATE_TEST_SUITE_P(Seeds, UpgradePowerTest, ::testing::Range<std::uint64_t>(1, 6));

}  // namespace
}  // namespace coldsite::vsam
