#include "utilities/iebcopy/iebcopy.hpp"

#include "tests/utilities/copy_fixture.hpp"

namespace coldsite::iebcopy {
namespace {

using access::make_blocks;
using ::testing::HasSubstr;
using ::testing::Not;
using Names = std::vector<std::string>;

class Iebcopy : public testing::CopyTest {
 protected:
  void SetUp() override {
    access::make_volume(*store_, image());
    make_library("IN.LIB", kDcb, 10, 5);
    make_library("OUT.LIB", kDcb, 10, 5, 1);
    for (unsigned i = 1; i <= 5; ++i) {
      access::Member member{.name = "MEM" + std::to_string(i)};
      member.user_data = testing::statistics_of(i);
      add_member("IN.LIB", member, make_blocks(i, 800, i));
    }
  }
  testing::ProgramRun copy(const std::string& cards, std::vector<std::string> more = {}) {
    more.push_back(dd("IN", "IN.LIB"));
    more.push_back(dd("OUT", "OUT.LIB", "DISP=OLD"));
    return run(kDescription, iebcopy::run, more, cards);
  }
  static inline const access::DataControlBlock kDcb = access::make_dcb(access::kFB, 80, 800);
};

TEST_F(Iebcopy, CopiesEveryMemberWithItsStatistics) {
  const auto done = copy(" COPY OUTDD=OUT,INDD=IN\n");
  ASSERT_EQ(done.condition_code, 0) << done.output;
  EXPECT_EQ(names("OUT.LIB"), names("IN.LIB"));
  EXPECT_EQ(member("OUT.LIB", "MEM4"), make_blocks(4, 800, 4));
  EXPECT_EQ(access::statistics(members("OUT.LIB")[2])->lines, 3U);
  EXPECT_THAT(done.output, HasSubstr("IEB167I FOLLOWING MEMBER(S) COPIED"));
  EXPECT_THAT(done.output, HasSubstr("IEB154I MEM5 HAS BEEN SUCCESSFULLY COPIED"));
  EXPECT_THAT(done.output, HasSubstr("IEB1098I 5 OF 5 MEMBERS COPIED"));
  EXPECT_THAT(done.output, HasSubstr("IEB147I END OF JOB - 0 WAS HIGHEST SEVERITY CODE"));
}

TEST_F(Iebcopy, SelectRenamesAndReplaces) {
  add_member("OUT.LIB", {.name = "MEM2"}, make_blocks(1, 800, 99));
  add_member("OUT.LIB", {.name = "MEM3"}, make_blocks(1, 800, 99));
  const auto done = copy(
      " COPY OUTDD=OUT,INDD=IN\n"
      " SELECT MEMBER=((MEM1,NEWNAME),(MEM2,,R),MEM3,NONE)\n");
  EXPECT_EQ(done.condition_code, 4) << done.output;
  EXPECT_EQ(names("OUT.LIB"), (Names{"MEM2", "MEM3", "NEWNAME"}));
  EXPECT_EQ(member("OUT.LIB", "NEWNAME"), make_blocks(1, 800, 1));
  EXPECT_EQ(member("OUT.LIB", "MEM2"), make_blocks(2, 800, 2));
  EXPECT_EQ(member("OUT.LIB", "MEM3"), make_blocks(1, 800, 99));
  EXPECT_THAT(done.output, HasSubstr("IEB155I NEWNAME HAS BEEN SUCCESSFULLY COPIED"));
  EXPECT_THAT(done.output, HasSubstr("NONE WAS SELECTED BUT NOT FOUND"));
  EXPECT_THAT(done.output, HasSubstr("CSU0010W Member 'MEM3'"));
}

TEST_F(Iebcopy, ExcludeLeavesMembersOut) {
  const auto done = copy(" COPY OUTDD=OUT,INDD=IN,LIST=NO\n EXCLUDE MEMBER=(MEM1,MEM5)\n");
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_EQ(names("OUT.LIB"), (Names{"MEM2", "MEM3", "MEM4"}));
  EXPECT_THAT(done.output, Not(HasSubstr("IEB154I")));
}

TEST_F(Iebcopy, ReplaceOfAnInputReplacesItsMembers) {
  add_member("OUT.LIB", {.name = "MEM2"}, make_blocks(1, 800, 99));
  EXPECT_EQ(copy(" COPY OUTDD=OUT,INDD=((IN,R))\n").condition_code, 0);
  EXPECT_EQ(member("OUT.LIB", "MEM2"), make_blocks(2, 800, 2));
}

TEST_F(Iebcopy, AliasesFollowTheirMember) {
  {
    const auto volume = open_volume();
    const auto open =
        access::PartitionedDataSet::open(*volume, access::find_label(*volume, "IN.LIB"));
    ASSERT_TRUE((*open)->add_alias("AKA3", *(*open)->find("MEM3")).ok());
  }
  EXPECT_EQ(copy(" COPY OUTDD=OUT,INDD=IN\n").condition_code, 0);
  const auto copied = members("OUT.LIB");
  ASSERT_EQ(copied.size(), 6U);
  EXPECT_TRUE(copied[0].is_alias);
  EXPECT_EQ(copied[0].start, copied[3].start);
}

TEST_F(Iebcopy, AnotherBlockSizeReblocks) {
  make_library("BIG.LIB", access::make_dcb(access::kFB, 80, 27'920), 5, 5);
  const auto done = run(kDescription, iebcopy::run,
                        {dd("SYSUT1", "IN.LIB"), dd("SYSUT2", "BIG.LIB", "DISP=OLD")});
  ASSERT_EQ(done.condition_code, 0) << done.output;
  EXPECT_EQ(member("BIG.LIB", "MEM5").size(), 1U);
  EXPECT_EQ(member("BIG.LIB", "MEM5")[0].size(), 4'000U);
}

TEST_F(Iebcopy, UnlikeLibrariesAreRefused) {
  make_library("VB.LIB", access::make_dcb(access::kVB, 84, 800), 5, 5);
  const auto done =
      run(kDescription, iebcopy::run, {dd("SYSUT1", "IN.LIB"), dd("SYSUT2", "VB.LIB", "DISP=OLD")});
  EXPECT_EQ(done.condition_code, 8);
  EXPECT_THAT(done.output, HasSubstr("IEB120E DCB VALIDATION ERROR"));
  make_library("LONG.LIB", access::make_dcb(access::kFB, 90, 0), 5, 5);  // never written
  const auto longer = run(kDescription, iebcopy::run,
                          {dd("SYSUT1", "IN.LIB"), dd("SYSUT2", "LONG.LIB", "DISP=OLD")});
  EXPECT_THAT(longer.output, HasSubstr("INPUT RECFM=FB,LRECL=80 OUTPUT RECFM=FB,LRECL=90"));
}

TEST_F(Iebcopy, WhatFitsIsCopiedBeforeTheSpaceEnds) {
  make_library("TINY.LIB", kDcb, 1, 1);
  const auto done = run(kDescription, iebcopy::run,
                        {dd("SYSUT1", "IN.LIB"), dd("SYSUT2", "TINY.LIB", "DISP=OLD")});
  EXPECT_EQ(done.condition_code, 0) << done.output;
  add_member("IN.LIB", {.name = "ZBIG"}, make_blocks(60, 800, 7));
  const auto full = run(kDescription, iebcopy::run,
                        {dd("SYSUT1", "IN.LIB"), dd("SYSUT2", "TINY.LIB", "DISP=OLD")});
  EXPECT_EQ(full.condition_code, 12) << full.output;
  EXPECT_THAT(full.output, HasSubstr("IEC031I D37-04"));
  EXPECT_EQ(names("TINY.LIB").size(), 5U);
}

TEST_F(Iebcopy, TtrsInUserDataAndNoteListsFollowTheBlocks) {
  make_library("LOAD.IN", access::make_dcb(access::kU, 0, 6'144), 5, 5);
  make_library("LOAD.OUT", access::make_dcb(access::kU, 0, 6'144), 5, 2);
  add_member("LOAD.IN", {.name = "FILLER"}, make_blocks(3, 500, 1));
  access::BlockList blocks = make_blocks(3, 100, 2);
  add_member("LOAD.IN", {.name = "MODULE"}, blocks);
  const auto start = members("LOAD.IN")[1].start;
  blocks[2] = Bytes(8, 0);  // a note list: the first two blocks
  blocks[2][2] = start.record;
  blocks[2][6] = static_cast<std::uint8_t>(start.record + 1);
  access::Member module{.name = "MODULE", .note_count = 2};
  module.user_data = Bytes(8, 0);
  // The replaced member stands behind the first: five records on, with its end of file.
  const std::uint8_t first = static_cast<std::uint8_t>(start.record + 4);
  blocks[2][2] = first;
  blocks[2][6] = static_cast<std::uint8_t>(first + 1);
  module.user_data[2] = first;
  module.user_data[6] = static_cast<std::uint8_t>(first + 2);
  module.user_data[7] = 2;
  add_member("LOAD.IN", module, blocks);
  ASSERT_EQ(members("LOAD.IN")[1].start.record, first);
  const auto done =
      run(kDescription, iebcopy::run, {dd("IN", "LOAD.IN"), dd("OUT", "LOAD.OUT", "DISP=OLD")},
          " COPYMOD OUTDD=OUT,INDD=IN\n SELECT MEMBER=MODULE\n");
  ASSERT_EQ(done.condition_code, 0) << done.output;
  EXPECT_THAT(done.output, HasSubstr("CSU0014I"));
  const auto copied = members("LOAD.OUT")[0];
  EXPECT_EQ(copied.user_data[2], copied.start.record);
  EXPECT_EQ(copied.user_data[6], copied.start.record + 2);
  const auto notes = member("LOAD.OUT", "MODULE")[2];
  EXPECT_EQ(notes[2], copied.start.record);
  EXPECT_EQ(notes[6], copied.start.record + 1);
}

TEST_F(Iebcopy, SimulateTellsAndWritesNothing) {
  const auto done = copy(" COPY OUTDD=OUT,INDD=IN\n", {"--simulate"});
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_THAT(done.output, HasSubstr("CSU0015I Simulated: member 'MEM1' would become 'MEM1'"));
  EXPECT_TRUE(names("OUT.LIB").empty());
}

TEST_F(Iebcopy, AParmIsIgnoredAloud) {
  const auto done = copy(" COPY OUTDD=OUT,INDD=IN\n", {"--parm=SIZE=500K"});
  EXPECT_EQ(done.condition_code, 4);
  EXPECT_THAT(done.output, HasSubstr("CSU0013W"));
}

}  // namespace
}  // namespace coldsite::iebcopy
