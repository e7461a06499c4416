#include "datasets/vsam/vvds.hpp"

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/vsam/volume_record_codec.hpp"
#include "tests/datasets/vsam/vsam_fixture.hpp"

namespace coldsite::vsam {
namespace {

using ::testing::ElementsAre;

VolumeRecord sample(const std::string& name, std::size_t extents = 1) {
  VolumeRecord record;
  record.component_name = name + ".DATA";
  record.cluster_name = name;
  record.catalog_name = "UCAT.PROD";
  ComponentAttributes& a = record.attributes;
  a.is_reusable = a.write_check = true;
  a.share_region = 2;
  a.share_system = 3;
  a.key_bytes = 12;
  a.key_offset = 4;
  a.average_record_bytes = 100;
  a.max_record_bytes = 400;
  a.interval_bytes = a.block_bytes = 4096;
  a.blocks_per_track = 12;
  a.tracks_per_area = 15;
  a.intervals_per_area = 180;
  a.free_interval_percent = 10;
  a.free_area_percent = 20;
  a.buffer_space = 12'288;
  a.exception_exit = "MYEXIT";
  a.space_unit = dasd::SpaceUnit::kCylinders;
  a.primary = 1;
  a.secondary = 2;
  ComponentStatistics& s = record.statistics;
  s = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, {1'795'000'000'000'000}};
  record.is_open_for_output = true;
  record.is_loading = false;
  record.root_rba = 512;
  record.first_sequence_set_rba = 1024;
  for (std::uint32_t i = 0; i < extents; ++i) {
    record.extents.push_back({{300 + 30 * i, 15}, i * 737'280ULL, (i + 1) * 737'280ULL - 1});
  }
  record.high_allocated_rba = extents * 737'280ULL;
  record.high_used_rba = 4096;
  record.storage_class = "FAST";
  record.management_class = "NOBACKUP";
  return record;
}

const dasd::Geometry& geometry() {
  return *dasd::find_device_model("3390").value().geometry;
}

std::vector<std::string> names_in(const VvdsContents& contents) {
  std::vector<std::string> names;
  for (const VvdsRecord& record : contents.records) {
    const auto* vsam = std::get_if<VolumeRecord>(&record.content);
    names.push_back(vsam != nullptr ? vsam->component_name
                                    : std::get<NonVsamVolumeRecord>(record.content).data_set_name);
  }
  return names;
}

TEST(VolumeRecordCodec, GivesBackWhatWasEncoded) {
  const VolumeRecord record = sample("PROD.DATA", 3);
  const Bytes bytes = encode_volume_record(record, geometry());
  const auto back = decode_volume_record(bytes, geometry());
  ASSERT_TRUE(back) << to_string(back.failure());
  EXPECT_EQ(encode_volume_record(*back, geometry()), bytes);
  EXPECT_EQ(back->attributes.exception_exit, "MYEXIT");
  EXPECT_EQ(back->statistics.changed, record.statistics.changed);
  EXPECT_EQ(back->statistics.area_splits, 7U);
  EXPECT_EQ(back->extents[2].tracks.first, 360U);
  EXPECT_EQ(back->storage_class, "FAST");
}

TEST(VolumeRecordCodec, KeepsEveryOrganization) {
  for (const Organization organization :
       {Organization::kKeySequenced, Organization::kEntrySequenced, Organization::kRelative,
        Organization::kVariableRelative, Organization::kLinear}) {
    VolumeRecord record = sample("A");
    record.attributes.organization = organization;
    const auto back = decode_volume_record(encode_volume_record(record, geometry()), geometry());
    EXPECT_EQ(back->attributes.organization, organization);
  }
}

TEST(VolumeRecordCodec, FindsEveryFlippedByteAndEveryTruncation) {
  const Bytes vsam = encode_volume_record(sample("A"), geometry());
  const Bytes other = encode_non_vsam_record({"A.B", "UCAT", "FAST", "", "DAILY"});
  const auto decodes = [](const Bytes& bytes) {
    return bytes.size() > 4 && bytes[4] == 0xD5 ? decode_non_vsam_record(bytes).ok()
                                                : decode_volume_record(bytes, geometry()).ok();
  };
  for (const Bytes& whole : {vsam, other}) {
    ASSERT_TRUE(decodes(whole));
    for (std::size_t i = 0; i < whole.size(); ++i) {
      Bytes bytes = whole;
      bytes[i] ^= 0x41;
      const auto back = decode_volume_record(bytes, geometry());
      const bool harmless = back && encode_volume_record(*back, geometry()) == whole;
      EXPECT_TRUE(!decodes(bytes) || harmless) << "byte " << i;
      EXPECT_FALSE(decodes(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(i))));
    }
  }
}

TEST(VolumeRecordCodec, TellsWhatIsDamaged) {
  Bytes bytes = encode_volume_record(sample("A"), geometry());
  bytes[20] ^= 1;
  const auto back = decode_volume_record(bytes, geometry());
  EXPECT_TRUE(back.failure().is(msg::CSM0027E));
  EXPECT_EQ(back.failure().text(), "A VVDS record is damaged: the checksum is wrong");
}

class VvdsTest : public VsamTest {
 protected:
  void SetUp() override { volumes_.make("VSM001", 10, "3390", 1); }
  Vvds create(std::uint32_t tracks = 2) {
    auto vvds = Vvds::create(volumes_, "VSM001", tracks);
    EXPECT_TRUE(vvds) << to_string(vvds.failure());
    return *std::move(vvds);
  }
  static std::string findings_of(Vvds& vvds) {
    const auto contents = vvds.read();
    if (!contents) {
      return to_string(contents.failure());
    }
    std::string text;
    for (const VvdsFinding& finding : contents->findings) {
      text += fmt::format("{} {} {}\n", finding.interval_rba, finding.field, finding.what);
    }
    return text;
  }
};

TEST_F(VvdsTest, IsNotThereUntilItIsMade) {
  EXPECT_FALSE(Vvds::open(volumes_, "VSM001", dasd::Access::kRead)->has_value());
  create();
  auto vvds = Vvds::open(volumes_, "VSM001", dasd::Access::kRead);
  ASSERT_TRUE(vvds->has_value());
  EXPECT_THAT(names_in(*(*vvds)->read()), ElementsAre("SYS1.VVDS.VVSM001"));
  EXPECT_EQ(findings_of(**vvds), "");
  const auto label =
      dasd::find_data_set(**volumes_.volume("VSM001", dasd::Access::kRead), "SYS1.VVDS.VVSM001");
  EXPECT_EQ((*label)->organization, dasd::Organization::kVsam);
}

TEST_F(VvdsTest, FindsWhatWasAdded) {
  Vvds vvds = create();
  CS_ASSERT_OK(vvds.add(sample("A")));
  CS_ASSERT_OK(vvds.add(sample("B", 5)));
  CS_ASSERT_OK(vvds.add(NonVsamVolumeRecord{"C.SEQ", "UCAT", "FAST", "", ""}));
  const auto found = vvds.find("B.DATA");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ(std::get<VolumeRecord>((*found)->content).extents.size(), 5U);
  EXPECT_TRUE(vvds.find_non_vsam("C.SEQ")->has_value());
  EXPECT_FALSE(vvds.find("C.SEQ")->has_value());
  EXPECT_FALSE(vvds.find("Z.DATA")->has_value());
  EXPECT_TRUE(vvds.add(sample("A")).failure().is(msg::CSM0026E));
  EXPECT_THAT(names_in(*vvds.read()),
              ElementsAre("SYS1.VVDS.VVSM001", "A.DATA", "B.DATA", "C.SEQ"));
}

TEST_F(VvdsTest, ChangesRenamesAndRemoves) {
  Vvds vvds = create();
  CS_ASSERT_OK(vvds.add(sample("A")));
  CS_ASSERT_OK(vvds.add(sample("B")));
  CS_ASSERT_OK(vvds.change("A.DATA", [](VolumeRecord& record) -> Result<void> {
    record.high_used_rba = 8192;
    record.component_name = "NEW.DATA";
    return {};
  }));
  EXPECT_FALSE(vvds.find("A.DATA")->has_value());
  const auto found = vvds.find("NEW.DATA");
  EXPECT_EQ(std::get<VolumeRecord>((*found)->content).high_used_rba, 8192U);
  const auto taken = vvds.change("NEW.DATA", [](VolumeRecord& record) -> Result<void> {
    record.component_name = "B.DATA";
    return {};
  });
  EXPECT_TRUE(taken.failure().is(msg::CSM0026E));
  EXPECT_TRUE(*vvds.remove("B.DATA"));
  EXPECT_FALSE(*vvds.remove("B.DATA"));
  EXPECT_FALSE(*vvds.remove("SYS1.VVDS.VVSM001"));
  const auto nothing = [](VolumeRecord&) -> Result<void> { return {}; };
  EXPECT_TRUE(vvds.change("SYS1.VVDS.VVSM001", nothing).failure().is(msg::CSM0020E));
  EXPECT_TRUE(vvds.update(sample("B")).failure().is(msg::CSM0020E));
  EXPECT_THAT(names_in(*vvds.read()), ElementsAre("SYS1.VVDS.VVSM001", "NEW.DATA"));
}

TEST_F(VvdsTest, ARecordThatGrowsMovesToAnotherInterval) {
  Vvds vvds = create();
  for (int i = 0; i < 20; ++i) {
    CS_ASSERT_OK(vvds.add(sample(fmt::format("A{}", i))));
  }
  CS_ASSERT_OK(vvds.update(sample("A3", 100)));
  const auto found = vvds.find("A3.DATA");
  EXPECT_EQ(std::get<VolumeRecord>((*found)->content).extents.size(), 100U);
  EXPECT_EQ(vvds.read()->records.size(), 21U);
  EXPECT_EQ(findings_of(vvds), "");
}

TEST_F(VvdsTest, GrowsUntilTheVolumeIsFull) {
  Vvds vvds = create(1);
  int count = 0;
  auto added = vvds.add(sample("N0"));
  while (added && count < 5000) {
    added = vvds.add(sample(fmt::format("N{}", ++count), 100));
  }
  ASSERT_FALSE(added);
  EXPECT_TRUE(added.failure().is(msg::CSM0025E)) << to_string(added.failure());
  EXPECT_EQ(findings_of(vvds), "");
  EXPECT_EQ(vvds.read()->records.size(), static_cast<std::size_t>(count) + 1);
  EXPECT_GT(count, 16 * 11);
}

TEST_F(VvdsTest, NeedsTracksThatHoldItsIntervals) {
  volumes_.make("SMALL1", 20, "2311", 2);
  EXPECT_TRUE(Vvds::create(volumes_, "SMALL1", 2).failure().is(msg::CSM0032E));
  EXPECT_FALSE(Vvds::open(volumes_, "SMALL1", dasd::Access::kRead)->has_value());
}

TEST_F(VvdsTest, NotesCatalogsOnce) {
  Vvds vvds = create();
  CS_ASSERT_OK(vvds.add_catalog("UCAT.A"));
  CS_ASSERT_OK(vvds.add_catalog("UCAT.B"));
  CS_ASSERT_OK(vvds.add_catalog("UCAT.A"));
  EXPECT_THAT(vvds.read()->catalogs, ElementsAre("UCAT.A", "UCAT.B"));
}

TEST_F(VvdsTest, FlippedBytesAreFoundOrMeanNothing) {
  Vvds vvds = create(1);
  CS_ASSERT_OK(vvds.add(sample("A")));
  CS_ASSERT_OK(vvds.add(sample("B", 4)));
  const auto whole = names_in(*vvds.read());
  auto volume = *volumes_.volume("VSM001", dasd::Access::kUpdate);
  const auto label = *dasd::find_data_set(*volume, "SYS1.VVDS.VVSM001");
  const std::uint32_t track = label->extents[0].first_track(volume->geometry());
  Bytes slot(volume->geometry().slot_bytes);
  CS_ASSERT_OK(volume->read_slots({track, 1}, slot));
  std::vector<std::uint32_t> places;
  for (std::uint32_t at = 0; at < 12'330; ++at) {
    const bool is_structure = at < 60 || at % 4'104 > 4'100 || at % 4'104 < 29;
    const bool is_map = at > 29 + 2'040 && at < 4'100;  // a hint, whatever it says
    const bool is_empty = at > 29 + 4'104 + 1'400;
    if (is_structure || at % (is_map || is_empty ? 400 : 7) == 0) {
      places.push_back(at);
    }
  }
  for (const std::uint32_t at : places) {
    const Bytes flipped = {static_cast<std::uint8_t>(slot[at] ^ 0x14)};
    CS_ASSERT_OK(volume->write_part(track, at, flipped));
    auto open = Vvds::open(volumes_, "VSM001", dasd::Access::kRead);
    if (open && *open) {
      const auto contents = (*open)->read();
      const bool same = contents && names_in(*contents) == whole;
      EXPECT_TRUE(!contents || !contents->findings.empty() || same) << "byte " << at;
      const auto found = (*open)->find("B.DATA");
      EXPECT_TRUE(!found || *found) << "byte " << at;
    }
    EXPECT_TRUE(!open || open->has_value()) << "byte " << at;
    CS_ASSERT_OK(volume->write_part(track, at, ByteView(slot).subspan(at, 1)));
  }
}

TEST_F(VvdsTest, ADamagedOneIsNotChanged) {
  Vvds vvds = create(1);
  CS_ASSERT_OK(vvds.add(sample("A")));
  auto volume = *volumes_.volume("VSM001", dasd::Access::kUpdate);
  const auto label = *dasd::find_data_set(*volume, "SYS1.VVDS.VVSM001");
  const std::uint32_t track = label->extents[0].first_track(volume->geometry());
  CS_ASSERT_OK(volume->write_part(track, 21 + 4104 + 8 + 30, Bytes{0xFF}));
  EXPECT_THAT(findings_of(vvds), ::testing::HasSubstr("VVDS's own record"));
  EXPECT_TRUE(vvds.add(sample("B")).failure().is(msg::CSM0028E));
  EXPECT_TRUE(vvds.update(sample("A")).ok());  // the same bytes
  EXPECT_TRUE(vvds.update(sample("A", 2)).failure().is(msg::CSM0028E));
}

}  // namespace
}  // namespace coldsite::vsam
