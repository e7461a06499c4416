#include "utilities/idcams/print_lines.hpp"

#include <gmock/gmock.h>

namespace coldsite::idcams {
namespace {

using ::testing::ElementsAre;

Bytes ebcdic(std::string_view text) {
  return *text::default_code_page().from_utf8(text);
}

std::vector<std::string> lines_of(const RecordPlace& place, ByteView record, PrintFormat format) {
  std::vector<std::string> lines;
  for (const PrintLine& line : record_lines(place, record, format, text::default_code_page())) {
    lines.push_back(line.text);
  }
  return lines;
}

TEST(PrintLines, CharactersShowTheKeyAsCharactersAndFullStopsForTheRest) {
  Bytes record = ebcdic("A001 SUDHAKAR");
  record.push_back(0x00);
  const Bytes key = ebcdic("A001");
  EXPECT_THAT(lines_of({RecordIdentity::kKey, key}, record, PrintFormat::kCharacter),
              ElementsAre("KEY OF RECORD - A001", "A001 SUDHAKAR."));
}

TEST(PrintLines, HexadecimalLinesHoldSixtyBytes) {
  const Bytes record(70, 0xC1);
  const auto lines = lines_of({RecordIdentity::kRba, {}, 160}, record, PrintFormat::kHexadecimal);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "RBA OF RECORD -              160");
  EXPECT_EQ(lines[1].size(), 120U);
  EXPECT_EQ(lines[2], "C1C1C1C1C1C1C1C1C1C1");
}

TEST(PrintLines, ADumpHasOffsetsGroupsAndCharacters) {
  const Bytes record = ebcdic("AB01SMITH                        X");
  EXPECT_THAT(
      lines_of({RecordIdentity::kNumber, {}, 4}, record, PrintFormat::kDump),
      ElementsAre("RELATIVE RECORD NUMBER - 4",
                  "0000   C1C2F0F1 E2D4C9E3 C8404040 40404040  40404040 40404040 40404040 40404040"
                  "   *AB01SMITH                       *",
                  "0020   40E7" + std::string(68, ' ') + "   * X" + std::string(30, ' ') + "*"));
}

TEST(PrintLines, AnEmptyRecordHasItsHeaderOnly) {
  EXPECT_THAT(lines_of({RecordIdentity::kSequence, {}, 1}, {}, PrintFormat::kDump),
              ElementsAre("RECORD SEQUENCE NUMBER - 1"));
}

}  // namespace
}  // namespace coldsite::idcams
