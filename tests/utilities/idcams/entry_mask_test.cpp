#include "utilities/idcams/entry_mask.hpp"

#include <gtest/gtest.h>

namespace coldsite::idcams {
namespace {

bool generic(std::string_view mask, std::string_view name) {
  return EntryMask(mask, MaskKind::kGeneric).matches(name);
}
bool level(std::string_view mask, std::string_view name) {
  return EntryMask(mask, MaskKind::kLevel).matches(name);
}
bool masked(std::string_view mask, std::string_view name) {
  return EntryMask(mask, MaskKind::kMask).matches(name);
}

TEST(EntryMask, AGenericAsteriskIsOneQualifier) {
  EXPECT_TRUE(generic("A.*.B", "A.X.B"));
  EXPECT_FALSE(generic("A.*.B", "A.B"));
  EXPECT_FALSE(generic("A.*.B", "A.X.Y.B"));
  EXPECT_TRUE(generic("A.B*", "A.BC"));
  EXPECT_FALSE(generic("A.*", "A.B.C"));
}

TEST(EntryMask, ALevelTakesFurtherQualifiersAndAtLeastOne) {
  EXPECT_TRUE(level("A.B", "A.B.C.D"));
  EXPECT_FALSE(level("A.B", "A.B"));
  EXPECT_FALSE(level("A.B", "A.BC.D"));
  EXPECT_TRUE(level("A.*.C", "A.X.C.D"));
  EXPECT_EQ(EntryMask("A.B", MaskKind::kLevel).prefix(), "A.B.");
}

TEST(EntryMask, MasksTakeCharactersQualifiersAndAnyNumberOfThem) {
  EXPECT_TRUE(masked("A.**", "A"));
  EXPECT_TRUE(masked("A.**", "A.B.C"));
  EXPECT_TRUE(masked("A.**.Z", "A.Z"));
  EXPECT_TRUE(masked("A.**.Z", "A.B.C.Z"));
  EXPECT_FALSE(masked("A.**.Z", "A.B.C"));
  EXPECT_TRUE(masked("A.B%D", "A.BCD"));
  EXPECT_FALSE(masked("A.B%D", "A.BD"));
  EXPECT_TRUE(masked("A*C.D", "ABXC.D"));
  EXPECT_FALSE(masked("A.*", "A.B.C"));
  EXPECT_TRUE(masked("**", "ANY.NAME"));
  EXPECT_EQ(EntryMask("A.**", MaskKind::kMask).prefix(), "A");
}

}  // namespace
}  // namespace coldsite::idcams
