#include "datasets/tape/labels.hpp"

#include <gtest/gtest.h>

#include "datasets/messages/cst.hpp"
#include "datasets/text/code_page.hpp"

namespace coldsite::tape {
namespace {

Bytes label(const std::string& text) {
  return text::label_from_utf8(text, 80);
}

TapeFileLabel sample() {
  TapeFileLabel sample;
  sample.kind = LabelKind::kEndOfVolume;
  sample.data_set_id = "PROD.BACKUP.G0001";
  sample.set_volser = "T00001";
  sample.volume_sequence = 2;
  sample.file_sequence = 13;
  sample.generation = 12;
  sample.version = 3;
  sample.created = {2026, 325};
  sample.expires = {1999, 365};
  sample.block_count = 12'345'678;
  sample.record_format.bits = 0x5C;
  sample.block_bytes = 65520;
  sample.record_bytes = 32756;
  sample.job_step = "DRJOB   /DUMP";
  return sample;
}

TEST(TapeLabels, FileLabelsComeBackAsMade) {
  const TapeFileLabel made = sample();
  const auto read = parse_file_label(make_first_label(made), make_second_label(made));
  ASSERT_TRUE(read) << to_string(read.failure());
  EXPECT_EQ(read->kind, made.kind);
  EXPECT_EQ(read->data_set_id, made.data_set_id);
  EXPECT_EQ(read->set_volser, made.set_volser);
  EXPECT_EQ(read->volume_sequence, 2U);
  EXPECT_EQ(read->file_sequence, 13U);
  EXPECT_EQ(read->generation, 12U);
  EXPECT_EQ(read->version, 3U);
  EXPECT_EQ(read->created, made.created);
  EXPECT_EQ(read->expires, made.expires);
  EXPECT_EQ(read->block_count, made.block_count);
  EXPECT_EQ(read->system_code, "COLDSITE");
  EXPECT_EQ(read->record_format, made.record_format);
  EXPECT_EQ(read->block_bytes, 65520U);
  EXPECT_EQ(read->record_bytes, 32756U);
  EXPECT_EQ(read->job_step, made.job_step);
}

TEST(TapeLabels, VolumeLabelComesBackAsMade) {
  const auto read = parse_volume_label(make_volume_label({"T00001", "OPS"}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->volser, "T00001");
  EXPECT_EQ(read->owner, "OPS");
}

TEST(TapeLabels, SaysWhichLabelAndFieldIsWrong) {
  EXPECT_TRUE(parse_volume_label(label("HDR1")).failure().is(msg::CST0010E));
  EXPECT_TRUE(parse_file_label(label("VOL1"), {}).failure().is(msg::CST0010E));
  EXPECT_TRUE(parse_file_label(Bytes(5), {}).failure().is(msg::CST0010E));
  const TapeFileLabel made = sample();
  EXPECT_TRUE(parse_file_label(make_first_label(made), label("EOF2")).failure().is(msg::CST0010E));
  Bytes bad = make_first_label(made);
  bad[32] = 0xC1;
  const auto read = parse_file_label(bad, {});
  ASSERT_TRUE(read.failure().is(msg::CST0011E));
  EXPECT_EQ(read.failure().inserts()[0], "data set sequence");
}

TEST(TapeLabels, KnowsWhenADateProtects) {
  const dasd::LabelDate today{2026, 325};
  EXPECT_TRUE(is_expired({}, today));
  EXPECT_TRUE(is_expired({2026, 325}, today));
  EXPECT_TRUE(is_expired({2025, 366}, today));
  EXPECT_FALSE(is_expired({2026, 326}, today));
  EXPECT_FALSE(is_expired({1999, 365}, today));
  EXPECT_FALSE(is_expired({1999, 366}, today));
  EXPECT_TRUE(is_expired({1999, 364}, today));
}

TEST(TapeLabels, NamesLongerThanSeventeenKeepTheirEnd) {
  EXPECT_EQ(label_data_set_id("PROD.DAILY.BACKUP.G0001V00"), "Y.BACKUP.G0001V00");
  EXPECT_EQ(label_data_set_id("SHORT"), "SHORT");
}

TEST(TapeLabels, EveryFlippedByteGivesALabelOrAMessage) {
  const Bytes good = make_first_label(sample());
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes bad = good;
      bad[i] = static_cast<std::uint8_t>(bad[i] ^ (1 << bit));
      const auto read = parse_file_label(bad, bad);
      EXPECT_FALSE(read);  // a second label that is the first again
      (void)parse_file_label(bad, {});
      (void)parse_file_label(make_first_label(sample()), bad);
      (void)parse_volume_label(bad);
    }
  }
}

}  // namespace
}  // namespace coldsite::tape
