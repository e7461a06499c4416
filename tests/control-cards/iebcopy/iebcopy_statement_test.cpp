#include "control-cards/iebcopy/iebcopy_statement.hpp"

#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "control-cards/iebcopy/iebcopy_grammar.hpp"
#include "tests/control-cards/golden.hpp"

namespace coldsite::iebcopy {
namespace {

std::vector<CopyStep> parsed(std::string_view text) {
  auto deck = parse_iebcopy(cards::CardDeck::from_text("SYSIN", text));
  EXPECT_TRUE(deck.ok()) << test::describe_all(deck.errors);
  return deck.statements;
}

TEST(Iebcopy, CopyWithReplaceAndList) {
  const auto steps = parsed("COPY1  COPY  OUTDD=OUT,INDD=(IN1,(IN2,R)),LIST=NO   all of them\n");
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].output.text, "OUT");
  ASSERT_EQ(steps[0].inputs.size(), 2U);
  EXPECT_FALSE(steps[0].inputs[0].replace);
  EXPECT_TRUE(steps[0].inputs[1].replace);
  EXPECT_EQ(steps[0].list, false);
}

TEST(Iebcopy, SelectRenamesAndReplaces) {
  const auto steps = parsed(
      "  COPY OUTDD=OUT,INDD=IN\n"
      "  SELECT MEMBER=(A,(B,BNEW),(C,,R),(D,DNEW,R))\n"
      "  S M=E\n");
  ASSERT_EQ(steps.size(), 1U);
  ASSERT_EQ(steps[0].selects.size(), 5U);
  EXPECT_EQ(steps[0].selects[1].new_name, "BNEW");
  EXPECT_TRUE(steps[0].selects[2].new_name.empty());
  EXPECT_TRUE(steps[0].selects[2].replace);
  EXPECT_TRUE(steps[0].selects[3].replace);
  EXPECT_EQ(steps[0].selects[4].name, "E");
}

TEST(Iebcopy, FurtherInputIsAFurtherStep) {
  const auto steps = parsed(
      "  COPY OUTDD=OUT\n"
      "  INDD=IN1\n"
      "  SELECT MEMBER=A\n"
      "  INDD=((IN2,R))\n"
      "  EXCLUDE MEMBER=(B,C)\n"
      "  COPYMOD O=LOAD,I=IN3,MAXBLK=32K,MINBLK=1024\n");
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].inputs[0].ddname, "IN1");
  EXPECT_EQ(steps[1].output.text, "OUT");
  EXPECT_TRUE(steps[1].selects.empty());
  EXPECT_EQ(steps[1].excludes.size(), 2U);
  EXPECT_TRUE(steps[2].is_copymod);
  EXPECT_EQ(steps[2].block_bytes_max, 32760U);
}

TEST(Iebcopy, GoldenErrors) {
  test::expect_golden(
      "iebcopy", [](const std::string& deck) { return test::describe_deck(parse_iebcopy, deck); });
}

TEST(Iebcopy, GrammarHasNoLoopWithoutProgress) {
  EXPECT_EQ(tao::pegtl::analyze<grammar::statement>(), 0U);
}

}  // namespace
}  // namespace coldsite::iebcopy
