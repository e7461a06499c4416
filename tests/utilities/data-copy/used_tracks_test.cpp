#include "utilities/data-copy/used_tracks.hpp"

#include "tests/utilities/data-copy/copy_fixture.hpp"

namespace coldsite::copy {
namespace {

class UsedTracksTest : public CopyTest {
 protected:
  static std::uint32_t count(dasd::Volume& volume, const UsedTrackOptions& options) {
    return find_used_tracks(volume, options)->map.count();
  }
};

TEST_F(UsedTracksTest, DataSetsTravelUpToTheirLastBlock) {
  auto volume = make_volume("VOL001", 10);
  add_data_set(*volume, "A", 20, 7, 1);
  add_data_set(*volume, "EMPTY", 10, 0, 1);
  EXPECT_EQ(count(*volume, {}), 2U + 7 + 1);
  UsedTrackOptions named;
  named.all_data_names = {"A"};
  EXPECT_EQ(count(*volume, named), 2U + 20 + 1);
  UsedTrackOptions all;
  all.all_data = true;
  EXPECT_EQ(count(*volume, all), 2U + 30);
}

TEST_F(UsedTracksTest, OtherOrganisationsTravelWhole) {
  auto volume = make_volume("VOL001", 10);
  dasd::DataSetLabel vsam = add_data_set(*volume, "VSAM", 20, 2, 1);
  vsam.organization = dasd::Organization::kVsam;
  ASSERT_TRUE(dasd::update_data_set(*volume, vsam));
  dasd::DataSetLabel unknown = add_data_set(*volume, "EXCP", 10, 0, 1);
  unknown.organization = dasd::Organization::kUnknown;
  ASSERT_TRUE(dasd::update_data_set(*volume, unknown));
  EXPECT_EQ(count(*volume, {}), 2U + 20 + 1);
  UsedTrackOptions excp;
  excp.all_excp = true;
  EXPECT_EQ(count(*volume, excp), 2U + 20 + 10);
}

TEST_F(UsedTracksTest, WithoutAVtocEveryWrittenTrackTravels) {
  const auto model = dasd::find_device_model("3390");
  auto volume = *dasd::create_volume(*store_, "raw", *model->geometry, 5);
  write_track(*volume, 3, 1);
  write_track(*volume, 44, 2);
  const auto used = *find_used_tracks(*volume, {});
  ASSERT_TRUE(used.why_all);
  EXPECT_TRUE(used.why_all->is(msg::CSK0023W));
  EXPECT_TRUE(used.map.has(0) && used.map.has(3) && used.map.has(44));
  EXPECT_FALSE(used.map.has(20));
}

}  // namespace
}  // namespace coldsite::copy
