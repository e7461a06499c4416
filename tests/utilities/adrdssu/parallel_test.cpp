// PARALLEL: tasks that run at once, what they may not share, and in which order they speak.
#include <gmock/gmock.h>

#include "tests/utilities/adrdssu/adrdssu_fixture.hpp"
#include "tests/utilities/program_fixture.hpp"
#include "utilities/adrdssu/adrdssu.hpp"
#include "utilities/adrdssu/schedule.hpp"

namespace coldsite::adrdssu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ParallelTest : public coldsite::testing::ProgramTest {
 protected:
  void SetUp() override {
    put_file("site/site.conf",
             "name = LOCAL\n[dasd]\ndevice = 0a80 3390 2\ndevice = 0a81 3390 2\n"
             "device = 0a82 3390 2\ndevice = 0a83 3390 2\n[tape]\ndrives = 4\nformat = aws\n");
    (void)adrdssu("");  // the first use makes the images
    const char* const volsers[] = {"VOL000", "VOL001", "VOL002", "VOL003"};
    for (int i = 0; i < 4; ++i) {
      label_pack(*device(i), volsers[i]);
    }
    fill_pack(*device(0), "DATA.ZERO", 10);
    fill_pack(*device(1), "DATA.ONE", 12);
  }
  std::unique_ptr<dasd::Volume> device(int number) {
    return open_pack(*store_, "site/dasd/0a8" + std::to_string(number) + ".3390");
  }
  Bytes data(int number) { return used_content(*device(number), 3, 15); }

  int adrdssu(const std::string& cards, const std::string& disposition = "(NEW,KEEP)") {
    std::vector<std::string> arguments = {"--site", "site"};
    for (const char* tape : {"T1", "T2"}) {
      if (cards.find(tape) != std::string::npos) {
        const std::string name = tape;
        arguments.insert(arguments.end(),
                         {"--dd", name + "=DSN=DUMP." + name + ",UNIT=TAPE,VOL=SER=TAPE" + name +
                                      ",DISP=" + disposition});
      }
    }
    return run(description(), run_adrdssu, cards, arguments);
  }
  /// Whether `texts` stand in the output in this order.
  void expect_order(const std::vector<std::string>& texts) {
    std::size_t at = 0;
    for (const std::string& text : texts) {
      const std::size_t found = output().find(text, at);
      ASSERT_NE(found, std::string::npos) << text << " is not there, or too early\n" << output();
      at = found;
    }
  }
};

TEST_F(ParallelTest, TasksAtOnceDoWhatTheyDoAloneAndSpeakInOrder) {
  EXPECT_EQ(adrdssu("  PARALLEL\n"
                    "  DUMP FULL INDYNAM((VOL000)) OUTDD(T1)\n"
                    "  DUMP FULL INDYNAM((VOL001)) OUTDD(T2) COMPRESS\n"),
            0)
      << output();
  expect_order({"ADR006I (001)", "'VOL000'", "CSK0039I Output 'T1'", "ADR013I (001)",
                "ADR006I (002)", "'VOL001'", "CSK0039I Output 'T2'", "ADR013I (002)", "ADR012I"});
  EXPECT_EQ(adrdssu("  PARALLEL\n"
                    "  RESTORE FULL INDD(T1) OUTDYNAM((VOL002))\n"
                    "  RESTORE FULL INDD(T2) OUTDYNAM((VOL003))\n",
                    "OLD"),
            0)
      << output();
  EXPECT_THAT(output(), Not(HasSubstr("CSK0044I")));
  EXPECT_EQ(data(2), data(0));
  EXPECT_EQ(data(3), data(1));
}

TEST_F(ParallelTest, ATaskWaitsForAnEarlierOneThatWritesWhatItUses) {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(adrdssu("  PARALLEL\n"
                      "  COPY FULL INDYNAM((VOL000)) OUTDYNAM((VOL002)) FASTREP(NONE)\n"
                      "  COPY FULL INDYNAM((VOL002)) OUTDYNAM((VOL003)) FASTREP(NONE)\n"
                      "  COPY FULL INDYNAM((VOL001)) OUTDYNAM((VOL002)) FASTREP(NONE)\n"),
              0)
        << output();
    EXPECT_THAT(output(), HasSubstr("CSK0044I Task 002 waited for task 001: both use "
                                    "'site/dasd/0a82.3390'"));
    EXPECT_THAT(output(), HasSubstr("CSK0044I Task 003 waited for task 002"));
    EXPECT_EQ(data(3), data(0));
    EXPECT_EQ(data(2), data(1));
  }
}

