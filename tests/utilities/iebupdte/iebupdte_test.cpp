#include "utilities/iebupdte/iebupdte.hpp"

#include <fmt/format.h>

#include "datasets/text/code_page.hpp"
#include "tests/utilities/copy_fixture.hpp"

namespace coldsite::iebupdte {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// A card with its sequence number.
std::string card(const std::string& text, const std::string& number = "") {
  return fmt::format("{:<72}{:<8}\n", text, number);
}

class Iebupdte : public testing::CopyTest {
 protected:
  void SetUp() override {
    access::make_volume(*store_, image());
    make_library("OUR.LIB", access::make_dcb(access::kFB, 80, 800), 10, 5);
  }
  testing::ProgramRun update(std::vector<std::string> arguments, const std::string& cards) {
    return run(kDescription, iebupdte::run, std::move(arguments), cards);
  }
  /// On OUR.LIB as old and new master.
  testing::ProgramRun on_library(const std::string& cards, const std::string& parm = "MOD") {
    return update({"--parm=" + parm, dd("SYSUT1", "OUR.LIB"), dd("SYSUT2", "OUR.LIB", "DISP=OLD")},
                  cards);
  }
  /// The records of a member: text and number without blanks between.
  std::vector<std::string> lines(const std::string& member_name,
                                 const std::string& library = "OUR.LIB") {
    return split(member(library, member_name));
  }
  static std::vector<std::string> split(const access::BlockList& blocks) {
    std::vector<std::string> lines;
    for (const Bytes& block : blocks) {
      for (std::size_t at = 0; at + 80 <= block.size(); at += 80) {
        std::string text = text::default_code_page().to_utf8(ByteView(block).subspan(at, 80));
        std::string number = text.substr(72);
        text.erase(72);
        text.erase(text.find_last_not_of(' ') + 1);
        number.erase(number.find_last_not_of(' ') + 1);
        lines.push_back(number.empty() ? text : text + "/" + number);
      }
    }
    return lines;
  }
  /// A member A with four records numbered from 10.
  void add_four() {
    const auto made = on_library("./ ADD NAME=A\n./ NUMBER NEW1=10,INCR=10\n" + card("ONE") +
                                     card("TWO") + card("THREE") + card("FOUR"),
                                 "NEW");
    ASSERT_EQ(made.condition_code, 0) << made.output;
  }
};

TEST_F(Iebupdte, AddsMembersWithNumbersAndAliases) {
  const auto done = on_library(
      "./ ADD NAME=ONE,LIST=ALL\n"
      "./ NUMBER NEW1=100,INCR=100\n" +
          card("FIRST") + card("SECOND") +
          "./ ALIAS NAME=UNO\n"
          "./ ADD NAME=TWO,SSI=01028003\n" +
          card("//JCL") + "./ ENDUP\n" + card("NOT READ"),
      "NEW");
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_THAT(done.output,
              HasSubstr("IEB817I MEMBER NAME (ONE) NOT FOUND IN NM DIRECTORY. STOWED WITH TTR."));
  EXPECT_THAT(done.output, HasSubstr("IEB818I HIGHEST CONDITION CODE WAS 00000000"));
  EXPECT_THAT(done.output, HasSubstr("                                        FIRST"));
  EXPECT_THAT(names("OUR.LIB"), ElementsAre("ONE", "TWO", "UNO"));
  EXPECT_THAT(lines("ONE"), ElementsAre("FIRST/00000100", "SECOND/00000200"));
  EXPECT_THAT(lines("TWO"), ElementsAre("//JCL"));
  EXPECT_EQ(members("OUR.LIB")[1].user_data, (Bytes{1, 2, 0x80, 3}));
  EXPECT_TRUE(members("OUR.LIB")[2].is_alias);
}

TEST_F(Iebupdte, AddRefusesAMemberOfTheOldMasterAndGoesOn) {
  add_four();
  const auto done = on_library("./ ADD NAME=A\n" + card("NEW") + "./ ADD NAME=B\n" + card("B"));
  EXPECT_EQ(done.condition_code, 4) << done.output;
  EXPECT_THAT(done.output, HasSubstr("IEB816I SYSIN(1,4): MEMBER NAME (A) FOUND IN OM DIRECTORY"));
  EXPECT_THAT(done.output, HasSubstr("IEB808I TERMINATED THIS MEMBER"));
  EXPECT_EQ(lines("A").size(), 4U);
  EXPECT_THAT(lines("B"), ElementsAre("B"));
  const auto anew = on_library("./ ADD NAME=A\n" + card("NEW"), "NEW");
  EXPECT_EQ(anew.condition_code, 0) << anew.output;
  EXPECT_THAT(anew.output, HasSubstr("IEB816I MEMBER NAME (A) FOUND IN NM DIRECTORY. TTR IS NOW"));
  EXPECT_THAT(lines("A"), ElementsAre("NEW"));
}

TEST_F(Iebupdte, ReplaceWantsTheMember) {
  add_four();
  const auto done = on_library("./ REPL NAME=A\n" + card("R") + "./ REPL NAME=Z\n" + card("Z"));
  EXPECT_EQ(done.condition_code, 4) << done.output;
  EXPECT_THAT(lines("A"), ElementsAre("R"));
  EXPECT_THAT(done.output, HasSubstr("MEMBER NAME (Z) NOT FOUND IN OM DIRECTORY."));
}

TEST_F(Iebupdte, ChangeReplacesInsertsAndDeletes) {
  add_four();
  const auto done = on_library("./ CHANGE NAME=A\n" + card("TWO NEW", "00000020") +
                               card("AND A HALF", "00000025") +
                               "./ DELETE SEQ1=30,SEQ2=00000030\n" + card("FIVE", "00000050"));
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_THAT(lines("A"), ElementsAre("ONE/00000010", "TWO NEW/00000020", "AND A HALF/00000025",
                                      "FOUR/00000040", "FIVE/00000050"));
  EXPECT_THAT(done.output, HasSubstr("REPLACED RECORD                         TWO NEW"));
  EXPECT_THAT(done.output, HasSubstr("DELETED RECORD                          THREE"));
  EXPECT_THAT(done.output, Not(HasSubstr("  ONE ")));
}

TEST_F(Iebupdte, ChangeOfColumnsKeepsWhatIsBefore) {
  add_four();
  const auto done =
      on_library("./ CHANGE NAME=A,COLUMN=10\n" + card("IGNORED  BEHIND", "00000020"));
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_EQ(lines("A")[1], "TWO      BEHIND/00000020");
}

TEST_F(Iebupdte, InsertRenumbersAsFarAsNeeded) {
  add_four();
  const auto done = on_library("./ CHANGE NAME=A\n./ NUMBER SEQ1=20,NEW1=25,INCR=5,INSERT=YES\n" +
                               card("X") + card("Y") + card("Z"));
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_THAT(lines("A"), ElementsAre("ONE/00000010", "TWO/00000020", "X/00000025", "Y/00000030",
                                      "Z/00000035", "THREE/00000040", "FOUR/00000045"));
}

TEST_F(Iebupdte, RenumbersAllOrARange) {
  add_four();
  EXPECT_EQ(on_library("./ CHANGE NAME=A\n./ NUMBER SEQ1=ALL,NEW1=1,INCR=1\n").condition_code, 0);
  EXPECT_THAT(lines("A"),
              ElementsAre("ONE/00000001", "TWO/00000002", "THREE/00000003", "FOUR/00000004"));
  EXPECT_EQ(
      on_library("./ CHANGE NAME=A\n./ NUMBER SEQ1=3,SEQ2=4,NEW1=30,INCR=10\n").condition_code, 0);
  EXPECT_THAT(lines("A"),
              ElementsAre("ONE/00000001", "TWO/00000002", "THREE/00000030", "FOUR/00000040"));
  const auto reaching = on_library("./ CHANGE NAME=A\n./ NUMBER SEQ1=1,SEQ2=2,NEW1=30,INCR=10\n");
  EXPECT_EQ(reaching.condition_code, 4) << reaching.output;
  EXPECT_THAT(reaching.output, HasSubstr("IEB811I"));
  EXPECT_EQ(lines("A")[0], "ONE/00000001");
}

TEST_F(Iebupdte, WrongChangesLeaveTheMemberAsItWas) {
  add_four();
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"./ CHANGE NAME=A\n./ DELETE SEQ1=11,SEQ2=19\n", "IEB810I"},
      {"./ CHANGE NAME=A\n" + card("X", "00000030") + card("Y", "00000020"), "IEB806I"},
      {"./ CHANGE NAME=A\n" + card("X"), "IEB807I"},
      {"./ CHANGE NAME=A\n", "IEB807I"},
      {"./ CHANGE NAME=Z\n" + card("X", "00000030"), "IEB817I"},
      {"./ CHANGE NAME=A\n./ NUMBER SEQ1=15,NEW1=16,INCR=1,INSERT=YES\n" + card("X"), "IEB811I"},
      {"./ REPL NAME=A\n", "IEB823I"},
      {"./ REPL NAME=A\n./ DELETE SEQ1=1,SEQ2=1\n", "IEB807I"},
      {"./ REPL\n" + card("X"), "CSS0013E"},
      {"./ ALIAS NAME=A\n", "IEB806I"},
      {card("DATA"), "IEB806I"},
      {"./ REPL NAME=A,WHAT=1\n" + card("X"), "IEB805I"},
      {"./ REPRO NAME=A,NEW=PS\n", "IEB831I"}};
  const auto before = lines("A");
  for (const auto& [cards, id] : cases) {
    const auto done = on_library(cards);
    EXPECT_EQ(done.condition_code, 4) << cards << done.output;
    EXPECT_THAT(done.output, HasSubstr(id)) << cards;
    EXPECT_EQ(lines("A"), before) << cards;
  }
}

