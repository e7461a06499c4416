// ALTER of names, members and generations; entries that cannot be read.
#include <algorithm>

#include "datasets/catalog/generation_group.hpp"
#include "datasets/site/site_catalog.hpp"
#include "tests/utilities/idcams/idcams_fixture.hpp"

namespace coldsite::idcams {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class IdcamsAlterTest : public IdcamsTest {
 protected:
  static constexpr const char* kRecords = "A001 SMITH\nA002 JONES\n";

  /// A cataloged data set, or a member of a library, with two records.
  void make_data_set(const std::string& name, const std::string& space = "(TRK,(1,1))") {
    put_file("records.txt", kRecords);
    ASSERT_EQ(idcams("  REPRO INFILE(IN) OUTFILE(OUT)\n",
                     {"--dd", "IN=PATH=./records.txt,RECFM=FB,LRECL=20", "--dd",
                      "OUT=DSN=" + name + ",UNIT=3390,VOL=SER=VOL001,SPACE=" + space +
                          ",DISP=(NEW,CATLG),RECFM=FB,LRECL=20"}),
              0)
        << output();
  }
  void make_group() {
    ASSERT_EQ(idcams("  DEFINE GDG(NAME(A.GDG) LIMIT(2) NOSCRATCH)\n"
                     "  DEFINE NONVSAM(NAME(A.GDG.G0001V00) DEVT(3490) VOL(T00001))\n"),
              0)
        << output();
  }
};

TEST_F(IdcamsAlterTest, AGenericNewNameKeepsWhatTheAsteriskStoodFor) {
  load_ksds("A.ONE.OLD", kRecords);
  make_data_set("A.TWO.OLD");
  ASSERT_EQ(idcams("  ALTER A.*.OLD NEWNAME(B.*.NEW)\n"), 0) << output();
  EXPECT_THAT(output(), AllOf(HasSubstr("IDC0531I ENTRY A.ONE.OLD ALTERED"),
                              HasSubstr("IDC0531I ENTRY A.TWO.OLD ALTERED")));
  ASSERT_EQ(idcams("  PRINT INDATASET(B.ONE.NEW) CHARACTER\n"
                   "  PRINT INDATASET(B.TWO.NEW) CHARACTER\n"
                   "  DIAGNOSE ICFCATALOG INDATASET(MASTER.CATALOG)\n"),
            0)
      << output();
  EXPECT_EQ(idcams("  LISTCAT ENTRIES(A.*.OLD)\n"), 4);
}

TEST_F(IdcamsAlterTest, AGenericNewNameThatIsTooLongIsRefusedForItsEntry) {
  make_data_set("A.LONGNAME");
  EXPECT_EQ(idcams("  ALTER A.* NEWNAME(ABCDEFGH.ABCDEFGH.ABCDEFGH.ABCDEFGH.A.*)\n"), 12);
  EXPECT_THAT(output(), HasSubstr("IDC3529I"));
  EXPECT_EQ(idcams("  ALTER A.* NEWNAME(B.ONE)\n"), 12);
  EXPECT_THAT(output(), HasSubstr("IDC3536I"));
  EXPECT_EQ(idcams("  LISTCAT ENTRIES(A.LONGNAME)\n"), 0) << output();
}

TEST_F(IdcamsAlterTest, ComponentsIndexesAndPathsTakeNewNames) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(idcams("  DEFINE AIX(NAME(A.AIX) RELATE(A.KSDS) KEYS(5 5) NONUNIQUEKEY -\n"
                   "    VOLUMES(VOL001) TRACKS(1 1) UPGRADE)\n"
                   "  DEFINE PATH(NAME(A.PATH) PATHENTRY(A.AIX))\n"
                   "  BLDINDEX INDATASET(A.KSDS) OUTDATASET(A.AIX)\n"
                   "  ALTER A.KSDS.DATA NEWNAME(B.DATA)\n"
                   "  ALTER A.KSDS.INDEX NEWNAME(B.INDEX)\n"
                   "  ALTER A.AIX NEWNAME(B.AIX)\n"
                   "  ALTER A.PATH NEWNAME(B.PATH)\n"
                   "  ALTER A.KSDS NEWNAME(B.KSDS)\n"
                   "  PRINT INDATASET(B.PATH) CHARACTER\n"
                   "  DIAGNOSE ICFCATALOG INDATASET(MASTER.CATALOG)\n"),
            0)
      << output();
  ASSERT_EQ(idcams("  LISTCAT ENTRIES(B.KSDS) ALL\n"), 0) << output();
  EXPECT_THAT(output(), AllOf(HasSubstr("DATA-----B.DATA"), HasSubstr("INDEX----B.INDEX"),
                              HasSubstr("AIX------B.AIX")));
}

TEST_F(IdcamsAlterTest, AGenerationKeepsItsName) {
  make_group();
  EXPECT_EQ(idcams("  ALTER A.GDG.G0001V00 NEWNAME(A.OTHER)\n"), 12);
  EXPECT_THAT(output(), HasSubstr("CSL0012E"));
  EXPECT_EQ(idcams("  LISTCAT ENTRIES(A.GDG.G0001V00)\n"), 0) << output();
}

