#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/messages/cse.hpp"
#include "datasets/site/site.hpp"

namespace coldsite::site {
namespace {

TEST(SiteConfiguration, ReadsEverySetting) {
  const auto site = parse_site_configuration(
      "# comment\nname = LOCAL   # behind a setting\nsysplex = PLEX1\ncodepage = IBM-037\r\n"
      "timezone = -05:30\nprograms = bin, /usr/local/bin\n\n[dasd]\n"
      "device = 0a81 3390 200\ndevice = 0a80 3390-1\n[tape]\ndrives = 4\nformat = aws\n"
      "capacity = 200M\n[storagegroup]\nSGPROD = PRD*, X%0001\n[esoteric]\nSYSDA = 0a80-0a9f 0b00\n"
      "CART = tape\n[catalog]\nmaster = MASTER.CATALOG SYSRES\n[box]\nBOX1 = 0a80-0a9f\n",
      "site.conf");
  ASSERT_TRUE(site.ok()) << to_string(site.failure());
  EXPECT_EQ(site->name, "LOCAL");
  EXPECT_EQ(site->sysplex, "PLEX1");
  EXPECT_EQ(site->code_page, "IBM-037");
  EXPECT_EQ(site->time_zone_minutes, -330);
  EXPECT_THAT(site->program_directories, testing::ElementsAre("bin", "/usr/local/bin"));
  ASSERT_EQ(site->devices.size(), 2U);
  EXPECT_EQ(site->devices[0].address, 0x0A80);
  EXPECT_EQ(site->devices[0].cylinders, 1113U);
  EXPECT_EQ(site->devices[1].cylinders, 200U);
  EXPECT_EQ(site->tape_drives, 4U);
  EXPECT_EQ(site->tape_format, "aws");
  EXPECT_EQ(site->tape_capacity_bytes, 200'000'000U);
  EXPECT_THAT(site->storage_groups.at("SGPROD"), testing::ElementsAre("PRD*", "X%0001"));
  EXPECT_EQ(site->esoterics.at("SYSDA").size(), 2U);
  EXPECT_THAT(site->tape_esoterics, testing::ElementsAre("CART"));
  EXPECT_EQ(site->master_catalog, "MASTER.CATALOG");
  EXPECT_EQ(site->master_volser, "SYSRES");
  EXPECT_EQ(site->boxes.at("BOX1").front().second, 0x0A9F);
}

TEST(SiteConfiguration, EmptyFileIsASite) {
  EXPECT_TRUE(parse_site_configuration("", "site.conf").ok());
}

struct BadSetting {
  std::string text;
  std::size_t line, column;
  std::string says;
};

class BadSettings : public testing::TestWithParam<BadSetting> {};

TEST_P(BadSettings, AreToldWithLineColumnAndHint) {
  const auto site = parse_site_configuration(GetParam().text, "site.conf");
  ASSERT_FALSE(site.ok());
  EXPECT_TRUE(site.failure().is(msg::CSE0002E));
  EXPECT_THAT(site.failure().text(), testing::HasSubstr(GetParam().says));
  ASSERT_TRUE(site.failure().position());
  EXPECT_EQ(site.failure().position()->line, GetParam().line);
  EXPECT_EQ(site.failure().position()->column, GetParam().column);
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadSettings,
    testing::Values(BadSetting{"nmae = X", 1, 1, "'nmae' is not one of name, sysplex"},
                    BadSetting{"name", 1, 1, "expected 'key = value'"},
                    BadSetting{"name =", 1, 1, "has no value"},
                    BadSetting{"name = toolongname", 1, 8, "1 to 8"},
                    BadSetting{"codepage = IBM-9", 1, 12, "IBM-9"},
                    BadSetting{"timezone = 1h", 1, 12, "offset from UTC"},
                    BadSetting{"[disk]", 1, 1, "not one of dasd, tape"},
                    BadSetting{"[dasd", 1, 1, "']' is missing"},
                    BadSetting{"[dasd]\nvolume = 1", 2, 1, "takes 'device"},
                    BadSetting{"[dasd]\ndevice = 0a80", 2, 10, "an address, a model"},
                    BadSetting{"[dasd]\ndevice = xyz 3390", 2, 10, "not a device address"},
                    BadSetting{"[dasd]\n  device = 0a80 9999", 2, 17, "9999"},
                    BadSetting{"[dasd]\ndevice = 0a80 3390 0", 2, 20, "number of cylinders"},
                    BadSetting{"[dasd]\ndevice = 0a80 3390\ndevice = 0A80 3390", 3, 10, "twice"},
                    BadSetting{"[tape]\ndrives = 0", 2, 10, "1 to 256"},
                    BadSetting{"[tape]\nformat = zip", 2, 10, "het or aws"},
                    BadSetting{"[tape]\ncapacity = big", 2, 12, "200M"},
                    BadSetting{"[tape]\nspeed = 1", 2, 1, "drives, format, capacity"},
                    BadSetting{"[catalog]\nuser = A B", 2, 1, "master = catalog-name volser"},
                    BadSetting{"[catalog]\nmaster = A", 2, 1, "master = catalog-name volser"},
                    BadSetting{"[catalog]\nmaster = a.b X", 2, 10, "name of a catalog"},
                    BadSetting{"[catalog]\nmaster = A TOOLONG", 2, 12, "volume serial"},
                    BadSetting{"[storagegroup]\nSG = TOOLONG*", 2, 6, "volume serial"},
                    BadSetting{"[esoteric]\nSYSDA = 0a9f-0a80", 2, 9, "range"},
                    BadSetting{"[box]\nbox1 = 0a80", 2, 1, "1 to 8"}));

}  // namespace
}  // namespace coldsite::site
