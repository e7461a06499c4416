#include "datasets/vsam/component.hpp"

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/vvds.hpp"
#include "tests/datasets/vsam/definition_fixture.hpp"

namespace coldsite::vsam {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ComponentTest : public VsamTest {
 protected:
  void SetUp() override {
    volumes_.make("VSM001", 12);
    volumes_.make("VSM002", 12);
  }
  Component define(const ClusterDefinition& definition) {
    auto place = define_cluster(volumes_, definition);
    EXPECT_TRUE(place) << to_string(place.failure());
    return read_component(volumes_, place->data).value();
  }
  dasd::Volume& volume(const std::string& volser) {
    return **volumes_.volume(volser, dasd::Access::kUpdate);
  }
  Component read_again(const Component& component) {
    auto again = read_component(volumes_, component.place);
    EXPECT_TRUE(again) << to_string(again.failure());
    return *std::move(again);
  }
};

constexpr std::uint64_t kAreaBytes = 737'280;

TEST_F(ComponentTest, ExtendsByTheSecondaryQuantity) {
  Component component = define(key_sequenced("A", {"VSM001"}, 1, 2));
  CS_ASSERT_OK(extend_component(volumes_, component));
  EXPECT_EQ(component.high_allocated_rba(), 3 * kAreaBytes);
  EXPECT_EQ(component.statistics().extents, 2U);
  EXPECT_EQ(read_again(component).high_allocated_rba(), 3 * kAreaBytes);
  EXPECT_EQ(findings_of(volumes_, "VSM001"), "");
}

TEST_F(ComponentTest, GoesOnOnACandidateWhenTheVolumeIsFull) {
  Component component = define(key_sequenced("A", {"VSM001", "NONE", "VSM002"}, 4, 3));
  while (component.place.volsers.size() == 1) {
    CS_ASSERT_OK(extend_component(volumes_, component));
  }
  EXPECT_THAT(component.place.volsers, ElementsAre("VSM001", "VSM002"));
  EXPECT_THAT(component.place.candidates, ElementsAre("NONE"));
  const Component again = read_again(component);
  EXPECT_EQ(again.volumes[1].extents[0].low_rba, again.volumes[0].high_allocated_rba);
  EXPECT_EQ(again.high_allocated_rba(),
            again.volumes[0].high_allocated_rba + 4 * kAreaBytes);  // primary on a new volume
  const auto label = *dasd::find_data_set(volume("VSM002"), "A.DATA");
  EXPECT_EQ(label->volume_sequence, 2);
  EXPECT_EQ(label->first_volser, "VSM001");
  EXPECT_EQ(label->indicators & 0x80, 0x80);
  EXPECT_EQ((*dasd::find_data_set(volume("VSM001"), "A.DATA"))->indicators & 0x80, 0);
  auto extended = extend_component(volumes_, component);
  while (extended) {
    extended = extend_component(volumes_, component);
  }
  EXPECT_TRUE(extended.failure().is(msg::CSM0022E)) << to_string(extended.failure());
  EXPECT_EQ(findings_of(volumes_, "VSM002"), "");
}

TEST_F(ComponentTest, WithoutSecondaryQuantityItCannotGrow) {
  Component component = define(key_sequenced("A", {"VSM001"}, 1, 0));
  EXPECT_TRUE(extend_component(volumes_, component).failure().is(msg::CSM0022E));
}

TEST_F(ComponentTest, SixteenExtentsAreTheMostOnAVolume) {
  ClusterDefinition definition = key_sequenced("A", {"VSM001", "VSM002"}, 1, 1);
  definition.data.space_unit = dasd::SpaceUnit::kTracks;
  Component component = define(definition);
  for (int i = 0; i < 16; ++i) {
    CS_ASSERT_OK(extend_component(volumes_, component));
  }
  EXPECT_EQ(component.volumes[0].extents.size(), 16U);
  EXPECT_EQ(component.volumes[1].extents.size(), 1U);
  EXPECT_EQ(read_again(component).high_allocated_rba(), 17U * 12 * 4096);
}

TEST_F(ComponentTest, EndsBefore4Gib) {
  volumes_.make("BIG001", 7000);
  Component component = define(key_sequenced("A", {"BIG001"}, 5800, 100));
  EXPECT_EQ(component.high_allocated_rba(), 5800 * kAreaBytes);
  CS_ASSERT_OK(extend_component(volumes_, component));  // 25 of its 100 areas count
  EXPECT_LT(component.high_allocated_rba(), std::uint64_t{1} << 32);
  EXPECT_TRUE(extend_component(volumes_, component).failure().is(msg::CSM0023E));
  EXPECT_EQ(read_again(component).high_allocated_rba(), component.high_allocated_rba());
}

TEST_F(ComponentTest, WritesChangedFieldsAndLeavesExtents) {
  Component component = define(key_sequenced("A", {"VSM001"}, 1, 1));
  Component other = component;
  CS_ASSERT_OK(extend_component(volumes_, other));
  component.volumes[0].high_used_rba = 8192;
  component.volumes[0].is_loading = false;
  component.volumes[0].is_open_for_output = true;
  component.statistics().records = 7;
  CS_ASSERT_OK(write_component(volumes_, component));
  const Component again = read_again(component);
  EXPECT_EQ(again.high_used_rba(), 8192U);
  EXPECT_EQ(again.volumes[0].extents.size(), 2U);
  EXPECT_TRUE(again.volumes[0].is_open_for_output);
  EXPECT_EQ(again.volumes[0].statistics.records, 7U);
}

TEST_F(ComponentTest, TakesTheExtentOfAFasterProcess) {
  Component one = define(key_sequenced("A", {"VSM001", "VSM002"}, 1, 1));
  Component two = one;
  CS_ASSERT_OK(extend_component(volumes_, one));
  CS_ASSERT_OK(extend_component(volumes_, two));
  EXPECT_EQ(two.high_allocated_rba(), one.high_allocated_rba());
  while (one.place.volsers.size() == 1) {
    CS_ASSERT_OK(extend_component(volumes_, one));
  }
  while (two.place.volsers.size() == 1) {
    CS_ASSERT_OK(extend_component(volumes_, two));
  }
  EXPECT_EQ(two.high_allocated_rba(), one.high_allocated_rba());
}

TEST_F(ComponentTest, AnExtentThatOnlyTheVtocHasIsTakenNext) {
  Component component = define(key_sequenced("A", {"VSM001"}, 1, 2));
  auto label = *dasd::find_data_set(volume("VSM001"), "A.DATA");
  CS_ASSERT_OK(dasd::extend_data_set(volume("VSM001"), *label, 15));
  EXPECT_THAT(findings_of(volumes_, "VSM001"), HasSubstr("the VTOC has 1 extents"));
  EXPECT_EQ(read_again(component).high_allocated_rba(), kAreaBytes);
  CS_ASSERT_OK(extend_component(volumes_, component));
  EXPECT_EQ(component.high_allocated_rba(), 3 * kAreaBytes);
  EXPECT_EQ(findings_of(volumes_, "VSM001"), "");
}

TEST_F(ComponentTest, VvdsAndVtocHaveToAgree) {
  const Component component = define(key_sequenced("A", {"VSM001"}, 1, 2));
  auto vvds = *Vvds::open(volumes_, "VSM001", dasd::Access::kUpdate);
  CS_ASSERT_OK(vvds->change("A.DATA", [](VolumeRecord& record) -> Result<void> {
    record.extents[0].tracks.first += 15;
    return {};
  }));
  const auto moved = read_component(volumes_, component.place);
  EXPECT_TRUE(moved.failure().is(msg::CSM0021E));
  EXPECT_THAT(findings_of(volumes_, "VSM001"), HasSubstr("5 A.DATA: extent 0 is 15 tracks"));
  CS_ASSERT_OK(dasd::scratch_data_set(volume("VSM001"), "A.DATA", {2026, 1}, true));
  EXPECT_TRUE(read_component(volumes_, component.place).failure().is(msg::CSM0021E));
  EXPECT_THAT(findings_of(volumes_, "VSM001"), HasSubstr("2 A.DATA"));
  EXPECT_TRUE(*vvds->remove("A.INDEX"));
  EXPECT_THAT(findings_of(volumes_, "VSM001"), HasSubstr("3 A.INDEX"));
  EXPECT_TRUE(*vvds->remove("A.DATA"));
  EXPECT_TRUE(read_component(volumes_, component.place).failure().is(msg::CSM0020E));
}

TEST_F(ComponentTest, ARelabelledVolumeIsFound) {
  define(key_sequenced("A", {"VSM001"}, 1, 2));
  CS_ASSERT_OK(dasd::rename_data_set(volume("VSM001"), "SYS1.VVDS.VVSM001", "SYS1.VVDS.VOLD001"));
  EXPECT_THAT(findings_of(volumes_, "VSM001"), HasSubstr("7 SYS1.VVDS.VOLD001"));
}

}  // namespace
}  // namespace coldsite::vsam
