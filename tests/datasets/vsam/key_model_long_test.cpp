// Many random requests on many key-sequenced clusters. One run again: COLDSITE_SEED=seed.
#include <cstdlib>

#include "tests/datasets/vsam/key_model.hpp"

namespace coldsite::vsam {
namespace {

constexpr int kChanges = 3000;

class KeyModelLongTest : public KeyModelTest,
                         public ::testing::WithParamInterface<std::uint64_t> {};

TEST_P(KeyModelLongTest, AnswersAsAMapAndSqliteDo) {
  if (const char* seed = std::getenv("COLDSITE_SEED")) {
    run(std::stoull(seed), kChanges);
    return;
  }
  for (std::uint64_t seed = GetParam(); seed < GetParam() + 5 && !HasFailure(); ++seed) {
    run(seed, kChanges);
  }
}

INSTANTIATE_TEST_SUITE_P(FiveSeeds, KeyModelLongTest,
                         ::testing::Range<std::uint64_t>(1000, 1060, 5));

}  // namespace
}  // namespace coldsite::vsam
