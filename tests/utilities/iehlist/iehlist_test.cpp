#include "utilities/iehlist/iehlist.hpp"

#include <sstream>

#include "datasets/io/clock.hpp"
#include "tests/utilities/iehlist/iehlist_fixture.hpp"

namespace coldsite::iehlist {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Iehlist : public ::testing::Test {
 protected:
  Iehlist() : store_(io::make_memory_store()) {
    make_library(*make_volume(*store_, "a.ckd", "AAAAAA"), "PROD.JCL");
    make_data_set(*make_volume(*store_, "b.ckd", "BBBBBB"), "TEST.DATA", {.primary = 2});
  }

  /// Runs the program on `cards` with the images as DDs; returns its condition code.
  int run_on(const std::string& cards, const std::vector<std::string>& images,
             std::vector<std::string> arguments = {}) {
    for (const std::string& image : images) {
      arguments.insert(arguments.end(), {"--dd", "D" + std::to_string(arguments.size()) +
                                                     "=UNIT=3390,PATH='" + image + "'"});
    }
    std::istringstream input(cards);
    std::ostringstream output;
    std::ostringstream errors;
    const auto clock = io::make_stepped_clock({1'795'255'200'000'000}, 1);
    const batch::StepEnvironment environment{store_.get(), clock.get(), &input, &output,
                                             &errors,      nullptr,     true};
    const int code = batch::run_program(
        description(), arguments, [](const char*) { return std::nullopt; }, environment, run);
    output_ = output.str() + errors.str();
    return code;
  }

  std::unique_ptr<io::FileStore> store_;
  std::string output_;
};

TEST_F(Iehlist, ListsTheOneVolumeOnDdsWithoutVol) {
  EXPECT_EQ(run_on(" LISTVTOC\n", {"a.ckd"}), 0) << output_;
  EXPECT_THAT(output_, HasSubstr("SYSTEMS SUPPORT UTILITIES---IEHLIST\n"
                                 "DATE: 2026.325  TIME: 10.00.00\n LISTVTOC\n"));
  EXPECT_THAT(output_, HasSubstr("CONTENTS OF VTOC ON VOL AAAAAA"));
  EXPECT_THAT(output_, HasSubstr("PROD.JCL "));
}

TEST_F(Iehlist, VolChoosesAmongTheImagesByLabel) {
  EXPECT_EQ(run_on(" LISTVTOC FORMAT,VOL=3390=BBBBBB\n", {"a.ckd", "b.ckd"}), 0) << output_;
  EXPECT_THAT(output_, HasSubstr("TEST.DATA "));
  EXPECT_THAT(output_, Not(HasSubstr("PROD.JCL ")));
}

TEST_F(Iehlist, AFailedStatementDoesNotStopTheNext) {
  const int code = run_on(
      " LISTVTOC\n"
      " LISTVTOC VOL=3390=NOSUCH\n"
      " LISTPDS DSNAME=PROD.JCL,VOL=3390=AAAAAA\n",
      {"a.ckd", "b.ckd"});
  EXPECT_EQ(code, 8);
  EXPECT_THAT(output_, HasSubstr("IEH902E VOL is missing, and 2 volumes are on DD statements"));
  EXPECT_THAT(output_, HasSubstr("Volume 'NOSUCH' is not there: no DD has it"));
  EXPECT_THAT(output_, HasSubstr("DIRECTORY INFO FOR SPECIFIED PDS ON VOL AAAAAA"));
}

TEST_F(Iehlist, TwoImagesOfOneLabelAreNotGuessedBetween) {
  make_volume(*store_, "c.ckd", "AAAAAA");
  EXPECT_EQ(run_on(" LISTVTOC VOL=3390=AAAAAA\n", {"a.ckd", "c.ckd"}), 8);
  EXPECT_THAT(output_, HasSubstr("Two images have the label 'AAAAAA': 'a.ckd' and 'c.ckd'"));
}

TEST_F(Iehlist, OtherDeviceTypeIsAWarning) {
  EXPECT_EQ(run_on(" LISTVTOC VOL=3380=AAAAAA\n", {"a.ckd"}), 4);
  EXPECT_THAT(output_, HasSubstr("Volume 'AAAAAA' is a 3390, not a 3380"));
  EXPECT_EQ(run_on(" LISTVTOC VOL=SYSDA=AAAAAA\n", {"a.ckd"}), 0) << output_;
}

TEST_F(Iehlist, NothingIsListedWhenAStatementIsWrong) {
  EXPECT_GE(run_on(" LISTVTOC\n LISTCTLG\n", {"a.ckd"}), 8);
  EXPECT_THAT(output_, Not(HasSubstr("CONTENTS OF VTOC")));
  EXPECT_THAT(output_, HasSubstr("LISTCTLG"));
}

TEST_F(Iehlist, EmptySysinIsAWarning) {
  EXPECT_EQ(run_on("", {"a.ckd"}), 4);
  EXPECT_THAT(output_, HasSubstr("IEH900W SYSIN holds no statement"));
}

TEST_F(Iehlist, JsonHoldsTheTables) {
  EXPECT_EQ(run_on(" LISTVTOC\n", {"b.ckd"}, {"--json"}), 0) << output_;
  EXPECT_THAT(output_, HasSubstr(R"("data_sets":[{"volser":"BBBBBB","name":"TEST.DATA")"));
}

}  // namespace
}  // namespace coldsite::iehlist
