#include "utilities/ickdsf/ickdsf.hpp"

#include "datasets/dasd/vtoc.hpp"
#include "tests/utilities/program_fixture.hpp"

namespace coldsite::ickdsf {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class IckdsfTest : public coldsite::testing::ProgramTest {
 protected:
  void SetUp() override {
    put_file("site/site.conf",
             "name = LOCAL\n[dasd]\ndevice = 0a80 3390 20\ndevice = 0a81 3350 5\n");
  }

  int ickdsf(const std::string& cards, std::vector<std::string> arguments = {"--site", "site"}) {
    return run(description(), ickdsf::run, cards, std::move(arguments));
  }

  std::unique_ptr<dasd::Volume> open(const std::string& path,
                                     dasd::Access access = dasd::Access::kUpdate) {
    auto volume = dasd::open_volume(*store_, path, access);
    EXPECT_TRUE(volume) << to_string(volume.failure());
    return std::move(*volume);
  }

  /// An image outside any site, and the arguments that name it DISK.
  std::vector<std::string> make_pack() {
    const std::vector<std::string> arguments = {"--dd", "DISK=PATH=./pack.ckd,UNIT=3390,DISP=OLD"};
    EXPECT_TRUE(
        dasd::create_volume(*store_, "./pack.ckd", *dasd::find_device_model("3390")->geometry, 3));
    EXPECT_EQ(ickdsf("  INIT DDNAME(DISK) VERIFY(*NONE*) VOLID(PACK01) OWNERID(OPS)\n", arguments),
              0)
        << output();
    return arguments;
  }

