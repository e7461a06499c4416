// Kills and power failures by many seeds. COLDSITE_POWER_SEED=n tries that one only,
// COLDSITE_POWER_SEEDS=n the first n.
#include <cstdlib>

#include "tests/datasets/vsam/power_story.hpp"

namespace coldsite::vsam {
namespace {

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class ClusterPowerSweep : public PowerStory {
 protected:
  void sweep() {
    const std::uint64_t only = number_in("COLDSITE_POWER_SEED", 0);
    const std::uint64_t last = only != 0 ? only : number_in("COLDSITE_POWER_SEEDS", 12);
    for (std::uint64_t seed = only != 0 ? only : 2; seed <= last && !HasFailure(); ++seed) {
      faults_.reset();
      memory_ = io::make_memory_store();
      faults_ = io::make_fault_store(*memory_);
      volumes_ = TestVolumes(*faults_);
      model_ = {};
      run(seed, 6);
    }
  }
};
class ClusterKillSweep : public ClusterPowerSweep {};

TEST_P(ClusterPowerSweep, WhatWasSyncedLasts) {
  sweep();
}

TEST_P(ClusterKillSweep, WhatWasWrittenIsThere) {
  sweep();
}

INSTANTIATE_TEST_SUITE_P(Many, ClusterPowerSweep, ::testing::ValuesIn(power_cases(false)), name_of);
INSTANTIATE_TEST_SUITE_P(Many, ClusterKillSweep, ::testing::ValuesIn(power_cases(true)), name_of);

}  // namespace
}  // namespace coldsite::vsam
