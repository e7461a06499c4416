#include "tests/utilities/idcams/idcams_fixture.hpp"

namespace coldsite::idcams {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRecords = "A001 SMITH\nA002 JONES\nA003 ADAMS\nB001 BAKER\n";

// DEFINE, REPRO, PRINT, LISTCAT, DELETE

TEST_F(IdcamsTest, DefinesLoadsPrintsListsAndDeletesAKeySequencedCluster) {
  load_ksds("TEST.KSDS", kRecords);
  EXPECT_THAT(output(), HasSubstr("IDC0508I DATA ALLOCATION STATUS FOR VOLUME VOL001 IS 0"));
  EXPECT_THAT(output(), HasSubstr("IDC0512I NAME GENERATED-(I) TEST.KSDS.INDEX"));
  EXPECT_THAT(output(), HasSubstr("IDC0005I NUMBER OF RECORDS PROCESSED WAS 4"));
  ASSERT_EQ(idcams("  PRINT INDATASET(TEST.KSDS) CHARACTER FROMKEY(A002) TOKEY(A)\n"), 0)
      << output();
  EXPECT_THAT(output(), HasSubstr("KEY OF RECORD - A002\nA002 JONES"));
  EXPECT_THAT(output(), Not(HasSubstr("KEY OF RECORD - A001")));
  EXPECT_THAT(output(), Not(HasSubstr("KEY OF RECORD - B001")));
  ASSERT_EQ(idcams("  LISTCAT ENTRIES(TEST.KSDS) ALL\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("CLUSTER ------- TEST.KSDS\n     IN-CAT --- MASTER.CATALOG"));
  EXPECT_THAT(output(), HasSubstr("   DATA ------- TEST.KSDS.DATA"));
  EXPECT_THAT(output(), HasSubstr("REC-TOTAL--------------4"));
  EXPECT_THAT(output(), HasSubstr("TOTAL -----------------3"));
  ASSERT_EQ(idcams("  DELETE TEST.KSDS\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("IDC0550I ENTRY (D) TEST.KSDS.DATA DELETED"));
  EXPECT_THAT(output(), HasSubstr("IDC0550I ENTRY (C) TEST.KSDS DELETED"));
  EXPECT_EQ(idcams("  LISTCAT ENTRIES(TEST.KSDS)\n"), 4);
  EXPECT_THAT(output(), HasSubstr("IDC3012I ENTRY TEST.KSDS NOT FOUND"));
  EXPECT_THAT(output(),
              HasSubstr("IDC3009I ** VSAM CATALOG RETURN CODE IS 8 - REASON CODE IS IGG0CLEG-42"));
  EXPECT_THAT(output(), HasSubstr("IDC1566I ** TEST.KSDS NOT LISTED"));
}

TEST_F(IdcamsTest, ADuplicateNameIsFoundBeforeTheVolumesAreTouched) {
  ASSERT_EQ(idcams(cluster("TEST.ESDS", "NONINDEXED RECORDSIZE(80 80)")), 0) << output();
  EXPECT_EQ(idcams("  DEFINE CLUSTER(NAME(TEST.ESDS) VOLUMES(VOL002) TRACKS(1 1) NONINDEXED)\n"),
            12);
  EXPECT_THAT(output(), HasSubstr("IDC3013I DUPLICATE DATA SET NAME"));
  EXPECT_THAT(output(), HasSubstr("IGG0CLEH-38"));
  EXPECT_THAT(output(), HasSubstr("IDC3003I FUNCTION TERMINATED. CONDITION CODE IS 12"));
}

TEST_F(IdcamsTest, ReproPassesOverWhatItCannotWriteUpToTheErrorLimit) {
  load_ksds("TEST.KSDS", kRecords);
  put_file("more.txt", "A002 OTHER\nC001 NEW\n");
  const std::vector<std::string> dd = {"--dd", "IN=PATH=./more.txt,RECFM=FB,LRECL=20"};
  EXPECT_EQ(idcams("  REPRO INFILE(IN) OUTDATASET(TEST.KSDS)\n", dd), 8);
  EXPECT_THAT(output(), HasSubstr("IDC3302I ACTION ERROR ON TEST.KSDS"));
  EXPECT_THAT(output(), HasSubstr("IDC3308I ** DUPLICATE RECORD A002"));
  EXPECT_THAT(output(), HasSubstr("NUMBER OF RECORDS PROCESSED WAS 1"));
  EXPECT_EQ(idcams("  REPRO INFILE(IN) OUTDATASET(TEST.KSDS) ERRORLIMIT(2)\n", dd), 12);
  EXPECT_THAT(output(), HasSubstr("IDC31467I MAXIMUM ERROR LIMIT REACHED."));
  ASSERT_EQ(idcams("  REPRO INFILE(IN) OUTDATASET(TEST.KSDS) REPLACE\n"
                   "  PRINT INDATASET(TEST.KSDS) CHARACTER\n",
                   dd),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("A002 OTHER"));
  EXPECT_THAT(output(), HasSubstr("NUMBER OF RECORDS PROCESSED WAS 5"));
}

TEST_F(IdcamsTest, AnEmptyClusterIsNotOpenedForInput) {
  ASSERT_EQ(idcams(cluster("TEST.EMPTY", "KEYS(4 0) RECORDSIZE(20 20)")), 0) << output();
  EXPECT_EQ(idcams("  PRINT INDATASET(TEST.EMPTY)\n"), 12);
  EXPECT_THAT(output(), HasSubstr("IDC3300I ERROR OPENING TEST.EMPTY"));
  EXPECT_THAT(output(), HasSubstr("IDC3351I ** VSAM OPEN RETURN CODE IS 160"));
}

TEST_F(IdcamsTest, RecordsTravelBetweenOrganizationsAndAHostFile) {
  load_ksds("TEST.KSDS", kRecords);
  ASSERT_EQ(idcams(cluster("TEST.ESDS", "NONINDEXED RECORDSIZE(20 20)") +
                       cluster("TEST.RRDS", "NUMBERED RECORDSIZE(20 20)") +
                       "  REPRO INDATASET(TEST.KSDS) OUTDATASET(TEST.ESDS)\n"
                       "  REPRO INDATASET(TEST.ESDS) OUTDATASET(TEST.RRDS) COUNT(3)\n"
                       "  REPRO INDATASET(TEST.RRDS) OUTFILE(OUT) FROMNUMBER(2)\n"
                       "  PRINT INDATASET(TEST.ESDS) HEX FROMADDRESS(20) COUNT(1)\n",
                   {"--dd", "OUT=PATH=./out.txt,RECFM=FB,LRECL=20,DISP=NEW"}),
            0)
      << output();
  const Bytes out = io::read_file(*store_, "./out.txt").value();
  EXPECT_EQ(std::string(out.begin(), out.end()), "A002 JONES\nA003 ADAMS\n");
  EXPECT_THAT(output(), HasSubstr("RBA OF RECORD -               20\nC1F0F0F240D1D6D5C5E2"));
}

// Modal commands

TEST_F(IdcamsTest, SetLowersTheCodeOfTheStep) {
  EXPECT_EQ(idcams("  DELETE NOT.THERE\n"
                   "  IF LASTCC = 8 THEN SET MAXCC = 0\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("IDC0551I ** ENTRY NOT.THERE NOT DELETED"));
  EXPECT_THAT(output(), HasSubstr("IDC0001I FUNCTION COMPLETED, HIGHEST CONDITION CODE WAS 8"));
  EXPECT_THAT(output(), HasSubstr("MAXIMUM CONDITION CODE WAS 0"));
}

TEST_F(IdcamsTest, IfRunsOneClauseAndListsTheOther) {
  EXPECT_EQ(idcams("  LISTCAT ENTRIES(NOT.THERE)\n"
                   "  IF LASTCC > 0 THEN DO\n"
                   "    DEFINE GDG(NAME(TEST.GDG) LIMIT(3))\n"
                   "  END\n"
                   "  ELSE DELETE TEST.GDG\n"
                   "  LISTCAT ENTRIES(TEST.GDG)\n"),
            4)
      << output();
  EXPECT_THAT(output(), HasSubstr("GDG BASE ------ TEST.GDG"));
  EXPECT_THAT(output(), HasSubstr("  ELSE DELETE TEST.GDG"));
  EXPECT_THAT(output(), Not(HasSubstr("(B) TEST.GDG DELETED")));
}

TEST_F(IdcamsTest, AWrongCommandIsBypassedAndTheNextOneRuns) {
  EXPECT_EQ(idcams("  DEFINE CLUSTER(NAME(X) WRONG(1))\n"
                   "  DEFINE GDG(NAME(TEST.GDG) LIMIT(3))\n"),
            12);
  EXPECT_THAT(output(), HasSubstr("IDC3202I ABOVE TEXT BYPASSED UNTIL NEXT COMMAND"));
  EXPECT_EQ(idcams("  LISTCAT ENTRIES(TEST.GDG)\n"), 0) << output();
}

TEST_F(IdcamsTest, CancelEndsTheStep) {
  EXPECT_EQ(idcams("  SET MAXCC = 4\n  CANCEL\n  DEFINE GDG(NAME(TEST.GDG) LIMIT(3))\n"), 4);
  EXPECT_EQ(idcams("  LISTCAT ENTRIES(TEST.GDG)\n"), 4);
}

// Generation data groups

TEST_F(IdcamsTest, GenerationsRollOffBehindTheLimit) {
  std::string deck = "  DEFINE GDG(NAME(TEST.GDG) LIMIT(2) NOSCRATCH)\n";
  for (const char* generation : {"1", "2", "3"}) {
    deck += std::string("  DEFINE NONVSAM(NAME(TEST.GDG.G000") + generation +
            "V00) DEVICETYPES(3490) -\n    VOLUMES(T0000" + generation +
            ") FILESEQUENCENUMBERS(1))\n";
  }
  ASSERT_EQ(idcams(deck), 0) << output();
  EXPECT_THAT(output(), HasSubstr("IDC0550I ENTRY (H) TEST.GDG.G0001V00 DELETED"));
  ASSERT_EQ(idcams("  LISTCAT ENTRIES(TEST.GDG) ALL\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("       NONVSAM--TEST.GDG.G0003V00"));
  EXPECT_THAT(output(), Not(HasSubstr("G0001V00")));
  EXPECT_THAT(output(), HasSubstr("STATUS------------ACTIVE"));
  EXPECT_EQ(idcams("  DELETE TEST.GDG GDG\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSN0005E 'TEST.GDG' is not empty: it has 2 generations"));
  ASSERT_EQ(idcams("  ALTER TEST.GDG LIMIT(1)\n"), 0) << output();
  ASSERT_EQ(idcams("  DELETE TEST.GDG GDG FORCE\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("IDC0550I ENTRY (B) TEST.GDG DELETED"));
}

// User catalogs

TEST_F(IdcamsTest, AUserCatalogIsDefinedUsedDisconnectedConnectedAndDeleted) {
  ASSERT_EQ(idcams("  DEFINE USERCATALOG(NAME(UCAT.APP) VOLUME(VOL002) CYL(1 1))\n"
                   "  DEFINE ALIAS(NAME(APP) RELATE(UCAT.APP))\n"
                   "  DEFINE NONVSAM(NAME(APP.DATA) DEVICETYPES(3390) VOLUMES(VOL002))\n"
                   "  LISTCAT ENTRIES(APP.DATA) ALL\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("IN-CAT --- UCAT.APP"));
  ASSERT_EQ(idcams("  EXPORT UCAT.APP DISCONNECT\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("IDC0622I USERCATALOG UCAT.APP DISCONNECTED"));
  EXPECT_EQ(idcams("  LISTCAT ENTRIES(APP.DATA)\n"), 4);
  ASSERT_EQ(idcams("  IMPORT CONNECT OBJECTS((UCAT.APP VOLUMES(VOL002) DEVICETYPE(3390)))\n"
                   "  DEFINE ALIAS(NAME(APP) RELATE(UCAT.APP))\n"
                   "  LISTCAT LEVEL(APP) NAME\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("IDC0603I CONNECT FOR USER CATALOG UCAT.APP SUCCESSFUL"));
  EXPECT_THAT(output(), HasSubstr("LISTING FROM CATALOG -- UCAT.APP"));
  EXPECT_THAT(output(), HasSubstr("NONVSAM ------- APP.DATA"));
  EXPECT_EQ(idcams("  DELETE UCAT.APP USERCATALOG\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSN0005E"));
  ASSERT_EQ(idcams("  DELETE APP.DATA NOSCRATCH\n  DELETE UCAT.APP USERCATALOG\n"), 0) << output();
  EXPECT_EQ(idcams("  LISTCAT ENTRIES(UCAT.APP)\n"), 4);
}

TEST_F(IdcamsTest, EntriesMoveFromOneCatalogToAnother) {
  ASSERT_EQ(
      idcams("  DEFINE NONVSAM(NAME(APP.ONE) DEVICETYPES(3490) VOLUMES(T00001))\n"
             "  DEFINE USERCATALOG(NAME(UCAT.APP) VOLUME(VOL002) CYL(1 1))\n"
             "  REPRO INDATASET(MASTER.CATALOG) OUTDATASET(UCAT.APP) -\n    MERGECAT LEVEL(APP)\n"
             "  DEFINE ALIAS(NAME(APP) RELATE(UCAT.APP))\n"
             "  LISTCAT ENTRIES(APP.ONE)\n"),
      0)
      << output();
  EXPECT_THAT(output(), HasSubstr("NONVSAM ------- APP.ONE\n     IN-CAT --- UCAT.APP"));
}

// ALTER

TEST_F(IdcamsTest, AlterRenamesAClusterAndChangesItsComponent) {
  load_ksds("TEST.KSDS", kRecords);
  ASSERT_EQ(idcams("  ALTER TEST.KSDS NEWNAME(TEST.NEW)\n"
                   "  ALTER TEST.KSDS.DATA FREESPACE(10 20) SHAREOPTIONS(2 3)\n"
                   "  LISTCAT ENTRIES(TEST.NEW) ALL\n"
                   "  PRINT INDATASET(TEST.NEW) CHARACTER COUNT(1)\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("IDC0531I ENTRY TEST.KSDS ALTERED"));
  EXPECT_THAT(output(), HasSubstr("SHROPTNS(2,3)"));
  EXPECT_THAT(output(), HasSubstr("FREESPACE-%CA---------20"));
  EXPECT_THAT(output(), HasSubstr("A001 SMITH"));
  EXPECT_EQ(idcams("  ALTER TEST.NEW LIMIT(3)\n"), 12);
  EXPECT_THAT(output(), HasSubstr("'LIMIT' PARAMETER INVALID WITH ENTRY TYPE"));
}

// Alternate indexes

TEST_F(IdcamsTest, APathGivesTheBaseRecordsInTheOrderOfTheAlternateKey) {
  load_ksds("TEST.KSDS", kRecords);
  ASSERT_EQ(idcams("  DEFINE AIX(NAME(TEST.AIX) RELATE(TEST.KSDS) KEYS(5 5) NONUNIQUEKEY -\n"
                   "    VOLUMES(VOL001) TRACKS(2 2) REUSE)\n"
                   "  DEFINE PATH(NAME(TEST.PATH) PATHENTRY(TEST.AIX))\n"
                   "  BLDINDEX INDATASET(TEST.KSDS) OUTDATASET(TEST.AIX)\n"
                   "  PRINT INDATASET(TEST.PATH) CHARACTER\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("IDC0652I TEST.AIX SUCCESSFULLY BUILT"));
  EXPECT_THAT(output(), HasSubstr("KEY OF RECORD - ADAMS\nA003 ADAMS"));
  const std::size_t adams = output().find("A003 ADAMS");
  EXPECT_LT(adams, output().find("B001 BAKER"));
  EXPECT_LT(output().find("B001 BAKER"), output().find("A002 JONES"));
  ASSERT_EQ(idcams("  DELETE TEST.KSDS\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("IDC0550I ENTRY (R) TEST.PATH DELETED"));
  EXPECT_THAT(output(), HasSubstr("IDC0550I ENTRY (G) TEST.AIX DELETED"));
}

TEST_F(IdcamsTest, AnUpgradedAlternateIndexGoesAlongWithItsBase) {
  load_ksds("TEST.KSDS", kRecords);
  put_file("more.txt", "A002 ZORRO\nC001 CLARK\n");
  ASSERT_EQ(idcams("  DEFINE AIX(NAME(TEST.AIX) RELATE(TEST.KSDS) KEYS(5 5) UNIQUEKEY -\n"
                   "    VOLUMES(VOL001) TRACKS(2 2))\n"
                   "  DEFINE PATH(NAME(TEST.PATH) PATHENTRY(TEST.AIX))\n"
                   "  BLDINDEX INDATASET(TEST.KSDS) OUTDATASET(TEST.AIX)\n"
                   "  REPRO INFILE(IN) OUTDATASET(TEST.KSDS) REPLACE\n"
                   "  PRINT INDATASET(TEST.PATH) CHARACTER\n",
                   {"--dd", "IN=PATH=./more.txt,RECFM=FB,LRECL=20"}),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("KEY OF RECORD - CLARK\nC001 CLARK"));
  EXPECT_THAT(output(), HasSubstr("KEY OF RECORD - ZORRO\nA002 ZORRO"));
  EXPECT_THAT(output(), Not(HasSubstr("KEY OF RECORD - JONES")));
  put_file("same.txt", "D001 CLARK\n");
  EXPECT_EQ(idcams("  REPRO INFILE(IN) OUTDATASET(TEST.KSDS)\n",
                   {"--dd", "IN=PATH=./same.txt,RECFM=FB,LRECL=20"}),
            8);
  EXPECT_THAT(output(), HasSubstr("IDC3327I ** DUPLICATE RECORD IN UPGRADE SET"));
}

TEST_F(IdcamsTest, RecordsWrittenThroughAPathStandInItsAlternateIndex) {
  load_ksds("TEST.KSDS", kRecords);
  put_file("more.txt", "C001 COOPER\n");
  const std::vector<std::string> dd = {"--dd", "IN=PATH=./more.txt,RECFM=FB,LRECL=20"};
  ASSERT_EQ(idcams("  DEFINE AIX(NAME(TEST.AIX) RELATE(TEST.KSDS) KEYS(5 5) UNIQUEKEY -\n"
                   "    VOLUMES(VOL001) TRACKS(1 1) NOUPGRADE)\n"
                   "  DEFINE PATH(NAME(TEST.PATH) PATHENTRY(TEST.AIX))\n"
                   "  BLDINDEX INDATASET(TEST.KSDS) OUTDATASET(TEST.AIX)\n"
                   "  REPRO INFILE(IN) OUTDATASET(TEST.PATH)\n"
                   "  PRINT INDATASET(TEST.PATH) CHARACTER\n",
                   dd),
            0)
      << output();
  EXPECT_LT(output().find("B001 BAKER"), output().find("C001 COOPER"));
  EXPECT_LT(output().find("C001 COOPER"), output().find("A002 JONES"));
  EXPECT_EQ(idcams("  REPRO INFILE(IN) OUTDATASET(TEST.PATH) REPLACE\n", dd), 12);
  EXPECT_THAT(output(), HasSubstr("CSN0002S"));
}

// EXPORT and IMPORT

TEST_F(IdcamsTest, AnExportedClusterComesBackWithItsDefinition) {
  load_ksds("TEST.KSDS", kRecords);
  const std::vector<std::string> dd = {"--dd", "PORT=PATH=./port.bin,FILEDATA=BINARY,DISP=NEW"};
  ASSERT_EQ(idcams("  EXPORT TEST.KSDS OUTFILE(PORT) PERMANENT\n", dd), 0) << output();
  EXPECT_THAT(output(), HasSubstr("IDC0594I PORTABLE DATA SET CREATED SUCCESSFULLY"));
  EXPECT_THAT(output(), HasSubstr("IDC0550I ENTRY (C) TEST.KSDS DELETED"));
  const std::vector<std::string> in = {
      "--dd", "PORT=PATH=./port.bin,FILEDATA=BINARY,DISP=SHR,RECFM=VBS,LRECL=260"};
  ASSERT_EQ(
      idcams("  IMPORT INFILE(PORT) OUTDATASET(TEST.KSDS)\n  PRINT INDATASET(TEST.KSDS) CHARACTER\n"
             "  LISTCAT ENTRIES(TEST.KSDS) ALL\n",
             in),
      0)
      << output();
  EXPECT_THAT(output(), HasSubstr("IDC0604I DATA SET BEING IMPORTED WAS EXPORTED ON"));
  EXPECT_THAT(output(), HasSubstr("B001 BAKER"));
  EXPECT_THAT(output(), HasSubstr("KEYLEN-----------------4"));
}

TEST_F(IdcamsTest, ADamagedPortableDataSetChangesNothing) {
  load_ksds("TEST.KSDS", kRecords);
  ASSERT_EQ(idcams("  EXPORT TEST.KSDS OUTFILE(PORT) TEMPORARY\n",
                   {"--dd", "PORT=PATH=./port.bin,FILEDATA=BINARY,DISP=NEW"}),
            0)
      << output();
  Bytes bytes = io::read_file(*store_, "./port.bin").value();
  bytes[bytes.size() - 40] ^= 0x01;
  ASSERT_TRUE(io::replace_file(*store_, "./port.bin", bytes));
  EXPECT_EQ(idcams("  IMPORT INFILE(PORT) OUTDATASET(TEST.KSDS)\n",
                   {"--dd", "PORT=PATH=./port.bin,FILEDATA=BINARY,DISP=SHR,RECFM=VBS,LRECL=260"}),
            12);
  EXPECT_THAT(output(), HasSubstr("CSN0018S"));
  EXPECT_EQ(idcams("  PRINT INDATASET(TEST.KSDS) CHARACTER COUNT(1)\n"), 0) << output();
}

// DIAGNOSE, VERIFY, RECATALOG

TEST_F(IdcamsTest, DiagnoseFindsADataSetWithoutEntryAndRecatalogTakesItBack) {
  load_ksds("TEST.KSDS", kRecords);
  ASSERT_EQ(idcams("  DIAGNOSE ICFCATALOG INDATASET(MASTER.CATALOG) -\n"
                   "    COMPAREDS(SYS1.VVDS.VVOL001)\n"),
            0)
      << output();
  ASSERT_EQ(idcams("  DELETE TEST.KSDS NOSCRATCH\n"), 0) << output();
  EXPECT_EQ(idcams("  DIAGNOSE VVDS INDATASET(SYS1.VVDS.VVOL001) COMPAREDS(MASTER.CATALOG)\n"), 8);
  EXPECT_THAT(output(), HasSubstr("IDC21364I ERROR DETECTED BY DIAGNOSE"));
  EXPECT_THAT(output(), HasSubstr("TEST.KSDS.DATA (D) - REASON CODE: 21"));
  ASSERT_EQ(idcams(cluster("TEST.KSDS", "KEYS(4 0) RECORDSIZE(20 20) RECATALOG") +
                   "  VERIFY DATASET(TEST.KSDS)\n"
                   "  PRINT INDATASET(TEST.KSDS) CHARACTER COUNT(1)\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("A001 SMITH"));
}

TEST_F(IdcamsTest, DeleteVvrTakesAwayWhatNoCatalogHas) {
  load_ksds("TEST.KSDS", kRecords);
  const std::vector<std::string> dd = {"--dd", "DISK=UNIT=3390,VOL=SER=VOL001,DISP=OLD"};
  EXPECT_EQ(idcams("  DELETE TEST.KSDS.DATA VVR FILE(DISK)\n", dd), 8);
  EXPECT_THAT(output(), HasSubstr("CSN0009E 'TEST.KSDS.DATA' has an entry in catalog"));
  ASSERT_EQ(idcams("  DELETE TEST.KSDS NOSCRATCH\n"
                   "  DELETE TEST.KSDS.DATA VVR FILE(DISK)\n"
                   "  DELETE TEST.KSDS.INDEX VVR FILE(DISK)\n",
                   dd),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("IDC0550I ENTRY (V) TEST.KSDS.DATA DELETED"));
}

TEST_F(IdcamsTest, MasksAndGenericNamesDeleteWhatTheyMatch) {
  ASSERT_EQ(idcams("  DEFINE NONVSAM(NAME(A.ONE.X) DEVICETYPES(3490) VOLUMES(T1))\n"
                   "  DEFINE NONVSAM(NAME(A.TWO.X) DEVICETYPES(3490) VOLUMES(T1))\n"
                   "  DEFINE NONVSAM(NAME(A.TWO.Y.Z) DEVICETYPES(3490) VOLUMES(T1))\n"
                   "  DELETE A.*.X\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("(A) A.ONE.X DELETED"));
  EXPECT_THAT(output(), Not(HasSubstr("A.TWO.Y.Z DELETED")));
  ASSERT_EQ(idcams("  DELETE A.** MASK\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("(A) A.TWO.Y.Z DELETED"));
}

TEST_F(IdcamsTest, ProtectedEntriesStayWithoutPurge) {
  ASSERT_EQ(idcams("  DEFINE NONVSAM(NAME(A.KEEP) DEVICETYPES(3490) VOLUMES(T1) TO(2090001))\n"), 0)
      << output();
  EXPECT_EQ(idcams("  DELETE A.KEEP\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSN0006E 'A.KEEP' is protected until 2090.001"));
  EXPECT_THAT(output(), HasSubstr("VSAM CATALOG RETURN CODE IS 84"));
  EXPECT_EQ(idcams("  DELETE A.KEEP PURGE\n"), 0) << output();
}

TEST_F(IdcamsTest, AnAsteriskTakesTheVolumeWithMostSpace) {
  ASSERT_EQ(idcams("  DEFINE CLUSTER(NAME(A.ONE) VOLUMES(*) TRACKS(5 5) NONINDEXED)\n"
                   "  LISTCAT ENTRIES(A.ONE) VOLUME\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("IDC0508I DATA ALLOCATION STATUS FOR VOLUME VOL001 IS 0"));
  ASSERT_EQ(idcams("  DEFINE CLUSTER(NAME(A.TWO) VOLUMES(VOL001 * *) TRACKS(5 5) NONINDEXED)\n"
                   "  LISTCAT ENTRIES(A.TWO) ALL\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("VOL002"));
}

TEST_F(IdcamsTest, WithoutASiteNamesCannotBeLookedUp) {
  EXPECT_EQ(run(description(), idcams::run, "  LISTCAT\n", {}), 12);
  EXPECT_THAT(output(), HasSubstr("CSN0001S"));
}

}  // namespace
}  // namespace coldsite::idcams
