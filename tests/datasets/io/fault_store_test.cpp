#include "datasets/io/fault_store.hpp"

#include <gtest/gtest.h>

#include "datasets/io/memory_store.hpp"
#include "datasets/messages/csi.hpp"

namespace coldsite::io {
namespace {

using Keep = CrashModel::Keep;

class FaultStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<File> make(const std::string& path, const Bytes& content, bool durable = true) {
    auto file = store_->open(path, OpenMode::kCreateNew);
    CS_CHECK(file.ok());
    EXPECT_TRUE((*file)->write_at(0, content));
    if (durable) {
      EXPECT_TRUE((*file)->sync());
      EXPECT_TRUE(store_->sync_directory("."));
    }
    return *std::move(file);
  }
  Bytes content(const std::string& path) {
    auto content = read_file(*store_, path);
    EXPECT_TRUE(content) << to_string(content.failure());
    return content ? *content : Bytes{};
  }
  bool exists(const std::string& path) { return store_->info(path).value().has_value(); }
  template <class T>
  static void expect_failure(const Result<T>& result, const Message& message) {
    ASSERT_FALSE(result.ok()) << message.id;
    EXPECT_TRUE(result.failure().is(message)) << to_string(result.failure());
  }

  std::unique_ptr<FileStore> memory_ = make_memory_store();
  std::unique_ptr<FaultStore> store_ = make_fault_store(*memory_);
};

TEST_F(FaultStoreTest, FailsTheNthOperationOnce) {
  const auto file = make("a", Bytes(10));
  store_->plant({FaultKind::kError, Operation::kRead, 2});
  Bytes out(10);
  EXPECT_TRUE(file->read_at(0, out));
  expect_failure(file->read_at(0, out), msg::CSI0002E);
  EXPECT_TRUE(file->read_at(0, out));
}

TEST_F(FaultStoreTest, FailsOnAndOnWhereAskedTo) {
  const auto one = make("one", Bytes(10));
  const auto two = make("two", Bytes(10));
  store_->plant({FaultKind::kNoSpace, Operation::kWrite, 1, "two", true});
  EXPECT_TRUE(one->write_at(0, Bytes(1)));
  expect_failure(two->write_at(0, Bytes(1)), msg::CSI0004E);
  expect_failure(two->write_at(0, Bytes(1)), msg::CSI0004E);
  store_->clear_faults();
  EXPECT_TRUE(two->write_at(0, Bytes(1)));
}

TEST_F(FaultStoreTest, ReadsAndWritesShort) {
  const auto file = make("a", Bytes(10, 1));
  store_->plant({FaultKind::kShortRead, Operation::kRead});
  store_->plant({FaultKind::kShortWrite, Operation::kWrite});
  Bytes out(10);
  EXPECT_EQ(*file->read_at(0, out), 5u);
  expect_failure(file->write_at(0, Bytes(4, 2)), msg::CSI0004E);
  EXPECT_EQ(content("a"), (Bytes{2, 2, 1, 1, 1, 1, 1, 1, 1, 1}));
}

TEST_F(FaultStoreTest, GivesEachOperationItsOwnMessage) {
  const auto file = make("a", Bytes(10));
  store_->plant({FaultKind::kError, std::nullopt, 1, "", true});
  expect_failure(store_->open("a", OpenMode::kRead), msg::CSI0001E);
  expect_failure(store_->info("a"), msg::CSI0008E);
  expect_failure(store_->list("."), msg::CSI0008E);
  expect_failure(store_->remove_file("a"), msg::CSI0008E);
  expect_failure(store_->rename_file("a", "b"), msg::CSI0008E);
  expect_failure(store_->make_directories("d"), msg::CSI0008E);
  expect_failure(store_->sync_directory("."), msg::CSI0005E);
  expect_failure(store_->clone_file("a", "b"), msg::CSI0001E);
  expect_failure(file->write_at(0, Bytes(1)), msg::CSI0003E);
  expect_failure(file->resize(1), msg::CSI0003E);
  expect_failure(file->sync(), msg::CSI0005E);
  expect_failure(file->lock({0, 1}, LockMode::kShared), msg::CSI0008E);
}

TEST_F(FaultStoreTest, LosesWhatWasNotSynced) {
  const auto file = make("a", Bytes(4, 1));
  ASSERT_TRUE(file->write_at(2, Bytes(4, 2)));
  ASSERT_TRUE(file->write_at(9'000, Bytes(1, 3)));
  EXPECT_EQ(store_->unsynced_changes(), 2u);
  ASSERT_TRUE(store_->crash({Keep::kNothing}));
  EXPECT_EQ(content("a"), Bytes(4, 1));
}

TEST_F(FaultStoreTest, KeepsWhatWasSynced) {
  const auto file = make("a", Bytes(4, 1));
  ASSERT_TRUE(file->write_at(2, Bytes(4, 2)));
  ASSERT_TRUE(file->sync());
  ASSERT_TRUE(store_->crash({Keep::kNothing}));
  EXPECT_EQ(content("a"), (Bytes{1, 1, 2, 2, 2, 2}));
}

TEST_F(FaultStoreTest, TakesBackResizesHolesAndCopies) {
  const auto file = make("a", Bytes(9'000, 1));
  const auto other = make("b", Bytes(9'000, 2));
  ASSERT_TRUE(file->zero_range({10, 8'000}));
  ASSERT_TRUE(file->copy_range(*other, {0, 4096}, 4096));
  ASSERT_TRUE(file->clone_range(*other, {0, 4096}, 0));
  ASSERT_TRUE(file->resize(5'000));
  ASSERT_TRUE(file->resize(20'000));
  const Bytes last = content("a");
  ASSERT_TRUE(store_->crash({Keep::kEverything}));
  EXPECT_EQ(content("a"), last);
  const auto again = store_->open("a", OpenMode::kCreateOrReplace);
  ASSERT_TRUE(again);
  EXPECT_EQ(content("a"), Bytes{});
  ASSERT_TRUE(store_->crash({Keep::kNothing}));
  EXPECT_EQ(content("a"), last);
}

TEST_F(FaultStoreTest, TakesBackEverythingAfterTheFirstChanges) {
  const auto file = make("a", Bytes(3, 0));
  for (std::uint8_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(file->write_at(i, Bytes{1}));
  }
  ASSERT_TRUE(store_->crash({Keep::kFirst, 2}));
  EXPECT_EQ(content("a"), (Bytes{1, 1, 0}));
}

TEST_F(FaultStoreTest, LosesNamesUntilTheirDirectoryIsSynced) {
  make("a", Bytes{1});
  make("b", Bytes{2});
  make("c", Bytes{3}, false);
  ASSERT_TRUE(store_->rename_file("a", "b"));
  ASSERT_TRUE(store_->crash({Keep::kNothing}));
  EXPECT_EQ(content("a"), Bytes{1});
  EXPECT_EQ(content("b"), Bytes{2});
  EXPECT_FALSE(exists("c"));
  ASSERT_TRUE(store_->remove_file("a"));
  EXPECT_EQ(*store_->list("."), std::vector<std::string>{"b"});
  ASSERT_TRUE(store_->crash({Keep::kNothing}));
  EXPECT_EQ(content("a"), Bytes{1});
  ASSERT_TRUE(store_->rename_file("a", "b"));
  ASSERT_TRUE(store_->sync_directory("."));
  ASSERT_TRUE(store_->crash({Keep::kNothing}));
  EXPECT_EQ(content("b"), Bytes{1});
  EXPECT_EQ(*memory_->list("."), std::vector<std::string>{"b"});  // nothing waits any more
}

TEST_F(FaultStoreTest, FindsADurableNameWithoutItsBytes) {
  const auto file = make("a.new", Bytes(4, 1), false);
  ASSERT_TRUE(store_->rename_file("a.new", "a"));
  ASSERT_TRUE(store_->sync_directory("."));
  ASSERT_TRUE(store_->crash({Keep::kNothing}));
  EXPECT_EQ(content("a"), Bytes{});  // the classic mistake: renamed before it was synced
}

TEST_F(FaultStoreTest, TearsWritesAtTheUnitsOfTheDisk) {
  const auto file = make("a", Bytes(4096, 1));
  ASSERT_TRUE(file->write_at(100, Bytes(3'000, 2)));
  bool was_torn = false;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    ASSERT_TRUE(store_->crash({Keep::kEverything, 0, Random(seed), 512}));
    const Bytes seen = content("a");
    for (std::size_t i = 1; i < seen.size(); ++i) {
      EXPECT_TRUE(seen[i] == seen[i - 1] || i % 512 == 0 || i == 100 || i == 3'100) << i;
    }
    was_torn = was_torn || seen != content("a") || (seen[200] == 1 && seen[600] == 2);
    const auto again = store_->open("a", OpenMode::kUpdate);
    ASSERT_TRUE(again);
    ASSERT_TRUE((*again)->write_at(0, Bytes(4096, 1)));
    ASSERT_TRUE((*again)->sync());
    ASSERT_TRUE((*again)->write_at(100, Bytes(3'000, 2)));
  }
  EXPECT_TRUE(was_torn);
}

TEST_F(FaultStoreTest, StopsEverythingWhenThePowerFails) {
  const auto file = make("a", Bytes(1, 1));
  store_->fail_power_in(2);
  EXPECT_TRUE(file->write_at(0, Bytes(1, 2)));
  EXPECT_FALSE(file->sync());
  EXPECT_FALSE(store_->list("."));
  ASSERT_TRUE(store_->crash({Keep::kNothing}));
  EXPECT_EQ(content("a"), Bytes(1, 1));
  EXPECT_FALSE(file->size_bytes());  // open since before
}

/// Runs replace_file on a file with `old_content` (none: no file) until the power fails in change
/// `n`; returns whether it got to its end.
bool replace_until(FaultStore& store, const std::optional<Bytes>& old_content,
                   const Bytes& new_content, std::uint64_t n) {
  if (old_content) {
    CS_CHECK(replace_file(store, "a", *old_content).ok());
  }
  store.fail_power_in(n);
  return replace_file(store, "a", new_content).ok();
}

TEST(ReplaceFile, LeavesTheOldOrTheNewFileWhereverThePowerFails) {
  const Bytes new_content(6'000, 2);
  for (const std::optional<Bytes>& old_content :
       {std::optional<Bytes>(), std::optional(Bytes(9'000, 1))}) {
    bool is_finished = false;
    for (std::uint64_t n = 1; !is_finished; ++n) {
      for (std::uint64_t variant = 0; variant < 60; ++variant) {
        const auto memory = make_memory_store();
        const auto store = make_fault_store(*memory);
        is_finished = replace_until(*store, old_content, new_content, n);
        const Keep keep = variant == 0   ? Keep::kNothing
                          : variant < 10 ? Keep::kFirst
                                         : Keep::kRandom;
        const std::size_t torn_unit_bytes = variant % 3 == 0 ? 0 : variant % 3 == 1 ? 512 : 4096;
        ASSERT_TRUE(store->crash({keep, variant, Random(variant), torn_unit_bytes}));
        const auto exists = store->info("a");
        ASSERT_TRUE(exists);
        const auto found = *exists ? std::optional(*read_file(*store, "a")) : std::nullopt;
        EXPECT_TRUE(found == new_content || (found == old_content && !is_finished))
            << "power failed in change " << n << ", variant " << variant;
      }
    }
  }
}

TEST(ReplaceFile, LeavesTheOldFileWhenAnyOperationFails) {
  for (const FaultKind kind : {FaultKind::kError, FaultKind::kNoSpace, FaultKind::kShortWrite}) {
    for (std::uint64_t n = 1;; ++n) {
      const auto memory = make_memory_store();
      const auto store = make_fault_store(*memory);
      ASSERT_TRUE(replace_file(*store, "a", Bytes{1}));
      store->plant({kind, std::nullopt, n});
      const bool is_replaced = replace_file(*store, "a", Bytes{2}).ok();
      const std::uint64_t seen = store->operations();
      store->clear_faults();
      const Bytes content = *read_file(*store, "a");
      EXPECT_TRUE(content == Bytes{2} || (!is_replaced && content == Bytes{1})) << n;
      if (n > seen) {
        EXPECT_TRUE(is_replaced);
        break;
      }
      if (is_replaced || content == Bytes{1}) {
        EXPECT_EQ(*store->list("."), std::vector<std::string>{"a"}) << "a work file was left";
      }
    }
  }
}

}  // namespace
}  // namespace coldsite::io
