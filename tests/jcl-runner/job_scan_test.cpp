// scan beyond the statements: programs, control statements and data sets of a small site.
#include "jcl-runner/job_scan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/memory_store.hpp"
#include "tests/jcl-runner/jcl_decks.hpp"

namespace coldsite::jcl {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class JobScanTest : public ::testing::Test {
 protected:
  JobScanTest() {
    write("site/site.conf", "name = T\nprograms = bin\n[dasd]\ndevice = 0a80 3390 10\n");
    for (const std::string program : {"iefbr14", "iebgener", "idcams", "adrdssu"}) {
      write("suite/" + program, "x");
    }
    write("site/bin/own", "x");
    auto opened = site::Site::open(*store_, "site");
    EXPECT_TRUE(opened.ok());
    site_ = *std::move(opened);
    const auto volume = site_->open_volume(**site_->find_device(0x0A80), dasd::Access::kUpdate);
    dasd::VolumeLabel label;
    label.volser = "TST001";
    EXPECT_TRUE(dasd::write_empty_vtoc(**volume, label, {.start = {0, 1}, .tracks = 4}).ok());
    dasd::DataSetLabel there;
    there.name = "SITE.HAS";
    EXPECT_TRUE(dasd::allocate_data_set(**volume, there, {.primary = 1}).ok());
    EXPECT_TRUE(site_->refresh().ok());
  }

  void write(const std::string& path, std::string_view text) {
    EXPECT_TRUE(store_->make_directories(io::directory_of(path)).ok());
    EXPECT_TRUE(io::replace_file(*store_, path, Bytes(text.begin(), text.end())).ok());
  }

  /// Errors, then notes.
  std::vector<std::string> found(const std::string& cards, bool with_site = true) {
    JobScan scan(with_site ? site_.get() : nullptr, *clock_, "suite");
    std::vector<std::string> all;
    for (JclJob& job : build_deck(cards)) {
      scan.scan(job);
      for (const std::vector<Failure>* list : {&job.errors, &job.notes}) {
        const std::vector<std::string> texts = shown(*list);
        all.insert(all.end(), texts.begin(), texts.end());
      }
    }
    return all;
  }

