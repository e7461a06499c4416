#include "utilities/iebgener/iebgener.hpp"

#include "datasets/text/code_page.hpp"
#include "tests/utilities/copy_fixture.hpp"

namespace coldsite::iebgener {
namespace {

using ::testing::HasSubstr;

class Iebgener : public testing::CopyTest {
 protected:
  void SetUp() override { access::make_volume(*store_, image()); }
  testing::ProgramRun generate(std::vector<std::string> arguments, const std::string& cards = "") {
    return run(kDescription, iebgener::run, std::move(arguments), cards);
  }
  static std::string text_of(const access::BlockList& blocks) {
    std::string text;
    for (const Bytes& block : blocks) {
      text += text::default_code_page().to_utf8(block);
    }
    return text;
  }
};

TEST_F(Iebgener, CopiesAHostFileToADataSetAndBack) {
  make_file("in.txt", "FIRST LINE\nSECOND LINE\n");
  const auto there = generate(
      {file("SYSUT1", "in.txt"), dd("SYSUT2", "OUR.SEQ", "DISP=(NEW,KEEP),SPACE=(TRK,(1,1))")});
  EXPECT_EQ(there.condition_code, 0) << there.output;
  EXPECT_THAT(there.output, HasSubstr("IEB352I"));
  EXPECT_THAT(there.output, HasSubstr("PROCESSING ENDED AT EOD"));
  const auto volume = open_volume();
  const dasd::DataSetLabel label = access::find_label(*volume, "OUR.SEQ");
  EXPECT_EQ(to_string(label.record_format), "FB");
  EXPECT_EQ(label.block_bytes, 27'920U);
  const auto back = generate({dd("SYSUT1", "OUR.SEQ"), file("SYSUT2", "out.txt")});
  EXPECT_EQ(back.condition_code, 0) << back.output;
  EXPECT_EQ(content("out.txt"), "FIRST LINE\nSECOND LINE\n");
}

TEST_F(Iebgener, ATextFileWithoutDcbTakesTheRecordsOfSysut2) {
  make_file("in.txt", std::string(100, 'A') + "\nB\n");
  const auto longer = generate(
      {file("SYSUT1", "in.txt"),
       dd("SYSUT2", "OUR.LONG", "DISP=(NEW,KEEP),SPACE=(TRK,1),DCB=(RECFM=FB,LRECL=120)")});
  ASSERT_EQ(longer.condition_code, 0) << longer.output;
  const auto again = generate({file("SYSUT1", "in.txt"), dd("SYSUT2", "OUR.LONG", "DISP=OLD")});
  EXPECT_EQ(again.condition_code, 0) << again.output;
  EXPECT_EQ(access::read_data_set(*open_volume(), "OUR.LONG")->front().size(), 240U);
  const auto variable =
      generate({file("SYSUT1", "in.txt"),
                dd("SYSUT2", "OUR.VB", "DISP=(NEW,KEEP),SPACE=(TRK,1),DCB=(RECFM=VB,LRECL=124)")});
  ASSERT_EQ(variable.condition_code, 0) << variable.output;
  EXPECT_EQ(access::read_data_set(*open_volume(), "OUR.VB")->front().size(), 4U + 104 + 5);
  const auto too_short = generate(
      {file("SYSUT1", "in.txt"),
       dd("SYSUT2", "OUR.SHORT", "DISP=(NEW,KEEP),SPACE=(TRK,1),DCB=(RECFM=FB,LRECL=40)")});
  EXPECT_EQ(too_short.condition_code, 12);
  EXPECT_THAT(too_short.output, HasSubstr("CSE0035E"));
}

TEST_F(Iebgener, EditsFieldsLiteralsAndConversions) {
  make_file("in.txt", "ABCDEFGH0123I  \n");
  const auto done = generate(
      {file("SYSUT1", "in.txt"),
       dd("SYSUT2", "OUR.SEQ", "DISP=(NEW,KEEP),SPACE=(TRK,(1,1)),DCB=(RECFM=FB,LRECL=30)")},
      " GENERATE MAXFLDS=5,MAXLITS=20\n"
      " RECORD FIELD=(3,6,,1),FIELD=(3,'XYZ',,5),FIELD=(5,9,ZP,10),                  \n"
      "               FIELD=(2,X'C1C2',,20)\n");
  // A continued statement ends with a comma and goes on in columns 4 to 16.
  ASSERT_EQ(done.condition_code, 0) << done.output;
  const auto volume = open_volume();
  const auto blocks = access::read_data_set(*volume, "OUR.SEQ");
  ASSERT_EQ(blocks->size(), 1U);
  const Bytes& record = blocks->front();
  ASSERT_EQ(record.size(), 30U);
  EXPECT_EQ(text::default_code_page().to_utf8(ByteView(record).first(9)), "FGH XYZ  ");
  EXPECT_EQ(Bytes(record.begin() + 9, record.begin() + 12), (Bytes{0x01, 0x23, 0x9C}));
  EXPECT_EQ(text::default_code_page().to_utf8(ByteView(record).subspan(12)), "       AB         ");
}

TEST_F(Iebgener, AFieldThatIsNoNumberIsToldByItsRecord) {
  make_file("in.txt", "1234\nBAD \n");
  const auto done = generate({file("SYSUT1", "in.txt"), file("SYSUT2", "out.txt")},
                             " GENERATE MAXFLDS=1\n RECORD FIELD=(4,1,ZP,1)\n");
  EXPECT_EQ(done.condition_code, 12);
  EXPECT_THAT(done.output, HasSubstr("CSU0002S"));
  EXPECT_THAT(done.output, HasSubstr("Record 2"));
}

TEST_F(Iebgener, AFieldOutsideTheRecordIsRefusedBeforeAnythingIsWritten) {
  make_file("in.txt", "1234\n");
  const auto done = generate({file("SYSUT1", "in.txt"), file("SYSUT2", "out.txt")},
                             " GENERATE MAXFLDS=1\n RECORD FIELD=(4,78,,1)\n");
  EXPECT_EQ(done.condition_code, 12);
  EXPECT_THAT(done.output, HasSubstr("CSU0003S"));
}

TEST_F(Iebgener, SplitsASequentialDataSetIntoMembers) {
  make_library("OUR.LIB", access::make_dcb(access::kFB, 80, 800), 5, 5);
  make_file("in.txt", "A1\nA2\nENDONE\nB1\nENDTWO\nC1\nC2\n");
  const auto done = generate({file("SYSUT1", "in.txt"), dd("SYSUT2", "OUR.LIB", "DISP=OLD")},
                             " GENERATE MAXNAME=4,MAXGPS=2\n"
                             " MEMBER NAME=(ONE,UNO)\n"
                             " RECORD IDENT=(6,'ENDONE',1)\n"
                             " MEMBER NAME=TWO\n"
                             " RECORD IDENT=(6,'ENDTWO',1)\n"
                             " MEMBER NAME=THREE\n");
  ASSERT_EQ(done.condition_code, 0) << done.output;
  EXPECT_THAT(done.output, HasSubstr("CSU0005I 3 records copied to member 'ONE'"));
  EXPECT_EQ(names("OUR.LIB"), (std::vector<std::string>{"ONE", "THREE", "TWO", "UNO"}));
  EXPECT_EQ(text_of(member("OUR.LIB", "ONE")).size(), 240U);
  EXPECT_THAT(text_of(member("OUR.LIB", "TWO")), HasSubstr("B1  "));
  EXPECT_EQ(member("OUR.LIB", "UNO"), member("OUR.LIB", "ONE"));
  EXPECT_EQ(text_of(member("OUR.LIB", "THREE")).size(), 160U);
}

TEST_F(Iebgener, AnIdentThatNeverComesIsAWarning) {
  make_library("OUR.LIB", access::make_dcb(access::kFB, 80, 800), 5, 5);
  make_file("in.txt", "A1\nA2\n");
  const auto done = generate({file("SYSUT1", "in.txt"), dd("SYSUT2", "OUR.LIB", "DISP=OLD")},
                             " GENERATE MAXNAME=2,MAXGPS=1\n"
                             " MEMBER NAME=ONE\n"
                             " RECORD IDENT=(3,'END',1)\n"
                             " MEMBER NAME=TWO\n");
  EXPECT_EQ(done.condition_code, 4) << done.output;
  EXPECT_THAT(done.output, HasSubstr("CSU0001W"));
  EXPECT_EQ(names("OUR.LIB"), (std::vector<std::string>{"ONE"}));
}

TEST_F(Iebgener, MembersNeedALibrary) {
  make_file("in.txt", "A1\n");
  const auto done = generate({file("SYSUT1", "in.txt"), file("SYSUT2", "out.txt")},
                             " GENERATE MAXNAME=1\n MEMBER NAME=ONE\n");
  EXPECT_EQ(done.condition_code, 12);
  EXPECT_THAT(done.output, HasSubstr("CSU0004S"));
}

TEST_F(Iebgener, UnlikeRecordsAreNotCopiedWithoutEditing) {
  make_file("in.txt", "A1\n");
  for (const char* dcb : {"DCB=(RECFM=VB,LRECL=84)", "DCB=(RECFM=FB,LRECL=81)"}) {
    const auto done = generate(
        {"--dd=SYSUT1=PATH='" + root_ + "/in.txt',DCB=(RECFM=FB,LRECL=80)",
         dd("SYSUT2", "OUR.SEQ", std::string("DISP=(NEW,DELETE),SPACE=(TRK,(1,1)),") + dcb)});
    EXPECT_EQ(done.condition_code, 12) << done.output;
    EXPECT_THAT(done.output, HasSubstr("IEB311I"));
  }
}

TEST_F(Iebgener, AMissingInputIsTold) {
  const auto done = generate({file("SYSUT2", "out.txt")});
  EXPECT_EQ(done.condition_code, 12);
  EXPECT_THAT(done.output, HasSubstr("CSP0010E"));
}

TEST_F(Iebgener, SimulateWritesNothing) {
  make_file("in.txt", "A1\nA2\n");
  const auto done = generate({"--simulate", file("SYSUT1", "in.txt"), file("SYSUT2", "out.txt")});
  EXPECT_EQ(done.condition_code, 0) << done.output;
  EXPECT_THAT(done.output, HasSubstr("CSU0006I Simulated: 2 records would be copied"));
  EXPECT_EQ(content("out.txt"), "");
}

TEST_F(Iebgener, EveryRecordFormatGoesToTapeAndBack) {
  const auto volume = open_volume();
  struct Case {
    std::uint8_t bits;
    std::uint32_t record_bytes, block_bytes;
  };
  for (const Case& form : {Case{access::kFB, 80, 800}, Case{access::kVB, 84, 400},
                           Case{access::kVBS, 1'000, 300}, Case{access::kU, 0, 500}}) {
    const access::DataControlBlock dcb =
        access::make_dcb(form.bits, form.record_bytes, form.block_bytes);
    const std::string name = "OUR." + to_string(dcb.record_format);
    access::make_data_set(*volume, name, dcb, 2, 2);
    const auto writer = access::make_record_writer(
        std::move(*access::open_dasd_writer(*volume, access::find_label(*volume, name), dcb,
                                            access::WriteMode::kReplace, false)),
        dcb);
    for (std::size_t i = 0; i < 50; ++i) {
      ASSERT_TRUE(writer
                      ->write_record(Bytes(form.bits == access::kFB ? 80 : i + 1,
                                           static_cast<std::uint8_t>(i)))
                      .ok());
    }
    ASSERT_TRUE(writer->close().ok());
    const std::string tape = "UNIT=TAPE,PATH='" + root_ + "/" + name + ".aws'";
    const std::string blocks = "DCB=BLKSIZE=" + std::to_string(form.block_bytes);
    const auto there =
        generate({dd("SYSUT1", name), "--dd=SYSUT2=" + tape + ",DSN=T,DISP=(NEW,KEEP)," + blocks});
    EXPECT_EQ(there.condition_code, 0) << there.output;
    const std::string again = name + "2";
    const auto back =
        generate({"--dd=SYSUT1=" + tape + ",DSN=T,DISP=OLD",
                  dd("SYSUT2", again, "DISP=(NEW,KEEP),SPACE=(TRK,(2,2))," + blocks)});
    EXPECT_EQ(back.condition_code, 0) << back.output;
    EXPECT_TRUE(*access::read_data_set(*volume, again) == *access::read_data_set(*volume, name))
        << name;
  }
}

}  // namespace
}  // namespace coldsite::iebgener
