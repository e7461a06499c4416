#include "jcl-runner/initiator_classes.hpp"

#include <gtest/gtest.h>

namespace coldsite::jcl {
namespace {

TEST(InitiatorClasses, AreANumberOrAListForEach) {
  EXPECT_EQ(parse_initiators("2")->size(), 2U);
  EXPECT_TRUE(parse_initiators("2")->front().serves("LONGNAME"));
  const auto lists = parse_initiators("A,bc,*");
  ASSERT_TRUE(lists);
  ASSERT_EQ(lists->size(), 3U);
  EXPECT_EQ((*lists)[0].classes, std::vector<std::string>({"A"}));
  EXPECT_EQ((*lists)[1].classes, std::vector<std::string>({"B", "C"}));
  EXPECT_TRUE((*lists)[1].serves("C"));
  EXPECT_FALSE((*lists)[1].serves("A"));
  EXPECT_TRUE((*lists)[2].serves("ANY"));
}

TEST(InitiatorClasses, AreRefusedWhenTheyAreNeither) {
  for (const char* text : {"", "0", "65", "A,,B", ",A", "A,", "A+B", "-1", "A B"}) {
    EXPECT_FALSE(parse_initiators(text)) << text;
  }
  std::string many = "A";
  for (int i = 0; i < 64; ++i) {
    many += ",A";
  }
  EXPECT_FALSE(parse_initiators(many));
}

}  // namespace
}  // namespace coldsite::jcl
