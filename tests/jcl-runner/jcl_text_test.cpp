#include "jcl-runner/jcl_text.hpp"

#include <gtest/gtest.h>

namespace coldsite::jcl {
namespace {

TEST(JclSource, TakesCrLfTabsAndMissingLastLineEnd) {
  const SourceHandle source = make_source("X", "//A\tJOB\r\n//B");
  ASSERT_EQ(source->cards.size(), 2U);
  EXPECT_EQ(source->cards[0].text, "//A     JOB");
  EXPECT_EQ(source->cards[1].text, "//B");
  EXPECT_EQ(source->cards[1].number, 2U);
}

TEST(JclSource, CountsColumnsInCharactersNotBytes) {
  const std::string_view card = "//Ä X";
  EXPECT_EQ(offset_of_column(card, 4), 4U);
  EXPECT_EQ(column_of_offset(card, 5), 5U);
}

TEST(JclText, KnowsTheCardOfEveryPieceAlsoAfterAReplacement) {
  const SourceHandle source = make_source("X", "//A DD DSN=*.B,\n//       DISP=SHR\n");
  JclText text;
  text.append(source, 0, 8, "DSN=*.B,");
  text.append(source, 1, 10, "DISP=SHR");
  const JclText changed = text.replaced(4, 3, "PROD.LONG.NAME");
  EXPECT_EQ(changed.text(), "DSN=PROD.LONG.NAME,DISP=SHR");
  EXPECT_EQ(changed.position(4).column, 12U);
  EXPECT_EQ(changed.position(18).column, 15U);
  EXPECT_EQ(changed.position(19).line, 2U);
  EXPECT_EQ(changed.position(19).column, 10U);
  EXPECT_EQ(changed.position(99).column, 18U);
}

}  // namespace
}  // namespace coldsite::jcl
