#include "datasets/messages/cse.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/site/allocate_parts.hpp"
#include "tests/datasets/site/site_fixture.hpp"

namespace coldsite::site {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kNew = "A=DSN=PROD.DATA,DISP=(NEW,CATLG),SPACE=(TRK,(5,1)),RECFM=FB,LRECL=80";

TEST_F(SiteTest, NewDataSetIsWrittenAndFoundWithoutVolume) {
  Allocation made = must_allocate(kNew);
  EXPECT_TRUE(made.is_new);
  write_records(made, {"ONE", "TWO"});
  EXPECT_EQ(*deallocate(made, false, context), "KEPT");
  const Allocation found = must_allocate("A=DSN=PROD.DATA");
  EXPECT_EQ(found.volser, made.volser);
  EXPECT_THAT(read_records({found}), ElementsAre("ONE", "TWO"));
}

TEST_F(SiteTest, CatalogedDataSetIsNotedAsKeptOnly) {
  std::vector<std::string> notes;
  context.note = [&](const Failure& note) { notes.push_back(to_string(note)); };
  Allocation made = must_allocate(kNew);
  EXPECT_EQ(*deallocate(made, false, context), "KEPT");
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_THAT(notes[0], testing::StartsWith("CSE0040I Data set 'PROD.DATA' is kept on 'PRD00"));
}

TEST_F(SiteTest, DefaultDispositionDeletesANewDataSet) {
  Allocation made = must_allocate("A=DSN=PROD.DATA,DISP=NEW,SPACE=(TRK,1)");
  EXPECT_EQ(*deallocate(made, false, context), "DELETED");
  EXPECT_EQ(*deallocate(made, false, context), "");
  EXPECT_TRUE(allocate("A=DSN=PROD.DATA").failure().is(msg::IEF212I));
}

TEST_F(SiteTest, AbnormalDispositionDecidesAfterAnAbend) {
  Allocation made = must_allocate("A=DSN=A.B,DISP=(NEW,CATLG,DELETE),SPACE=(TRK,1)");
  EXPECT_EQ(*deallocate(made, true, context), "DELETED");
  Allocation kept = must_allocate("A=DSN=A.C,DISP=(NEW,DELETE,KEEP),SPACE=(TRK,1)");
  EXPECT_EQ(*deallocate(kept, true, context), "KEPT");
  Allocation old = must_allocate("A=DSN=A.C,DISP=(OLD,PASS)");
  EXPECT_EQ(*deallocate(old, true, context), "KEPT");
}

TEST_F(SiteTest, PassedDataSetStillTakesItsLastDisposition) {
  Allocation made = must_allocate("A=DSN=&&T,DISP=(NEW,PASS),SPACE=(TRK,1)");
  EXPECT_EQ(made.data_set_name, "SYS26325.T100000.RA000.JOB.T");
  EXPECT_EQ(*deallocate(made, false, context), "PASSED");
  made.request.normal = Disposition::kDelete;
  EXPECT_EQ(*deallocate(made, false, context), "DELETED");
}

TEST_F(SiteTest, DataSetOnTwoVolumesNeedsVolser) {
  must_allocate(std::string(kNew) + ",VOL=SER=PRD001");
  must_allocate(std::string(kNew) + ",VOL=SER=PRD002");
  const auto both = allocate("A=DSN=PROD.DATA");
  ASSERT_FALSE(both.ok());
  EXPECT_EQ(both.failure().text(), "Data set 'PROD.DATA' is on several volumes: PRD001, PRD002");
  EXPECT_EQ(must_allocate("A=DSN=PROD.DATA,VOL=SER=PRD002").device_address, 0x0A81);
  EXPECT_TRUE(allocate("A=DSN=PROD.DATA,UNIT=ONLY81").ok());
}

TEST_F(SiteTest, TellsWhyNothingWasAllocated) {
  must_allocate(std::string(kNew) + ",VOL=SER=PRD001");
  EXPECT_TRUE(allocate(std::string(kNew) + ",VOL=SER=PRD001").failure().is(msg::IEF253I));
  EXPECT_TRUE(allocate("A=DSN=X,DISP=NEW,SPACE=(CYL,500)").failure().is(msg::IEF257I));
  EXPECT_TRUE(allocate("A=DSN=X,DISP=NEW,UNIT=0A82,SPACE=(TRK,1)").failure().is(msg::IEF244I));
  EXPECT_TRUE(allocate("A=DSN=X,DISP=NEW,UNIT=BAD,SPACE=(TRK,1)").failure().is(msg::IEF210I));
  EXPECT_TRUE(allocate("A=DSN=X,VOL=SER=NOPE").failure().is(msg::CSE0011E));
  EXPECT_TRUE(allocate("A=DSN=X,DISP=NEW").failure().is(msg::CSE0022E));
  EXPECT_TRUE(allocate("A=DSN=X(M),DISP=NEW,SPACE=(TRK,1)").failure().is(msg::CSE0022E));
  EXPECT_EQ(allocate("A=DSN=X").failure().text(), "JOB STEP A - DATA SET NOT FOUND");
}

TEST_F(SiteTest, WhatIsMadeOnlyToBeDeletedNeedsNoSpace) {
  EXPECT_TRUE(allocate("A=DSN=OLD.OUTPUT,DISP=(MOD,CATLG)").failure().is(msg::CSE0022E));
  Allocation gone = must_allocate("A=DSN=OLD.OUTPUT,DISP=(MOD,DELETE,DELETE)");
  EXPECT_TRUE(gone.is_new);
  EXPECT_EQ(*deallocate(gone, false, context), "DELETED");
  EXPECT_TRUE(allocate("A=DSN=OLD.OUTPUT").failure().is(msg::IEF212I));
}

TEST_F(SiteTest, SpaceIsLookedForOnEveryVolume) {
  must_allocate("A=DSN=BIG1,DISP=(,KEEP),SPACE=(CYL,9)");
  const Allocation second = must_allocate("A=DSN=BIG2,DISP=(,KEEP),SPACE=(CYL,9)");
  EXPECT_EQ(second.volser, "PRD002");
}

TEST_F(SiteTest, ModMakesTheDataSetAndLaterExtendsIt) {
  const std::string mod = "A=DSN=LOG,DISP=(MOD,CATLG),SPACE=(TRK,1),RECFM=VB,LRECL=84";
  Allocation first = must_allocate(mod);
  EXPECT_TRUE(first.is_new);
  write_records(first, {"ONE"});
  Allocation second = must_allocate(mod);
  EXPECT_FALSE(second.is_new);
  write_records(second, {"TWO"});
  EXPECT_THAT(read_records({second}), ElementsAre("ONE", "TWO"));
}

TEST_F(SiteTest, ModThatWouldMixRecordFormsIsRefused) {
  write_records(must_allocate("A=DSN=LOG,DISP=(MOD,CATLG),SPACE=(TRK,1),RECFM=VB,LRECL=84"), {"1"});
  const Allocation fixed = must_allocate("A=DSN=LOG,DISP=MOD,RECFM=FB,LRECL=80");
  EXPECT_THAT(to_string(open_writer(fixed, {}, context).failure()),
              HasSubstr("RECFM=FB LRECL=80 behind the RECFM=VB LRECL=84 of 'LOG'"));
  write_records(must_allocate("A=DSN=LOG,DISP=MOD"), {"2"});
  EXPECT_THAT(read_records({must_allocate("A=DSN=LOG")}), ElementsAre("1", "2"));
}

TEST_F(SiteTest, ModAddsAMemberAndRefusesToExtendOne) {
  const std::string library = "A=DSN=LIB(ONE),DISP=(MOD,CATLG),SPACE=(TRK,(5,1,2))";
  write_records(must_allocate(library + ",RECFM=FB,LRECL=80"), {"FIRST"});
  write_records(must_allocate("A=DSN=LIB(TWO),DISP=MOD"), {"SECOND"});
  EXPECT_THAT(read_records({must_allocate("A=DSN=LIB(TWO)")}), ElementsAre("SECOND"));
  EXPECT_TRUE(open_writer(must_allocate("A=DSN=LIB(ONE),DISP=MOD"), {}, context)
                  .failure()
                  .is(msg::CSE0023E));
  EXPECT_THAT(read_records({must_allocate("A=DSN=LIB(ONE)")}), ElementsAre("FIRST"));
}

TEST_F(SiteTest, DsntypeLargeMakesALargeSequentialDataSet) {
  const auto is_large = [this](const std::string& option) {
    return open_data_set(must_allocate(option), dasd::Access::kRead, context)->label.is_large();
  };
  const std::string space = ",DISP=(NEW,CATLG),SPACE=(TRK,(1,1))";
  EXPECT_TRUE(is_large("A=DSN=BIG" + space + ",DSNTYPE=LARGE"));
  EXPECT_FALSE(is_large("A=DSN=SMALL" + space + ",DSNTYPE=BASIC"));
  EXPECT_FALSE(is_large("A=DSN=LIB,DISP=(NEW,CATLG),SPACE=(TRK,(1,1,1)),DSNTYPE=LARGE"));
}

TEST_F(SiteTest, MembersAreWrittenAndReadByName) {
  const Allocation library =
      must_allocate("A=DSN=LIB(ONE),DISP=(NEW,CATLG),SPACE=(TRK,(5,1,2)),RECFM=FB,LRECL=80");
  write_records(library, {"MEMBER ONE"});
  write_records(must_allocate("A=DSN=LIB(TWO),DISP=OLD"), {"MEMBER TWO"});
  EXPECT_THAT(read_records({must_allocate("A=DSN=LIB(ONE)"), must_allocate("A=DSN=LIB(TWO)")}),
              ElementsAre("MEMBER ONE", "MEMBER TWO"));
  EXPECT_TRUE(
      open_reader({must_allocate("A=DSN=LIB(NOPE)")}, {}, context).failure().is(msg::CSE0024E));
  EXPECT_TRUE(open_reader({must_allocate("A=DSN=LIB")}, {}, context).failure().is(msg::CSE0023E));
}

TEST_F(SiteTest, FailureOfOneDdUndoesTheStep) {
  const auto step = allocate_step({{"A", {dd(kNew)}}, {"B", {dd("B=DSN=NOT.THERE")}}}, context);
  ASSERT_FALSE(step.ok());
  EXPECT_TRUE(step.failure().is(msg::IEF212I));
  EXPECT_TRUE(allocate("A=DSN=PROD.DATA").ok());  // (NEW,CATLG): kept, also when the step fails
  const auto other = allocate_step(
      {{"A", {dd("A=DSN=X,DISP=NEW,SPACE=(TRK,1)")}}, {"B", {dd("B=DSN=NOT.THERE")}}}, context);
  EXPECT_TRUE(allocate("A=DSN=X").failure().is(msg::IEF212I));
}

TEST_F(SiteTest, WholeVolumeForOutputKeepsOthersOut) {
  const Allocation volume = must_allocate("A=UNIT=3390,VOL=SER=PRD001,DISP=OLD");
  EXPECT_EQ(volume.kind, AllocationKind::kDasdVolume);
  AllocationContext other = new_context();
  EXPECT_TRUE(
      site::allocate(dd("A=UNIT=3390,VOL=SER=PRD001,DISP=SHR"), other).failure().is(msg::CSE0031E));
  EXPECT_TRUE(site::allocate(dd("A=UNIT=3390,VOL=SER=PRD002,DISP=SHR"), other).ok());
  // The same step may name it twice.
  EXPECT_TRUE(allocate("B=UNIT=3390,VOL=SER=PRD001,DISP=SHR").ok());
}

TEST_F(SiteTest, VolumesAreSharedByReaders) {
  const Allocation volume = must_allocate("A=UNIT=3390,VOL=SER=PRD001,DISP=SHR");
  AllocationContext other = new_context();
  EXPECT_TRUE(site::allocate(dd("A=UNIT=3390,VOL=SER=PRD001,DISP=SHR"), other).ok());
}

TEST_F(SiteTest, DeviceWithoutLabelIsAllocatedByAddress) {
  const Allocation blank = must_allocate("A=UNIT=0A82,DISP=OLD");
  EXPECT_EQ(blank.kind, AllocationKind::kDasdVolume);
  EXPECT_TRUE(open_allocated_volume(blank, dasd::Access::kUpdate, context).ok());
}

TEST_F(SiteTest, ImageOutsideAnySiteIsNamedByPath) {
  context.site = nullptr;
  const Allocation made = must_allocate("A=UNIT=3390-1,PATH='pack.ckd',DISP=(NEW,KEEP)");
  EXPECT_TRUE(store->info("pack.ckd")->has_value());
  ASSERT_TRUE(open_allocated_volume(made, dasd::Access::kUpdate, context).ok());
  const auto in_site = store->clone_file("site/dasd/0a80.3390", "copy.ckd");
  ASSERT_TRUE(in_site.ok());
  const Allocation data = must_allocate(
      "A=DSN=X,UNIT=3390,PATH='copy.ckd',DISP=(NEW,KEEP),SPACE=(TRK,1),RECFM=FB,LRECL=80");
  write_records(data, {"HELLO"});
  EXPECT_THAT(read_records({must_allocate("A=DSN=X,UNIT=3390,PATH='copy.ckd',DISP=SHR")}),
              ElementsAre("HELLO"));
  EXPECT_TRUE(allocate("A=DSN=X").failure().is(msg::CSE0021E));
}

TEST_F(SiteTest, ResolvedRequestFindsTheSameDataSetInAProgram) {
  const Allocation made =
      must_allocate("A=DSN=&&WORK,DISP=(NEW,PASS),SPACE=(TRK,1),RECFM=FB,LRECL=80");
  const DdRequest request = resolved_request(made);
  EXPECT_EQ(request.status, Status::kOld);
  const auto text = dd::format_dd_bindings({{"A", {request}}});
  const auto back = dd::parse_dd_bindings(text, "dds");
  ASSERT_TRUE(back.ok()) << to_string(back.failure()) << text;
  context.is_step_of_runner = true;
  const auto again = site::allocate(back->front().parts.front(), context);
  ASSERT_TRUE(again.ok()) << to_string(again.failure());
  EXPECT_EQ(again->data_set_name, made.data_set_name);
  EXPECT_EQ(again->volume_path, made.volume_path);
}

TEST_F(SiteTest, NewBlockSizeIsDeterminedWhenRecordsChange) {
  must_allocate("A=DSN=X,DISP=(NEW,KEEP),SPACE=(TRK,2),RECFM=FB,LRECL=80,BLKSIZE=800");
  const Allocation rewritten = must_allocate("A=DSN=X,DISP=OLD,LRECL=100");
  write_records(rewritten, {"ONE"});
  const auto open = open_data_set(rewritten, dasd::Access::kRead, context);
  ASSERT_TRUE(open.ok());
  EXPECT_EQ(open->label.record_bytes, 100U);
  EXPECT_EQ(open->label.block_bytes, 27900U);
}

TEST(DateAfter, CountsOverLeapYears) {
  EXPECT_EQ(date_after({2026, 325}, 40), (dasd::LabelDate{2026, 365}));
  EXPECT_EQ(date_after({2026, 325}, 41), (dasd::LabelDate{2027, 1}));
  EXPECT_EQ(date_after({2028, 366}, 1), (dasd::LabelDate{2029, 1}));
  EXPECT_EQ(date_after({2028, 1}, 365), (dasd::LabelDate{2028, 366}));
}

TEST_F(SiteTest, ANewDataSetGoesToAStorageGroupUnlessAPlaceIsNamed) {
  write_file("site/site.conf", std::string(kSmallSite) + "[storagegroup]\nSG = X*, %%%002\n");
  open_site();
  const std::string space = "DISP=(NEW,KEEP),SPACE=(TRK,1)";
  must_allocate("A=DSN=OTHER,VOL=SER=PRD002,DISP=(NEW,KEEP),SPACE=(CYL,5)");  // it has less room
  EXPECT_EQ(must_allocate("A=DSN=ONE," + space).volser, "PRD002");
  EXPECT_EQ(must_allocate("A=DSN=TWO,UNIT=SYSDA," + space).volser, "PRD002");
  EXPECT_EQ(must_allocate("A=DSN=THREE,UNIT=0A80," + space).volser, "PRD001");
  EXPECT_EQ(must_allocate("A=DSN=FOUR,VOL=SER=PRD001," + space).volser, "PRD001");
}

}  // namespace
}  // namespace coldsite::site
