#include "utilities/iehlist/vtoc_listing.hpp"

#include <array>

#include "tests/utilities/iehlist/iehlist_fixture.hpp"
#include "utilities/iehlist/vtoc_lines.hpp"

namespace coldsite::iehlist {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class VtocListing : public ::testing::Test {
 protected:
  VtocListing() : store_(io::make_memory_store()), volume_(make_volume(*store_, "v.ckd")) {
    make_data_set(*volume_, "PROD.PAYROLL.MASTER", {.primary = 5, .secondary = 3});
    make_library(*volume_, "PROD.JCL");
  }

  /// Changes bits of one byte of a DSCB of the first VTOC track.
  void damage(std::uint32_t record, std::uint32_t offset, std::uint8_t bits) {
    const std::uint32_t place =
        dasd::TrackReader::kFirstRecordOffset + (record - 1) * 148 + 8 + offset;
    Bytes slot(volume_->geometry().slot_bytes);
    ASSERT_TRUE(volume_->read_slots({1, 1}, slot));
    const Bytes changed = {static_cast<std::uint8_t>(slot[place] ^ bits)};
    ASSERT_TRUE(volume_->write_part(1, place, changed));
  }

  std::unique_ptr<io::FileStore> store_;
  std::unique_ptr<dasd::Volume> volume_;
};

TEST_F(VtocListing, EditedFormHasOneLineForEachDataSet) {
  const Listed result = list(*volume_, ListVtoc{});
  EXPECT_EQ(result.condition_code, 0);
  expect_golden("vtoc_edited.txt", result.text());
}

TEST_F(VtocListing, FormatShowsEveryFieldAndExtent) {
  const Listed result = list(*volume_, vtoc_statement(ListingForm::kFormat));
  EXPECT_EQ(result.condition_code, 0);
  expect_golden("vtoc_format.txt", result.text());
}

TEST_F(VtocListing, DumpShowsEveryDscbThatIsNotFree) {
  const Listed result = list(*volume_, vtoc_statement(ListingForm::kDump));
  EXPECT_EQ(result.condition_code, 0);
  expect_golden("vtoc_dump.txt", result.text());
}

TEST_F(VtocListing, NoLineIsWiderThanThePaper) {
  for (const ListingForm form : {ListingForm::kEdited, ListingForm::kFormat, ListingForm::kDump}) {
    for (const std::string& line : list(*volume_, vtoc_statement(form)).lines) {
      EXPECT_LE(line.size(), 120U) << line;
    }
  }
}

TEST_F(VtocListing, NamedDataSetsOnlyAndNoSpaceFigures) {
  const Listed result = list(
      *volume_,
      vtoc_statement(ListingForm::kEdited, {{"PROD.JCL", {}}, {"NO.SUCH", {"SYSIN", 1, 9, ""}}}));
  EXPECT_EQ(result.condition_code, 8);
  EXPECT_THAT(result.text(), HasSubstr("PROD.JCL "));
  EXPECT_THAT(result.text(), Not(HasSubstr("PROD.PAYROLL.MASTER")));
  EXPECT_THAT(result.text(), Not(HasSubstr("EMPTY CYLINDERS")));
  EXPECT_THAT(result.text(),
              HasSubstr("IEH904E SYSIN(1,9): Data set 'NO.SUCH' is not on volume 'TST001'"));
}

TEST_F(VtocListing, DateMarksWhatExpiresBeforeIt) {
  const Listed result = list(*volume_, dated_statement(ListingForm::kEdited, {2027, 2}));
  EXPECT_THAT(result.text(), HasSubstr("PROD.JCL*"));
  EXPECT_THAT(result.text(), Not(HasSubstr("PROD.PAYROLL.MASTER*")));
  EXPECT_THAT(list(*volume_, dated_statement(ListingForm::kEdited, {2027, 1})).text(),
              Not(HasSubstr("PROD.JCL*")));
}

TEST_F(VtocListing, DateWithFormatIsWarnedOf) {
  const Listed result = list(*volume_, dated_statement(ListingForm::kFormat, {2027, 2}));
  EXPECT_EQ(result.condition_code, 4);
  EXPECT_THAT(result.text(), HasSubstr("IEH908W"));
}

TEST_F(VtocListing, OverlapIsToldWithItsPlaceAndTheRestIsListed) {
  damage(4, 0x69 + 5, 0x0F);  // low CCHH of PROD.JCL's extent: another cylinder
  const Listed result = list(*volume_, ListVtoc{});
  EXPECT_EQ(result.condition_code, 8);
  EXPECT_THAT(result.text(), HasSubstr("PROD.PAYROLL.MASTER"));
  EXPECT_THAT(result.text(), HasSubstr("IEH906E VTOC of volume 'TST001' at CCHHR X'"));
}

TEST_F(VtocListing, WrongCountOfFreeDscbsIsAWarning) {
  damage(1, 51, 0x01);
  const Listed result = list(*volume_, ListVtoc{});
  EXPECT_EQ(result.condition_code, 4);
  EXPECT_THAT(result.text(), HasSubstr("IEH905W VTOC of volume 'TST001' at CCHHR X'0000000101', "
                                       "field DS4DSREC"));
  EXPECT_THAT(result.json, HasSubstr(R"("cchhr":"0000000101","field":"DS4DSREC")"));
}

TEST_F(VtocListing, BadChainIsToldAndTheDataSetListed) {
  damage(3, 135 + 4, 0x09);
  const Listed result = list(*volume_, vtoc_statement(ListingForm::kFormat));
  EXPECT_EQ(result.condition_code, 8);
  EXPECT_THAT(result.text(), HasSubstr("field DS1PTRDS"));
  EXPECT_THAT(result.text(), HasSubstr("PROD.PAYROLL.MASTER"));
  EXPECT_THAT(result.text(), HasSubstr("PROD.JCL"));
}

TEST_F(VtocListing, UnknownFormatDoesNotHideTheOthers) {
  damage(3, 44, 0x30);
  const Listed result = list(*volume_, ListVtoc{});
  EXPECT_EQ(result.condition_code, 8);
  EXPECT_THAT(result.text(), HasSubstr("at CCHHR X'0000000103', field DS1FMTID"));
  EXPECT_THAT(result.text(), HasSubstr("PROD.JCL"));
}

TEST_F(VtocListing, VolumeWithoutVtocIsToldAtEight) {
  dasd::VolumeLabel label;
  label.volser = "NOVTOC";
  ASSERT_TRUE(dasd::write_label(*volume_, label));
  const Listed result = list(*volume_, ListVtoc{});
  EXPECT_EQ(result.condition_code, 8);
  EXPECT_THAT(result.text(), HasSubstr("IEH910E Volume 'v.ckd' cannot be listed: CSV0040E"));
}

TEST_F(VtocListing, EveryDamagedByteOfTheDscbsIsSurvived) {
  constexpr std::array kForms = {ListingForm::kEdited, ListingForm::kFormat, ListingForm::kDump};
  for (std::uint32_t record = 1; record <= 4; ++record) {
    for (std::uint32_t offset = 0; offset < dasd::kDscbBytes; ++offset) {
      damage(record, offset, 0xFF);
      const Listed result = list(*volume_, vtoc_statement(kForms[offset % kForms.size()]));
      EXPECT_LE(result.condition_code, 8);
      EXPECT_FALSE(result.lines.empty());
      damage(record, offset, 0xFF);
    }
  }
}

TEST_F(VtocListing, FactsHoldDataSetsExtentsAndSpace) {
  const std::string json = list(*volume_, ListVtoc{}).json;
  EXPECT_THAT(json, HasSubstr(R"("name":"PROD.PAYROLL.MASTER")"));
  EXPECT_THAT(json, HasSubstr(R"("low_cylinder":1,"low_head":0,"high_cylinder":1,"high_head":14)"));
  EXPECT_THAT(json, HasSubstr(R"("empty_cylinders":8)"));
}

TEST(EmptySpace, CountsOnlyWholeCylindersAsCylinders) {
  const dasd::Geometry& geometry = *dasd::find_device_model("3390")->geometry;
  dasd::Vtoc vtoc;
  vtoc.free = {{14, 17}, {40, 3}, {61, 13}};
  const EmptySpace space = empty_space(vtoc, geometry);
  EXPECT_EQ(space.cylinders, 1U);  // 15 to 29
  EXPECT_EQ(space.tracks, 2U + 3U + 13U);
}

TEST(FormatLines, NamesFromDamagedLabelsCannotSteerTheTerminal) {
  dasd::DataSetLabel label;
  label.name = "A\x1B[2J\xC2\x9BZ";
  const auto lines = format_lines(label, *dasd::find_device_model("3390")->geometry);
  EXPECT_THAT(lines[1], ::testing::StartsWith("A.[2J.Z "));
}

}  // namespace
}  // namespace coldsite::iehlist
