#include <future>

#include "datasets/messages/cse.hpp"
#include "datasets/messages/ief.hpp"
#include "tests/datasets/site/site_fixture.hpp"

namespace coldsite::site {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kDump =
    "A=DSN=BACKUP,DISP=(NEW,KEEP),UNIT=TAPE,RECFM=FB,LRECL=80,BLKSIZE=800";

TEST_F(SiteTest, ScratchTapeIsMountedAndReadBackByVolser) {
  Allocation made = must_allocate(kDump);
  EXPECT_THAT(made.tape_volsers, ElementsAre("T00001"));
  write_records(made, {"ONE", "TWO"});
  EXPECT_EQ(*deallocate(made, false, context), "KEPT");
  EXPECT_THAT(read_records({must_allocate("A=DSN=BACKUP,UNIT=TAPE,VOL=SER=T00001,DISP=OLD")}),
              ElementsAre("ONE", "TWO"));
}

TEST_F(SiteTest, ModOnTapeTakesTheAttributesOfTheLabelAndRefusesOthers) {
  write_records(must_allocate("A=DSN=LOG,DISP=(NEW,KEEP),UNIT=TAPE,RECFM=VB,LRECL=255"), {"ONE"});
  const std::string mod = "A=DSN=LOG,DISP=MOD,UNIT=TAPE,VOL=SER=T00001";
  EXPECT_EQ(labelled_attributes(must_allocate(mod), context)->record_bytes, 255U);
  write_records(must_allocate(mod), {"TWO"});
  EXPECT_THAT(
      to_string(open_writer(must_allocate(mod + ",RECFM=FB,LRECL=80"), {}, context).failure()),
      HasSubstr("RECFM=FB LRECL=80 behind the RECFM=VB LRECL=255 of 'LOG'"));
  EXPECT_THAT(read_records({must_allocate("A=DSN=LOG,UNIT=TAPE,VOL=SER=T00001,DISP=OLD")}),
              ElementsAre("ONE", "TWO"));
  const std::string next = "A=DSN=NEXT,DISP=MOD,UNIT=TAPE,VOL=SER=T00001,LABEL=2,RECFM=FB,LRECL=80";
  write_records(must_allocate(next), {"NEW FILE"});
}

TEST_F(SiteTest, TapeIsKnownByItsVolserWithoutUnit) {
  Allocation made = must_allocate(kDump);
  write_records(made, {"ONE"});
  EXPECT_EQ(must_allocate("B=DSN=BACKUP,VOL=SER=T00001").kind, AllocationKind::kTape);
}

TEST_F(SiteTest, UnusedScratchTapeGoesBack) {
  Allocation made = must_allocate(kDump);
  EXPECT_EQ(*deallocate(made, false, context), "DELETED");
  EXPECT_TRUE(site->tape_volsers()->empty());
}

TEST_F(SiteTest, UnlabelledDataOnAScratchTapeIsKept) {
  Allocation made = must_allocate(std::string(kDump) + ",LABEL=(,BLP)");
  write_records(made, {"ONE"});
  EXPECT_EQ(*deallocate(made, false, context), "KEPT");
  EXPECT_EQ(site->tape_volsers()->size(), 1U);
}

TEST_F(SiteTest, NewTapeOfAFailedStepIsRemoved) {
  Allocation made = must_allocate("A=DSN=B,DISP=(NEW,KEEP,DELETE),UNIT=TAPE,RECFM=FB,LRECL=80");
  write_records(made, std::vector<std::string>(100, "X"));
  EXPECT_EQ(*deallocate(made, true, context), "DELETED");
  EXPECT_TRUE(site->tape_volsers()->empty());
}

TEST_F(SiteTest, FullTapeGoesOnOnScratchVolumesThatAreReported) {
  write_file("site/site.conf", std::string(kSmallSite) + "[tape]\nformat = aws\ncapacity = 4000\n");
  open_site();
  Allocation made = must_allocate(kDump);
  std::vector<std::string> lines;
  for (int i = 0; i < 120; ++i) {
    lines.push_back("LINE " + std::to_string(i));
  }
  write_records(made, lines);
  EXPECT_EQ(read_records({made}), lines);  // before the volumes are known to the allocation
  EXPECT_EQ(*deallocate(made, false, context), "KEPT");
  EXPECT_THAT(made.tape_volsers, ElementsAre("T00001", "T00002", "T00003"));
  EXPECT_EQ(read_records(
                {must_allocate("A=DSN=BACKUP,UNIT=TAPE,VOL=SER=(T00001,T00002,T00003),DISP=OLD")}),
            lines);
}

TEST_F(SiteTest, VolumeCountEndsTheMountsOfScratchTapes) {
  write_file("site/site.conf", std::string(kSmallSite) + "[tape]\nformat = aws\ncapacity = 2000\n");
  open_site();
  const Allocation made = must_allocate(std::string(kDump) + ",VOL=(,,,2)");
  auto writer = open_writer(made, {}, context);
  ASSERT_TRUE(writer.ok());
  Result<void> written;
  for (int i = 0; i < 100 && written; ++i) {
    written = (*writer)->write_record(Bytes(80, 0x40));
  }
  EXPECT_FALSE(written.ok());
  EXPECT_EQ(site->tape_volsers()->size(), 2U);
}

TEST_F(SiteTest, NamedVolumeIsMadeForANewDataSetOnly) {
  const auto missing = allocate("A=DSN=B,UNIT=TAPE,VOL=SER=BK0001,DISP=OLD");
  EXPECT_TRUE(missing.failure().is(msg::CSE0033E));
  const Allocation made =
      must_allocate("A=DSN=B,UNIT=TAPE,VOL=SER=BK0001,DISP=(NEW,KEEP),RECFM=FB,LRECL=80");
  EXPECT_THAT(*site->tape_volsers(), ElementsAre("BK0001"));
  EXPECT_TRUE(allocate("A=DSN=B,UNIT=TAPE,DISP=OLD").failure().is(msg::IEF212I));
}

TEST_F(SiteTest, StepGetsNoMoreDrivesThanTheSiteHas) {
  const Allocation first = must_allocate(kDump);
  const Allocation second = must_allocate("B=DSN=C,DISP=(NEW,KEEP),UNIT=TAPE");
  context.drives_of_dd.reset();
  EXPECT_TRUE(allocate("C=DSN=D,DISP=(NEW,KEEP),UNIT=TAPE").ok());
  context.drives_of_dd.reset();
  EXPECT_TRUE(allocate("D=DSN=E,DISP=(NEW,KEEP),UNIT=TAPE").ok());
}

TEST_F(SiteTest, DrivesOfOtherStepsAreTaken) {
  const auto step = allocate_step(
      {{"A", {dd(kDump)}}, {"B", {dd("B=DSN=C,DISP=(NEW,KEEP),UNIT=TAPE")}}}, context);
  ASSERT_TRUE(step.ok()) << to_string(step.failure());
  AllocationContext other = new_context();
  EXPECT_TRUE(site::allocate(dd(kDump), other).failure().is(msg::CSE0032E));
  const auto third = allocate_step({{"C", {dd("C=DSN=D,DISP=(NEW,KEEP),UNIT=TAPE")}}}, context);
  EXPECT_TRUE(third.failure().is(msg::IEF244I));
}

TEST_F(SiteTest, UnitCountTakesAsManyDrivesAsItSays) {
  auto step = allocate_step({{"A", {dd("A=DSN=B,DISP=(NEW,KEEP),UNIT=(TAPE,2)")}}}, context);
  ASSERT_TRUE(step.ok()) << to_string(step.failure());
  EXPECT_EQ(context.drives_taken->size(), 2U);
  AllocationContext other = new_context();
  EXPECT_TRUE(site::allocate(dd(kDump), other).failure().is(msg::CSE0032E));
  ASSERT_TRUE(deallocate(step->front().parts.front(), false, context).ok());
  EXPECT_TRUE(context.drives_taken->empty());
  EXPECT_TRUE(site::allocate(dd(kDump), other).ok());
}

TEST_F(SiteTest, UnitCountOverTheDrivesOfTheSiteIsRefused) {
  const auto three = allocate("A=DSN=B,DISP=(NEW,KEEP),UNIT=(TAPE,3)");
  EXPECT_TRUE(three.failure().is(msg::IEF244I));
  EXPECT_THAT(to_string(three.failure()), HasSubstr("the site has 2"));
  EXPECT_TRUE(context.drives_taken->empty());
  EXPECT_TRUE(allocate("A=DSN=B,DISP=(NEW,KEEP),UNIT=(TAPE,P),VOL=SER=(BK0001,BK0002)").ok());
}

TEST_F(SiteTest, StepWaitsForDrivesOfOthersNeverForItsOwn) {
  const auto own = allocate_step({{"A", {dd(kDump)}}}, context);
  ASSERT_TRUE(own.ok()) << to_string(own.failure());
  AllocationContext other = new_context();
  auto others =
      allocate_step({{"B", {dd("B=DSN=C,DISP=(NEW,KEEP),UNIT=TAPE,VOL=SER=BK0001")}}}, other);
  ASSERT_TRUE(others.ok()) << to_string(others.failure());
  context.may_wait = true;
  auto second = std::async(std::launch::async, [&] {
    return allocate_step({{"C", {dd("C=DSN=D,DISP=(NEW,KEEP),UNIT=TAPE,VOL=SER=BK0002")}}},
                         context);
  });
  EXPECT_TRUE(deallocate(others->front().parts.front(), false, other).ok());
  EXPECT_TRUE(second.get().ok());
}

TEST_F(SiteTest, TapeInUseIsRefusedToOthersAndSharedInTheStep) {
  const auto step =
      allocate_step({{"A", {dd(std::string(kDump) + ",LABEL=(1,SL)")}},
                     {"B", {dd("B=DSN=C,UNIT=TAPE,VOL=SER=T00001,LABEL=(2,SL),DISP=OLD")}}},
                    context);
  ASSERT_TRUE(step.ok()) << to_string(step.failure());
  EXPECT_EQ(context.drives_taken->size(), 1U);
  AllocationContext other = new_context();
  EXPECT_TRUE(site::allocate(dd("A=DSN=C,UNIT=TAPE,VOL=SER=T00001,DISP=OLD"), other)
                  .failure()
                  .is(msg::CSE0031E));
}

TEST_F(SiteTest, TapeOutsideAnySiteIsNamedByPath) {
  context.site = nullptr;
  Allocation made =
      must_allocate("A=DSN=B,UNIT=TAPE,PATH='./mine.aws',DISP=(NEW,KEEP),RECFM=VB,LRECL=100");
  write_records(made, {"A LINE", ""});
  EXPECT_EQ(*deallocate(made, false, context), "KEPT");
  EXPECT_THAT(read_records({must_allocate("A=DSN=B,UNIT=TAPE,PATH='./mine.aws',DISP=SHR")}),
              ElementsAre("A LINE", ""));
}

}  // namespace
}  // namespace coldsite::site
