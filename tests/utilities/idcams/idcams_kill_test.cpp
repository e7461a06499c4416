// Commands of IDCAMS killed at every kill point and run again: catalogs hold the old or the new
// entry, and at the end DIAGNOSE has nothing to say.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <gmock/gmock.h>

#include "datasets/catalog/cross_check.hpp"
#include "datasets/io/real_store.hpp"
#include "datasets/site/site_catalog.hpp"
#include "tests/kill_sweep.hpp"
#include "tests/temporary_directory.hpp"
#include "utilities/ickdsf/ickdsf.hpp"
#include "utilities/idcams/idcams.hpp"

namespace coldsite::idcams {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Listing {
  int code = 0;
  std::string text;
};

Listing run_on(const std::string& directory, const batch::ProgramDescription& description,
               const batch::Program& program, const std::string& cards,
               const std::string& out = "DUMMY") {
  const auto store = io::make_real_store();
  const auto clock = io::make_stepped_clock({1'795'000'000'000'000}, 1'000'000);
  std::istringstream input(cards);
  std::ostringstream output;
  batch::StepEnvironment environment;
  environment.store = store.get();
  environment.clock = clock.get();
  environment.input = &input;
  environment.output = &output;
  environment.errors = &output;
  const std::vector<std::string> arguments = {
      "--site",
      directory + "/site",
      "--dd",
      "PORT=PATH='" + directory + "/site/port',FILEDATA=BINARY,DISP=OLD,RECFM=VBS,LRECL=260",
      "--dd",
      "OUT=" + out,
      "--dd",
      "IN=PATH='" + directory + "/records',DISP=SHR,RECFM=FB,LRECL=20"};
  const int code = batch::run_program(
      description, arguments, [](const char*) { return std::optional<std::string>(); }, environment,
      program);
  return {code, output.str()};
}

Listing idcams(const std::string& directory, const std::string& cards,
               const std::string& out = "DUMMY") {
  return run_on(directory, description(), run, cards, out);
}

TEST(IdcamsKillWorker, DISABLED_Deck) {
  const std::string directory = testing::worker_directory();
  std::ifstream deck(directory + "/deck");
  std::stringstream cards;
  cards << deck.rdbuf();
  std::string out = "DUMMY";
  if (std::ifstream named(directory + "/out"); named) {
    std::getline(named, out);
  }
  const Listing listing = idcams(directory, cards.str(), out);
  std::cout << listing.text;
  ASSERT_EQ(listing.code, 0);
}

class IdcamsKillTest : public ::testing::Test {
 protected:
  /// A site with two volumes and a catalog, and what `cards` puts there.
  void make_start(const std::string& cards) {
    std::filesystem::create_directories(directory_ / "site");
    std::ofstream(directory_ / "site/site.conf")
        << "[dasd]\ndevice = 0a80 3390 4\ndevice = 0a81 3390 2\n"
           "[catalog]\nmaster = MASTER.CATALOG VOL001\n";
    std::ofstream(directory_ / "site/port") << "";
    std::ofstream(directory_ / "records") << "A001 SMITH\nA002 JONES\nA003 ADAMS\nB001 BAKER\n";
    const Listing volumes = run_on(directory_.path(), ickdsf::description(), ickdsf::run,
                                   "  INIT UNITADDRESS(0A80) NOVERIFY VOLID(VOL001)\n"
                                   "  INIT UNITADDRESS(0A81) NOVERIFY VOLID(VOL002)\n");
    ASSERT_EQ(volumes.code, 0) << volumes.text;
    expect_run("  DEFINE MASTERCATALOG(NAME(MASTER.CATALOG) VOLUME(VOL001) TRK(3 3))\n" + cards);
    std::filesystem::rename(directory_ / "site", directory_ / "start");
  }
  static constexpr const char* kLoadedCluster =
      "  DEFINE CLUSTER(NAME(A.KSDS) VOLUMES(VOL001) TRACKS(2 2) -\n"
      "    KEYS(4 0) RECORDSIZE(20 20))\n"
      "  REPRO INFILE(IN) OUTDATASET(A.KSDS)\n";

  void expect_run(const std::string& cards) {
    const Listing listing = idcams(directory_.path(), cards);
    ASSERT_EQ(listing.code, 0) << listing.text;
  }
  std::string output_of(const std::string& cards) { return idcams(directory_.path(), cards).text; }
  bool is_whole(const std::string& name) {
    return output_of("  PRINT INDATASET(" + name + ") CHARACTER\n").find("B001 BAKER") !=
           std::string::npos;
  }

  /// A group with SCRATCH and two generations on their volume, of which `cataloged` are in it.
  void make_two_generations(const std::string& limit, const std::vector<std::string>& cataloged) {
    std::string cards = "  DEFINE GDG(NAME(A.GDG) " + limit + " SCRATCH)\n";
    for (const std::string& number : cataloged) {
      cards +=
          "  DEFINE NONVSAM(NAME(A.GDG.G000" + number + "V00) DEVICETYPES(3390) VOLUMES(VOL001))\n";
    }
    make_start(cards);
    std::filesystem::rename(directory_ / "start", directory_ / "site");
    for (const std::string number : {"1", "2"}) {
      const Listing made = idcams(directory_.path(), "  REPRO INFILE(IN) OUTFILE(OUT)\n",
                                  "DSN=A.GDG.G000" + number +
                                      "V00,UNIT=3390,VOL=SER=VOL001,SPACE=(TRK,(1,1)),"
                                      "DISP=(NEW,KEEP),RECFM=FB,LRECL=20");
      ASSERT_EQ(made.code, 0) << made.text;
    }
    std::filesystem::rename(directory_ / "site", directory_ / "start");
  }

  /// What DIAGNOSE finds; leftover truenames lead nowhere and are harmless.
  std::vector<std::string> findings() {
    const auto store = io::make_real_store();
    const auto clock = io::make_stepped_clock({1'795'000'000'000'000}, 1'000'000);
    const auto site = site::Site::open(*store, directory_ / "site");
    EXPECT_TRUE(site.ok());
    site::SiteVolumes volumes(**site, *clock);
    const auto search = site::open_catalogs(**site, volumes);
    EXPECT_TRUE(search.ok());
    const auto found = catalog::cross_check(**search, volumes, {{"VOL001", "VOL002"}, {}});
    EXPECT_TRUE(found.ok()) << to_string(found.failure());
    std::vector<std::string> texts;
    for (const catalog::CrossFinding& finding : *found) {
      if (finding.kind != catalog::CrossKind::kTruenameWithoutEntry) {
        texts.push_back(std::string(to_string(finding.kind)) + " " + finding.name);
      }
    }
    return texts;
  }

  /// Kills `deck` everywhere; `check` looks after each kill, `check_end` after the second run.
  std::size_t sweep(const std::string& deck, const std::function<void()>& check,
                    const std::function<void()>& check_end) {
    std::ofstream(directory_ / "deck") << deck;
    testing::KillSweep made;
    made.worker = "IdcamsKillWorker.DISABLED_Deck";
    made.directory = directory_.path();
    made.skipped_prefix = "dasd.part";  // the log of an image, which has its own sweep
    made.set_up = [this] {
      std::filesystem::remove_all(directory_ / "site");
      std::filesystem::copy(directory_ / "start", directory_ / "site",
                            std::filesystem::copy_options::recursive);
    };
    made.check = [&](const std::string&) { check(); };
    made.check_end = [&](const std::string&) {
      check_end();
      EXPECT_THAT(findings(), ::testing::IsEmpty());
    };
    return testing::run_kill_sweep(made);
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(IdcamsKillTest, AClusterHasItsOldOrItsNewName) {
  make_start(kLoadedCluster);
  const auto check = [this] {
    const std::string listing = output_of("  LISTCAT ENTRIES(A.KSDS A.NEW)\n");
    EXPECT_NE(listing.find("CLUSTER ------- A.KSDS") == listing.npos,
              listing.find("CLUSTER ------- A.NEW") == listing.npos)
        << listing;
  };
  const auto end = [this] {
    EXPECT_THAT(output_of("  PRINT INDATASET(A.NEW) CHARACTER\n"), HasSubstr("B001 BAKER"));
    EXPECT_THAT(output_of("  LISTCAT ENTRIES(A.NEW.DATA)\n"), HasSubstr("DATA ---------- A.NEW"));
  };
  EXPECT_GE(sweep("  ALTER A.KSDS NEWNAME(A.NEW)\n"
                  "  IF LASTCC = 12 THEN SET MAXCC = 0\n"
                  "  ALTER A.KSDS.DATA NEWNAME(A.NEW.DATA)\n"
                  "  IF LASTCC = 12 THEN SET MAXCC = 0\n",
                  check, end),
            10U);
}

TEST_F(IdcamsKillTest, ANonVsamDataSetHasItsOldOrItsNewName) {
  make_start("");
  std::filesystem::rename(directory_ / "start", directory_ / "site");
  const Listing made = idcams(directory_.path(), "  REPRO INFILE(IN) OUTFILE(OUT)\n",
                              "DSN=A.SEQ,UNIT=3390,VOL=SER=VOL001,SPACE=(TRK,(1,1)),"
                              "DISP=(NEW,CATLG),RECFM=FB,LRECL=20");
  ASSERT_EQ(made.code, 0) << made.text;
  std::filesystem::rename(directory_ / "site", directory_ / "start");
  const auto check = [this] {
    const std::string listing = output_of("  LISTCAT ENTRIES(A.SEQ A.NEW)\n");
    EXPECT_NE(listing.find("NONVSAM ------- A.SEQ") == listing.npos,
              listing.find("NONVSAM ------- A.NEW") == listing.npos)
        << listing;
  };
  const auto end = [this] {
    EXPECT_THAT(output_of("  PRINT INDATASET(A.NEW) CHARACTER\n"), HasSubstr("B001 BAKER"));
  };
  EXPECT_GE(sweep("  ALTER A.SEQ NEWNAME(A.NEW)\n"
                  "  IF LASTCC = 12 THEN SET MAXCC = 0\n",
                  check, end),
            4U);
}

TEST_F(IdcamsKillTest, MergedEntriesAreInOneCatalogOrTheSameInBoth) {
  make_start(std::string(kLoadedCluster) +
             "  DEFINE USERCATALOG(NAME(UCAT.A) VOLUME(VOL002) TRK(3 3))\n"
             "  DEFINE NONVSAM(NAME(A.TAPE) DEVICETYPES(3490) VOLUMES(T00001))\n"
             "  DEFINE ALIAS(NAME(A.OTHER) RELATE(A.TAPE))\n"
             "  DEFINE GDG(NAME(A.GDG) LIMIT(3))\n"
             "  DEFINE NONVSAM(NAME(A.GDG.G0001V00) DEVT(3490) VOL(T00002))\n"
             "  DEFINE NONVSAM(NAME(A.GDG.G0002V00) DEVT(3490) VOL(T00003))\n");
  const std::vector<std::string> names = {"A.KSDS", "A.TAPE",         "A.OTHER",
                                          "A.GDG",  "A.GDG.G0001V00", "A.GDG.G0002V00"};
  const auto listed_in = [&](const std::string& catalog) {
    std::string deck;
    for (const std::string& name : names) {
      deck += "  LISTCAT ENTRIES(" + name + ") CATALOG(" + catalog + ")\n";
    }
    return output_of(deck);
  };
  const auto check = [&] {
    const std::string listing = listed_in("UCAT.A") + listed_in("MASTER.CATALOG");
    for (const std::string& name : names) {
      EXPECT_THAT(listing, HasSubstr("- " + name + "\n"));
    }
  };
  const auto end = [&] {
    EXPECT_THAT(listed_in("UCAT.A"), Not(HasSubstr("IDC3012I")));
    EXPECT_THAT(listed_in("MASTER.CATALOG"), Not(HasSubstr("IN-CAT")));
    EXPECT_THAT(output_of("  LISTCAT ENTRIES(A.GDG) ALL CATALOG(UCAT.A)\n"),
                AllOf(HasSubstr("NONVSAM--A.GDG.G0001V00"), HasSubstr("NONVSAM--A.GDG.G0002V00"),
                      HasSubstr("STATUS------------ACTIVE")));
    expect_run("  DEFINE ALIAS(NAME(A) RELATE(UCAT.A))\n");
    EXPECT_THAT(output_of("  PRINT INDATASET(A.KSDS) CHARACTER\n"), HasSubstr("B001 BAKER"));
  };
  EXPECT_GE(sweep("  REPRO IDS(MASTER.CATALOG) ODS(UCAT.A) MERGECAT LEVEL(A)\n", check, end), 20U);
}

TEST_F(IdcamsKillTest, ANewGenerationIsThereWholeOrNotAtAll) {
  make_start("  DEFINE GDG(NAME(A.GDG) LIMIT(3))\n");
  std::ofstream(directory_ / "out") << "DSN=A.GDG(+1),UNIT=3390,VOL=SER=VOL001,SPACE=(TRK,(1,1)),"
                                       "DISP=(NEW,CATLG),RECFM=FB,LRECL=20";
  const auto end = [this] {
    EXPECT_THAT(output_of("  PRINT INDATASET(A.GDG.G0001V00) CHARACTER\n"),
                HasSubstr("B001 BAKER"));
  };
  EXPECT_GE(sweep(
                "  REPRO INFILE(IN) OUTFILE(OUT)\n", [] {}, end),
            5U);
}

TEST_F(IdcamsKillTest, AFullGroupHasItsOldGenerationsOrAlsoTheNewOne) {
  make_start("  DEFINE GDG(NAME(A.GDG) LIMIT(2) SCRATCH)\n");
  std::filesystem::rename(directory_ / "start", directory_ / "site");
  const std::string next =
      "DSN=A.GDG(+1),UNIT=3390,VOL=SER=VOL001,SPACE=(TRK,(1,1)),DISP=(NEW,CATLG),RECFM=FB,LRECL=20";
  for (int generation = 0; generation < 2; ++generation) {
    const Listing made = idcams(directory_.path(), "  REPRO INFILE(IN) OUTFILE(OUT)\n", next);
    ASSERT_EQ(made.code, 0) << made.text;
  }
  std::filesystem::rename(directory_ / "site", directory_ / "start");
  std::ofstream(directory_ / "out") << next;
  int newest = 2;  // as the last look found it
  const auto whole_generations = [this] {
    std::string whole;
    std::string deck;
    for (const std::string number : {"1", "2", "3", "4"}) {
      deck += "  PRINT INDATASET(A.GDG.G000" + number + "V00) CHARACTER\n";
    }
    const std::string listing = output_of(deck);
    for (const char number : {'1', '2', '3', '4'}) {
      const auto begin = listing.find("PRINT INDATASET(A.GDG.G000" + std::string(1, number));
      const std::string printed = listing.substr(begin, listing.find("  PRINT ", begin) - begin);
      EXPECT_THAT(printed, AnyOf(HasSubstr("B001 BAKER"), HasSubstr("IEF212I")));
      whole += printed.find("B001 BAKER") == printed.npos ? "" : std::string(1, number);
    }
    return whole;
  };
  const auto look = [&] {  // the first program behind the kill settles what it left
    const std::string whole = whole_generations();
    EXPECT_THAT(whole, AnyOf("12", "23"));
    newest = whole.back() - '0';
    // A VTOC that was killed before its first change is put in order by its next one.
    EXPECT_THAT(findings(), ::testing::Each("damaged VTOC or VVDS VTOC"));
  };
  const auto end = [&] { EXPECT_EQ(whole_generations(), newest == 2 ? "23" : "34"); };
  EXPECT_GE(sweep("  REPRO INFILE(IN) OUTFILE(OUT)\n", look, end), 10U);
}

TEST_F(IdcamsKillTest, ALoweredLimitTakesTheOldestFromVolumeAndCatalog) {
  make_two_generations("LIMIT(2)", {"1", "2"});
  const auto look = [this] { EXPECT_TRUE(is_whole("A.GDG.G0002V00")); };
  const auto end = [&] {
    look();
    EXPECT_FALSE(is_whole("A.GDG.G0001V00"));
  };
  EXPECT_GE(sweep("  ALTER A.GDG LIMIT(1)\n", look, end), 5U);
}

TEST_F(IdcamsKillTest, AGenerationDefinedIntoAFullGroupPushesTheOldestOut) {
  make_two_generations("LIMIT(1)", {"1"});
  const auto listing = [this] { return output_of("  LISTCAT LEVEL(A) NAME\n"); };
  const auto look = [&] {
    EXPECT_THAT(listing(), AnyOf(HasSubstr("A.GDG.G0001V00"), HasSubstr("A.GDG.G0002V00")));
  };
  const auto end = [&] {  // or it is cataloged and deferred, and waits for ALTER ROLLIN
    const std::string listed = listing();
    EXPECT_TRUE(is_whole("A.GDG.G0002V00"));
    EXPECT_EQ(is_whole("A.GDG.G0001V00"), listed.find("A.GDG.G0001V00") != std::string::npos);
  };
  // Behind a kill the generation may be there already: the second DEFINE ends with 12 then.
  EXPECT_GE(sweep("  DEFINE NONVSAM(NAME(A.GDG.G0002V00) DEVICETYPES(3390) VOLUMES(VOL001))\n"
                  "  SET MAXCC=0\n",
                  look, end),
            5U);
}

TEST_F(IdcamsKillTest, AnExportLeavesTheClusterOrItsCopy) {
  make_start(kLoadedCluster);
  const auto check = [this] {
    const std::string listing = output_of("  PRINT INDATASET(A.KSDS) CHARACTER\n");
    EXPECT_THAT(listing, HasSubstr("B001 BAKER"));
  };
  EXPECT_GE(sweep("  EXPORT A.KSDS OUTFILE(PORT) TEMPORARY INHIBITSOURCE\n", check, check), 1U);
}

TEST_F(IdcamsKillTest, AnImportEndsWithTheImportedClusterAndItsPath) {
  make_start(std::string(kLoadedCluster) +
             "  DEFINE PATH(NAME(A.PATH) PATHENTRY(A.KSDS))\n"
             "  EXPORT A.KSDS OUTFILE(PORT) TEMPORARY\n");
  const auto check = [this] {
    const Listing listing = idcams(directory_.path(), "  LISTCAT ENTRIES(A.KSDS) ALL\n");
    EXPECT_THAT(listing.text, AnyOf(HasSubstr("CLUSTER ------- A.KSDS"),
                                    HasSubstr("IDC3012I ENTRY A.KSDS NOT FOUND")));
  };
  const auto end = [this] {
    const std::string listing =
        output_of("  PRINT INDATASET(A.PATH) CHARACTER\n  LISTCAT ENTRIES(A.KSDS) ALL\n");
    EXPECT_THAT(listing, HasSubstr("B001 BAKER"));
    EXPECT_THAT(listing, HasSubstr("REC-TOTAL--------------4"));
    EXPECT_THAT(listing, Not(HasSubstr("TEMP-EXP")));
  };
  // Behind its last write an import is done; that it then refuses to be done again is right.
  EXPECT_GE(sweep("  IMPORT INFILE(PORT) OUTDATASET(A.KSDS)\n"
                  "  IF LASTCC = 12 THEN DO\n"
                  "    LISTCAT ENTRIES(A.KSDS)\n"
                  "    IF LASTCC = 0 THEN SET MAXCC = 0\n"
                  "  END\n",
                  check, end),
            20U);
}

TEST_F(IdcamsKillTest, AnExportThatDeletesLeavesTheClusterOrTheWholeCopy) {
  make_start(kLoadedCluster);
  const auto check = [this] {
    const Listing listing = idcams(directory_.path(), "  LISTCAT ENTRIES(A.KSDS)\n");
    if (listing.code == 0) {
      EXPECT_THAT(output_of("  PRINT INDATASET(A.KSDS) CHARACTER\n"), HasSubstr("B001 BAKER"));
    }
  };
  const auto end = [this] {  // what the kill left on the volumes stands in the way no more
    const std::string listing = output_of(
        "  IMPORT INFILE(PORT) OUTDATASET(A.KSDS)\n  PRINT INDATASET(A.KSDS) CHARACTER\n");
    EXPECT_THAT(listing, HasSubstr("B001 BAKER"));
  };
  EXPECT_GE(sweep("  EXPORT A.KSDS OUTFILE(PORT) PERMANENT\n"
                  "  IF LASTCC = 12 THEN SET MAXCC = 0\n",
                  check, end),
            5U);
}

}  // namespace
}  // namespace coldsite::idcams
