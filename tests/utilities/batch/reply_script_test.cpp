#include "utilities/batch/reply_script.hpp"

#include <gtest/gtest.h>

namespace coldsite::batch {
namespace {

TEST(ReplyScript, TheFirstLineThatMeetsJobAndMessageCounts) {
  const auto script = ReplyScript::parse(
      "# drill\n\nPREP?   ICK003D  U\r\nprep*\tICK*   T to stop\n* * N", "replies");
  ASSERT_TRUE(script);
  EXPECT_EQ(script->find("PREP1", "ICK003D REPLY U"), "U");
  EXPECT_EQ(script->find("PREP12", "ICK003D REPLY U"), "T to stop");
  EXPECT_EQ(script->find("OTHER", "XYZ"), "N");
}

TEST(ReplyScript, KnowsNothingOfOtherMessages) {
  const auto script = ReplyScript::parse("PREP1 ICK003D U\n", "replies");
  ASSERT_TRUE(script);
  EXPECT_EQ(script->find("PREP1", "ICK003DX TEXT"), std::nullopt);
  EXPECT_EQ(script->find("PREP11", "ICK003D TEXT"), std::nullopt);
  EXPECT_EQ(ReplyScript().find("A", "B"), std::nullopt);
}

TEST(ReplyScript, SaysWhereALineIsNotWhole) {
  const auto script = ReplyScript::parse("A B C\nPREP1 ICK003D\n", "replies");
  ASSERT_FALSE(script);
  EXPECT_EQ(script.failure().message().id, "CSP0022E");
  ASSERT_TRUE(script.failure().position());
  EXPECT_EQ(script.failure().position()->line, 2U);
}

TEST(ReplyScript, ManyStarsTakeNoTime) {
  std::string mask;
  for (int i = 0; i < 200; ++i) {
    mask += "*a";
  }
  const auto script = ReplyScript::parse(mask + "b * U\n", "replies");
  ASSERT_TRUE(script);
  EXPECT_EQ(script->find(std::string(5000, 'a'), "X"), std::nullopt);
}

}  // namespace
}  // namespace coldsite::batch
