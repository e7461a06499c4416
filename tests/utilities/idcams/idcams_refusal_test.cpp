// What IDCAMS refuses, passes over or tells, each with its message and condition code.
#include <algorithm>

#include "tests/utilities/idcams/idcams_fixture.hpp"

namespace coldsite::idcams {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class IdcamsRefusalTest : public IdcamsTest {
 protected:
  static constexpr const char* kRecords = "A001 SMITH\nA002 JONES\nA003 ADAMS\nB001 BAKER\n";

  void define_non_vsam(const std::string& name, const std::string& operands) {
    ASSERT_EQ(idcams("  DEFINE NONVSAM(NAME(" + name + ") " + operands + ")\n"), 0) << output();
  }

  /// Overwrites the first place of `old_text` (EBCDIC) on the first volume.
  void damage(std::string_view old_text, std::string_view new_text) {
    const std::string path = "site/dasd/0a80.3390";
    Bytes image = io::read_file(*store_, path, 1U << 30).value();
    const Bytes from = *text::default_code_page().from_utf8(old_text);
    const Bytes to = *text::default_code_page().from_utf8(new_text);
    const auto at = std::search(image.begin(), image.end(), from.begin(), from.end());
    ASSERT_NE(at, image.end());
    std::copy(to.begin(), to.end(), at);
    ASSERT_TRUE(io::replace_file(*store_, path, image));
  }
};

TEST_F(IdcamsRefusalTest, ADefinitionWantsVolumesAndSpace) {
  EXPECT_EQ(idcams("  DEFINE CLUSTER(NAME(A.B) VOLUMES(*) TRACKS(1 1) RECATALOG)\n"), 12);
  EXPECT_THAT(output(), HasSubstr("CSN0002S"));
  EXPECT_EQ(idcams("  DEFINE CLUSTER(NAME(A.B) TRACKS(1 1))\n"), 12);
  EXPECT_THAT(output(), HasSubstr("A REQUIRED VOLUME LIST HAS BEEN OMITTED"));
  EXPECT_EQ(idcams("  DEFINE CLUSTER(NAME(A.B) VOLUMES(VOL001))\n"), 12);
  EXPECT_THAT(output(), HasSubstr("IDC3505I"));
}

TEST_F(IdcamsRefusalTest, ASiteWithStorageGroupsNeedsNoVolumes) {
  put_file("site/site.conf",
           "name = LOCAL\n[dasd]\ndevice = 0a80 3390 12\ndevice = 0a81 3390 8\n"
           "[catalog]\nmaster = MASTER.CATALOG VOL001\n[storagegroup]\nSG1 = V%L*2\n");
  ASSERT_EQ(idcams("  DEFINE CLUSTER(NAME(A.B) KEYS(4 0) RECORDSIZE(20 20) TRACKS(1 1))\n"), 0)
      << output();
  EXPECT_THAT(output(), HasSubstr("DATA ALLOCATION STATUS FOR VOLUME VOL002 IS 0"));
}

TEST_F(IdcamsRefusalTest, FreeSpaceOfADataSetWithoutIndexIsToldAndNotKept) {
  EXPECT_EQ(idcams(cluster("A.B", "NONINDEXED RECORDSIZE(20 20) FREESPACE(10 10)")), 0);
  EXPECT_THAT(output(), HasSubstr("'FREESPACE' changes nothing here"));
  EXPECT_EQ(idcams(cluster("A.C", "NUMBERED RECORDSIZE(20 20) FREESPACE(10 10)")), 0) << output();
}

TEST_F(IdcamsRefusalTest, SmsClassesAreToldAndNotKept) {
  EXPECT_EQ(idcams(cluster("A.B", "KEYS(4 0) RECORDSIZE(20 20) STORAGECLASS(FAST)")), 4);
  EXPECT_THAT(output(), HasSubstr("CSN0003W 'STORAGECLASS' is not kept in the catalog"));
}

TEST_F(IdcamsRefusalTest, APathLeadsToAClusterOnly) {
  define_non_vsam("A.DATA", "DEVICETYPES(3490) VOLUMES(T00001)");
  EXPECT_EQ(idcams("  DEFINE PATH(NAME(A.PATH) PATHENTRY(A.DATA))\n"), 12);
  EXPECT_THAT(output(), AllOf(HasSubstr("CSN0004S"), HasSubstr("'A.DATA' is of type NONVSAM")));
  EXPECT_EQ(idcams("  DEFINE PATH(NAME(A.PATH) PATHENTRY(A.NONE))\n"), 12);
  EXPECT_THAT(output(), HasSubstr("IDC3012I ENTRY A.NONE NOT FOUND"));
}

TEST_F(IdcamsRefusalTest, RecatalogOfADataSetWantsItsVolumeRecord) {
  EXPECT_EQ(
      idcams("  DEFINE NONVSAM(NAME(A.DATA) DEVICETYPES(3390) -\n    VOLUMES(VOL001) RECATALOG)\n"),
      12);
  EXPECT_THAT(output(), HasSubstr("CSN0007E 'A.DATA' cannot be recataloged"));
}

TEST_F(IdcamsRefusalTest, DeleteOfAVolumeRecordWantsItsVolume) {
  EXPECT_EQ(idcams("  DELETE A.B VVR\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSN0010S DELETE VVR of 'A.B' needs FILE(ddname)"));
}

TEST_F(IdcamsRefusalTest, ADataSetThatIsNotOnItsVolumeIsDeletedWithNoscratchOnly) {
  define_non_vsam("A.DATA", "DEVICETYPES(3390) VOLUMES(VOL001)");
  EXPECT_EQ(idcams("  DELETE A.DATA\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSN0011E 'A.DATA' is cataloged on volume 'VOL001'"));
  EXPECT_EQ(idcams("  DELETE A.DATA NOSCRATCH\n"), 0) << output();
}

TEST_F(IdcamsRefusalTest, DeleteWantsTheTypeThatIsThere) {
  define_non_vsam("A.DATA", "DEVICETYPES(3490) VOLUMES(T00001)");
  EXPECT_EQ(idcams("  DELETE A.DATA CLUSTER\n"), 8);
  EXPECT_THAT(output(), HasSubstr("IDC2552I ENTRY TYPE IS INVALID FOR DELETE"));
  EXPECT_EQ(idcams("  DELETE A.DATA TRUENAME\n"), 8);
  EXPECT_EQ(idcams("  DELETE A.DATA NONVSAM\n"), 0) << output();
}

TEST_F(IdcamsRefusalTest, MergecatLeavesWhatTheTargetHasAlready) {
  define_non_vsam("A.DATA", "DEVICETYPES(3490) VOLUMES(T00001)");
  define_non_vsam("A.OTHER", "DEVICETYPES(3490) VOLUMES(T00001)");
  EXPECT_EQ(
      idcams("  DEFINE USERCATALOG(NAME(UCAT.A) VOLUME(VOL002) CYL(1 1))\n"
             "  DEFINE NONVSAM(NAME(A.DATA) DEVICETYPES(3490) -\n    VOLUMES(T2)) CATALOG(UCAT.A)\n"
             "  REPRO INDATASET(MASTER.CATALOG) OUTDATASET(UCAT.A) MERGECAT LEVEL(A)\n"),
      8);
  EXPECT_THAT(output(), HasSubstr("CSN0012W The entry 'A.DATA' was not moved"));
  EXPECT_THAT(output(), HasSubstr("NUMBER OF RECORDS PROCESSED WAS 1"));
}

TEST_F(IdcamsRefusalTest, RecordsWithoutTheAlternateKeyAreCounted) {
  put_file("short.txt", "A001 SMITH\nA002\n");
  EXPECT_EQ(idcams(cluster("A.KSDS", "KEYS(4 0) RECORDSIZE(4 80)") +
                       "  REPRO INFILE(IN) OUTDATASET(A.KSDS)\n"
                       "  DEFINE AIX(NAME(A.AIX) RELATE(A.KSDS) KEYS(5 5) VOLUMES(VOL001) -\n"
                       "    TRACKS(2 2))\n"
                       "  BLDINDEX INDATASET(A.KSDS) OUTDATASET(A.AIX)\n",
                   {"--dd", "IN=PATH=./short.txt,RECFM=VB,LRECL=84"}),
            4);
  EXPECT_THAT(output(), HasSubstr("CSN0013W 1 records are too short"));
  EXPECT_THAT(output(), HasSubstr("IDC1653I A.AIX BUILT WITH ERRORS"));
}

TEST_F(IdcamsRefusalTest, OnlyCandidatesLeaveTheListOfVolumes) {
  load_ksds("A.KSDS", kRecords);
  EXPECT_EQ(idcams("  ALTER A.KSDS.DATA REMOVEVOLUMES(VOL001)\n"), 12);
  EXPECT_THAT(output(),
              AllOf(HasSubstr("CSN0014E"), HasSubstr("Volume 'VOL001' cannot be removed")));
  EXPECT_EQ(idcams("  ALTER A.KSDS.DATA ADDVOLUMES(VOL001)\n"), 12);
  EXPECT_THAT(output(), AllOf(HasSubstr("CSN0015E"), HasSubstr("Volume 'VOL001' is in the list")));
  EXPECT_EQ(idcams("  ALTER A.KSDS.DATA ADDVOLUMES(VOL002)\n"
                   "  LISTCAT ENTRIES(A.KSDS) ALL\n"
                   "  ALTER A.KSDS.DATA REMOVEVOLUMES(VOL002)\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("VOLFLAG--------CANDIDATE"));
}

TEST_F(IdcamsRefusalTest, ANewNameStaysInItsCatalog) {
  define_non_vsam("A.DATA", "DEVICETYPES(3490) VOLUMES(T00001)");
  EXPECT_EQ(idcams("  DEFINE USERCATALOG(NAME(UCAT.B) VOLUME(VOL002) CYL(1 1))\n"
                   "  DEFINE ALIAS(NAME(B) RELATE(UCAT.B))\n"
                   "  ALTER A.DATA NEWNAME(B.DATA)\n"),
            12);
  EXPECT_THAT(output(), HasSubstr("CSN0016E 'B.DATA' belongs into catalog 'UCAT.B'"));
  EXPECT_EQ(idcams("  ALTER A.DATA NEWNAME(A.NEW)\n  LISTCAT ENTRIES(A.NEW)\n"), 0) << output();
}

TEST_F(IdcamsRefusalTest, TheErrorLimitOfDiagnoseEndsItsList) {
  load_ksds("A.KSDS", kRecords);
  EXPECT_EQ(idcams("  DELETE A.KSDS NOSCRATCH\n"
                   "  DIAGNOSE VVDS INDATASET(SYS1.VVDS.VVOL001) COMPAREDS(MASTER.CATALOG) -\n"
                   "    ERRORLIMIT(1)\n"),
            8);
  EXPECT_THAT(output(), HasSubstr("CSN0017W 2 errors were found; the first 1 are told"));
}

TEST_F(IdcamsRefusalTest, ExamineFindsRecordsOutOfOrder) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(idcams("  EXAMINE NAME(A.KSDS) INDEXTEST DATATEST\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("IDC01724I INDEXTEST COMPLETE - NO ERRORS DETECTED"));
  EXPECT_THAT(output(), HasSubstr("IDC01709I DATATEST COMPLETE - NO ERRORS DETECTED"));
  EXPECT_THAT(output(), HasSubstr("IDC01710I DATA COMPONENT CONTAINS 4 RECORDS"));
  damage("A002 JONES", "Z002 JONES");
  EXPECT_EQ(idcams("  EXAMINE NAME(A.KSDS) INDEXTEST DATATEST\n"), 8);
  EXPECT_THAT(output(), HasSubstr("IDC11733I DATA COMPONENT KEY SEQUENCE ERROR"));
  EXPECT_THAT(output(), HasSubstr("CSN0019I DATA CI at RBA 0:"));
  EXPECT_THAT(output(), HasSubstr("CSN0020I DATATEST complete - MAJOR errors detected"));
}

TEST_F(IdcamsRefusalTest, PrintGoesToAnOutfile) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(idcams("  PRINT INDATASET(A.KSDS) CHARACTER OUTFILE(LIST)\n",
                   {"--dd", "LIST=PATH=./list.txt,DISP=NEW"}),
            0)
      << output();
  const Bytes list = io::read_file(*store_, "./list.txt").value();
  EXPECT_THAT(std::string(list.begin(), list.end()), HasSubstr("KEY OF RECORD - B001"));
  EXPECT_THAT(output(), Not(HasSubstr("KEY OF RECORD")));
}

}  // namespace
}  // namespace coldsite::idcams
