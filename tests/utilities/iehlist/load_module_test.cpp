#include "utilities/iehlist/load_module.hpp"

#include <gtest/gtest.h>

namespace coldsite::iehlist {
namespace {

/// IEFBR14 as a linkage editor leaves it: TTR of the text, one text block, RENT REUS REFR, SSI and
/// APF parts.
Bytes user_data() {
  return {0x00, 0x0A, 0x0E, 0x00, 0x00, 0x00, 0x00, 0x00, 0xC3, 0xE3, 0x00, 0x00, 0x08, 0x00,
          0x08, 0x00, 0x00, 0x00, 0x98, 0x12, 0x00, 0x00, 0x12, 0x34, 0x56, 0x78, 0x01, 0x01};
}

TEST(LoadModule, ReadsAttributesEntryPointSsiAndAuthorization) {
  const auto module = load_module({.name = "IEFBR14", .note_count = 1, .user_data = user_data()});
  ASSERT_TRUE(module);
  EXPECT_EQ(module->text_ttr, 0x0A0EU);
  EXPECT_EQ(module->storage_bytes, 8U);
  EXPECT_EQ(module->first_text_bytes, 8U);
  EXPECT_EQ(module->attributes, "RENT REUS EXEC 1BLK REFR");
  EXPECT_EQ(module->amode, 31);
  EXPECT_EQ(module->rmode, 0);
  EXPECT_EQ(module->ssi, 0x12345678U);
  EXPECT_EQ(module->authorization_code, 1);
}

TEST(LoadModule, AliasNamesItsMainMember) {
  Bytes data = user_data();
  const Bytes alias = {0x00, 0x00, 0x10, 0xD4, 0xC1, 0xC9, 0xD5, 0x40, 0x40, 0x40, 0x40};
  data.insert(data.begin() + 21, alias.begin(), alias.end());
  data.erase(data.begin() + 32);  // the SSI is on a halfword already
  const auto module =
      load_module({.name = "ALIAS", .is_alias = true, .note_count = 1, .user_data = data});
  ASSERT_TRUE(module);
  EXPECT_EQ(module->main_member, "MAIN");
  EXPECT_EQ(module->ssi, 0x12345678U);
}

TEST(LoadModule, OtherUserDataIsNone) {
  EXPECT_FALSE(load_module({.name = "A"}));
  EXPECT_FALSE(load_module({.name = "A", .note_count = 0, .user_data = user_data()}));
  EXPECT_FALSE(load_module({.name = "A", .note_count = 1, .user_data = Bytes(20)}));
}

TEST(LoadModule, EveryLengthIsSafe) {
  for (std::size_t length = 0; length <= user_data().size(); ++length) {
    Bytes data = user_data();
    data.resize(length);
    for (const bool is_alias : {false, true}) {
      const auto module =
          load_module({.name = "A", .is_alias = is_alias, .note_count = 1, .user_data = data});
      EXPECT_EQ(module.has_value(), length > 21) << length;
    }
  }
}

}  // namespace
}  // namespace coldsite::iehlist
