#include <sstream>

#include "datasets/messages/cse.hpp"
#include "tests/datasets/site/site_fixture.hpp"

namespace coldsite::site {
namespace {

using testing::ElementsAre;

TEST_F(SiteTest, LinesOfATextFileAreRecords) {
  write_file("cards.txt", "ONE\r\nTWO  \n\nLAST");
  EXPECT_THAT(read_records({must_allocate("A=./cards.txt")}),
              ElementsAre("ONE", "TWO", "", "LAST"));
}

TEST_F(SiteTest, LineThatIsTooLongIsTold) {
  write_file("cards.txt", "OK\n" + std::string(81, 'X') + "\n");
  auto reader = open_reader({must_allocate("A=./cards.txt")}, {}, context);
  ASSERT_TRUE(reader.ok());
  EXPECT_TRUE((*reader)->read_record().ok());
  const auto failed = (*reader)->read_record();
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.failure().text(),
            "Line 2 of './cards.txt' has 81 characters, which is more than LRECL 80");
}

TEST_F(SiteTest, LineWithoutEndDoesNotFillTheMemory) {
  write_file("long.txt", std::string(1'000'000, 'X'));
  auto reader = open_reader({must_allocate("A=PATH='long.txt',RECFM=VB")}, {}, context);
  ASSERT_TRUE(reader.ok());
  EXPECT_TRUE((*reader)->read_record().failure().is(msg::CSE0035E));
}

TEST_F(SiteTest, TextOutputReplacesTheFileWhenItIsWhole) {
  write_file("out.txt", "before\n");
  {
    auto writer = open_writer(must_allocate("A=./out.txt"), {}, context);
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE((*writer)->write_record(Bytes(80, 0xC1)).ok());
  }
  EXPECT_EQ(read_file("out.txt"), "before\n");
  write_records(must_allocate("A=./out.txt"), {"AFTER", "  ALL"});
  EXPECT_EQ(read_file("out.txt"), "AFTER\n  ALL\n");
  write_records(must_allocate("A=PATH='out.txt',DISP=MOD"), {"MORE"});
  EXPECT_EQ(read_file("out.txt"), "AFTER\n  ALL\nMORE\n");
  EXPECT_FALSE(store->info("out.txt.new")->has_value());
}

TEST_F(SiteTest, BinaryFileIsCutByRecordLength) {
  write_file("bin", "\xC1\xC2\xC3\xC4");
  EXPECT_THAT(read_records({must_allocate("A=PATH='bin',FILEDATA=BINARY,RECFM=F,LRECL=2")}),
              ElementsAre("AB", "CD"));
  auto bad =
      open_reader({must_allocate("A=PATH='bin',FILEDATA=BINARY,RECFM=F,LRECL=3")}, {}, context);
  ASSERT_TRUE(bad.ok());
  const auto first = (*bad)->read_record();
  const auto second = first.ok() ? (*bad)->read_record() : first;
  EXPECT_TRUE(!second.ok() && second.failure().is(msg::CSE0036E));
}

TEST_F(SiteTest, BinaryVariableRecordsKeepTheirDescriptorWords) {
  const std::string output = "A=PATH='v.bin',FILEDATA=BINARY,RECFM=VB,LRECL=84,BLKSIZE=200";
  write_records(must_allocate(output), {"SHORT", "A LONGER ONE", "X"});
  EXPECT_THAT(read_records({must_allocate(output)}), ElementsAre("SHORT", "A LONGER ONE", "X"));
  for (const char* cut : {"\x01", "\x00\x03\x00\x00", "\x00\x20\x00\x00\x00"}) {
    write_file("v.bin", std::string(cut, cut[0] == 1 ? 1 : cut[1] == 3 ? 4 : 5));
    auto reader = open_reader({must_allocate(output)}, {}, context);
    EXPECT_TRUE((*reader)->read_record().failure().is(msg::CSE0036E));
  }
}

TEST_F(SiteTest, StandardStreamsAreDashes) {
  std::istringstream input("FROM INPUT\n");
  std::ostringstream output;
  context.input = &input;
  context.output = &output;
  EXPECT_THAT(read_records({must_allocate("A=-")}), ElementsAre("FROM INPUT"));
  write_records(must_allocate("A=-"), {"TO OUTPUT"});
  write_records(must_allocate("A=SYSOUT=*"), {"SYSOUT TOO"});
  EXPECT_EQ(output.str(), "TO OUTPUT\nSYSOUT TOO\n");
}

TEST_F(SiteTest, SysoutGoesToTheSpool) {
  context.spool_directory = "site/spool";
  write_records(must_allocate("REPORT=SYSOUT=*"), {"ONE"});
  write_records(must_allocate("REPORT=SYSOUT=*"), {"TWO"});
  EXPECT_EQ(read_file("site/spool/STEP.REPORT"), "ONE\nTWO\n");
}

TEST_F(SiteTest, ConcatenationReadsOnePartAfterTheOtherUpToADummy) {
  write_file("one", "1\n");
  write_file("two", "2\n");
  EXPECT_THAT(read_records({must_allocate("A=./one"), must_allocate("A=./two"),
                            must_allocate("A=DUMMY"), must_allocate("A=./one")}),
              ElementsAre("1", "2"));
  EXPECT_TRUE(read_records({must_allocate("A=DUMMY"), must_allocate("A=./one")}).empty());
}

TEST_F(SiteTest, InstreamRecordsAreReadAndNotWritten) {
  DdRequest request;
  request.ddname = "SYSIN";
  request.instream = {"CARD 1", "CARD 2"};
  const auto allocation = site::allocate(request, context);
  ASSERT_TRUE(allocation.ok());
  EXPECT_THAT(read_records({*allocation}), ElementsAre("CARD 1", "CARD 2"));
  EXPECT_TRUE(open_writer(*allocation, {}, context).failure().is(msg::CSE0023E));
}

TEST_F(SiteTest, BlocksOfUndefinedLengthNeedATape) {
  access::DataControlBlock undefined;
  undefined.record_format.bits = dasd::RecordFormat::kUndefined;
  EXPECT_TRUE(
      open_block_writer(must_allocate("A=./dump"), undefined, context).failure().is(msg::CSE0023E));
  EXPECT_TRUE(open_writer(must_allocate("A=PATH='dump',FILEDATA=BINARY"), undefined, context)
                  .failure()
                  .is(msg::CSE0023E));
}

TEST_F(SiteTest, HostFileIsDeletedOnlyWhenDispSaysSo) {
  write_file("keep", "x");
  Allocation kept = must_allocate("A=./keep");
  EXPECT_EQ(*deallocate(kept, true, context), "");
  EXPECT_TRUE(store->info("keep")->has_value());
  Allocation gone = must_allocate("A=PATH='keep',DISP=(OLD,DELETE)");
  EXPECT_EQ(*deallocate(gone, false, context), "DELETED");
  EXPECT_FALSE(store->info("keep")->has_value());
}

TEST_F(SiteTest, DsnWithPathNeedsAUnit) {
  EXPECT_TRUE(allocate("A=DSN=X,PATH='p.ckd'").failure().is(msg::CSE0022E));
}

}  // namespace
}  // namespace coldsite::site
