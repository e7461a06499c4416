#include "utilities/batch/json.hpp"

#include <gtest/gtest.h>

namespace coldsite::batch {
namespace {

TEST(Json, EscapesWhatAStringMustNotHold) {
  EXPECT_EQ(json_string("a\"b\\c\nd\te\x01"), R"("a\"b\\c\nd\te\u0001")");
}

TEST(Json, KeepsUtf8AndReplacesBytesThatAreNot) {
  EXPECT_EQ(json_string("\xC3\xA4\xE2\x82\xAC"), "\"\xC3\xA4\xE2\x82\xAC\"");
  EXPECT_EQ(json_string("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
  EXPECT_EQ(json_string("\xC0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");  // overlong
  EXPECT_EQ(json_string("\xE2\x82"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");  // cut short
}

TEST(Json, ObjectKeepsTheOrderOfItsMembers) {
  EXPECT_EQ(JsonObject().text(), "{}");
  EXPECT_EQ(JsonObject().add("b", "x").add("a", -5).add_json("c", "[]").text(),
            R"({"b":"x","a":-5,"c":[]})");
}

}  // namespace
}  // namespace coldsite::batch
