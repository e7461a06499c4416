#include "datasets/io/checksum.hpp"

#include <gtest/gtest.h>

#include "datasets/io/random.hpp"

namespace coldsite::io {
namespace {

TEST(Checksum, IsTheXxh3OfThePublishedAlgorithm) {
  EXPECT_EQ(checksum({}), 0x2D06800538D394C2u);  // XXH3_64bits of nothing, seed 0
}

TEST(Checksum, DoesNotDependOnHowDataIsCut) {
  Random random(1);
  Bytes data(10'000);
  random.fill(data);
  for (std::size_t cut = 0; cut < data.size(); cut += 997) {
    Checksum pieces;
    pieces.add(ByteView(data).first(cut));
    pieces.add(ByteView(data).subspan(cut));
    EXPECT_EQ(pieces.value(), checksum(data)) << cut;
  }
}

TEST(Checksum, ChangesWithEveryFlippedBit) {
  Bytes data(300, 0x5A);
  const std::uint64_t good = checksum(data);
  for (std::size_t bit = 0; bit < data.size() * 8; ++bit) {
    data[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_NE(checksum(data), good) << bit;
    data[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
  }
}

TEST(Checksum, StartsAgainAfterReset) {
  Checksum sum;
  sum.add(Bytes{1, 2, 3});
  sum.reset();
  EXPECT_EQ(sum.value(), checksum({}));
}

}  // namespace
}  // namespace coldsite::io
