// LIKE=, DCB=name and VOL=REF=name: what a DD takes from another data set.
#include "datasets/site/model_data_set.hpp"

#include "datasets/messages/ief.hpp"
#include "tests/datasets/site/site_fixture.hpp"

namespace coldsite::site {
namespace {

class ModelDataSet : public SiteTest {
 protected:
  ModelDataSet() {
    make("DD=DSN=MODEL.FB,DISP=(NEW,KEEP),VOL=SER=PRD002,SPACE=(TRK,(5,2)),RECFM=FB,LRECL=80");
    make("DD=DSN=MODEL.LIB,DISP=(NEW,KEEP),VOL=SER=PRD001,SPACE=(CYL,(1,1,7)),RECFM=VB,LRECL=255");
  }
  void make(const std::string& option) {
    auto made = must_allocate(option);
    EXPECT_TRUE(deallocate(made, false, context).ok());
  }
  DdRequest applied(const std::string& option) {
    const auto request = apply_models(dd(option), context);
    EXPECT_TRUE(request.ok()) << to_string(request.failure());
    return request ? *request : DdRequest{};
  }
};

TEST_F(ModelDataSet, LikeBringsAttributesAndSpace) {
  const DdRequest request = applied("DD=DSN=NEW,DISP=(NEW,KEEP),LIKE=MODEL.FB,LRECL=40");
  EXPECT_EQ(request.dcb.record_format, (dasd::RecordFormat{0x90}));
  EXPECT_EQ(request.dcb.record_bytes, 40U);
  ASSERT_TRUE(request.space.has_value());
  EXPECT_EQ(request.space->request.primary, 5U);
  EXPECT_EQ(request.space->request.secondary, 2U);
  EXPECT_EQ(request.space->request.directory_blocks, 0U);
  EXPECT_TRUE(request.like_data_set.empty());
}

TEST_F(ModelDataSet, LikeOfALibraryBringsItsDirectory) {
  const DdRequest request = applied("DD=DSN=NEW,DISP=(NEW,KEEP),LIKE=MODEL.LIB");
  EXPECT_EQ(request.dcb.organization, dasd::Organization::kPartitioned);
  EXPECT_EQ(request.space->request.primary, 15U);
  EXPECT_EQ(request.space->request.secondary, 15U);
  EXPECT_EQ(request.space->request.directory_blocks, 7U);
}

TEST_F(ModelDataSet, CodedSpaceWinsAndOldDataSetsKeepTheirs) {
  EXPECT_EQ(
      applied("DD=DSN=NEW,DISP=(NEW,KEEP),LIKE=MODEL.FB,SPACE=(TRK,1)").space->request.primary, 1U);
  const DdRequest old = applied("DD=DSN=MODEL.FB,DISP=SHR,LIKE=MODEL.LIB");
  EXPECT_FALSE(old.space.has_value());
  EXPECT_EQ(old.dcb.record_bytes, 0U);
}

TEST_F(ModelDataSet, DcbNameBringsAttributesOnly) {
  const DdRequest request = applied("DD=DSN=NEW,DISP=(NEW,KEEP),DCB=(MODEL.LIB,LRECL=100)");
  EXPECT_EQ(request.dcb.record_format, (dasd::RecordFormat{0x50}));
  EXPECT_EQ(request.dcb.record_bytes, 100U);
  EXPECT_FALSE(request.space.has_value());
}

TEST_F(ModelDataSet, VolumeReferenceBringsTheVolume) {
  EXPECT_THAT(applied("DD=DSN=NEW,DISP=(NEW,KEEP),VOL=REF=MODEL.FB").volumes,
              ::testing::ElementsAre("PRD002"));
}

TEST_F(ModelDataSet, AMissingModelIsToldAtTheDd) {
  for (const std::string option : {"LIKE=NO.SUCH", "DCB=NO.SUCH", "VOL=REF=NO.SUCH"}) {
    const auto request = apply_models(dd("DD=DSN=NEW,DISP=(NEW,KEEP)," + option), context);
    ASSERT_FALSE(request.ok()) << option;
    EXPECT_TRUE(request.failure().is(msg::IEF212I)) << to_string(request.failure());
    EXPECT_TRUE(request.failure().position().has_value());
  }
}

TEST_F(ModelDataSet, AStepIsAllocatedWithWhatItsModelsHave) {
  const auto made = allocate_step(
      {{"DD", {dd("DD=DSN=NEW,DISP=(NEW,KEEP),LIKE=MODEL.FB,VOL=REF=MODEL.LIB")}}}, context);
  ASSERT_TRUE(made.ok()) << to_string(made.failure());
  EXPECT_EQ(made->front().parts.front().volser, "PRD001");
}

}  // namespace
}  // namespace coldsite::site
