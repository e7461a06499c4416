#include "datasets/io/sha256.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace coldsite::io {
namespace {

ByteView bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

TEST(Sha256, GivesTheDigestsOfFips180) {
  Sha256 sha;
  EXPECT_EQ(sha.hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  sha.add(bytes("abc"));
  EXPECT_EQ(sha.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, DoesNotCareHowTheBytesAreCut) {
  Sha256 whole;
  Sha256 pieces;
  whole.add(bytes("disaster recovery"));
  pieces.add(bytes("disaster "));
  pieces.add(bytes("recovery"));
  EXPECT_EQ(whole.hex(), pieces.hex());
}

}  // namespace
}  // namespace coldsite::io
