#include "datasets/access/partitioned.hpp"

#include <gmock/gmock.h>

#include <map>
#include <random>

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/messages/csa.hpp"
#include "datasets/messages/iec.hpp"
#include "tests/datasets/access/test_volume.hpp"

namespace coldsite::access {
namespace {

class Partitioned : public ::testing::Test {
 protected:
  std::unique_ptr<PartitionedDataSet> open(const std::string& name = "A.LIB") {
    auto library = PartitionedDataSet::open(*volume_, find_label(*volume_, name));
    EXPECT_TRUE(library.ok()) << to_string(library.failure());
    return std::move(*library);
  }
  static std::vector<std::string> names(const PartitionedDataSet& library) {
    std::vector<std::string> result;
    for (const Member& member : library.members()) {
      result.push_back(member.name);
    }
    return result;
  }

  std::unique_ptr<io::FileStore> store_ = io::make_memory_store();
  std::unique_ptr<dasd::Volume> volume_ = make_volume(*store_, "v.ckd");
  DataControlBlock dcb_ = make_dcb(kFB, 80, 800);
};

TEST_F(Partitioned, ANewDirectoryIsEmpty) {
  make_library(*volume_, "A.LIB", dcb_, 5, 10);
  const auto library = open();
  EXPECT_TRUE(library->members().empty());
  EXPECT_EQ(library->directory_blocks(), 10U);
  EXPECT_EQ(library->directory_blocks_used(), 1U);
}

TEST_F(Partitioned, MembersAreFoundAgainInNameOrder) {
  make_library(*volume_, "A.LIB", dcb_, 5, 10);
  auto library = open();
  for (const char* name : {"ZETA", "ALPHA", "B2", "@X"}) {
    ASSERT_TRUE(add_member(*library, name, make_blocks(3, 800, static_cast<unsigned>(*name))).ok());
  }
  ASSERT_TRUE(add_member(*library, "EMPTY", {}).ok());
  library = open();
  EXPECT_EQ(names(*library), (std::vector<std::string>{"@X", "ALPHA", "B2", "EMPTY", "ZETA"}));
  EXPECT_EQ(*read_member(*library, "ALPHA"), make_blocks(3, 800, 'A'));
  EXPECT_EQ(*read_member(*library, "@X"), make_blocks(3, 800, '@'));
  EXPECT_TRUE(read_member(*library, "EMPTY")->empty());
}

TEST_F(Partitioned, StowAddsReplacesRenamesAndDeletes) {
  make_library(*volume_, "A.LIB", dcb_, 5, 10);
  const auto library = open();
  ASSERT_TRUE(add_member(*library, "ONE", make_blocks(2, 800, 1)).ok());
  EXPECT_TRUE(add_member(*library, "ONE", {}).failure().is(msg::CSA0022E));
  ASSERT_TRUE(add_member(*library, "ONE", make_blocks(4, 800, 2), true).ok());
  EXPECT_EQ(*read_member(*library, "ONE"), make_blocks(4, 800, 2));
  ASSERT_TRUE(library->add_alias("UNO", *library->find("ONE")).ok());
  EXPECT_TRUE(library->find("UNO")->is_alias);
  EXPECT_EQ(*read_member(*library, "UNO"), make_blocks(4, 800, 2));
  ASSERT_TRUE(library->rename_member("ONE", "EINS").ok());
  EXPECT_EQ(names(*open()), (std::vector<std::string>{"EINS", "UNO"}));
  EXPECT_TRUE(library->rename_member("EINS", "UNO").failure().is(msg::CSA0022E));
  EXPECT_TRUE(library->rename_member("NONE", "X").failure().is(msg::CSA0025E));
  ASSERT_TRUE(library->delete_member("UNO").ok());
  EXPECT_TRUE(library->delete_member("UNO").failure().is(msg::CSA0025E));
  EXPECT_TRUE(add_member(*library, "1BAD", {}).failure().is(msg::CSA0026E));
  EXPECT_EQ(names(*open()), (std::vector<std::string>{"EINS"}));
}

TEST_F(Partitioned, AFullDirectoryLeavesTheOthersUntouched) {
  make_library(*volume_, "A.LIB", dcb_, 5, 1);
  const auto library = open();
  int count = 0;
  Result<void> added;
  while ((added = add_member(*library, fmt::format("M{:03}", count), make_blocks(1, 800, 1)))) {
    ++count;
  }
  EXPECT_TRUE(added.failure().is(msg::CSA0023E));
  EXPECT_EQ(count, 20);  // 20 entries of 12 bytes and the end entry of 8 fill 254 bytes
  EXPECT_EQ(open()->members().size(), 20U);
  ASSERT_TRUE(add_member(*library, "M007", make_blocks(2, 800, 9), true).ok());
  EXPECT_EQ(*read_member(*open(), "M007"), make_blocks(2, 800, 9));
}

TEST_F(Partitioned, HolesInTheDirectoryAreUsedBeforeItIsFull) {
  make_library(*volume_, "A.LIB", dcb_, 5, 2);
  const auto library = open();
  for (int i = 0; i < 8; ++i) {
    Member member{.name = fmt::format("M{}", i)};
    member.user_data.assign(i < 4 ? 48 : 40, 0x40);
    const auto writer = library->write_member(member, false);
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE((*writer)->close().ok());
  }
  for (int i = 0; i < 4; ++i) {  // smaller entries: the first block has room that only moving gives
    ASSERT_TRUE(add_member(*library, fmt::format("M{}", i), {}, true).ok());
  }
  for (int i = 0; i < 12; ++i) {
    const auto added = add_member(*library, fmt::format("N{:02}", i), {});
    ASSERT_TRUE(added.ok()) << i << to_string(added.failure());
  }
  EXPECT_EQ(open()->members().size(), 20U);
}

TEST_F(Partitioned, NoRoomLeftIsD37AndTheMemberIsNotThere) {
  make_library(*volume_, "A.LIB", dcb_, 2, 2);
  const auto library = open();
  ASSERT_TRUE(add_member(*library, "ONE", make_blocks(10, 800, 1)).ok());
  const auto added = add_member(*library, "BIG", make_blocks(200, 800, 1));
  ASSERT_FALSE(added.ok());
  EXPECT_TRUE(added.failure().is(msg::IEC031I)) << to_string(added.failure());
  EXPECT_EQ(names(*open()), (std::vector<std::string>{"ONE"}));
  ASSERT_TRUE(add_member(*library, "SMALL", make_blocks(5, 800, 3)).ok());
  EXPECT_EQ(*read_member(*open(), "SMALL"), make_blocks(5, 800, 3));
  EXPECT_EQ(*read_member(*open(), "ONE"), make_blocks(10, 800, 1));
}

TEST_F(Partitioned, SixteenExtentsUsedAreE37) {
  make_library(*volume_, "A.LIB", dcb_, 1, 2, 1);
  const auto library = open();
  const auto added = add_member(*library, "BIG", make_blocks(2'000, 800, 1));
  ASSERT_FALSE(added.ok());
  EXPECT_TRUE(added.failure().is(msg::IEC032I)) << to_string(added.failure());
}

TEST_F(Partitioned, HeldMembersBecomeTrueTogether) {
  make_library(*volume_, "A.LIB", dcb_, 10, 10);
  const auto library = open();
  library->hold();
  for (int i = 0; i < 60; ++i) {
    ASSERT_TRUE(add_member(*library, fmt::format("M{:02}", i),
                           make_blocks(static_cast<std::size_t>(i % 5), 800, 3))
                    .ok());
  }
  EXPECT_TRUE(open()->members().empty());
  EXPECT_EQ(*read_member(*library, "M09"), make_blocks(4, 800, 3));
  ASSERT_TRUE(library->commit().ok());
  EXPECT_EQ(open()->members().size(), 60U);
  EXPECT_EQ(*read_member(*open(), "M59"), make_blocks(4, 800, 3));
}

TEST_F(Partitioned, RandomHistoriesKeepEveryMember) {
  std::mt19937 random(7);
  make_library(*volume_, "A.LIB", dcb_, 5, 8, 5);
  auto library = open();
  std::map<std::string, unsigned> expected;
  for (unsigned step = 1; step <= 300; ++step) {
    const std::string name = fmt::format("M{:02}", random() % 40);
    Member member{.name = name};
    member.user_data.assign(random() % 32 * 2, 0x55);
    if (random() % 4 == 0 && expected.contains(name)) {
      ASSERT_TRUE(library->delete_member(name).ok());
      expected.erase(name);
    } else {
      const auto writer = library->write_member(member, true);
      ASSERT_TRUE(writer.ok());
      const auto written = write_blocks(**writer, make_blocks(step % 4, 100, step));
      if (written) {
        expected[name] = step;
      } else {
        ASSERT_TRUE(written.failure().is(msg::CSA0023E)) << to_string(written.failure());
      }
    }
    if (step % 10 == 0) {
      library = open();
    }
    ASSERT_EQ(library->members().size(), expected.size());
  }
  library = open();
  for (const auto& [name, step] : expected) {
    ASSERT_NE(library->find(name), nullptr) << name;
    EXPECT_EQ(*read_member(*library, name), make_blocks(step % 4, 100, step)) << name;
  }
}

TEST_F(Partitioned, TheFirstOfAConcatenationThatHasTheMemberGivesIt) {
  make_library(*volume_, "A.LIB", dcb_, 2, 2);
  make_library(*volume_, "B.LIB", dcb_, 2, 2);
  std::vector<std::unique_ptr<PartitionedDataSet>> both;
  both.push_back(open("A.LIB"));
  both.push_back(open("B.LIB"));
  ASSERT_TRUE(add_member(*both[1], "X", make_blocks(1, 80, 2)).ok());
  ASSERT_TRUE(add_member(*both[1], "Y", {}).ok());
  ASSERT_TRUE(add_member(*both[0], "X", make_blocks(1, 80, 1)).ok());
  EXPECT_EQ(find_in_concatenation(both, "X")->data_set, both[0].get());
  EXPECT_EQ(find_in_concatenation(both, "Y")->data_set, both[1].get());
  EXPECT_FALSE(find_in_concatenation(both, "Z").has_value());
}

TEST_F(Partitioned, AMemberWithoutEndOfFileRecordIsTold) {
  const dasd::DataSetLabel label = make_library(*volume_, "A.LIB", dcb_, 1, 1);
  ASSERT_TRUE(add_member(*open(), "ONE", make_blocks(1, 800, 1)).ok());
  const dasd::Geometry& geometry = volume_->geometry();
  const std::uint32_t track = label.extents[0].first_track(geometry);
  Bytes slot(geometry.slot_bytes);
  ASSERT_TRUE(volume_->read_slots({track, 1}, slot).ok());
  auto records = dasd::TrackReader::open(slot, label.extents[0].low, geometry);
  dasd::TrackBuilder cut(label.extents[0].low, geometry);
  for (int i = 0; i < 3; ++i) {  // the directory block, its end, the member's block
    const auto record = records->next();
    ASSERT_TRUE(cut.add(record->key, record->data).ok());
  }
  ASSERT_TRUE(volume_->write_slots({track, 1}, cut.finish()).ok());
  const auto library = open();
  const auto reader = library->read_member(*library->find("ONE"));
  ASSERT_TRUE((*reader)->read_block().ok());
  const auto end = (*reader)->read_block();
  ASSERT_FALSE(end.ok());
  EXPECT_TRUE(end.failure().is(msg::CSA0028E));
}

TEST_F(Partitioned, OnlyPartitionedDataSetsAreOpened) {
  const auto refused =
      PartitionedDataSet::open(*volume_, make_data_set(*volume_, "A.SEQ", dcb_, 1));
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.failure().is(msg::CSA0020E));
}

TEST_F(Partitioned, ADirectoryThatDoesNotFitIsRefused) {
  dasd::DataSetLabel label = make_data_set(*volume_, "A.LIB", dcb_, 2);
  const auto refused = initialize_directory(*volume_, label, 90);
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.failure().is(msg::CSA0024E));
  EXPECT_TRUE(initialize_directory(*volume_, label, 89).ok());
}

TEST(MemberNames, HaveOneToEightCharacters) {
  for (const char* good : {"A", "$JCL", "#1", "@X", "ABCDEFGH", "{X"}) {
    EXPECT_TRUE(is_member_name(good)) << good;
  }
  for (const char* bad : {"", "1A", "ABCDEFGHI", "A.B", "a", "A B"}) {
    EXPECT_FALSE(is_member_name(bad)) << bad;
  }
}

TEST(IspfStatistics, ComeBackAsTheyWereWritten) {
  MemberStatistics written;
  written.version = 1;
  written.modification = 7;
  written.created = {.year = 1999,
                     .month = 12,
                     .day = 31,
                     .hour = 0,
                     .minute = 0,
                     .second = 0,
                     .microsecond = 0,
                     .day_of_year = 365};
  written.changed = {.year = 2024,
                     .month = 2,
                     .day = 29,
                     .hour = 17,
                     .minute = 45,
                     .second = 59,
                     .microsecond = 0,
                     .day_of_year = 60};
  written.lines = 14;
  written.initial_lines = 70'000;
  written.user = "SYSPROG";
  const auto read = statistics({.name = "X", .user_data = make_statistics(written)});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->created.year, 1999);
  EXPECT_EQ(read->created.day, 31);
  EXPECT_EQ(read->changed.month, 2);
  EXPECT_EQ(read->changed.day, 29);
  EXPECT_EQ(read->changed.second, 59);
  EXPECT_EQ(read->initial_lines, 65'535U);
  EXPECT_EQ(read->user, "SYSPROG");
}

TEST(IspfStatistics, OfARealEntryAreRead) {
  const Bytes real = {0x01, 0x00, 0x00, 0x00, 0x01, 0x14, 0x31, 0x6F, 0x01, 0x14,
                      0x31, 0x6F, 0x17, 0x45, 0x00, 0x0E, 0x00, 0x0E, 0x00, 0x00,
                      0xE3, 0xD2, 0xF4, 0x60, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40};
  const auto read = statistics({.name = "X", .user_data = real});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->changed.year, 2014);
  EXPECT_EQ(read->changed.day_of_year, 316);
  EXPECT_EQ(read->changed.hour, 17);
  EXPECT_EQ(read->lines, 14U);
  EXPECT_EQ(read->user, "TK4-");
}

TEST(IspfStatistics, AreNotSeenInOtherUserData) {
  EXPECT_FALSE(statistics({.name = "X"}).has_value());
  EXPECT_FALSE(statistics({.name = "X", .user_data = Bytes(30, 0xFF)}).has_value());
  EXPECT_FALSE(statistics({.name = "X", .user_data = Bytes(30, 0)}).has_value());
}

}  // namespace
}  // namespace coldsite::access
