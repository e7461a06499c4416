#include "datasets/catalog/cross_check.hpp"

#include <gmock/gmock.h>

#include "datasets/messages/csl.hpp"
#include "datasets/vsam/vvds.hpp"
#include "tests/datasets/catalog/memory_catalog.hpp"
#include "tests/datasets/catalog/sample_entries.hpp"
#include "tests/datasets/vsam/vsam_fixture.hpp"

namespace coldsite::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::MemoryRecordStore;

/// One volume, WORK01, with a VVDS, and a master catalog that knows what stands there: data set
/// A.SEQ and cluster A.KSDS.
class CrossCheckTest : public vsam::VsamTest {
 protected:
  CrossCheckTest() {
    volumes_.make("WORK01", 30);
    search_ = open_search();
    add_data_set("A.SEQ", dasd::Organization::kSequential);
    EXPECT_TRUE(master().add(testing::non_vsam("A.SEQ")).ok());
    auto vvds = vsam::Vvds::create(volumes_, "WORK01", 10);
    EXPECT_TRUE(vvds.ok());
    for (const char* name : {"A.KSDS.DATA", "A.KSDS.INDEX"}) {
      add_data_set(name, dasd::Organization::kVsam);
      add_record(name);
    }
    EXPECT_TRUE(master().add(testing::cluster("A.KSDS")).ok());
  }

  std::unique_ptr<CatalogSearch> open_search() {
    auto search = CatalogSearch::open_with(
        [this](const std::string& name,
               const std::string& volser) -> Result<std::unique_ptr<Catalog>> {
          if (name != "MASTER.CAT") {
            return failure<msg::CSL0001E>(name, volser);
          }
          return std::unique_ptr<Catalog>(std::make_unique<BcsCatalog>(
              volumes_, name, volser, std::make_unique<MemoryRecordStore>(disk_)));
        },
        "MASTER.CAT", "WORK01");
    EXPECT_TRUE(search.ok());
    return *std::move(search);
  }
  Catalog& master() { return search_->master(); }
  std::shared_ptr<dasd::Volume> volume() {
    return *volumes_.volume("WORK01", dasd::Access::kUpdate);
  }
  void add_data_set(const std::string& name, dasd::Organization organization) {
    dasd::DataSetLabel label;
    label.name = name;
    label.first_volser = "WORK01";
    label.organization = organization;
    dasd::SpaceRequest space;
    space.primary = 1;
    CS_ASSERT_OK(dasd::allocate_data_set(*volume(), label, space));
  }
  void add_record(const std::string& name, const std::string& catalog = "MASTER.CAT") {
    vsam::VolumeRecord record;
    record.component_name = name;
    record.cluster_name = "A.KSDS";
    record.catalog_name = catalog;
    record.attributes.interval_bytes = record.attributes.block_bytes = 4096;
    record.attributes.blocks_per_track = 12;
    record.attributes.tracks_per_area = 1;
    record.attributes.intervals_per_area = 12;
    record.extents = {{{100, 1}, 0, 12 * 4096 - 1}};
    record.high_allocated_rba = 12 * 4096;
    auto vvds = vsam::Vvds::open(volumes_, "WORK01", dasd::Access::kUpdate);
    ASSERT_TRUE(vvds.ok() && *vvds);
    CS_ASSERT_OK((*vvds)->add(record));
  }
  void remove_record(const std::string& name) {
    auto vvds = vsam::Vvds::open(volumes_, "WORK01", dasd::Access::kUpdate);
    ASSERT_TRUE(vvds.ok() && *vvds);
    CS_ASSERT_OK((*vvds)->remove(name));
  }
  void scratch(const std::string& name) {
    CS_ASSERT_OK(dasd::scratch_data_set(*volume(), name, {}, true));
  }

  /// "what: NAME VOLSER", sorted as found.
  std::vector<std::string> check() {
    const auto findings = cross_check(*search_, volumes_, {{"WORK01"}, {}});
    EXPECT_TRUE(findings.ok());
    std::vector<std::string> texts;
    for (const CrossFinding& finding : *findings) {
      texts.push_back(std::string(to_string(finding.kind)) + ": " + finding.name +
                      (finding.volser.empty() ? "" : " ") + finding.volser);
    }
    return texts;
  }

  std::shared_ptr<MemoryRecordStore::Disk> disk_ = std::make_shared<MemoryRecordStore::Disk>();
  std::unique_ptr<CatalogSearch> search_;
};

TEST_F(CrossCheckTest, FindsNothingWhereEverythingAgrees) {
  EXPECT_THAT(check(), IsEmpty());
}

