#include "datasets/vsam/definition.hpp"

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/vsam/volume_check.hpp"
#include "datasets/vsam/vvds.hpp"
#include "tests/datasets/vsam/definition_fixture.hpp"

namespace coldsite::vsam {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const dasd::Geometry& geometry(std::string_view device = "3390") {
  return *dasd::find_device_model(device).value().geometry;
}

ClusterDefinition sized(ClusterDefinition definition) {
  CS_CHECK(check_definition(definition).ok());
  CS_CHECK(choose_sizes(definition, geometry()).ok());
  return definition;
}

TEST(DefinitionSizes, AControlAreaIsACylinderAtMost) {
  const ComponentAttributes a = sized(key_sequenced("A", {"VSM001"}, 3, 1)).attributes;
  EXPECT_EQ(a.interval_bytes, 4096U);
  EXPECT_EQ(a.block_bytes, 4096U);
  EXPECT_EQ(a.blocks_per_track, 12U);
  EXPECT_EQ(a.tracks_per_area, 15U);
  EXPECT_EQ(a.intervals_per_area, 180U);
}

TEST(DefinitionSizes, TracksMakeSmallerControlAreasAndAreRoundedToThem) {
  ClusterDefinition definition = key_sequenced("A", {"VSM001"}, 10, 4);
  definition.data.space_unit = dasd::SpaceUnit::kTracks;
  const ComponentAttributes a = sized(definition).attributes;
  EXPECT_EQ(a.tracks_per_area, 4U);
  EXPECT_EQ(a.primary, 12U);
  EXPECT_EQ(a.secondary, 4U);
}

TEST(DefinitionSizes, RecordsAndMegabytesBecomeTracksOrCylinders) {
  ClusterDefinition definition = key_sequenced("A", {"VSM001"}, 1000, 100);
  definition.data.space_unit = dasd::SpaceUnit::kRecords;
  ClusterDefinition made = sized(definition);
  EXPECT_EQ(made.attributes.space_unit, dasd::SpaceUnit::kTracks);
  EXPECT_EQ(made.attributes.primary, 3U);  // 40 records in a CI, 25 CIs
  EXPECT_EQ(made.attributes.secondary, 1U);
  definition.data.space_unit = dasd::SpaceUnit::kBlocks;
  definition.data.unit_bytes = 1'048'576;
  definition.data.primary = 10;
  definition.data.secondary = 2;
  made = sized(definition);
  EXPECT_EQ(made.attributes.space_unit, dasd::SpaceUnit::kCylinders);
  EXPECT_EQ(made.attributes.primary, 15U);
  EXPECT_EQ(made.attributes.secondary, 3U);
}

TEST(DefinitionSizes, LargeIntervalsTakeTheBestPhysicalRecord) {
  ClusterDefinition definition = key_sequenced("A", {"VSM001"}, 1, 1);
  for (const auto& [interval, block] : {std::pair{18'432U, 18'432U},
                                        {32'768U, 16'384U},
                                        {8'192U, 8'192U},
                                        {20'480U, 10'240U},
                                        {512U, 512U}}) {
    definition.attributes.max_record_bytes = definition.attributes.average_record_bytes = 400;
    definition.data.interval_bytes = interval;
    const ComponentAttributes a = sized(definition).attributes;
    EXPECT_EQ(a.block_bytes, block) << interval;
    EXPECT_LE(a.intervals_per_area * interval, 15U * a.blocks_per_track * block);
  }
}

TEST(DefinitionSizes, AnIndexRecordCoversAControlArea) {
  const ClusterDefinition definition = sized(key_sequenced("A", {"VSM001"}, 3, 1));
  const ComponentAttributes index = index_attributes(definition, geometry());
  EXPECT_GT(index.interval_bytes, 180U * (12 + 3));
  EXPECT_EQ(index.max_record_bytes, index.interval_bytes - 7);
  EXPECT_GE(index.primary, 1U);
  ClusterDefinition small = key_sequenced("A", {"VSM001"}, 3, 1);
  small.index.interval_bytes = 512;  // raised
  EXPECT_EQ(sized(small).index.interval_bytes, definition.index.interval_bytes);
}

TEST(DefinitionSizes, RecordsLongerThanAControlIntervalAreRefused) {
  ClusterDefinition definition = key_sequenced("A", {"VSM001"}, 1, 1);
  definition.attributes.max_record_bytes = 5000;
  EXPECT_EQ(sized(definition).attributes.interval_bytes, 5120U);
  definition.data.interval_bytes = 4096;
  EXPECT_TRUE(choose_sizes(definition, geometry()).failure().is(msg::CSM0030E));
  definition.attributes.is_spanned = true;
  EXPECT_TRUE(choose_sizes(definition, geometry()).ok());
  definition.attributes.max_record_bytes = 2'000'000;
  EXPECT_TRUE(choose_sizes(definition, geometry()).failure().is(msg::CSM0030E));
}

TEST(DefinitionCheck, TellsWhatIsOutsideItsLimits) {
  const auto refused = [](auto change) {
    ClusterDefinition definition = key_sequenced("A", {"VSM001"}, 1, 1);
    change(definition);
    const auto checked = check_definition(definition);
    return checked ? std::string("accepted") : to_string(checked.failure());
  };
  using D = ClusterDefinition&;
  EXPECT_EQ(refused([](D) {}), "accepted");
  EXPECT_THAT(refused([](D d) { d.attributes.key_bytes = 256; }), HasSubstr("CSM0030E"));
  EXPECT_THAT(refused([](D d) { d.attributes.key_bytes = 0; }), HasSubstr("key length"));
  EXPECT_THAT(refused([](D d) { d.attributes.key_offset = 390; }), HasSubstr("key offset"));
  EXPECT_THAT(refused([](D d) { d.attributes.max_record_bytes = 32'762; }), HasSubstr("32761"));
  EXPECT_THAT(refused([](D d) { d.attributes.average_record_bytes = 401; }), HasSubstr("average"));
  EXPECT_THAT(refused([](D d) { d.attributes.free_area_percent = 101; }), HasSubstr("FREESPACE"));
  EXPECT_THAT(refused([](D d) { d.attributes.share_system = 2; }), HasSubstr("SHAREOPTIONS"));
  EXPECT_THAT(refused([](D d) { d.data.interval_bytes = 256; }), HasSubstr("512 to 32768"));
  EXPECT_THAT(refused([](D d) { d.data.primary = 0; }), HasSubstr("primary"));
  EXPECT_THAT(refused([](D d) { d.data.volsers = {"A", "A"}; }), HasSubstr("CSM0031E"));
  EXPECT_THAT(refused([](D d) { d.data.name = "A"; }), HasSubstr("different names"));
  EXPECT_THAT(refused([](D d) { d.name = "A..B"; }), HasSubstr("CSV0031E"));
  EXPECT_THAT(refused([](D d) { d.attributes.organization = Organization::kEntrySequenced; }),
              HasSubstr("KEYS"));
  EXPECT_THAT(refused([](D d) { d.attributes.organization = Organization::kLinear; }),
              HasSubstr("RECORDSIZE"));
}

TEST(DefinitionNames, AreMadeUpAsIdcamsDoes) {
  EXPECT_EQ(default_component_name("PROD.A", ComponentRole::kData), "PROD.A.DATA");
  const std::string name = "AAAAAAAA.BBBBBBBB.CCCCCCCC.DDDDDDDD.EEEEEEEE";
  EXPECT_EQ(default_component_name(name, ComponentRole::kIndex),
            "AAAAAAAA.BBBBBBBB.CCCCCCCC.DDDDDDDD.INDEX");
}

class DefinitionTest : public VsamTest {
 protected:
  void SetUp() override {
    volumes_.make("VSM001", 20);
    volumes_.make("VSM002", 20);
  }
  ClusterPlace define(const ClusterDefinition& definition) {
    auto place = define_cluster(volumes_, definition);
    EXPECT_TRUE(place) << to_string(place.failure());
    return place ? *place : ClusterPlace();
  }
  dasd::Volume& volume(const std::string& volser) {
    return **volumes_.volume(volser, dasd::Access::kUpdate);
  }
};

TEST_F(DefinitionTest, PutsBothComponentsOnTheVolume) {
  const ClusterPlace place = define(key_sequenced("PROD.A", {"VSM001", "VSM002"}, 2, 1));
  EXPECT_EQ(place.data.name, "PROD.A.DATA");
  EXPECT_THAT(place.data.volsers, ElementsAre("VSM001"));
  EXPECT_THAT(place.data.candidates, ElementsAre("VSM002"));
  const auto data = read_component(volumes_, place.data);
  ASSERT_TRUE(data) << to_string(data.failure());
  EXPECT_EQ(data->high_allocated_rba(), 2U * 737'280U);
  EXPECT_EQ(data->high_used_rba(), 0U);
  EXPECT_EQ(data->volumes[0].cluster_name, "PROD.A");
  const auto index = read_component(volumes_, place.index);
  ASSERT_TRUE(index) << to_string(index.failure());
  EXPECT_EQ(index->volumes[0].role, ComponentRole::kIndex);
  EXPECT_EQ(findings_of(volumes_, "VSM001"), "");
  const auto label = *dasd::find_data_set(volume("VSM001"), "PROD.A.DATA");
  EXPECT_EQ(label->organization, dasd::Organization::kVsam);
  EXPECT_EQ(label->option_code, 0x80);
  EXPECT_THAT(check_volume(volumes_, "VSM001")->catalogs, ElementsAre("UCAT.TEST"));
}

TEST_F(DefinitionTest, GuaranteedSpaceIsTakenOnEveryVolume) {
  ClusterDefinition definition = key_sequenced("PROD.A", {"VSM001", "VSM002"}, 2, 1);
  definition.data.guaranteed_space = true;
  const ClusterPlace place = define(definition);
  EXPECT_THAT(place.data.volsers, ElementsAre("VSM001", "VSM002"));
  const auto data = read_component(volumes_, place.data);
  ASSERT_TRUE(data) << to_string(data.failure());
  EXPECT_EQ(data->high_allocated_rba(), 4U * 737'280U);
  EXPECT_FALSE(data->volumes[1].is_primary);
  EXPECT_EQ(data->volumes[0].statistics.free_bytes, 4U * 737'280U);
  EXPECT_EQ(data->volumes[0].statistics.extents, 2U);
}

TEST_F(DefinitionTest, AFailureLeavesNothing) {
  const ClusterPlace other = define(key_sequenced("B", {"VSM001"}, 1, 1));
  ClusterDefinition definition = key_sequenced("A", {"VSM001"}, 1, 1);
  definition.index.name = "B.INDEX";
  const auto twice = define_cluster(volumes_, definition);
  ASSERT_FALSE(twice);
  EXPECT_TRUE(twice.failure().is(msg::CSM0026E)) << to_string(twice.failure());
  EXPECT_FALSE(dasd::find_data_set(volume("VSM001"), "A.DATA")->has_value());
  EXPECT_EQ(findings_of(volumes_, "VSM001"), "");
  EXPECT_TRUE(read_component(volumes_, other.index).ok());
  const auto large = define_cluster(volumes_, key_sequenced("A", {"VSM001"}, 50, 1));
  EXPECT_TRUE(large.failure().is(msg::CSV0051E)) << to_string(large.failure());
  EXPECT_TRUE(
      define_cluster(volumes_, key_sequenced("A", {"NONE"}, 1, 1)).failure().is(msg::CSE0011E));
}

TEST_F(DefinitionTest, DeleteGivesTheSpaceBack) {
  const ClusterPlace place = define(key_sequenced("A", {"VSM001"}, 1, 1));
  for (const ComponentPlace& component : {place.data, place.index}) {
    const auto deleted = delete_component(volumes_, component, {});
    ASSERT_TRUE(deleted) << to_string(deleted.failure());
    EXPECT_THAT(deleted->warnings, IsEmpty());
  }
  EXPECT_EQ(check_volume(volumes_, "VSM001")->data_sets.size(), 1U);  // the VVDS
  const auto again = delete_component(volumes_, place.data, {});
  ASSERT_EQ(again->warnings.size(), 2U);
  EXPECT_TRUE(again->warnings[0].is(msg::CSM0024W));
}

TEST_F(DefinitionTest, AnUnexpiredOneIsDeletedWithPurgeOnly) {
  ClusterDefinition definition = key_sequenced("A", {"VSM001"}, 1, 1);
  definition.expires = {2030, 1};
  const ClusterPlace place = define(definition);
  EXPECT_TRUE(delete_component(volumes_, place.data, {}).failure().is(msg::CSV0057E));
  EXPECT_TRUE(read_component(volumes_, place.data).ok());
  EXPECT_TRUE(delete_component(volumes_, place.data, {.scratch = false})->warnings.empty());
  EXPECT_TRUE(read_component(volumes_, place.data).ok());
  EXPECT_TRUE(delete_component(volumes_, place.data, {.purge = true})->warnings.empty());
}

TEST_F(DefinitionTest, EraseLeavesNoData) {
  const ClusterPlace place = define(key_sequenced("A", {"VSM001"}, 1, 1));
  const std::uint32_t track =
      read_component(volumes_, place.data)->volumes[0].extents[0].tracks.first;
  const dasd::Geometry& g = geometry();
  dasd::TrackBuilder builder(g.track_address(track + 3), g);
  CS_ASSERT_OK(builder.add({}, Bytes(4096, 0xE2)));
  CS_ASSERT_OK(volume("VSM001").write_slots({track + 3, 1}, builder.finish()));
  ASSERT_TRUE(delete_component(volumes_, place.data, {.erase = true}).ok());
  Bytes slot(g.slot_bytes);
  CS_ASSERT_OK(volume("VSM001").read_slots({track + 3, 1}, slot));
  EXPECT_EQ(std::count(slot.begin(), slot.end(), 0xE2), 0);
}

TEST_F(DefinitionTest, RenameChangesVtocAndVvds) {
  ClusterDefinition definition = key_sequenced("A", {"VSM001", "VSM002"}, 1, 1);
  definition.data.guaranteed_space = true;
  ClusterPlace place = define(definition);
  define(key_sequenced("C", {"VSM002"}, 1, 1));
  EXPECT_TRUE(rename_component(volumes_, place.data, "C.DATA", "C").failure().is(msg::CSV0050E));
  CS_ASSERT_OK(rename_component(volumes_, place.data, "B.DATA", "B"));
  EXPECT_TRUE(read_component(volumes_, place.data).failure().is(msg::CSM0020E));
  place.data.name = "B.DATA";
  EXPECT_EQ(read_component(volumes_, place.data)->volumes[1].cluster_name, "B");
  EXPECT_EQ(findings_of(volumes_, "VSM001") + findings_of(volumes_, "VSM002"), "");
}

}  // namespace
}  // namespace coldsite::vsam