  std::unique_ptr<io::FileStore> store_ = io::make_memory_store();
  std::unique_ptr<io::Clock> clock_ = io::make_stepped_clock({0}, 1);
  std::unique_ptr<site::Site> site_;
};

TEST_F(JobScanTest, ProgramsAreLookedForInTheSuiteAndTheSite) {
  EXPECT_THAT(found("//J JOB\n//A EXEC PGM=OWN\n//B EXEC PGM=IEFBR14\n//C EXEC PGM=NONE\n"),
              ElementsAre("CSJ0304E(4,1)"));
  EXPECT_THAT(found("//J JOB\n//C EXEC PGM=NONE\n", false), IsEmpty());
}

TEST_F(JobScanTest, DataSetsComeFromTheSiteOrAStepBefore) {
  EXPECT_THAT(found("//J JOB\n//A EXEC PGM=IEFBR14\n//D1 DD DSN=SITE.HAS,DISP=SHR\n"
                    "//D2 DD DSN=NO.ONE,DISP=OLD\n"
                    "//D3 DD DSN=MADE,DISP=(NEW,CATLG),SPACE=(TRK,1)\n"
                    "//B EXEC PGM=IEFBR14\n//D DD DSN=MADE,DISP=(OLD,DELETE)\n"
                    "//C EXEC PGM=IEFBR14\n//D DD DSN=MADE,DISP=SHR\n"),
              ElementsAre("CSJ0301E(4,1)", "CSJ0301E(9,1)"));
}

TEST_F(JobScanTest, WhatAJobMakesTheNextOneFinds) {
  EXPECT_THAT(found("//J1 JOB\n//A EXEC PGM=IEFBR14\n"
                    "//D1 DD DSN=MADE,DISP=(NEW,CATLG),SPACE=(TRK,1)\n"
                    "//D2 DD DSN=PASSED,DISP=(NEW,PASS),SPACE=(TRK,1)\n"
                    "//D3 DD DSN=&&T,DISP=(NEW,PASS),SPACE=(TRK,1)\n"
                    "//B EXEC PGM=IEFBR14\n//D2 DD DSN=PASSED,DISP=SHR\n"
                    "//J2 JOB\n//C EXEC PGM=IEFBR14\n//D1 DD DSN=MADE,DISP=SHR\n"
                    "//D3 DD DSN=&&T,DISP=SHR\n"),
              ElementsAre("CSJ0301E(11,1)"));
}

TEST_F(JobScanTest, ADataSetThatIsThereIsNotNew) {
  EXPECT_THAT(found("//J JOB\n//A EXEC PGM=IEFBR14\n"
                    "//D DD DSN=SITE.HAS,DISP=(NEW,CATLG),SPACE=(TRK,1)\n"),
              ElementsAre("CSJ0303W(3,1)"));
  EXPECT_THAT(found("//J JOB\n//A EXEC PGM=IEFBR14\n"
                    "//D DD DSN=SITE.HAS,DISP=(MOD,DELETE,DELETE),SPACE=(TRK,1)\n"
                    "//B EXEC PGM=IEFBR14\n"
                    "//D DD DSN=SITE.HAS,DISP=(NEW,CATLG),SPACE=(TRK,1)\n"),
              IsEmpty());
}

TEST_F(JobScanTest, WhatMayHappenIsAWarning) {
  EXPECT_THAT(found("//J JOB\n//A EXEC PGM=OWN\n//B EXEC PGM=IEFBR14\n//D DD DSN=X,DISP=SHR\n"),
              ElementsAre("CSJ0302W(4,1)"));
  EXPECT_THAT(found("//J JOB\n//A EXEC PGM=IEBGENER\n//B EXEC PGM=IEFBR14,COND=(4,LT)\n"
                    "//D DD DSN=X,DISP=SHR\n"),
              ElementsAre("CSJ0302W(4,1)"));
}

TEST_F(JobScanTest, CommandsOfIdcamsMakeAndDeleteDataSets) {
  const std::string use = "//B EXEC PGM=IEFBR14\n//D DD DSN=V.KSDS,DISP=SHR\n";
  EXPECT_THAT(found("//J JOB\n//A EXEC PGM=IDCAMS\n//SYSIN DD *\n  DEFINE CLUSTER(NAME(V.KSDS) -\n"
                    "    KEYS(8 0) RECORDSIZE(80 80) TRACKS(1) VOLUMES(TST001))\n/*\n" +
                    use),
              IsEmpty());
  EXPECT_THAT(found("//J JOB\n//A EXEC PGM=IDCAMS\n//SYSIN DD *\n  LISTCAT\n/*\n" + use),
              ElementsAre("CSJ0301E(7,1)"));
}

TEST_F(JobScanTest, ControlStatementsAreCheckedAtTheirPlaceInTheStream) {
  EXPECT_THAT(found("//J JOB\n//P PROC\n//S EXEC PGM=ADRDSSU\n//SYSIN DD *\n  DUMB\n// PEND\n"
                    "//A EXEC P\n",
                    false),
              ElementsAre("CSS0010E(5,3)"));
  auto jobs = build_deck(
      "//J JOB\n//P PROC\n//S EXEC PGM=ADRDSSU\n//SYSIN DD *\n  DUMB\n// PEND\n"
      "//A EXEC P\n");
  JobScan(nullptr, *clock_, "suite").scan(jobs[0]);
  EXPECT_THAT(jobs[0].errors[0].context(),
              ElementsAre("expanding procedure 'P' called in JOBS(7)",
                          "checking the statements for ADRDSSU in step 'A.S'"));
}

TEST_F(JobScanTest, AStepThatNeverRunsNeedsNothing) {
  EXPECT_THAT(found("//J JOB\n//A EXEC PGM=IEFBR14\n//B EXEC PGM=NONE,COND=(0,LE)\n"
                    "//D DD DSN=X,DISP=SHR\n"),
              ElementsAre("CSJ0306W(3,24)"));
}

}  // namespace
}  // namespace coldsite::jcl
