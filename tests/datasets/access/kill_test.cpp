// What a kill at any kill point leaves of sequential and partitioned data sets.
#include <gmock/gmock.h>

#include <filesystem>

#include <fmt/format.h>

#include "datasets/io/real_store.hpp"
#include "tests/datasets/access/test_volume.hpp"
#include "tests/kill_sweep.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::access {
namespace {

const DataControlBlock kDcb = make_dcb(kU, 0, 30'000);
constexpr int kMembers = 30;

BlockList old_blocks() {
  return make_blocks(9, 20'000, 1);
}
BlockList new_blocks() {
  return make_blocks(13, 20'000, 2);
}
BlockList both_blocks() {
  BlockList both = old_blocks();
  const BlockList more = new_blocks();
  both.insert(both.end(), more.begin(), more.end());
  return both;
}
std::string member_name(int i) {
  return fmt::format("M{:02}", i);
}
BlockList member_blocks(int i) {
  return make_blocks(static_cast<std::size_t>(i % 3), 500, static_cast<unsigned>(i));
}

/// An image in a directory of its own, opened anew for every look at it.
class Image {
 public:
  explicit Image(std::string directory) : path_(std::move(directory) + "/v.ckd") {}
  [[nodiscard]] std::unique_ptr<dasd::Volume> make() {
    std::filesystem::remove(path_);
    return make_volume(*store_, path_);
  }
  [[nodiscard]] std::unique_ptr<dasd::Volume> open() {
    auto volume = dasd::open_volume(*store_, path_, dasd::Access::kUpdate);
    EXPECT_TRUE(volume.ok());
    return std::move(*volume);
  }

  /// Keeps the image as it is, to begin with again.
  void save() { std::filesystem::copy_file(path_, path_ + ".saved"); }
  bool take_saved() {
    return std::filesystem::exists(path_ + ".saved") &&
           std::filesystem::copy_file(path_ + ".saved", path_,
                                      std::filesystem::copy_options::overwrite_existing);
  }

 private:
  std::unique_ptr<io::FileStore> store_ = io::make_real_store();
  std::string path_;
};

class Kill : public ::testing::Test {
 protected:
  void make_sequential() {
    if (image_.take_saved()) {
      return;
    }
    const auto volume = image_.make();
    make_data_set(*volume, "A.SEQ", kDcb, 10, 5);
    ASSERT_TRUE(write_data_set(*volume, "A.SEQ", kDcb, old_blocks()).ok());
    image_.save();
  }
  void make_members() {
    if (image_.take_saved()) {
      return;
    }
    const auto volume = image_.make();
    const auto library =
        PartitionedDataSet::open(*volume, make_library(*volume, "A.LIB", kDcb, 5, 12));
    (*library)->hold();
    for (int i = 0; i < kMembers; ++i) {
      Member member{.name = member_name(i)};
      member.user_data.assign(30, 0x40);
      const auto writer = (*library)->write_member(member, false);
      ASSERT_TRUE(write_blocks(**writer, member_blocks(i)).ok());
    }
    ASSERT_TRUE((*library)->commit().ok());
    image_.save();
  }
  [[nodiscard]] BlockList sequential() {
    const auto volume = image_.open();
    const auto blocks = read_data_set(*volume, "A.SEQ");
    EXPECT_TRUE(blocks.ok()) << to_string(blocks.failure());
    return blocks.ok() ? *blocks : BlockList();
  }
  /// Every member but `changed` is there with its content.
  void check_members(const std::vector<std::string>& changed) {
    const auto volume = image_.open();
    const auto library = PartitionedDataSet::open(*volume, find_label(*volume, "A.LIB"));
    ASSERT_TRUE(library.ok()) << to_string(library.failure());
    for (int i = 0; i < kMembers; ++i) {
      if (std::ranges::find(changed, member_name(i)) == changed.end()) {
        ASSERT_NE((*library)->find(member_name(i)), nullptr) << i;
        EXPECT_EQ(*read_member(**library, member_name(i)), member_blocks(i)) << i;
      }
    }
  }
  [[nodiscard]] std::optional<BlockList> content(const std::string& name) {
    const auto volume = image_.open();
    const auto library = PartitionedDataSet::open(*volume, find_label(*volume, "A.LIB"));
    if (!library || (*library)->find(name) == nullptr) {
      return std::nullopt;
    }
    return *read_member(**library, name);
  }
  std::size_t sweep(const std::string& worker, const std::function<void()>& set_up,
                    const std::function<void()>& check, const std::function<void()>& check_end) {
    return testing::run_kill_sweep({.worker = "KillWorker.DISABLED_" + worker,
                                    .directory = directory_.path(),
                                    .set_up = set_up,
                                    .check = [&](const std::string&) { check(); },
                                    .check_end = [&](const std::string&) { check_end(); }});
  }

  testing::TemporaryDirectory directory_;
  Image image_{directory_.path()};
};

TEST_F(Kill, OfAReplaceLeavesOldDataNoneOrNewOnes) {
  const std::size_t points = sweep(
      "Replace", [&] { make_sequential(); },
      [&] { EXPECT_THAT(sequential(), ::testing::AnyOf(old_blocks(), BlockList(), new_blocks())); },
      [&] { EXPECT_EQ(sequential(), new_blocks()); });
  EXPECT_GE(points, 5U);
}

TEST_F(Kill, OfAnExtendLeavesOldDataOrAll) {
  sweep(
      "Extend", [&] { make_sequential(); },
      [&] { EXPECT_THAT(sequential(), ::testing::AnyOf(old_blocks(), both_blocks())); },
      [&] {
        // Killed behind the label, running it again extends twice: that is DISP=MOD.
        BlockList now = sequential();
        ASSERT_GE(now.size(), both_blocks().size());
        now.resize(both_blocks().size());
        EXPECT_EQ(now, both_blocks());
      });
}

TEST_F(Kill, OfAddingMembersLosesNone) {
  const std::size_t points = sweep(
      "Add", [&] { make_members(); },
      [&] {
        check_members({});
        for (const char* name : {"AAA", "M11X", "ZZZ"}) {
          EXPECT_THAT(content(name).value_or(make_blocks(5, 700, 1)), make_blocks(5, 700, 1));
        }
      },
      [&] {
        check_members({});
        for (const char* name : {"AAA", "M11X", "ZZZ"}) {
          EXPECT_EQ(content(name), make_blocks(5, 700, 1));
        }
      });
  EXPECT_GE(points, 15U);
}

TEST_F(Kill, OfReplacingAMemberLeavesOldOrNew) {
  sweep(
      "ReplaceMember", [&] { make_members(); },
      [&] {
        check_members({"M11"});
        EXPECT_THAT(*content("M11"), ::testing::AnyOf(member_blocks(11), make_blocks(5, 700, 1)));
      },
      [&] {
        check_members({"M11"});
        EXPECT_EQ(content("M11"), make_blocks(5, 700, 1));
      });
}

TEST_F(Kill, OfADeleteLosesNoOther) {
  sweep(
      "Delete", [&] { make_members(); }, [&] { check_members({"M03"}); },
      [&] {
        check_members({"M03"});
        EXPECT_FALSE(content("M03").has_value());
      });
}

TEST_F(Kill, OfARenameLeavesTheMemberUnderOneOfItsNames) {
  sweep(
      "Rename", [&] { make_members(); },
      [&] {
        check_members({"M03"});
        EXPECT_TRUE(content("M03") == member_blocks(3) || content("X03") == member_blocks(3));
      },
      [&] {
        check_members({"M03"});
        EXPECT_EQ(content("X03"), member_blocks(3));
      });
}

/// The operations, in the processes that are killed.
class KillWorker : public ::testing::Test {
 protected:
  Result<std::unique_ptr<PartitionedDataSet>> library() {
    return PartitionedDataSet::open(*volume_, find_label(*volume_, "A.LIB"));
  }
  Image image_{testing::worker_directory()};
  std::unique_ptr<dasd::Volume> volume_ =
      testing::worker_directory().empty() ? nullptr : image_.open();
};

TEST_F(KillWorker, DISABLED_Replace) {
  ASSERT_TRUE(
      write_data_set(*volume_, "A.SEQ", kDcb, new_blocks(), WriteMode::kReplace, true).ok());
}

TEST_F(KillWorker, DISABLED_Extend) {
  ASSERT_TRUE(write_data_set(*volume_, "A.SEQ", kDcb, new_blocks(), WriteMode::kExtend).ok());
}

TEST_F(KillWorker, DISABLED_Add) {
  const auto open = library();
  for (const char* name : {"AAA", "M11X", "ZZZ"}) {
    Member member{.name = name};
    member.user_data.assign(62, 0x40);
    const auto writer = (*open)->write_member(member, true);
    ASSERT_TRUE(write_blocks(**writer, make_blocks(5, 700, 1)).ok());
  }
}

TEST_F(KillWorker, DISABLED_ReplaceMember) {
  const auto open = library();
  Member member{.name = "M11"};
  member.user_data.assign(62, 0x40);
  const auto writer = (*open)->write_member(member, true);
  ASSERT_TRUE(write_blocks(**writer, make_blocks(5, 700, 1)).ok());
}

TEST_F(KillWorker, DISABLED_Delete) {
  const auto open = library();
  if ((*open)->find("M03") != nullptr) {
    ASSERT_TRUE((*open)->delete_member("M03").ok());
  }
}

TEST_F(KillWorker, DISABLED_Rename) {
  const auto open = library();
  if ((*open)->find("X03") == nullptr) {
    ASSERT_TRUE((*open)->rename_member("M03", "X03").ok());
  } else if ((*open)->find("M03") != nullptr) {
    ASSERT_TRUE((*open)->delete_member("M03").ok());
  }
}

}  // namespace
}  // namespace coldsite::access
