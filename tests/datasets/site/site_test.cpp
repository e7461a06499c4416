#include "datasets/site/site.hpp"

#include "datasets/messages/cse.hpp"
#include "datasets/messages/ief.hpp"
#include "tests/datasets/site/site_fixture.hpp"

namespace coldsite::site {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(SiteTest, FirstUseMakesFoldersAndBlankImages) {
  EXPECT_THAT(*store->list("site"), ElementsAre("dasd", "run", "site.conf", "spool", "tape"));
  EXPECT_THAT(*store->list("site/dasd"), ElementsAre("0a80.3390", "0a81.3390", "0a82.3390"));
}

TEST_F(SiteTest, LabelledDevicesAreOnlineAndBlankOnesSayWhyNot) {
  ASSERT_EQ(site->devices().size(), 3U);
  EXPECT_EQ(site->devices()[0].state, DeviceState::kOnline);
  EXPECT_EQ((*site->find_volume("PRD002"))->definition.address, 0x0A81);
  EXPECT_EQ(site->devices()[2].state, DeviceState::kOffline);
  EXPECT_EQ(site->devices()[2].offline_reason, "no label");
}

TEST_F(SiteTest, DuplicateVolserStaysOfflineAtTheHigherAddress) {
  label_volume(0x0A82, "PRD001");
  open_site();
  EXPECT_EQ(site->devices()[0].state, DeviceState::kOnline);
  EXPECT_EQ(site->devices()[2].offline_reason, "duplicate VOLSER of 0A80");
  EXPECT_TRUE(site->vary(0x0A82, DeviceState::kOnline).failure().is(msg::CSE0012E));
}

TEST_F(SiteTest, VaryIsKeptForLaterProcesses) {
  label_volume(0x0A82, "PRD001");
  ASSERT_TRUE(site->vary(0x0A80, DeviceState::kOffline).ok());
  ASSERT_TRUE(site->vary(0x0A82, DeviceState::kOnline).ok());
  open_site();
  EXPECT_EQ((*site->find_volume("PRD001"))->definition.address, 0x0A82);
  EXPECT_EQ(site->devices()[0].offline_reason, "varied offline");
  ASSERT_TRUE(site->vary(0x0A82, DeviceState::kOffline).ok());
  EXPECT_THAT(site->find_volume("PRD001").failure().text(), HasSubstr("offline: varied offline"));
}

TEST_F(SiteTest, VaryOnlineNeedsADeviceWithALabel) {
  EXPECT_TRUE(site->vary(0x0A82, DeviceState::kOnline).failure().is(msg::CSE0013E));
  EXPECT_TRUE(site->vary(0x0AFF, DeviceState::kOnline).failure().is(msg::CSE0010E));
}

TEST_F(SiteTest, ImageOfAnotherDeviceTypeStaysOffline) {
  write_file("site/site.conf", "[dasd]\ndevice = 0a80 3380\ndevice = 0a81 3390\n");
  ASSERT_TRUE(store->rename_file("site/dasd/0a80.3390", "site/dasd/0a80.3380").ok());
  open_site();
  EXPECT_EQ(site->devices()[0].offline_reason, "image is a 3390, site.conf says 3380");
  EXPECT_EQ(site->devices()[1].state, DeviceState::kOnline);
}

TEST_F(SiteTest, DamagedImageStaysOfflineWithItsMessage) {
  write_file("site/dasd/0a80.3390", "no image");
  open_site();
  EXPECT_THAT(site->devices()[0].offline_reason, testing::StartsWith("CSV"));
}

TEST_F(SiteTest, UnitIsAnEsotericATypeOrAnAddress) {
  EXPECT_EQ(site->online_devices("SYSDA")->size(), 2U);
  EXPECT_EQ(site->online_devices("ONLY81")->size(), 1U);
  EXPECT_EQ(site->online_devices("3390")->size(), 2U);
  EXPECT_EQ(site->online_devices("0A81")->size(), 1U);
  EXPECT_EQ(site->online_devices("SYSALLDA")->size(), 2U);
  EXPECT_EQ(site->online_devices("VIO")->size(), 2U);
  EXPECT_TRUE(site->online_devices("DISK").failure().is(msg::IEF210I));
}

TEST_F(SiteTest, ScratchTapesTakeTheNextFreeNumber) {
  EXPECT_EQ(*site->create_scratch_tape(""), "T00001");
  EXPECT_EQ(*site->create_scratch_tape("BK0001"), "BK0001");
  EXPECT_EQ(*site->create_scratch_tape(""), "T00002");
  EXPECT_THAT(*site->tape_volsers(), ElementsAre("BK0001", "T00001", "T00002"));
  EXPECT_EQ(*site->find_tape("T00002"), "site/tape/T00002.het");
  EXPECT_FALSE(site->find_tape("T00003")->has_value());
}

TEST_F(SiteTest, DirectoryWithoutConfigurationIsNoSite) {
  EXPECT_TRUE(Site::open(*store, "nowhere").failure().is(msg::CSE0001E));
}

TEST_F(SiteTest, EnqueueSharesReadersAndKeepsWritersOut) {
  const auto readers = enqueues_for({{"A", {dd("A=DSN=X.Y,DISP=SHR")}}});
  const auto writers = enqueues_for({{"A", {dd("A=DSN=X.Y,DISP=SHR"), dd("A=DSN=X.Y,DISP=OLD")}}});
  ASSERT_EQ(writers.size(), 1U);
  auto first = enqueue(*site, readers, Waiting::kFail);
  ASSERT_TRUE(first.ok()) << to_string(first.failure());
  EXPECT_TRUE(enqueue(*site, readers, Waiting::kFail).ok());
  EXPECT_TRUE(enqueue(*site, writers, Waiting::kFail).failure().is(msg::CSE0030E));
  first->reset();
  EXPECT_TRUE(enqueue(*site, writers, Waiting::kFail).ok());
}

TEST_F(SiteTest, TemporaryDummyAndHostFilesAreNotEnqueued) {
  EXPECT_TRUE(enqueues_for({{"A",
                             {dd("A=DSN=&&T,DISP=NEW"), dd("A=DUMMY"), dd("A=./file"),
                              dd("A=DSN=X,PATH='p.ckd',UNIT=3390")}}})
                  .empty());
}

}  // namespace
}  // namespace coldsite::site