TEST_F(Iebupdte, ReproCopiesIntoAnotherLibraryWithStatus) {
  add_four();
  make_library("OUR.NEW", access::make_dcb(access::kFB, 80, 1600), 10, 5);
  const auto done = update({dd("SYSUT1", "OUR.LIB"), dd("SYSUT2", "OUR.NEW", "DISP=OLD")},
                           "./ REPRO NAME=A,LEVEL=0A,SOURCE=1\n./ ALIAS NAME=AA\n");
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_EQ(lines("A", "OUR.NEW"), lines("A"));
  EXPECT_EQ(members("OUR.NEW")[0].user_data, (Bytes{0x0A, 0x20, 0, 0}));
}

TEST_F(Iebupdte, GoesBetweenLibraryAndSequentialDataSets) {
  add_four();
  const auto out =
      update({dd("SYSUT1", "OUR.LIB"), dd("SYSUT2", "OUR.SEQ", "DISP=(NEW,KEEP),SPACE=(TRK,1)")},
             "./ CHANGE NAME=A,NEW=PS\n" + card("TEN", "00000010"));
  EXPECT_EQ(out.condition_code, 0) << out.output;
  EXPECT_EQ(split(*access::read_data_set(*open_volume(), "OUR.SEQ"))[0], "TEN/00000010");
  const auto back = update({dd("SYSUT1", "OUR.SEQ"), dd("SYSUT2", "OUR.LIB", "DISP=OLD")},
                           "./ REPRO MEMBER=BACK,NEW=PO\n");
  EXPECT_EQ(back.condition_code, 0) << back.output;
  EXPECT_EQ(lines("BACK").size(), 4U);
  const auto twice =
      update({"--parm=NEW", dd("SYSUT2", "OUR.SEQ", "DISP=OLD")},
             "./ ADD NAME=X\n" + card("X") + "./ ALIAS NAME=Y\n./ ADD\n" + card("Y"));
  EXPECT_EQ(twice.condition_code, 4) << twice.output;
  EXPECT_THAT(twice.output, HasSubstr("IEB825I"));
  EXPECT_THAT(twice.output, HasSubstr("IEB815I"));
}

