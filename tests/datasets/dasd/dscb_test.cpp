#include "datasets/dasd/dscb_codec.hpp"

#include "datasets/messages/csv.hpp"
#include "tests/datasets/dasd/dasd_fixture.hpp"

namespace coldsite::dasd {
namespace {

Extent extent(std::uint8_t sequence, std::uint32_t cylinder) {
  return {.type = 0x01, .sequence = sequence, .low = {cylinder, 3}, .high = {cylinder, 14}};
}

DataSetLabel full_label() {
  DataSetLabel label = sequential("PROD.PAYROLL.MASTER");
  label.first_volser = "PRD001";
  label.volume_sequence = 2;
  label.expires = {2030, 366};
  label.referenced = {2026, 1};
  label.is_unmovable = true;
  label.option_code = 0x20;
  label.key_bytes = 8;
  label.key_offset = 12;
  label.indicators = 0x82;
  label.flags1 = 0x08;
  label.sms_flags = 0x40;
  label.secondary_flags_and_quantity = 0xC000'0005;
  label.last_block = {70'000, 12};
  label.track_balance = 1'234;
  label.directory_bytes_last = 77;
  label.system_code = "COLDSITE";
  label.extents = {extent(0, 10), extent(1, 20), extent(2, 30)};
  return label;
}

TEST(Dscb, Format1IsDecodedAsItWasEncoded) {
  const DataSetLabel label = full_label();
  const Dscb dscb = encode_format1(label, {{0, 3}, 9});
  EXPECT_EQ(dscb_format(dscb), '1');
  const Format1 decoded = decode_format1(dscb);
  EXPECT_EQ(decoded.label.name, label.name);
  EXPECT_EQ(decoded.label.organization, Organization::kSequential);
  EXPECT_TRUE(decoded.label.is_unmovable);
  EXPECT_EQ(decoded.label.expires, label.expires);
  EXPECT_EQ(decoded.label.last_block, label.last_block);
  EXPECT_EQ(decoded.extent_count, 3);
  EXPECT_EQ(decoded.next, (RecordAddress{{0, 3}, 9}));
  EXPECT_EQ(encode_format1(decoded.label, decoded.next), dscb);
}

TEST(Dscb, EveryByteOfEveryFormatTravelsThroughDecodingAndEncoding) {
  Dscb dscb = encode_format1(full_label(), {});
  for (std::size_t i = 0; i < dscb.size(); ++i) {
    Dscb changed = dscb;
    changed[i] ^= 0x01;
    const Format1 decoded = decode_format1(changed);
    const bool is_derived = i == 59;  // the extent count follows from the extents
    const bool is_extent = i >= 105 && i < 135;
    if (!is_derived && !is_extent) {
      EXPECT_EQ(encode_format1(decoded.label, decoded.next), changed) << i;
    }
  }
}

TEST(Dscb, Format3HoldsThirteenExtentsAndAChain) {
  Format3 format3;
  for (std::uint8_t i = 0; i < kFormat3Extents; ++i) {
    format3.extents.push_back(extent(i, 100U + i));
  }
  format3.next = {{1, 2}, 3};
  const Dscb dscb = encode_format3(format3);
  EXPECT_EQ(dscb_format(dscb), '3');
  const Format3 decoded = decode_format3(dscb);
  ASSERT_EQ(decoded.extents.size(), kFormat3Extents);
  EXPECT_EQ(decoded.extents[12].low, (TrackAddress{112, 3}));
  EXPECT_EQ(decoded.next, format3.next);
}

TEST(Dscb, Format4CarriesTheDeviceAndKeepsWhatItDoesNotModel) {
  Format4 format4;
  format4.cylinders = 560;
  format4.heads = 30;
  format4.extent = extent(0, 0);
  format4.free_dscbs = 900;
  format4.format7 = {{0, 1}, 3};
  Dscb dscb = encode_format4(format4, geometry_of("3350"));
  EXPECT_EQ(dscb_format(dscb), '4');
  EXPECT_EQ(load_be32(dscb, 68), 0x010B'5209U);  // as real 3350 packs have it
  dscb[80] = 0x77;
  const Format4 decoded = decode_format4(dscb);
  EXPECT_EQ(decoded.cylinders, 560U);
  EXPECT_EQ(encode_format4(decoded, geometry_of("3350")), dscb);
}

TEST(Dscb, FreeSpaceListsAreDecodedAsEncoded) {
  FreeSpaceDscb free;
  for (std::uint32_t i = 0; i < kFormat5Runs; ++i) {
    free.runs.push_back({i * 100, i + 1});
  }
  EXPECT_EQ(decode_format5(encode_format5(free, geometry_of("3390")), geometry_of("3390")).runs,
            free.runs);
  free.runs.resize(kFormat7Runs);
  free.runs.back() = {900'000, 70'000};
  EXPECT_EQ(decode_format7(encode_format7(free)).runs, free.runs);
}

TEST(Dscb, Format5OfARealPackIsUnderstood) {
  Dscb dscb = encode_format5({}, geometry_of("3350"));
  const Bytes real = {0x00, 0x1E, 0x02, 0x2A, 0x00};  // 3350: from track 30, 554 cylinders
  std::ranges::copy(real, dscb.begin() + 4);
  EXPECT_THAT(decode_format5(dscb, geometry_of("3350")).runs,
              testing::ElementsAre(FreeRun{30, 554 * 30}));
}

TEST(Dscb, Format9NamesItsCreatorAndTheFormat3) {
  Format9 format9;
  format9.subtype = 1;
  format9.job_name = "BACKUP01";
  format9.step_name = "STEP1";
  format9.next = {{2, 3}, 4};
  const Dscb dscb = encode_format9(format9);
  EXPECT_EQ(dscb_format(dscb), '9');
  EXPECT_EQ(decode_format9(dscb).job_name, "BACKUP01");
  EXPECT_EQ(decode_format9(dscb).next, format9.next);
}

TEST(RecordFormat, IsParsedAndShownAsTheDcbOperandHasIt) {
  for (const std::string text : {"F", "FB", "FBS", "FBA", "FBSA", "V", "VB", "VBS", "VBM", "U"}) {
    const auto format = parse_record_format(text);
    ASSERT_TRUE(format) << text;
    EXPECT_EQ(to_string(*format), text);
  }
  for (const std::string text : {"", "X", "FF", "UB", "FAM", "FBB", "F B"}) {
    EXPECT_TRUE(parse_record_format(text).failure().is(msg::CSV0030E)) << text;
  }
}

TEST(DataSetName, HasQualifiersOfOneToEight) {
  for (const std::string name : {"A", "SYS1.PARMLIB", "A.B$C.#D@1", "X12345678.A"}) {
    EXPECT_EQ(is_data_set_name(name), name != "X12345678.A") << name;
  }
  for (const std::string name : {"", ".A", "A.", "A..B", "1A", "a", "A B"}) {
    EXPECT_FALSE(is_data_set_name(name)) << name;
  }
  EXPECT_FALSE(is_data_set_name("AAAAAAAA.BBBBBBBB.CCCCCCCC.DDDDDDDD.EEEEEEEE.F"));
}

}  // namespace
}  // namespace coldsite::dasd