TEST_F(ParallelTest, OneSourceMayBeReadByAllAtOnce) {
  EXPECT_EQ(adrdssu("  PARALLEL\n"
                    "  DUMP FULL INDYNAM((VOL000)) OUTDD(T1)\n"
                    "  COPY FULL INDYNAM((VOL000)) OUTDYNAM((VOL002))\n"
                    "  COPY FULL INDYNAM((VOL000)) OUTDYNAM((VOL003))\n"),
            0)
      << output();
  EXPECT_THAT(output(), Not(HasSubstr("CSK0044I")));
  EXPECT_EQ(data(2), data(0));
  EXPECT_EQ(data(3), data(0));
}

TEST_F(ParallelTest, AFailingTaskLeavesTheOthersAlone) {
  EXPECT_EQ(adrdssu("  PARALLEL\n"
                    "  COPY FULL INDYNAM((VOL000)) OUTDYNAM((VOL002))\n"
                    "  COPY FULL INDYNAM((NOSUCH)) OUTDYNAM((VOL001))\n"
                    "  DUMP FULL INDYNAM((VOL000)) OUTDD(T1)\n"),
            8);
  expect_order({"ADR013I (001)", "RETURN CODE 0000", "SYSIN(3,", "ADR013I (002)",
                "RETURN CODE 0008", "ADR013I (003)", "RETURN CODE 0000",
                "HIGHEST RETURN CODE IS 0008 FROM: TASK 002"});
  EXPECT_EQ(data(2), data(0));
}

TEST_F(ParallelTest, FactsOfAllTasksAreKept) {
  const std::string cards =
      "  PARALLEL\n"
      "  COPY FULL INDYNAM((VOL000)) OUTDYNAM((VOL002))\n"
      "  COPY FULL INDYNAM((VOL001)) OUTDYNAM((VOL003))\n";
  EXPECT_EQ(run(description(), run_adrdssu, cards, {"--site", "site", "--json"}), 0) << output();
  expect_order({"\"copies\"", "\"target\":\"VOL002\"", "\"target\":\"VOL003\""});
}

TEST_F(ParallelTest, WhatChangesSerialsOrPrintsRunsAlone) {
  const auto sizes = [](const std::string& deck) {
    const auto parsed = parse_adrdssu(cards::CardDeck::from_text("SYSIN", deck));
    std::vector<std::size_t> found;
    for (const TaskGroup& group : plan_schedule(parsed.statements)) {
      found.push_back(group.size());
    }
    return found;
  };
  const std::string dump = " DUMP FULL INDD(A) OUTDD(B)\n";
  EXPECT_THAT(sizes(dump + dump), ElementsAre(1U, 1U));
  EXPECT_THAT(sizes(" PARALLEL\n" + dump + dump + " SERIAL\n" + dump + dump),
              ElementsAre(2U, 1U, 1U));
  EXPECT_THAT(sizes(" PARALLEL\n" + dump + " PRINT VTOC INDD(A)\n" + dump + dump +
                    " COPY FULL INDD(A) OUTDD(B) COPYVOLID\n" + dump),
              ElementsAre(1U, 1U, 2U, 1U, 1U));
  EXPECT_THAT(sizes(" PARALLEL\n" + dump + " PRINT VTOC INDD(A) OUTDD(L)\n" + dump),
              ElementsAre(3U));
  EXPECT_THAT(sizes(" PARALLEL\n" + dump + " COPY TRACKS(0,0,0,1) INDD(A) OUTDD(B)\n" +
                    " COPY TRACKS(0,0,0,1) INDD(A) OUTDD(B) OUTTRACKS(1,0)\n" +
                    " RESTORE TRACKS(5,0,5,1) INDD(A) OUTDD(B) OUTTRACKS(0,0)\n"),
              ElementsAre(1U, 1U, 1U, 1U));
}

}  // namespace
}  // namespace coldsite::adrdssu
