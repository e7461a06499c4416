#include "utilities/iehprogm/iehprogm.hpp"

#include "tests/utilities/copy_fixture.hpp"

namespace coldsite::iehprogm {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Iehprogm : public testing::CopyTest {
 protected:
  void SetUp() override {
    access::make_volume(*store_, image());
    make_library("OUR.LIB", access::make_dcb(access::kFB, 80, 800), 5, 5);
    add_member("OUR.LIB", {.name = "ONE"}, access::make_blocks(1, 800, 1));
    add_member("OUR.LIB", {.name = "TWO"}, access::make_blocks(1, 800, 2));
    make_sequential("OUR.SEQ");
  }
  void make_sequential(const std::string& name, dasd::LabelDate expires = {}) {
    const auto volume = open_volume();
    access::make_data_set(*volume, name, access::make_dcb(access::kFB, 80, 800), 1);
    if (expires.year != 0) {
      dasd::DataSetLabel label = access::find_label(*volume, name);
      label.expires = expires;
      ASSERT_TRUE(dasd::update_data_set(*volume, label).ok());
    }
  }
  testing::ProgramRun program(const std::string& cards, const std::string& parm = "PRINT") {
    return run(kDescription, iehprogm::run,
               {"--parm=" + parm, "--dd=PACK=UNIT=3390,PATH='" + image() + "'"}, cards);
  }
  std::vector<std::string> data_sets() {
    std::vector<std::string> names;
    const auto vtoc = dasd::read_vtoc(*open_volume());
    for (const dasd::DataSetLabel& label : vtoc->data_sets) {
      names.push_back(label.name);
    }
    return names;
  }
};

TEST_F(Iehprogm, ScratchesAndRenamesDataSetsAndMembers) {
  const auto done = program(
      " SCRATCH DSNAME=OUR.LIB,VOL=3390=TSTVOL,MEMBER=TWO\n"
      " RENAME  DSNAME=OUR.LIB,VOL=3390=TSTVOL,MEMBER=ONE,NEWNAME=UNO\n"
      " RENAME  DSNAME=OUR.LIB,VOL=3390=(TSTVOL),NEWNAME=NEW.LIB\n"
      " SCRATCH DSNAME=OUR.SEQ,VOL=3390=TSTVOL\n");
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_THAT(data_sets(), ElementsAre("NEW.LIB"));
  EXPECT_THAT(names("NEW.LIB"), ElementsAre("UNO"));
  EXPECT_THAT(done.output, HasSubstr("NORMAL END OF TASK RETURNED FROM SCRATCH"));
  EXPECT_THAT(done.output, HasSubstr("UTILITY END"));
}

TEST_F(Iehprogm, WhatCannotBeDoneIsToldWithItsReason) {
  make_sequential("OUR.KEPT", {2099, 1});
  const std::vector<std::pair<std::string, std::string>> cases = {
      {" SCRATCH DSNAME=NO.SUCH,VOL=3390=TSTVOL\n", "DATA SET OR MEMBER NOT FOUND"},
      {" SCRATCH DSNAME=OUR.LIB,VOL=3390=TSTVOL,MEMBER=SIX\n", "DATA SET OR MEMBER NOT FOUND"},
      {" SCRATCH DSNAME=OUR.SEQ,VOL=3390=TSTVOL,MEMBER=SIX\n", "DATA SET IS NOT PARTITIONED"},
      {" SCRATCH DSNAME=OUR.KEPT,VOL=3390=TSTVOL\n", "PURGE DATE HAS NOT EXPIRED"},
      {" RENAME DSNAME=OUR.SEQ,VOL=3390=TSTVOL,NEWNAME=OUR.LIB\n", "ALREADY PRESENT"},
      {" RENAME DSNAME=OUR.LIB,VOL=3390=TSTVOL,MEMBER=ONE,NEWNAME=TWO\n", "ALREADY PRESENT"},
      {" SCRATCH DSNAME=OUR.SEQ,VOL=3390=OTHER\n", "IEH211I"},
      {" UNCATLG DSNAME=OUR.SEQ\n", "CSU0030E"},
      {" SCRATCH DSNAME=OUR.SEQ\n", "IEH202I"}};
  const auto before = data_sets();
  for (const auto& [cards, reason] : cases) {
    const auto done = program(cards);
    EXPECT_EQ(done.condition_code, 8) << cards << done.output;
    EXPECT_THAT(done.output, HasSubstr(reason)) << cards;
    EXPECT_EQ(data_sets(), before) << cards;
  }
  EXPECT_EQ(program(" SCRATCH DSNAME=OUR.KEPT,VOL=3390=TSTVOL,PURGE\n").condition_code, 0);
}

TEST_F(Iehprogm, AStatementInErrorIsPassedOver) {
  const auto done = program(
      " SCRATCH DSNAME=OUR.SEQ,VOL=3390=TSTVOL,WHAT\n"
      " RENAME DSNAME=OUR.SEQ,VOL=3390=TSTVOL,NEWNAME=OUR.NEW\n"
      " BLDX INDEX=OUR\n");
  EXPECT_EQ(done.condition_code, 8) << done.output;
  EXPECT_THAT(data_sets(), ElementsAre("OUR.LIB", "OUR.NEW"));
  EXPECT_THAT(done.output, HasSubstr("CSS0010E SYSIN(1,41)"));
  EXPECT_THAT(done.output, HasSubstr("CSS0011E SYSIN(3,2)"));
}

TEST_F(Iehprogm, ScratchVtocTakesAllOrWhatIsTemporary) {
  make_sequential("SYS26325.T100000.RA000.JOB.R0000001");
  make_sequential("OUR.KEPT", {2099, 1});
  const auto temporary = program(" SCRATCH VTOC,VOL=3390=TSTVOL,SYS\n");
  EXPECT_EQ(temporary.condition_code, 0) << temporary.output;
  EXPECT_THAT(data_sets(), ElementsAre("OUR.LIB", "OUR.SEQ", "OUR.KEPT"));
  const auto all = program(" SCRATCH VTOC,VOL=3390=TSTVOL\n");
  EXPECT_EQ(all.condition_code, 8) << all.output;
  EXPECT_THAT(all.output, HasSubstr("IEH209I"));
  EXPECT_THAT(data_sets(), ElementsAre("OUR.KEPT"));
}

TEST_F(Iehprogm, ParmChoosesWhetherStatementsArePrinted) {
  const std::string cards = " SCRATCH DSNAME=OUR.SEQ,VOL=3390=TSTVOL\n";
  EXPECT_THAT(program(cards, "NOPRINT").output, Not(HasSubstr("DSNAME=OUR.SEQ")));
  const auto odd = program(" SCRATCH DSNAME=OUR.LIB,VOL=3390=TSTVOL\n", "LINECNT=50");
  EXPECT_EQ(odd.condition_code, 4) << odd.output;
  EXPECT_THAT(odd.output, HasSubstr("IEH229I"));
}

}  // namespace
}  // namespace coldsite::iehprogm
