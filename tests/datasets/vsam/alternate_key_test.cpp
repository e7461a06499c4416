#include <gtest/gtest.h>

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/alternate_index.hpp"

namespace coldsite::vsam {
namespace {

AlternateKeyRecord make_record() {
  return {true, {0xC1, 0xC2, 0xC3}, {{1, 2}, {3, 4}, {5, 6}}};
}

TEST(AlternateKey, HasHeaderKeyAndPointers) {
  const Bytes bytes = encode_alternate_key(make_record());
  EXPECT_EQ(bytes, (Bytes{0x01, 2, 0, 3, 3, 0xC1, 0xC2, 0xC3, 1, 2, 3, 4, 5, 6}));
  const auto decoded = decode_alternate_key(bytes, "AIX");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->pointers, make_record().pointers);
  EXPECT_EQ(decoded->key, make_record().key);
  EXPECT_TRUE(decoded->points_by_key);
}

TEST(AlternateKey, EveryTruncationIsFound) {
  const Bytes bytes = encode_alternate_key(make_record());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto decoded = decode_alternate_key(ByteView(bytes).first(length), "AIX");
    ASSERT_FALSE(decoded) << length;
    EXPECT_TRUE(decoded.failure().is(msg::CSM0060E));
  }
}

TEST(AlternateKey, AFlippedHeaderIsFoundAndAFlippedKeyIsAnotherKey) {
  const Bytes bytes = encode_alternate_key(make_record());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    Bytes damaged = bytes;
    damaged[at] ^= 0xFF;
    const auto decoded = decode_alternate_key(damaged, "AIX");
    EXPECT_EQ(decoded.ok(), at >= 5) << at;
  }
}

TEST(AlternateKey, AShortRecordHasNone) {
  ComponentAttributes index;
  index.key_bytes = 4;
  index.alternate_key_offset = 6;
  EXPECT_FALSE(alternate_key_of(Bytes(9), index));
  EXPECT_EQ(alternate_key_of(Bytes(10), index)->size(), 4U);
}

TEST(AlternateKey, PointersAreKeysOrFourByteRbas) {
  ComponentAttributes base;
  base.key_bytes = 2;
  base.key_offset = 1;
  const Bytes record = {9, 1, 2, 3};
  EXPECT_EQ(pointer_to({record, 0x1234, 0}, base), (Bytes{1, 2}));
  base.organization = Organization::kEntrySequenced;
  EXPECT_EQ(pointer_to({record, 0x1234, 0}, base), (Bytes{0, 0, 0x12, 0x34}));
}

}  // namespace
}  // namespace coldsite::vsam
