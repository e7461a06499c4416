// Kills and power failures, few of them: cluster_power_sweep_test.cpp has more.
#include "tests/datasets/vsam/power_story.hpp"

namespace coldsite::vsam {
namespace {

class ClusterPowerTest : public PowerStory {};
class ClusterKillTest : public PowerStory {};

TEST_P(ClusterPowerTest, WhatWasSyncedLasts) {
  run(1, 4);
}

TEST_P(ClusterKillTest, WhatWasWrittenIsThere) {
  run(1, 4);
}

INSTANTIATE_TEST_SUITE_P(Few, ClusterPowerTest, ::testing::ValuesIn(power_cases(false)), name_of);
INSTANTIATE_TEST_SUITE_P(Few, ClusterKillTest, ::testing::ValuesIn(power_cases(true)), name_of);

}  // namespace
}  // namespace coldsite::vsam