  void add_data_set(dasd::Organization organization, dasd::LabelDate expires) {
    dasd::DataSetLabel label;
    label.name = "KEEP.ME";
    label.organization = organization;
    label.expires = expires;
    dasd::SpaceRequest space;
    space.primary = 1;
    ASSERT_TRUE(dasd::allocate_data_set(*open("./pack.ckd"), label, space));
  }
};

TEST_F(IckdsfTest, InitGivesSeveralVolumesLabelAndVtoc) {
  EXPECT_EQ(ickdsf("  INIT UNITADDRESS(0A80) NOVERIFY VOLID(LOC001) OWNERID(COLDSITE) -\n"
                   "       VTOC(1,0,15)\n"
                   "  INIT UNIT(0A81) NVFY VOL(LOC002)\n"),
            0)
      << output();
  const dasd::Vtoc first = dasd::read_vtoc(*open("site/dasd/0a80.3390")).value();
  EXPECT_EQ(first.label.volser, "LOC001");
  EXPECT_EQ(first.label.owner, "COLDSITE");
  EXPECT_EQ(first.extent.low, (dasd::TrackAddress{1, 0}));
  EXPECT_TRUE(first.findings.empty());
  EXPECT_EQ(dasd::read_vtoc(*open("site/dasd/0a81.3350"))->extent.high,
            (dasd::TrackAddress{0, 29}));
  EXPECT_THAT(output(), HasSubstr("ICK01314I VTOC IS LOCATED AT CCHH=X'0001 0000' AND IS 15"));
  EXPECT_THAT(output(), HasSubstr("ICK00002I ICKDSF PROCESSING COMPLETE. MAXIMUM CONDITION CODE "
                                  "WAS 0"));
}

TEST_F(IckdsfTest, RefusesAnOnlineVolumeAndGoesOnWithTheNextCommand) {
  ASSERT_EQ(ickdsf("  INIT UNITADDRESS(0A80) NOVERIFY VOLID(LOC001)\n"), 0);
  EXPECT_EQ(ickdsf("  INIT UNITADDRESS(0A80) NOVERIFY VOLID(OTHER)\n"
                   "  INIT UNITADDRESS(0A81) NOVERIFY VOLID(LOC002)\n"),
            12);
  EXPECT_THAT(output(), HasSubstr("CSV0111S Device 0A80 is online with volume 'LOC001'"));
  EXPECT_THAT(output(), HasSubstr("ICK30003I FUNCTION TERMINATED. CONDITION CODE IS 12"));
  EXPECT_EQ(dasd::read_label(*open("site/dasd/0a80.3390"))->volser, "LOC001");
  EXPECT_EQ(dasd::read_label(*open("site/dasd/0a81.3350"))->volser, "LOC002");
}

TEST_F(IckdsfTest, VerifyComparesSerialAndOwner) {
  const auto disk = make_pack();
  EXPECT_EQ(ickdsf("  INIT DDNAME(DISK) VERIFY(OTHER1) VOLID(NEW001)\n", disk), 12);
  EXPECT_THAT(output(), HasSubstr("CSV0110S"));
  EXPECT_THAT(output(), HasSubstr("the volume serial is 'PACK01', not 'OTHER1'"));
  EXPECT_EQ(ickdsf("  INIT DDNAME(DISK) VERIFY(PACK01,DEV) VOLID(NEW001)\n", disk), 12);
  EXPECT_THAT(output(), HasSubstr("the owner is 'OPS', not 'DEV'"));
  EXPECT_EQ(ickdsf("  INIT DDNAME(DISK) VERIFY(*NONE*) VOLID(NEW001)\n", disk), 12);
  EXPECT_EQ(ickdsf("  INIT DDNAME(DISK) VERIFY(PACK01,OPS) VOLID(NEW001)\n", disk), 0);
}

TEST_F(IckdsfTest, UnexpiredDataSetsNeedPurge) {
  const auto disk = make_pack();
  add_data_set(dasd::Organization::kSequential, {2090, 1});
  for (const std::string command : {"INIT DDNAME(DISK) NOVERIFY VOLID(NEW001)",
                                    "REFORMAT DDNAME(DISK) NOVERIFY VOLID(NEW001) NOPURGE"}) {
    EXPECT_EQ(ickdsf("  " + command + "\n", disk), 12);
    EXPECT_THAT(output(), HasSubstr("CSV0112S Volume 'PACK01' has 1 data sets that are "
                                    "protected: 'KEEP.ME'"));
  }
  EXPECT_EQ(ickdsf("  REFORMAT DDNAME(DISK) NOVERIFY VOLID(NEW001) PURGE\n", disk), 0);
  EXPECT_EQ(dasd::read_vtoc(*open("./pack.ckd"))->data_sets.size(), 1U);
  EXPECT_EQ(ickdsf("  INIT DDNAME(DISK) NOVERIFY VOLID(NEW002) PURGE\n", disk), 0);
  EXPECT_TRUE(dasd::read_vtoc(*open("./pack.ckd"))->data_sets.empty());
}

TEST_F(IckdsfTest, VsamDataSetsNeedPurgeWithoutADateToo) {
  const auto disk = make_pack();
  add_data_set(dasd::Organization::kVsam, {});
  EXPECT_EQ(ickdsf("  INIT DDNAME(DISK) NOVERIFY VOLID(NEW001)\n", disk), 12);
  EXPECT_THAT(output(), HasSubstr("CSV0112S"));
  EXPECT_EQ(ickdsf("  INIT DDNAME(DISK) NOVERIFY VOLID(NEW001) PURGE\n", disk), 0);
}

TEST_F(IckdsfTest, IndexIsAllocatedWithAWarning) {
  EXPECT_EQ(
      ickdsf("  INIT UNITADDRESS(0A80) NOVERIFY VOLID(123456) -\n VTOC(0,1,14) INDEX(1,0,15)\n"),
      4);
  EXPECT_THAT(output(), HasSubstr("CSV0113W VTOC index 'SYS1.VTOCIX.V123456' is allocated"));
  const dasd::Vtoc vtoc = dasd::read_vtoc(*open("site/dasd/0a80.3390")).value();
  EXPECT_EQ(vtoc.data_sets.at(0).extents.at(0).low, (dasd::TrackAddress{1, 0}));
  EXPECT_TRUE(vtoc.findings.empty());
}

/// As z/OS leaves it: index bit and "formats 5 do not count", and the index data set.
void make_indexed(dasd::Volume& volume) {
  dasd::DataSetLabel index;
  index.name = "SYS1.VTOCIX.PACK01";
  index.organization = dasd::Organization::kSequential;
  dasd::SpaceRequest space;
  space.primary = 3;
  ASSERT_TRUE(dasd::allocate_data_set(volume, index, space));
  // DS4VTOCI of the format 4: record 1 of cylinder 0 head 1, behind HA, R0, count, key and 14 bytes
  const Bytes flags = {0x81};
  ASSERT_TRUE(volume.write_part(1, 5 + 16 + 8 + 58, flags));
  ASSERT_TRUE(dasd::read_vtoc(volume)->has_index);
}

TEST_F(IckdsfTest, BuildixTakesAnIndexedVtocBackToOsFormat) {
  const auto disk = make_pack();
  make_indexed(*open("./pack.ckd"));
  ASSERT_EQ(ickdsf("  BUILDIX DDNAME(DISK) OSVTOC\n", disk), 0) << output();
  EXPECT_THAT(output(), HasSubstr("CSV0119I VTOC of volume 'PACK01' is in OS format now"));
  const dasd::Vtoc vtoc = dasd::read_vtoc(*open("./pack.ckd")).value();
  EXPECT_FALSE(vtoc.has_index);
  EXPECT_EQ(vtoc.data_sets.size(), 1U);
  EXPECT_TRUE(vtoc.findings.empty());
}

TEST_F(IckdsfTest, BuildixPurgesTheIndexAndSaysWhenThereWasNone) {
  const auto disk = make_pack();
  make_indexed(*open("./pack.ckd"));
  ASSERT_EQ(ickdsf("  BUILDIX DDNAME(DISK) OS PURGE\n", disk), 0) << output();
  EXPECT_THAT(output(), HasSubstr("CSV0121I Index data set 'SYS1.VTOCIX.PACK01' is scratched"));
  EXPECT_TRUE(dasd::read_vtoc(*open("./pack.ckd"))->data_sets.empty());
  EXPECT_EQ(ickdsf("  BUILDIX DDNAME(DISK) OSVTOC\n", disk), 4);
  EXPECT_THAT(output(), HasSubstr("CSV0120W VTOC of volume 'PACK01' was in OS format before"));
}

TEST_F(IckdsfTest, BuildixMakesNoIndex) {
  const auto disk = make_pack();
  EXPECT_EQ(ickdsf("  BUILDIX DDNAME(DISK) IXVTOC\n", disk), 8);
  EXPECT_THAT(output(), HasSubstr("the layout of a VTOC index is not public"));
  EXPECT_EQ(ickdsf("  BUILDIX DDNAME(DISK)\n", disk), 8);
}

TEST_F(IckdsfTest, RefusesWhatCannotBeBeforeAnythingIsWritten) {
  for (const std::string operands :
       {"VTOC(20,0,15)", "VTOC(0,0,5)", "VTOC(0,15,1)", "VTOC(0,1,14) INDEX(0,14,2)",
        "INDEX(30,0,1)", "DEVICETYPE(3380)", "STORAGEGROUP"}) {
    EXPECT_EQ(ickdsf("  INIT UNITADDRESS(0A80) NOVERIFY VOLID(LOC001) -\n " + operands + "\n"), 12)
        << output();
    EXPECT_THAT(output(), HasSubstr("CSV0115S")) << operands;
    EXPECT_FALSE(dasd::read_label(*open("site/dasd/0a80.3390"))) << operands;
  }
}

TEST_F(IckdsfTest, ReformatChangesTheLabelAloneAndTellsNamesThatKeepTheOldSerial) {
  ASSERT_EQ(ickdsf("  INIT UNITADDRESS(0A80) NOVERIFY VOLID(LOC001) INDEX(1,0,2)\n"), 4);
  const std::vector<std::string> disk = {"--dd",
                                         "DISK=PATH=./site/dasd/0a80.3390,UNIT=3390,DISP=OLD"};
  EXPECT_EQ(ickdsf("  REFORMAT DDNAME(DISK) VERIFY(LOC001) VOLID(DR0001) OWNERID(DR)\n", disk), 0)
      << output();
  EXPECT_THAT(output(), HasSubstr("CSV0116I Data set 'SYS1.VTOCIX.LOC001' keeps the name"));
  const dasd::Vtoc vtoc = dasd::read_vtoc(*open("site/dasd/0a80.3390")).value();
  EXPECT_EQ(vtoc.label.volser, "DR0001");
  EXPECT_EQ(vtoc.label.owner, "DR");
  EXPECT_NE(vtoc.find("SYS1.VTOCIX.LOC001"), nullptr);
}

TEST_F(IckdsfTest, SimulateTellsThePlanAndWritesNothing) {
  const auto disk = make_pack();
  auto arguments = disk;
  arguments.push_back("--simulate");
  EXPECT_EQ(ickdsf("  REFORMAT DDNAME(DISK) VERIFY(PACK01) VOLID(NEW001)\n", arguments), 0);
  EXPECT_THAT(output(), HasSubstr("NEW VOLUME SERIAL = NEW001"));
  EXPECT_THAT(output(), HasSubstr("CSV0117I"));
  EXPECT_EQ(dasd::read_label(*open("./pack.ckd"))->volser, "PACK01");
}

TEST_F(IckdsfTest, AnErrorInTheDeckMeansThatNothingIsDone) {
  EXPECT_GE(ickdsf("  INIT UNITADDRESS(0A80) NOVERIFY VOLID(LOC001)\n  INSPECT NONSENSE\n"), 8);
  EXPECT_FALSE(dasd::read_label(*open("site/dasd/0a80.3390")));
}

TEST_F(IckdsfTest, InspectReadsEveryTrackAndNamesTheDamagedOnes) {
  const auto disk = make_pack();
  EXPECT_EQ(ickdsf("  INSPECT DDNAME(DISK) ALLTRACKS\n", disk), 0);
  EXPECT_THAT(output(), HasSubstr("TRACKS READ = 45, DAMAGED = 0"));
  ASSERT_TRUE(open("./pack.ckd")->write_part(17, 3, Bytes{0xFF}));
  EXPECT_EQ(ickdsf("  INSPECT DDNAME(DISK) VERIFY(PACK01)\n", disk), 8);
  EXPECT_THAT(output(), HasSubstr("CSV0010E Damaged track at cylinder 1 head 2 (X'00010002'): "
                                  "home address"));
  EXPECT_THAT(output(), HasSubstr("CSV0114E Volume on DISK has 1 damaged tracks of 45 read"));
  EXPECT_EQ(ickdsf("  INSPECT DDNAME(DISK) CYLRANGE(2,2)\n", disk), 0);
  EXPECT_THAT(output(), HasSubstr("TRACKS READ = 15, DAMAGED = 0"));
  EXPECT_EQ(ickdsf("  INSPECT DDNAME(DISK) TRACKS((1,2)(1,3))\n", disk), 8);
  EXPECT_EQ(ickdsf("  INSPECT DDNAME(DISK) CYLRANGE(2,3)\n", disk), 12);
}

TEST_F(IckdsfTest, NeedsASiteForAnAddressAndADdForAName) {
  EXPECT_EQ(ickdsf("  INIT UNITADDRESS(0A80) NOVERIFY VOLID(X)\n", {}), 12);
  EXPECT_THAT(output(), HasSubstr("UNITADDRESS needs a site"));
  EXPECT_GE(ickdsf("  INIT UNITADDRESS(0B00) NOVERIFY VOLID(X)\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSE0010E"));
  EXPECT_GE(ickdsf("  INSPECT DDNAME(NONE)\n"), 8);
  EXPECT_THAT(output(), HasSubstr("CSP0010E"));
  EXPECT_THAT(output(), Not(HasSubstr("FUNCTION COMPLETED")));
}

TEST_F(IckdsfTest, AsksTheOperatorOnlyWithReplyu) {
  std::istringstream terminal("X\nR 01,T\nU\n");
  terminal_ = &terminal;
  const std::string cards = "  INIT UNITADDRESS(0A80) NOVERIFY VOLID(LOC001)\n";
  EXPECT_EQ(ickdsf(cards, {"--site", "site", "--parm", "REPLYU"}), 12);
  EXPECT_THAT(output(), HasSubstr("*01 ICK003D REPLY U TO ALTER VOLUME 0A80 CONTENTS, ELSE T"));
  EXPECT_THAT(output(), HasSubstr("CSV0122S"));
  EXPECT_EQ(ickdsf(cards, {"--site", "site", "--parm", "REPLYU"}), 0) << output();
  EXPECT_EQ(dasd::read_vtoc(*open("site/dasd/0a80.3390")).value().label.volser, "LOC001");
}

TEST_F(IckdsfTest, WithoutAnOperatorReplyuChangesNothing) {
  const std::string cards = "  INIT UNITADDRESS(0A80) NOVERIFY VOLID(LOC001)\n";
  EXPECT_EQ(ickdsf(cards, {"--site", "site", "--parm", "REPLYU"}), 8);
  EXPECT_THAT(output(), HasSubstr("CSP0020E"));
  EXPECT_EQ(ickdsf(cards, {"--site", "site", "--parm", "SOMETHING"}), 12);
  EXPECT_THAT(output(), HasSubstr("CSV0123S"));
  EXPECT_EQ(ickdsf(cards, {"--site", "site", "--parm", "NOREPLYU"}), 0) << output();
}

}  // namespace
}  // namespace coldsite::ickdsf
