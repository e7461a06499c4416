// Power failures under a catalog, few of them: catalog_power_sweep_test.cpp has more.
#include "tests/datasets/catalog/catalog_power.hpp"

namespace coldsite::catalog {
namespace {

TEST_F(CatalogPower, EachEntryIsOldOrNew) {
  run(1, 3, 40);
}

}  // namespace
}  // namespace coldsite::catalog
