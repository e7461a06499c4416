// EXPORT and IMPORT of every kind of data set, and what they refuse.
#include "tests/utilities/idcams/idcams_fixture.hpp"

namespace coldsite::idcams {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class IdcamsPortableTest : public IdcamsTest {
 protected:
  static constexpr const char* kRecords = "A001 SMITH\nA002 JONES\nA003 ADAMS\nB001 BAKER\n";

  int export_to(const std::string& cards) {
    return idcams(cards, {"--dd", "PORT=PATH=./port.bin,FILEDATA=BINARY,DISP=NEW"});
  }
  int import_from(const std::string& cards) {
    return idcams(cards,
                  {"--dd", "PORT=PATH=./port.bin,FILEDATA=BINARY,DISP=SHR,RECFM=VBS,LRECL=260"});
  }
  void copy_into(const std::string& name, const std::string& operands) {
    ASSERT_EQ(
        idcams(cluster(name, operands) + "  REPRO INDATASET(A.KSDS) OUTDATASET(" + name + ")\n"), 0)
        << output();
  }
  /// What PRINT shows of the records, without the heading.
  std::string printed(const std::string& name) {
    EXPECT_EQ(idcams("  PRINT INDATASET(" + name + ") CHARACTER\n"), 0) << output();
    return output().substr(output().find('\n', output().find("LISTING OF DATA SET")));
  }
  void round_trip(const std::string& name) {
    const std::string before = printed(name);
    ASSERT_EQ(export_to("  EXPORT " + name + " OUTFILE(PORT) PERMANENT\n"), 0) << output();
    EXPECT_EQ(idcams("  LISTCAT ENTRIES(" + name + ")\n"), 4);
    ASSERT_EQ(import_from("  IMPORT INFILE(PORT) OUTDATASET(" + name + ")\n"), 0) << output();
    EXPECT_EQ(printed(name), before);
    EXPECT_EQ(idcams("  DIAGNOSE ICFCATALOG INDATASET(MASTER.CATALOG)\n"), 0) << output();
  }
};

TEST_F(IdcamsPortableTest, EveryOrganizationComesBack) {
  load_ksds("A.KSDS", kRecords);
  copy_into("A.ESDS", "NONINDEXED RECORDSIZE(20 20)");
  copy_into("A.RRDS", "NUMBERED RECORDSIZE(20 20)");
  copy_into("A.VRRDS", "NUMBERED RECORDSIZE(20 40)");
  for (const char* name : {"A.KSDS", "A.ESDS", "A.RRDS", "A.VRRDS"}) {
    round_trip(name);
  }
}

TEST_F(IdcamsPortableTest, RelativeRecordsKeepTheirNumbers) {
  load_ksds("A.KSDS", kRecords);
  copy_into("A.RRDS", "NUMBERED RECORDSIZE(20 20)");
  ASSERT_EQ(idcams(cluster("A.HOLES", "NUMBERED RECORDSIZE(20 20)") +
                   "  REPRO IDS(A.RRDS) ODS(A.HOLES) FROMNUMBER(3)\n"),
            0)
      << output();
  round_trip("A.HOLES");
  EXPECT_THAT(printed("A.HOLES"), HasSubstr("3\nA003 ADAMS"));
}

TEST_F(IdcamsPortableTest, AnAlternateIndexComesBackWithItsPath) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(idcams("  DEFINE AIX(NAME(A.AIX) RELATE(A.KSDS) KEYS(5 5) NONUNIQUEKEY -\n"
                   "    VOLUMES(VOL001) TRACKS(1 1) UPGRADE)\n"
                   "  DEFINE PATH(NAME(A.PATH) PATHENTRY(A.AIX))\n"
                   "  BLDINDEX INDATASET(A.KSDS) OUTDATASET(A.AIX)\n"),
            0)
      << output();
  const std::string before = printed("A.PATH");
  ASSERT_EQ(export_to("  EXPORT A.AIX OUTFILE(PORT) PERMANENT\n"), 0) << output();
  EXPECT_THAT(output(), AllOf(HasSubstr("ENTRY (R) A.PATH DELETED"),
                              HasSubstr("ENTRY (G) A.AIX DELETED"), Not(HasSubstr("A.KSDS DEL"))));
  ASSERT_EQ(import_from("  IMPORT INFILE(PORT) OUTDATASET(A.AIX)\n"), 0) << output();
  EXPECT_EQ(printed("A.PATH"), before);
}

TEST_F(IdcamsPortableTest, ATemporaryExportIsReplacedByItsImport) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(export_to("  EXPORT A.KSDS OUTFILE(PORT) TEMPORARY INHIBITSOURCE\n"
                      "  LISTCAT ENTRIES(A.KSDS) ALL\n"),
            0)
      << output();
  EXPECT_THAT(output(), AllOf(HasSubstr("TEMP-EXP"), HasSubstr("INH-UPDATE")));
  ASSERT_EQ(import_from("  IMPORT INFILE(PORT) OUTDATASET(A.KSDS)\n"
                        "  LISTCAT ENTRIES(A.KSDS) ALL\n"),
            0)
      << output();
  EXPECT_THAT(output(), AllOf(HasSubstr("IDC0611I"), Not(HasSubstr("TEMP-EXP")),
                              Not(HasSubstr("INH-UPDATE"))));
  EXPECT_EQ(import_from("  IMPORT INFILE(PORT) OUTDATASET(A.KSDS)\n"), 12);
  EXPECT_THAT(output(), HasSubstr("IDC3013I"));
}

