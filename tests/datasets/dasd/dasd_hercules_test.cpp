// Hercules' DASD tools as the outside judge: they list and convert what we write, we read what they
// write. Their return codes say nothing; their output and files do.
#include <algorithm>

#include "datasets/messages/csv.hpp"
#include "tests/datasets/dasd/hercules_fixture.hpp"

namespace coldsite::dasd {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(DasdHerculesTest, ListsEveryDataSetAsWeWroteIt) {
  for (const std::string device : {"3390", "3350", "2314"}) {
    const std::string name = device + ".ckd";
    auto volume = make_volume(at(name), device, 20, 5);
    DataSetLabel many = *allocate_data_set(*volume, sequential("PROD.MANY.EXTENTS"), tracks(2, 1));
    for (int i = 0; i < 7; ++i) {
      CS_ASSERT_OK(
          allocate_data_set(*volume, sequential("GAP.NUMBER" + std::to_string(i)), tracks(1)));
      CS_ASSERT_OK(extend_data_set(*volume, many));
    }
    CS_ASSERT_OK(rename_data_set(*volume, "GAP.NUMBER3", "RENAMED"));
    CS_ASSERT_OK(scratch_data_set(*volume, "GAP.NUMBER4", {}, true));
    CS_ASSERT_OK(volume->sync());
    const std::string output = run("dasdls -info " + name);
    EXPECT_THAT(output, HasSubstr("VOLSER=TST001")) << device;
    EXPECT_THAT(listed(output),
                ::testing::ElementsAre(
                    "GAP.NUMBER0 PS FB 80 27920 1 1", "GAP.NUMBER1 PS FB 80 27920 1 1",
                    "GAP.NUMBER2 PS FB 80 27920 1 1", "GAP.NUMBER5 PS FB 80 27920 1 1",
                    "GAP.NUMBER6 PS FB 80 27920 1 1", "PROD.MANY.EXTENTS PS FB 80 27920 9 8",
                    "RENAMED PS FB 80 27920 1 1"))
        << output;
    EXPECT_THAT(output, Not(HasSubstr("error"))) << device;
  }
}

TEST_F(DasdHerculesTest, CompressesOurImageAndExpandsItToTheSameBytes) {
  auto volume = make_volume(at("v.ckd"), "3390", 4, 5);
  fill(*volume, 20, 30);
  CS_ASSERT_OK(volume->sync());
  const Bytes expected = all_slots(*volume);
  for (const std::string method : {"", "-0", "-bz2"}) {
    const std::string output = run("rm -f c.cckd back.ckd; ckd2cckd -q -r " + method +
                                   " v.ckd c.cckd; cckd2ckd -q -r c.cckd back.ckd");
    EXPECT_THAT(output, Not(HasSubstr("substituted"))) << output;
    EXPECT_EQ(content("back.ckd"), content("v.ckd")) << method;
    auto compressed = open_volume(*store_, at("c.cckd"), Access::kRead);
    ASSERT_TRUE(compressed) << to_string(compressed.failure());
    EXPECT_FALSE((*compressed)->is_writable());
    EXPECT_EQ(all_slots(**compressed), expected) << method;
    EXPECT_EQ((*compressed)->find_written(20).value()->count, 30U);
    EXPECT_EQ(read_vtoc(**compressed)->label.volser, "TST001");
  }
}

TEST_F(DasdHerculesTest, ReadsWhatDasdinitWrites) {
  for (const std::string device :
       {"3390", "3380", "3350", "3330", "2314", "2311", "3340", "3375", "9345"}) {
    run("dasdinit " + device + ".ckd " + device + " VOL123 3; dasdinit -z " + device + ".cckd " +
        device + " VOL123 3");
    for (const std::string extension : {".ckd", ".cckd"}) {
      auto volume = open_volume(*store_, at(device + extension), Access::kRead);
      ASSERT_TRUE(volume) << to_string(volume.failure());
      EXPECT_EQ((*volume)->geometry().device, device);
      EXPECT_EQ((*volume)->cylinders(), 3U);
      EXPECT_EQ(read_label(**volume)->volser, "VOL123");
      EXPECT_TRUE(read_vtoc(**volume).failure().is(msg::CSV0040E));
    }
  }
}

TEST_F(DasdHerculesTest, ReadsWhatDasdloadWrites) {
  run("printf 'one\\ntwo\\n' > a.txt; printf 'TSTVOL 3390 30\\ntest.text TEXT a.txt TRK 5 1 0 PS "
      "FB 80 "
      "8000 0\\ntest.po EMPTY CYL 2 1 5 PO FB 80 800 0\\nsysvtoc VTOC TRK 15\\n' > ctl; "
      "dasdload ctl v.ckd 1");
  auto volume = open_volume(*store_, at("v.ckd"), Access::kUpdate);
  ASSERT_TRUE(volume) << to_string(volume.failure());
  const Vtoc vtoc = read_vtoc(**volume).value();
  EXPECT_EQ(vtoc.label.volser, "TSTVOL");
  ASSERT_NE(vtoc.find("TEST.TEXT"), nullptr);
  EXPECT_EQ(vtoc.find("TEST.TEXT")->block_bytes, 8'000U);
  EXPECT_EQ(vtoc.find("TEST.PO")->organization, Organization::kPartitioned);
  EXPECT_EQ(vtoc.find("TEST.PO")->track_count((*volume)->geometry()), 30U);
  CS_ASSERT_OK(allocate_data_set(**volume, sequential("OURS"), cylinders(3)));
  CS_ASSERT_OK((*volume)->sync());
  EXPECT_EQ(findings_of(**volume), "");  // the change put free space in order, too
  EXPECT_THAT(run("dasdls -info v.ckd"), HasSubstr("OURS"));
}

TEST_F(DasdHerculesTest, EveryFlippedByteOfACompressedImageIsReportedOrHarmless) {
  auto made = make_volume(at("v.ckd"), "2311", 2, 2);
  CS_ASSERT_OK(made->sync());
  run("ckd2cckd -q -r v.ckd c.cckd");
  const Bytes good = content("c.cckd");
  auto memory = io::make_memory_store();
  auto file = memory->open("c.cckd", io::OpenMode::kCreateNew);
  CS_ASSERT_OK((*file)->write_at(0, good));
  for (std::size_t i = 0; i < good.size(); ++i) {
    const Bytes flipped = {static_cast<std::uint8_t>(good[i] ^ 0xFF)};
    CS_ASSERT_OK((*file)->write_at(i, flipped));
    if (auto volume = open_volume(*memory, "c.cckd", Access::kRead)) {
      Bytes slots(std::size_t{(*volume)->tracks()} * 4'096);
      static_cast<void>((*volume)->read_slots({0, (*volume)->tracks()}, slots));
    }
    CS_ASSERT_OK((*file)->write_at(i, ByteView(good).subspan(i, 1)));
  }
}

TEST_F(DasdHerculesTest, EveryTruncationOfACompressedImageIsReported) {
  auto made = make_volume(at("v.ckd"), "2311", 2, 2);
  CS_ASSERT_OK(made->sync());
  run("ckd2cckd -q -r v.ckd c.cckd");
  const Bytes good = content("c.cckd");
  auto memory = io::make_memory_store();
  auto file = memory->open("c.cckd", io::OpenMode::kCreateNew);
  CS_ASSERT_OK((*file)->write_at(0, good));
  for (std::size_t length = good.size() - 1; length > 0; --length) {
    CS_ASSERT_OK((*file)->resize(length));
    auto volume = open_volume(*memory, "c.cckd", Access::kRead);
    if (volume) {
      Bytes slots(std::size_t{(*volume)->tracks()} * 4'096);
      EXPECT_FALSE((*volume)->read_slots({0, (*volume)->tracks()}, slots)) << length;
    }
  }
}

}  // namespace
}  // namespace coldsite::dasd
