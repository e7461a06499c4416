#include "utilities/iehlist/pds_listing.hpp"

#include "tests/utilities/iehlist/iehlist_fixture.hpp"

namespace coldsite::iehlist {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PdsListing : public ::testing::Test {
 protected:
  PdsListing() : store_(io::make_memory_store()), volume_(make_volume(*store_, "v.ckd")) {
    make_library(*volume_, "PROD.JCL");
    access::MemberStatistics statistics;
    statistics.version = 1;
    statistics.modification = 2;
    statistics.created = io::to_calendar(io::Timestamp{1'795'255'200'000'000});
    statistics.changed = statistics.created;
    statistics.lines = 14;
    statistics.initial_lines = 12;
    statistics.modified_lines = 3;
    statistics.user = "HERC01";
    add_member(*volume_, "PROD.JCL",
               {.name = "PAYROLL", .user_data = access::make_statistics(statistics)}, Bytes(80));
    add_member(*volume_, "PROD.JCL", {.name = "BARE"}, Bytes(160));
    add_member(*volume_, "PROD.JCL", {.name = "ODD", .user_data = Bytes(60, 0xAB)}, Bytes(80));
  }

  std::unique_ptr<io::FileStore> store_;
  std::unique_ptr<dasd::Volume> volume_;
};

TEST_F(PdsListing, PlainFormShowsTtrcAndUserData) {
  const Listed result = list(*volume_, pds_statement(ListingForm::kEdited, {"PROD.JCL"}));
  EXPECT_EQ(result.condition_code, 0);
  expect_golden("pds_plain.txt", result.text());
}

TEST_F(PdsListing, FormatShowsIspfStatistics) {
  const Listed result = list(*volume_, pds_statement(ListingForm::kFormat, {"PROD.JCL"}));
  EXPECT_EQ(result.condition_code, 0);
  expect_golden("pds_format.txt", result.text());
}

TEST_F(PdsListing, FormatShowsLoadModuleAttributesWhereRecfmIsU) {
  dasd::DataSetLabel library;
  library.record_format = *dasd::parse_record_format("U");
  const access::Member member = {
      .name = "IEFBR14",
      .start = {0x0A, 0x0C},
      .note_count = 1,
      .user_data = {0x00, 0x0A, 0x0E, 0x00, 0x00, 0x00, 0x00, 0x00, 0xC3, 0xE3, 0x00,
                    0x00, 0x08, 0x00, 0x08, 0x00, 0x00, 0x00, 0x88, 0x00, 0x00, 0x00}};
  EXPECT_THAT(formatted_member(member, library),
              ElementsAre(" IEFBR14   000A0C   ENTRY 000000  STORAGE 000008  TEXT TTR 000A0E  "
                          "1ST BLOCK 0008  AMODE 24  RMODE 24  AC 00",
                          "                    ATTRIBUTES RENT REUS EXEC 1BLK REFR"));
  library.record_format = *dasd::parse_record_format("FB");
  EXPECT_EQ(formatted_member(member, library).size(), 1U);
}

TEST_F(PdsListing, TellsWhatIsNotPartitionedAndGoesOn) {
  make_data_set(*volume_, "PROD.SEQ", {.primary = 1});
  const Listed result =
      list(*volume_, pds_statement(ListingForm::kDump, {"PROD.SEQ", "NO.SUCH", "PROD.JCL"}));
  EXPECT_EQ(result.condition_code, 8);
  EXPECT_THAT(result.text(), HasSubstr("IEH911E The directory of 'PROD.SEQ' on volume 'TST001' "
                                       "cannot be listed: CSA0020E"));
  EXPECT_THAT(result.text(), HasSubstr("IEH904E Data set 'NO.SUCH' is not on volume 'TST001'"));
  EXPECT_THAT(result.text(), HasSubstr(" PAYROLL "));
}

TEST_F(PdsListing, DamagedDirectoryIsToldNotGuessed) {
  const auto label = dasd::find_data_set(*volume_, "PROD.JCL");
  const std::uint32_t track = (*label)->extents[0].first_track(volume_->geometry());
  // R1 of the directory: count 8, key 8, then the used length.
  const Bytes absurd = {0x7F, 0xFF};
  ASSERT_TRUE(volume_->write_part(track, dasd::TrackReader::kFirstRecordOffset + 8 + 8, absurd));
  const Listed result = list(*volume_, pds_statement(ListingForm::kEdited, {"PROD.JCL"}));
  EXPECT_EQ(result.condition_code, 8);
  EXPECT_THAT(result.text(), HasSubstr("IEH911E"));
  EXPECT_THAT(result.text(), HasSubstr("CSA0021E"));
}

TEST_F(PdsListing, FactsHoldEachMember) {
  const std::string json = list(*volume_, pds_statement(ListingForm::kEdited, {"PROD.JCL"})).json;
  EXPECT_THAT(json, HasSubstr(R"("data_set":"PROD.JCL","name":"BARE","ttr":"00000E")"));
  EXPECT_THAT(json, HasSubstr(R"("lines":14,"user":"HERC01")"));
}

}  // namespace
}  // namespace coldsite::iehlist
