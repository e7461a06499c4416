#include "datasets/io/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace coldsite::io {
namespace {

TEST(Random, RepeatsWithTheSameSeed) {
  Random one(42);
  Random two(42);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(one.next(), two.next());
  }
  EXPECT_NE(Random(1).next(), Random(2).next());
}

TEST(Random, KeepsWithinTheBoundAndReachesAllOfIt) {
  Random random(7);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    seen.insert(random.between(3, 7));
  }
  EXPECT_EQ(seen, (std::set<std::uint64_t>{3, 4, 5, 6, 7}));
  EXPECT_EQ(random.below(1), 0u);
}

TEST(Random, SplitsTheSameHoweverMuchWasDrawn) {
  Random fresh(9);
  Random used(9);
  used.next();
  EXPECT_EQ(fresh.split("a").next(), used.split("a").next());
  EXPECT_NE(fresh.split("a").next(), fresh.split("b").next());
  EXPECT_NE(fresh.split(1).next(), fresh.split(2).next());
}

}  // namespace
}  // namespace coldsite::io