TEST_F(CrossCheckTest, FindsADataSetWithoutCatalogEntry) {
  add_data_set("B.LOOSE", dasd::Organization::kSequential);
  EXPECT_THAT(check(), ElementsAre("not cataloged: B.LOOSE WORK01"));
}

TEST_F(CrossCheckTest, FindsACatalogEntryWithoutDataSet) {
  scratch("A.SEQ");
  EXPECT_THAT(check(), ElementsAre("no data set on the volume: A.SEQ WORK01"));
}

TEST_F(CrossCheckTest, FindsAMissingVolumeRecordFromBothSides) {
  remove_record("A.KSDS.INDEX");
  EXPECT_THAT(check(), ElementsAre("no record in the VVDS: A.KSDS.INDEX WORK01",
                                   "no record in the VVDS: A.KSDS.INDEX WORK01"));
}

TEST_F(CrossCheckTest, FindsAVolumeRecordWithoutDataSet) {
  add_record("A.GONE.DATA");
  EXPECT_THAT(check(), ElementsAre("no data set on the volume: A.GONE.DATA WORK01"));
}

TEST_F(CrossCheckTest, FindsADataSetOnAnotherVolumeThanItsEntrySays) {
  volumes_.make("WORK02", 10);
  CS_ASSERT_OK(master().change("A.SEQ", [](Entry& entry) -> Result<void> {
    entry.non_vsam->volumes = {testing::disk("WORK02")};
    return {};
  }));
  EXPECT_THAT(check(), ElementsAre("cataloged on other volumes: A.SEQ WORK01",
                                   "no data set on the volume: A.SEQ WORK02"));
}

TEST_F(CrossCheckTest, FindsVolumesAndCatalogsThatAreNotThere) {
  CS_ASSERT_OK(master().add(testing::non_vsam("C.FAR", "NOWHER")));
  CS_ASSERT_OK(master().add(testing::connector("UCAT.LOST", "WORK01")));
  EXPECT_THAT(check(), ElementsAre("volume cannot be read: C.FAR NOWHER",
                                   "catalog cannot be opened: UCAT.LOST"));
}

TEST_F(CrossCheckTest, FindsAVolumeRecordThatNamesAnotherCatalog) {
  remove_record("A.KSDS.DATA");
  add_record("A.KSDS.DATA", "UCAT.OTHER");
  EXPECT_THAT(check(), ElementsAre("owned by another catalog: A.KSDS.DATA WORK01"));
}

TEST_F(CrossCheckTest, FindsAliasesAndTruenamesThatLeadNowhere) {
  CS_ASSERT_OK(master().add(testing::alias("A.SHORT", "A.SEQ")));
  disk_->records.erase(make_key("A.SEQ"));
  disk_->records.erase(make_key("A.KSDS"));
  scratch("A.SEQ");
  EXPECT_THAT(check(),
              ElementsAre("not cataloged: A.KSDS.DATA WORK01", "not cataloged: A.KSDS.INDEX WORK01",
                          "alias leads nowhere: A.SHORT", "truename leads nowhere: A.KSDS.DATA",
                          "truename leads nowhere: A.KSDS.INDEX"));
}

TEST_F(CrossCheckTest, FindsBasesAndGenerationsThatDoNotAgree) {
  CS_ASSERT_OK(master().add(testing::full_group("A.G")));
  for (const char* suffix : {"G9998V00", "G9999V01", "G0005V00"}) {
    add_data_set("A.G." + std::string(suffix), dasd::Organization::kSequential);
    CS_ASSERT_OK(master().add(testing::generation("A.G", suffix)));
  }
  EXPECT_THAT(check(), ElementsAre("generation not cataloged: A.G.G0001V00",
                                   "unknown to its base: A.G.G0005V00"));
}

TEST_F(CrossCheckTest, TellsDamagedEntries) {
  disk_->records[make_key("A.SEQ")][60] ^= 0xFF;
  EXPECT_THAT(check(), ElementsAre("damaged entry: A.SEQ"));
}

TEST_F(CrossCheckTest, PassesOverTapesAndCandidates) {
  Entry tape = testing::non_vsam("A.TAPE", "T00001");
  tape.non_vsam->volumes[0].device_type = 0x78048081;
  CS_ASSERT_OK(master().add(tape));
  CS_ASSERT_OK(master().change("A.KSDS", [](Entry& entry) -> Result<void> {
    VolumeCell candidate = testing::disk("NOWHER");
    candidate.is_candidate = true;
    entry.sphere->base.components[0].volumes.push_back(candidate);
    return {};
  }));
  EXPECT_THAT(check(), IsEmpty());
}

}  // namespace
}  // namespace coldsite::catalog