TEST_F(Iebupdte, InPlaceReplacesAndRenumbers) {
  add_four();
  const auto done = update({dd("SYSUT1", "OUR.LIB", "DISP=OLD")},
                           "./ CHANGE NAME=A,UPDATE=INPLACE\n" + card("TWO NEW", "00000020") +
                               card("FOUR NEW", "00000040"));
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_THAT(lines("A"), ElementsAre("ONE/00000010", "TWO NEW/00000020", "THREE/00000030",
                                      "FOUR NEW/00000040"));
  const auto numbered = update({dd("SYSUT1", "OUR.LIB", "DISP=OLD")},
                               "./ CHANGE NAME=A,UPDATE=INPLACE\n"
                               "./ NUMBER SEQ1=ALL,NEW1=1,INCR=1\n");
  EXPECT_EQ(numbered.condition_code, 0) << numbered.output;
  EXPECT_EQ(lines("A")[3], "FOUR NEW/00000004");
  const auto before = lines("A");
  for (const std::string& cards :
       {card("NEW", "00000005"), std::string("./ DELETE SEQ1=1,SEQ2=1\n"), std::string()}) {
    const auto refused =
        update({dd("SYSUT1", "OUR.LIB", "DISP=OLD")}, "./ CHANGE NAME=A,UPDATE=INPLACE\n" + cards);
    EXPECT_EQ(refused.condition_code, 4) << cards << refused.output;
    EXPECT_THAT(refused.output, HasSubstr("IEB807I"));
    EXPECT_EQ(lines("A"), before);
  }
}

