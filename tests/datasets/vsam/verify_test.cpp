#include "datasets/vsam/verify.hpp"

#include "datasets/vsam/examine.hpp"
#include "datasets/vsam/vvds.hpp"
#include "tests/datasets/vsam/cluster_fixture.hpp"

namespace coldsite::vsam {
namespace {

class VerifyTest : public ClusterTest {
 protected:
  void change_vvr(const std::string& name, const std::function<void(VolumeRecord&)>& how) {
    auto vvds = *Vvds::open(volumes_, "VSM001", dasd::Access::kUpdate);
    CS_ASSERT_OK(vvds->change(name, [&](VolumeRecord& record) -> Result<void> {
      how(record);
      return {};
    }));
  }

  void insert(Cluster& cluster, std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t key = from; key < to; ++key) {
      CS_ASSERT_OK(cluster.insert(keyed_record(key, 100)));
    }
  }

  VerifyReport verify(const ClusterPlace& place) {
    auto report = verify_cluster(volumes_, place);
    EXPECT_TRUE(report) << to_string(report.failure());
    return report ? *report : VerifyReport();
  }
};

TEST_F(VerifyTest, FindsTheEndThatACancelledJobLeft) {
  for (const Organization organization :
       {Organization::kKeySequenced, Organization::kEntrySequenced}) {
    ClusterDefinition definition = small_cluster(organization);
    definition.name = organization == Organization::kKeySequenced ? "TEST.KSDS" : "TEST.ESDS";
    const ClusterPlace place = define(definition);
    insert(*open(place), 0, 900);  // goes without close()
    const VerifyReport report = verify(place);
    EXPECT_TRUE(report.was_open);
    EXPECT_FALSE(report.is_in_use);
    EXPECT_GT(report.data_high_used, 0U);
    EXPECT_FALSE(report.found.empty());
    EXPECT_FALSE(verify(place).was_open);  // the VVR was put right
    auto cluster = open(place);
    EXPECT_TRUE(notes_.empty());
    EXPECT_GT(read_all(*cluster).size(), 700U);  // a load writes whole control areas
    store_ = io::make_memory_store();
    volumes_ = TestVolumes(*store_);
  }
}

TEST_F(VerifyTest, MendsHighUsedRbasOfAClosedDataSet) {
  const ClusterPlace place = define(small_cluster(Organization::kKeySequenced));
  auto cluster = open(place);
  insert(*cluster, 0, 900);
  CS_ASSERT_OK(cluster->close());
  cluster.reset();
  const std::uint64_t end = read_component(volumes_, place.data)->high_used_rba();
  change_vvr(place.data.name, [](VolumeRecord& record) { record.high_used_rba = 49 * 512; });
  const VerifyReport report = verify(place);
  EXPECT_EQ(report.data_high_used_before, 49U * 512);
  EXPECT_EQ(report.data_high_used, end);
  EXPECT_TRUE(examine(volumes_, place)->findings.empty());
}

TEST_F(VerifyTest, ChangesNothingOfAWholeDataSet) {
  const ClusterPlace place = define(small_cluster(Organization::kKeySequenced));
  auto cluster = open(place);
  insert(*cluster, 0, 300);
  CS_ASSERT_OK(cluster->close());
  cluster.reset();
  const VerifyReport report = verify(place);
  EXPECT_EQ(report.data_high_used_before, report.data_high_used);
  EXPECT_EQ(report.index_high_used_before, report.index_high_used);
  EXPECT_TRUE(examine(volumes_, place)->findings.empty());
  cluster = open(place);
  EXPECT_EQ(read_all(*cluster).size(), 300U);
}

}  // namespace
}  // namespace coldsite::vsam