TEST_F(IdcamsPortableTest, AnInhibitedTargetTakesNoRecordsMore) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(export_to("  EXPORT A.KSDS OUTFILE(PORT) TEMPORARY INHIBITTARGET\n"), 0) << output();
  ASSERT_EQ(import_from("  IMPORT INFILE(PORT) OUTDATASET(A.KSDS)\n"
                        "  LISTCAT ENTRIES(A.KSDS) ALL\n"),
            0)
      << output();
  EXPECT_THAT(output(), HasSubstr("INH-UPDATE"));
}

TEST_F(IdcamsPortableTest, AnEmptyDataSetIsFilledWhenItFits) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(export_to("  EXPORT A.KSDS OUTFILE(PORT) PERMANENT\n"), 0) << output();
  const std::string deck = "  IMPORT INFILE(PORT) OUTDATASET(A.KSDS) INTOEMPTY\n";
  ASSERT_EQ(idcams(cluster("A.KSDS", "KEYS(5 0) RECORDSIZE(20 20)")), 0) << output();
  EXPECT_EQ(import_from("  IMPORT INFILE(PORT) OUTDATASET(A.KSDS)\n"), 12);
  EXPECT_THAT(output(), HasSubstr("IDC3625I"));
  EXPECT_EQ(import_from(deck), 12);
  EXPECT_THAT(output(), HasSubstr("CSN0021S The records of the portable data set do not fit"));
  ASSERT_EQ(idcams("  DELETE A.KSDS\n" + cluster("A.KSDS", "KEYS(4 0) RECORDSIZE(20 40)")), 0)
      << output();
  ASSERT_EQ(import_from(deck), 0) << output();
  EXPECT_THAT(printed("A.KSDS"), HasSubstr("B001 BAKER"));
}

TEST_F(IdcamsPortableTest, ANewNameMakesASecondCluster) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(export_to("  EXPORT A.KSDS OUTFILE(PORT) TEMPORARY\n"), 0) << output();
  EXPECT_EQ(import_from("  IMPORT INFILE(PORT) OUTDATASET(B.KSDS)\n"), 12);
  EXPECT_THAT(output(), HasSubstr("CSN0022S The portable data set holds 'A.KSDS'"));
  ASSERT_EQ(import_from("  IMPORT INFILE(PORT) OUTDATASET(B.KSDS) OBJECTS( -\n"
                        "    (A.KSDS NEWNAME(B.KSDS) VOLUMES(VOL002)) -\n"
                        "    (A.KSDS.DATA NEWNAME(B.DATA)) (A.KSDS.INDEX NEWNAME(B.INDEX)))\n"),
            0)
      << output();
  EXPECT_EQ(printed("B.KSDS"), printed("A.KSDS"));
}

TEST_F(IdcamsPortableTest, AVolumeThatIsNotThereLeavesTheOldCluster) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(export_to("  EXPORT A.KSDS OUTFILE(PORT) TEMPORARY\n"), 0) << output();
  EXPECT_EQ(import_from("  IMPORT INFILE(PORT) OUTDATASET(A.KSDS) -\n"
                        "    OBJECTS((A.KSDS VOLUMES(NOVOLM)))\n"),
            12);
  EXPECT_THAT(output(), HasSubstr("CSE0011E"));
  EXPECT_THAT(printed("A.KSDS"), HasSubstr("B001 BAKER"));
}

TEST_F(IdcamsPortableTest, ControlIntervalModeIsRefused) {
  load_ksds("A.KSDS", kRecords);
  EXPECT_EQ(export_to("  EXPORT A.KSDS OUTFILE(PORT) CIMODE\n"), 12);
  EXPECT_THAT(output(), HasSubstr("CSN0002S 'CIMODE' is not supported"));
  EXPECT_THAT(printed("A.KSDS"), HasSubstr("B001 BAKER"));
}

TEST_F(IdcamsPortableTest, ADamagedOneLeavesTheOldCluster) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(export_to("  EXPORT A.KSDS OUTFILE(PORT) TEMPORARY\n"), 0) << output();
  const std::string before = printed("A.KSDS");
  const Bytes whole = io::read_file(*store_, "./port.bin").value();
  for (std::size_t at = 0; at < whole.size(); at += 37) {
    Bytes damaged = whole;
    if (at % 2 == 0) {
      damaged[at] ^= 0x10;
    } else {
      damaged.resize(at);
    }
    ASSERT_TRUE(io::replace_file(*store_, "./port.bin", damaged));
    const int code = import_from("  IMPORT INFILE(PORT) OUTDATASET(A.KSDS)\n");
    EXPECT_TRUE(code >= 8 || at % 2 == 0) << at << output();
    EXPECT_EQ(code < 8, output().find("IDC0005I") != std::string::npos) << at << output();
    EXPECT_EQ(printed("A.KSDS"), before) << at;
    ASSERT_TRUE(io::replace_file(*store_, "./port.bin", whole));
    if (code < 8) {
      ASSERT_EQ(export_to("  EXPORT A.KSDS OUTFILE(PORT) TEMPORARY\n"), 0) << output();
    }
  }
}

}  // namespace
}  // namespace coldsite::idcams
