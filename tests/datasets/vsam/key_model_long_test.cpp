// Many random requests on many key-sequenced clusters. One run again: COLDSITE_SEED=seed.
#include <cstdlib>

#include "tests/datasets/vsam/key_model.hpp"

namespace coldsite::vsam {
namespace {

TEST_F(KeyModelTest, ManyClustersAnswerAsAMapAndSqliteDo) {
  constexpr int kChanges = 3000;
  if (const char* seed = std::getenv("COLDSITE_SEED")) {
    run(std::stoull(seed), kChanges);
    return;
  }
  for (std::uint64_t seed = 1000; seed < 1060 && !HasFailure(); ++seed) {
    run(seed, kChanges);
  }
}

}  // namespace
}  // namespace coldsite::vsam
