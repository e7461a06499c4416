// Power failures under a catalog, by seeds.
#include "tests/datasets/catalog/catalog_power.hpp"

namespace coldsite::catalog {
namespace {

class CatalogPowerSweep : public CatalogPower,
                          public ::testing::WithParamInterface<std::uint64_t> {};

TEST_P(CatalogPowerSweep, EachEntryIsOldOrNew) {
  run(GetParam(), 4, 150);
}

INSTANTIATE_TEST_SUITE_P(Seeds, CatalogPowerSweep, ::testing::Range<std::uint64_t>(2, 8));

}  // namespace
}  // namespace coldsite::catalog