TEST_F(IdcamsAlterTest, ADeferredGenerationIsRolledIn) {
  make_group();
  {
    const auto site = site::Site::open(*store_, "site");
    ASSERT_TRUE(site.ok());
    site::SiteVolumes volumes(**site, *clock_);
    const auto search = site::open_catalogs(**site, volumes);
    ASSERT_TRUE(search.ok());
    for (const char* name : {"A.GDG.G0002V00", "A.GDG.G0003V00"}) {
      catalog::NonVsamEntry entry;
      entry.name = name;
      ASSERT_TRUE(catalog::add_generation((*search)->master(), entry, true).ok());
    }
    ASSERT_TRUE((*search)->close());
  }
  ASSERT_EQ(idcams("  LISTCAT ENTRIES(A.GDG.G0002V00) ALL\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("DEFERRED"));
  ASSERT_EQ(idcams("  ALTER A.GDG.G0002V00 ROLLIN\n  ALTER A.GDG.G0003V00 ROLLIN\n"), 0)
      << output();
  EXPECT_THAT(output(), HasSubstr("IDC0550I ENTRY (H) A.GDG.G0001V00 DELETED"));
  ASSERT_EQ(idcams("  LISTCAT ENTRIES(A.GDG.G0002V00) ALL\n"), 0) << output();
  EXPECT_THAT(output(), AllOf(HasSubstr("ACTIVE"), Not(HasSubstr("DEFERRED"))));
  EXPECT_EQ(idcams("  ALTER A.GDG.G0002V00 ROLLIN\n"), 12);
  EXPECT_THAT(output(), HasSubstr("CSL0024E"));
}

TEST_F(IdcamsAlterTest, ADataSetBecomesReusable) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(idcams("  ALTER A.KSDS.DATA REUSE\n"
                   "  LISTCAT ENTRIES(A.KSDS.DATA) ALL\n"),
            0)
      << output();
  EXPECT_THAT(output(), AllOf(Not(HasSubstr("NOREUSE")), HasSubstr("REC-TOTAL--------------2")));
  EXPECT_EQ(idcams("  ALTER A.KSDS REUSE\n"), 12);
  EXPECT_THAT(output(), HasSubstr("IDC3190I"));
}

TEST_F(IdcamsAlterTest, MembersAreRenamedAndDeleted) {
  make_data_set("A.LIB(OLD)", "(TRK,(1,1,1))");
  ASSERT_EQ(idcams("  ALTER 'A.LIB(OLD)' NEWNAME('A.LIB(NEW)')\n"
                   "  PRINT INDATASET(A.LIB(NEW)) CHARACTER\n"),
            0)
      << output();
  EXPECT_THAT(output(), AllOf(HasSubstr("IDC0535I"), HasSubstr("A002 JONES")));
  EXPECT_EQ(idcams("  ALTER A.LIB(OLD) NEWNAME(A.LIB(OTHER))\n"), 8);
  EXPECT_THAT(output(), HasSubstr("IDC0534I"));
  EXPECT_EQ(idcams("  ALTER A.LIB(NEW) NEWNAME(B.LIB(OTHER))\n"), 8);
  EXPECT_THAT(output(), HasSubstr("IDC3530I"));
  ASSERT_EQ(idcams("  DELETE 'A.LIB(NEW)'\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("IDC0549I"));
  EXPECT_EQ(idcams("  DELETE 'A.LIB(NEW)'\n"), 8);
  EXPECT_EQ(idcams("  LISTCAT ENTRIES(A.LIB)\n"), 0) << output();
}

TEST_F(IdcamsAlterTest, AnEntryThatCannotBeReadIsToldAndPassedOver) {
  ASSERT_EQ(idcams("  DEFINE NONVSAM(NAME(A.BROKEN) DEVT(3490) VOL(T00001))\n"
                   "  DEFINE NONVSAM(NAME(A.WHOLE) DEVT(3490) VOL(T00001))\n"),
            0)
      << output();
  const std::string path = "site/dasd/0a80.3390";
  Bytes image = io::read_file(*store_, path, 1U << 30).value();
  const Bytes name = *text::default_code_page().from_utf8("A.BROKEN  ");
  const auto at = std::search(image.begin(), image.end(), name.begin(), name.end());
  ASSERT_NE(at, image.end());
  constexpr std::ptrdiff_t kNameAndNumberBytes = 45;  // then the length of the first cell
  *(at + kNameAndNumberBytes) = 0x7F;
  ASSERT_TRUE(io::replace_file(*store_, path, image));
  EXPECT_EQ(idcams("  LISTCAT LEVEL(A)\n"), 4);
  EXPECT_THAT(output(), AllOf(HasSubstr("CSN0008W The entry 'A.BROKEN' of catalog"),
                              HasSubstr("NONVSAM ------- A.WHOLE")));
  EXPECT_EQ(idcams("  ALTER A.* OWNER(ME)\n"), 4);
  EXPECT_THAT(output(), AllOf(HasSubstr("CSN0008W"), HasSubstr("ENTRY A.WHOLE ALTERED")));
  EXPECT_EQ(idcams("  DELETE A.* NOSCRATCH\n"), 4);
  EXPECT_THAT(output(), AllOf(HasSubstr("CSN0008W"), HasSubstr("A.WHOLE DELETED")));
}

TEST_F(IdcamsAlterTest, ALevelListsComponentsBelowTheirClusterWithCdilvl) {
  load_ksds("A.KSDS", kRecords);
  ASSERT_EQ(idcams("  LISTCAT LEVEL(A)\n"), 0) << output();
  EXPECT_THAT(output(), HasSubstr("\nDATA ---------- A.KSDS.DATA"));
  ASSERT_EQ(idcams("  LISTCAT LEVEL(A) CDILVL\n"), 0) << output();
  EXPECT_THAT(output(), AllOf(HasSubstr("\n   DATA ------- A.KSDS.DATA"),
                              Not(HasSubstr("\nDATA ---------- A.KSDS.DATA"))));
}

}  // namespace
}  // namespace coldsite::idcams
