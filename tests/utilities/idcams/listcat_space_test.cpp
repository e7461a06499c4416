// LISTCAT's figures of free space against what was put into a cluster.
#include <regex>

#include "tests/utilities/idcams/idcams_fixture.hpp"

namespace coldsite::idcams {
namespace {

class ListcatSpaceTest : public IdcamsTest {
 protected:
  /// The values of a field in the order of the listing: data, index.
  std::vector<std::uint64_t> values_of(const std::string& name) {
    EXPECT_EQ(idcams("  LISTCAT ENTRIES(TEST.KSDS) ALL\n"), 0) << output();
    const std::string text = output();
    const std::regex field(name + "-+([0-9]+)");
    std::vector<std::uint64_t> values;
    for (std::sregex_iterator at(text.begin(), text.end(), field), end; at != end; ++at) {
      values.push_back(std::stoull((*at)[1]));
    }
    return values;
  }
};

TEST_F(ListcatSpaceTest, EverythingIsFreeInANewCluster) {
  ASSERT_EQ(idcams(cluster("TEST.KSDS", "KEYS(4 0) RECORDSIZE(20 20)")), 0) << output();
  const auto free = values_of("FREESPC"), allocated = values_of("HI-A-RBA");
  ASSERT_EQ(free.size(), 2U);
  ASSERT_EQ(allocated.size(), 4U);  // of the component and of its volume
  EXPECT_EQ(free[0], allocated[0]);
  EXPECT_EQ(free[1], allocated[2]);
}

TEST_F(ListcatSpaceTest, ControlIntervalsInUseAreNotFree) {
  std::string lines;
  for (int i = 1000; i < 2000; ++i) {
    lines += std::to_string(i) + "ABCDEFGHIJKLMNOP\n";
  }
  load_ksds("TEST.KSDS", lines);
  const auto free = values_of("FREESPC"), allocated = values_of("HI-A-RBA");
  const auto interval_bytes = values_of("CISIZE"), total = values_of("REC-TOTAL");
  ASSERT_EQ(free.size(), 2U);
  EXPECT_EQ(total[0], 1000U);
  const std::uint64_t in_one = (interval_bytes[0] - 10) / 20;  // CIDF and two RDFs
  const std::uint64_t in_use = (1000 + in_one - 1) / in_one;
  EXPECT_EQ(free[0], allocated[0] - in_use * interval_bytes[0]);
  EXPECT_EQ(free[1], allocated[2] - total[1] * interval_bytes[1]);
}

}  // namespace
}  // namespace coldsite::idcams
