#include "datasets/site/storage_group.hpp"

#include <gtest/gtest.h>

namespace coldsite::site {
namespace {

TEST(StorageGroup, AMaskStandsForAnyCharactersOrForOne) {
  SiteConfiguration configuration;
  configuration.storage_groups = {{"SGPROD", {"PRD*", "X%%1"}}, {"SGWORK", {"*WK"}}};
  for (const char* volser : {"PRD", "PRD001", "XAB1", "WK", "A1WK"}) {
    EXPECT_TRUE(is_in_storage_group(configuration, volser)) << volser;
  }
  for (const char* volser : {"PR1", "XAB2", "XA1", "WKA", ""}) {
    EXPECT_FALSE(is_in_storage_group(configuration, volser)) << volser;
  }
  EXPECT_FALSE(is_in_storage_group({}, "PRD001"));
}

}  // namespace
}  // namespace coldsite::site
