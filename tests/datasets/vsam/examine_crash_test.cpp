// The power fails while records are inserted, splits and extensions included. EXAMINE finds nothing
// that loses records, VERIFY mends the rest, and every record that was there before the last sync
// still is.
#include <fmt/format.h>

#include "datasets/io/fault_store.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/examine.hpp"
#include "datasets/vsam/verify.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

using Keep = io::CrashModel::Keep;

class ExamineCrashTest : public ClusterTest {
 protected:
  static constexpr std::uint64_t kLoaded = 250;

  void SetUp() override {
    ClusterDefinition definition = small_cluster(Organization::kKeySequenced);
    definition.data.primary = 6;
    definition.data.secondary = 1;
    place_ = define(definition, 3);
    auto cluster = open(place_);
    for (std::uint64_t key = 0; key < kLoaded; ++key) {
      CS_ASSERT_OK(cluster->insert(keyed_record(key * 100, 100)));
    }
    CS_ASSERT_OK(cluster->close());
    cluster.reset();
    volumes_.dismount();
    CS_ASSERT_OK(store_->clone_file("VSM001", "saved"));
  }

  static Result<void> insert_some(VolumeSet& volumes, const ClusterPlace& place) {
    std::vector<Failure> notes;
    CS_ASSIGN(const auto cluster, Cluster::open(volumes, place, {.update = true}, notes));
    io::Random random(11);
    for (int i = 0; i < 40; ++i) {
      const std::uint64_t key = 1'000 + random.below(100) * 3 + 1;  // dense: splits
      const auto inserted = cluster->insert(keyed_record(key, 150));
      if (!inserted && !inserted.failure().is(msg::CSM0047E)) {
        return inserted.failure();
      }
    }
    return cluster->close();
  }

  /// false: the inserts ended before the nth change.
  bool crash_in(std::uint64_t nth, Keep keep) {
    EXPECT_TRUE(store_->remove_file("VSM001"));
    EXPECT_TRUE(store_->clone_file("saved", "VSM001"));
    const auto faults = io::make_fault_store(*store_);
    {
      TestVolumes volumes(*faults);
      faults->fail_power_in(nth);
      if (insert_some(volumes, place_)) {
        return false;
      }
    }
    io::CrashModel model;
    model.keep = keep;
    model.random = io::Random(nth);
    EXPECT_TRUE(faults->crash(model));
    TestVolumes volumes(*store_);
    judge(volumes);
    return true;
  }

  static std::string text_of(const ExamineReport& report) {
    std::string text;
    for (const ExamineFinding& finding : report.findings) {
      text += fmt::format("{} {} {}: {}\n", static_cast<int>(finding.kind),
                          finding.in_index ? "index" : "data", finding.rba, finding.text);
    }
    return text;
  }

  void judge(TestVolumes& volumes) {
    auto report = examine(volumes, place_);
    ASSERT_TRUE(report) << to_string(report.failure());
    const bool was_open = std::ranges::any_of(report->findings, [](const ExamineFinding& finding) {
      return finding.kind == ExamineKind::kNotClosed;
    });
    const auto verified = verify_cluster(volumes, place_);
    ASSERT_TRUE(verified) << to_string(verified.failure());
    EXPECT_EQ(verified->was_open, was_open);
    report = examine(volumes, place_);
    for (const ExamineFinding& finding : report->findings) {
      EXPECT_EQ(finding.kind, ExamineKind::kNotUsed) << text_of(*report);
    }
    std::vector<Failure> notes;
    const auto cluster = Cluster::open(volumes, place_, {}, notes);
    ASSERT_TRUE(cluster) << to_string(cluster.failure());
    for (std::uint64_t key = 0; key < kLoaded; ++key) {
      const auto record = (*cluster)->get(key_of(key * 100), Search::kEqual);
      ASSERT_TRUE(record) << to_string(record.failure());
      ASSERT_TRUE(record->has_value()) << key;
    }
  }

  ClusterPlace place_;
};

TEST_F(ExamineCrashTest, AfterAKillNothingIsLostAndVerifyMendsTheRest) {
  std::uint64_t nth = 1;
  while (nth < 1000 && crash_in(nth, Keep::kEverything)) {
    ASSERT_FALSE(HasFailure()) << "change " << nth;
    nth += 3;
  }
  EXPECT_GT(nth, 40U);
}

}  // namespace
}  // namespace coldsite::vsam