TEST_F(Iebupdte, UnfitDataSetsAreRefused) {
  make_library("OUR.LONG", access::make_dcb(access::kFB, 120, 1200), 5, 5);
  const auto too_long =
      update({"--parm=NEW", dd("SYSUT2", "OUR.LONG", "DISP=OLD")}, "./ ADD NAME=X\n" + card("X"));
  EXPECT_EQ(too_long.condition_code, 12);
  EXPECT_THAT(too_long.output, HasSubstr("CSU0023S"));
  make_library("OUR.SHORT", access::make_dcb(access::kFB, 72, 720), 5, 5);
  const auto cut =
      update({"--parm=NEW", dd("SYSUT2", "OUR.SHORT", "DISP=OLD")},
             "./ ADD NAME=X\n" + card("X", "00000001") + "./ ADD NAME=Y\n" + card("Y"));
  EXPECT_EQ(cut.condition_code, 4) << cut.output;
  EXPECT_THAT(cut.output, HasSubstr("CSU0025E"));
  EXPECT_THAT(names("OUR.SHORT"), ElementsAre("Y"));
  const auto unequal =
      update({dd("SYSUT1", "OUR.LIB"), dd("SYSUT2", "OUR.SHORT", "DISP=OLD")}, "./ REPRO NAME=X\n");
  EXPECT_EQ(unequal.condition_code, 12);
  EXPECT_THAT(unequal.output, HasSubstr("IEB830I"));
  EXPECT_EQ(update({"--parm=OLD"}, "").condition_code, 12);
  const auto tape = update({file("SYSUT1", "x.txt")}, "./ CHANGE NAME=A,UPDATE=INPLACE\n");
  EXPECT_THAT(tape.output, HasSubstr("CSU0026S"));
}

TEST_F(Iebupdte, AMemberWrittenByTheRunCanBeChangedByIt) {
  const auto done = on_library("./ ADD NAME=B\n" + card("B", "00000001") + "./ CHANGE NAME=B\n" +
                               card("C", "00000002") + "./ REPRO NAME=B\n");
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_THAT(lines("B"), ElementsAre("B/00000001", "C/00000002"));
}

}  // namespace
}  // namespace coldsite::iebupdte
