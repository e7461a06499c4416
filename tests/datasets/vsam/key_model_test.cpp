// Random requests on key-sequenced clusters, a few of each shape (many: key_model_long_test.cpp).
#include "tests/datasets/vsam/key_model.hpp"

namespace coldsite::vsam {
namespace {

TEST_F(KeyModelTest, AnswersAsAMapAndSqliteDo) {
  for (std::uint64_t seed = 1; seed <= 8 && !HasFailure(); ++seed) {
    run(seed, 200);
  }
}

}  // namespace
}  // namespace coldsite::vsam
