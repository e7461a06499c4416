// What every store promises (datasets/io/file_store.hpp), asked of each of them.
#include "datasets/io/file_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "datasets/io/fault_store.hpp"
#include "datasets/io/memory_store.hpp"
#include "datasets/io/random.hpp"
#include "datasets/io/real_store.hpp"
#include "datasets/messages/csi.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::io {
namespace {

/// A store and a directory in it that is empty.
class Bed {
 public:
  virtual ~Bed() = default;
  virtual FileStore& store() = 0;
  virtual std::string directory() = 0;
};

class RealBed final : public Bed {
 public:
  FileStore& store() override { return *store_; }
  std::string directory() override { return directory_.path(); }

 private:
  testing::TemporaryDirectory directory_;
  std::unique_ptr<FileStore> store_ = make_real_store();
};

class MemoryBed final : public Bed {
 public:
  MemoryBed() { CS_CHECK(store_->make_directories("/site").ok()); }
  FileStore& store() override { return *store_; }
  std::string directory() override { return "/site"; }

 private:
  std::unique_ptr<FileStore> store_ = make_memory_store();
};

class FaultBed final : public Bed {
 public:
  FaultBed() { CS_CHECK(store_->make_directories("/site").ok()); }
  FileStore& store() override { return *store_; }
  std::string directory() override { return "/site"; }

 private:
  std::unique_ptr<FileStore> memory_ = make_memory_store();
  std::unique_ptr<FaultStore> store_ = make_fault_store(*memory_);
};

class FaultOverRealBed final : public Bed {
 public:
  FileStore& store() override { return *store_; }
  std::string directory() override { return real_.directory(); }

 private:
  RealBed real_;
  std::unique_ptr<FaultStore> store_ = make_fault_store(real_.store());
};

template <class BedType>
class FileStoreTest : public ::testing::Test {
 protected:
  std::string path(const std::string& name) { return join_path(bed_.directory(), name); }
  FileStore& store() { return bed_.store(); }

  std::unique_ptr<File> open(const std::string& name, OpenMode mode) {
    auto file = store().open(path(name), mode);
    CS_CHECK(file.ok());
    return *std::move(file);
  }
  std::unique_ptr<File> make(const std::string& name, const Bytes& content = {}) {
    auto file = open(name, OpenMode::kCreateNew);
    EXPECT_TRUE(file->write_at(0, content));
    return file;
  }
  Bytes content(const std::string& name) {
    auto content = read_file(store(), path(name));
    EXPECT_TRUE(content) << to_string(content.failure());
    return content ? *content : Bytes{};
  }
  template <class T>
  static void expect_failure(const Result<T>& result, const Message& message) {
    ASSERT_FALSE(result.ok()) << message.id;
    EXPECT_TRUE(result.failure().is(message)) << to_string(result.failure());
  }

  BedType bed_;
};

using Beds = ::testing::Types<RealBed, MemoryBed, FaultBed, FaultOverRealBed>;
TYPED_TEST_SUITE(FileStoreTest, Beds);

TYPED_TEST(FileStoreTest, OpensByMode) {
  this->expect_failure(this->store().open(this->path("a"), OpenMode::kRead), msg::CSI0001E);
  this->expect_failure(this->store().open(this->path("a"), OpenMode::kUpdate), msg::CSI0001E);
  EXPECT_EQ(this->make("a", {1, 2, 3})->path(), this->path("a"));
  this->expect_failure(this->store().open(this->path("a"), OpenMode::kCreateNew), msg::CSI0006E);
  EXPECT_EQ(this->content("a"), (Bytes{1, 2, 3}));
  this->open("a", OpenMode::kCreateOrReplace);
  EXPECT_EQ(this->content("a"), Bytes{});
  this->expect_failure(this->store().open(this->bed_.directory(), OpenMode::kRead), msg::CSI0001E);
  this->expect_failure(this->store().open(this->path("no/a"), OpenMode::kCreateNew), msg::CSI0001E);
}

TYPED_TEST(FileStoreTest, ReadsFewerBytesOnlyAtTheEnd) {
  const auto file = this->make("a", {1, 2, 3, 4, 5});
  Bytes out(4, 9);
  EXPECT_EQ(*file->read_at(0, out), 4u);
  EXPECT_EQ(*file->read_at(3, out), 2u);
  EXPECT_EQ(out, (Bytes{4, 5, 3, 4}));
  EXPECT_EQ(*file->read_at(5, out), 0u);
  EXPECT_EQ(*file->read_at(500, out), 0u);
  EXPECT_EQ(*file->read_at(0, {}), 0u);
}

TYPED_TEST(FileStoreTest, RefusesToWriteAFileOpenedForReading) {
  this->make("a", {1});
  const auto file = this->open("a", OpenMode::kRead);
  this->expect_failure(file->write_at(0, Bytes{2}), msg::CSI0003E);
  this->expect_failure(file->lock({0, 1}, LockMode::kExclusive), msg::CSI0008E);
  EXPECT_EQ(this->content("a"), Bytes{1});
}

TYPED_TEST(FileStoreTest, RefusesOffsetsNoFileCanHave) {
  const auto file = this->make("a", {1});
  EXPECT_FALSE(file->write_at(~std::uint64_t{0} - 10, Bytes(4)));
  EXPECT_FALSE(file->resize(~std::uint64_t{0}));
  EXPECT_EQ(*file->size_bytes(), 1u);
}

TYPED_TEST(FileStoreTest, WritesGatheredPiecesAsOne) {
  const auto file = this->make("a", {1, 2, 3});
  Bytes expected{1, 2};
  std::vector<Bytes> parts;
  std::vector<ByteView> pieces{ByteView()};
  for (std::size_t i = 0; i < 2'500; ++i) {  // more than one call of the host takes
    parts.emplace_back(i % 5, static_cast<std::uint8_t>(i));
    expected.insert(expected.end(), parts.back().begin(), parts.back().end());
  }
  pieces.insert(pieces.end(), parts.begin(), parts.end());
  EXPECT_TRUE(file->write_gathered_at(2, pieces));
  EXPECT_EQ(this->content("a"), expected);
  file->begin_write_out({0, 4096});
  EXPECT_TRUE(file->write_gathered_at(0, {}));
  EXPECT_EQ(this->content("a"), expected);
  const auto reading = this->open("a", OpenMode::kRead);
  this->expect_failure(reading->write_gathered_at(0, pieces), msg::CSI0003E);
}

TYPED_TEST(FileStoreTest, FillsGapsWithZeros) {
  const auto file = this->make("a");
  ASSERT_TRUE(file->write_at(10'000, Bytes{7}));
  EXPECT_EQ(*file->size_bytes(), 10'001u);
  Bytes expected(10'001);
  expected.back() = 7;
  EXPECT_EQ(this->content("a"), expected);
}

TYPED_TEST(FileStoreTest, ShowsZerosAfterShrinkingAndGrowing) {
  const auto file = this->make("a", Bytes(9'000, 5));
  ASSERT_TRUE(file->resize(100));
  ASSERT_TRUE(file->resize(9'000));
  Bytes expected(9'000);
  std::fill_n(expected.begin(), 100, std::uint8_t{5});
  EXPECT_EQ(this->content("a"), expected);
}

TYPED_TEST(FileStoreTest, ZeroesRangesAndExtendsTheFile) {
  const auto file = this->make("a", Bytes(20'000, 5));
  ASSERT_TRUE(file->zero_range({100, 15'000}));
  ASSERT_TRUE(file->zero_range({19'990, 100}));
  ASSERT_TRUE(file->zero_range({50'000, 0}));
  Bytes expected(20'090, 5);
  std::fill_n(expected.begin() + 100, 15'000, std::uint8_t{0});
  std::fill_n(expected.begin() + 19'990, 100, std::uint8_t{0});
  EXPECT_EQ(this->content("a"), expected);
}

TYPED_TEST(FileStoreTest, FindsDataBetweenHoles) {
  constexpr std::uint64_t kMiB = 1 << 20;
  const auto file = this->make("a");
  ASSERT_TRUE(file->resize(10 * kMiB));
  EXPECT_FALSE(*file->find_data(0));
  ASSERT_TRUE(file->write_at(4 * kMiB, Bytes(2 * kMiB, 1)));
  const auto found = *file->find_data(0);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->offset, 4 * kMiB);
  EXPECT_EQ(found->length, 2 * kMiB);
  EXPECT_EQ((*file->find_data(5 * kMiB))->offset, 5 * kMiB);
  EXPECT_FALSE(*file->find_data(6 * kMiB));
  EXPECT_FALSE(*file->find_data(10 * kMiB));
  ASSERT_TRUE(file->zero_range({0, 10 * kMiB}));
  EXPECT_FALSE(*file->find_data(0));
  EXPECT_LT((*this->store().info(this->path("a")))->allocated_bytes, kMiB);
}

TYPED_TEST(FileStoreTest, CopiesRangesAndKeepsHoles) {
  constexpr std::uint64_t kMiB = 1 << 20;
  const auto source = this->make("a");
  Bytes piece(kMiB);
  Random(3).fill(piece);
  ASSERT_TRUE(source->write_at(2 * kMiB, piece));
  ASSERT_TRUE(source->resize(5 * kMiB));
  const auto target = this->make("b", Bytes(4 * kMiB, 9));
  ASSERT_TRUE(target->copy_range(*source, {kMiB, 4 * kMiB}, kMiB));
  Bytes expected(5 * kMiB, 0);
  std::fill_n(expected.begin(), kMiB, std::uint8_t{9});
  std::ranges::copy(piece, expected.begin() + 2 * kMiB);
  EXPECT_EQ(this->content("b"), expected);
  EXPECT_LE((*this->store().info(this->path("b")))->allocated_bytes, 2 * kMiB + 65'536);
  this->expect_failure(target->copy_range(*source, {4 * kMiB, 2 * kMiB}, 0), msg::CSI0002E);
}

TYPED_TEST(FileStoreTest, SharesBlocksOrSaysThatItCannot) {
  const auto source = this->make("a", Bytes(12'288, 3));
  const auto cloned = this->store().clone_file(this->path("a"), this->path("b"));
  if (!cloned) {
    this->expect_failure(cloned, msg::CSI0010I);
    EXPECT_FALSE(*this->store().info(this->path("b")));  // nothing half made stays
    const auto target = this->make("c");
    this->expect_failure(target->clone_range(*source, {0, 4096}, 0), msg::CSI0010I);
    return;
  }
  ASSERT_TRUE(source->write_at(0, Bytes(4096, 4)));
  EXPECT_EQ(this->content("b"), Bytes(12'288, 3));
  const auto target = this->open("b", OpenMode::kUpdate);
  ASSERT_TRUE(target->clone_range(*source, {0, 4096}, 8192));
  ASSERT_TRUE(target->clone_range(*source, {0, 0}, 0));
  Bytes expected(12'288, 3);
  std::fill_n(expected.begin() + 8192, 4096, std::uint8_t{4});
  EXPECT_EQ(this->content("b"), expected);
  this->expect_failure(target->clone_range(*source, {1, 4096}, 0), msg::CSI0010I);
  this->expect_failure(this->store().clone_file(this->path("a"), this->path("b")), msg::CSI0006E);
}

TYPED_TEST(FileStoreTest, LocksRangesBetweenOpens) {
  const auto one = this->make("a", Bytes(100));
  const auto two = this->open("a", OpenMode::kUpdate);
  const auto locked = one->lock({0, 10}, LockMode::kExclusive);
  ASSERT_TRUE(locked);
  EXPECT_EQ(*two->try_lock({5, 1}, LockMode::kShared), nullptr);
  EXPECT_EQ(*two->try_lock({0, 0}, LockMode::kExclusive), nullptr);  // 0: to the end
  EXPECT_NE(*two->try_lock({10, 10}, LockMode::kExclusive), nullptr);
  EXPECT_NE(*one->try_lock({20, 10}, LockMode::kExclusive), nullptr);
}

TYPED_TEST(FileStoreTest, SharesAndReleasesLocks) {
  auto one = this->make("a", Bytes(100));
  const auto two = this->open("a", OpenMode::kUpdate);
  auto shared = *one->lock({0, 10}, LockMode::kShared);
  EXPECT_NE(*two->try_lock({0, 10}, LockMode::kShared), nullptr);
  EXPECT_EQ(*two->try_lock({0, 10}, LockMode::kExclusive), nullptr);
  one.reset();  // the lock keeps its file open
  EXPECT_EQ(*two->try_lock({0, 10}, LockMode::kExclusive), nullptr);
  shared.reset();
  EXPECT_NE(*two->try_lock({0, 10}, LockMode::kExclusive), nullptr);
}

TYPED_TEST(FileStoreTest, WaitsForALock) {
  const auto one = this->make("a", Bytes(100));
  const auto two = this->open("a", OpenMode::kUpdate);
  std::atomic<bool> is_released = false;
  auto held = *one->lock({0, 1}, LockMode::kExclusive);
  std::thread waiter([&] {
    const auto lock = two->lock({0, 1}, LockMode::kExclusive);
    EXPECT_TRUE(lock);
    EXPECT_TRUE(is_released);
  });
  is_released = true;
  held.reset();
  waiter.join();
}

TYPED_TEST(FileStoreTest, TellsAboutFilesAndDirectories) {
  this->make("a", Bytes(5000, 1));
  const auto file = *this->store().info(this->path("a"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->size_bytes, 5000u);
  EXPECT_GE(file->allocated_bytes, 5000u);
  EXPECT_FALSE(file->is_directory);
  EXPECT_TRUE((*this->store().info(this->bed_.directory()))->is_directory);
  EXPECT_FALSE(*this->store().info(this->path("b")));
  EXPECT_FALSE(*this->store().info(this->path("a/b")));
}

TYPED_TEST(FileStoreTest, MakesDirectoriesAndListsThemSorted) {
  ASSERT_TRUE(this->store().make_directories(this->path("x/y/z")));
  ASSERT_TRUE(this->store().make_directories(this->path("x/y/z")));
  this->make("x/b");
  this->make("x/a");
  EXPECT_EQ(*this->store().list(this->path("x")), (std::vector<std::string>{"a", "b", "y"}));
  EXPECT_EQ(*this->store().list(this->path("x/y/z")), std::vector<std::string>{});
  this->expect_failure(this->store().make_directories(this->path("x/a")), msg::CSI0008E);
  this->expect_failure(this->store().make_directories(this->path("x/a/b")), msg::CSI0008E);
  this->expect_failure(this->store().list(this->path("none")), msg::CSI0008E);
}

TYPED_TEST(FileStoreTest, RenamesOverAnotherFile) {
  this->make("a", {1});
  const auto replaced = this->make("b", {2});
  ASSERT_TRUE(this->store().rename_file(this->path("a"), this->path("b")));
  ASSERT_TRUE(this->store().sync_directory(this->bed_.directory()));
  EXPECT_EQ(this->content("b"), Bytes{1});
  EXPECT_FALSE(*this->store().info(this->path("a")));
  Bytes old(1);
  EXPECT_EQ(*replaced->read_at(0, old), 1u);  // lives on while it is open
  EXPECT_EQ(old, Bytes{2});
  this->expect_failure(this->store().rename_file(this->path("a"), this->path("c")), msg::CSI0008E);
}

TYPED_TEST(FileStoreTest, RemovesFiles) {
  const auto file = this->make("a", {1});
  ASSERT_TRUE(this->store().remove_file(this->path("a")));
  EXPECT_FALSE(*this->store().info(this->path("a")));
  EXPECT_EQ(*file->size_bytes(), 1u);
  this->expect_failure(this->store().remove_file(this->path("a")), msg::CSI0008E);
  this->expect_failure(this->store().sync_directory(this->path("none")), msg::CSI0001E);
}

TYPED_TEST(FileStoreTest, ReadsAndReplacesWholeFiles) {
  ASSERT_TRUE(replace_file(this->store(), this->path("a"), Bytes{1, 2}));
  ASSERT_TRUE(replace_file(this->store(), this->path("a"), Bytes{3}));
  EXPECT_EQ(this->content("a"), Bytes{3});
  EXPECT_EQ(*this->store().list(this->bed_.directory()), std::vector<std::string>{"a"});
  ASSERT_TRUE(replace_file(this->store(), this->path("a"), Bytes(101)));
  this->expect_failure(read_file(this->store(), this->path("a"), 100), msg::CSI0007E);
  this->expect_failure(read_file(this->store(), this->path("b")), msg::CSI0001E);
}

TYPED_TEST(FileStoreTest, TakesThreadsAtDifferentOffsets) {
  const auto file = this->make("a");
  constexpr std::size_t kPieceBytes = 5000;
  std::vector<std::thread> threads;
  for (std::uint8_t number = 1; number <= 4; ++number) {
    threads.emplace_back([&file, number] {
      for (std::size_t piece = number; piece <= 80; piece += 4) {
        EXPECT_TRUE(file->write_at(piece * kPieceBytes, Bytes(kPieceBytes, number)));
        EXPECT_TRUE(file->zero_range({piece * kPieceBytes, 100}));
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const Bytes content = this->content("a");
  ASSERT_EQ(content.size(), 81 * kPieceBytes);
  for (std::size_t piece = 1; piece <= 80; ++piece) {
    EXPECT_EQ(content[piece * kPieceBytes + 99], 0);
    EXPECT_EQ(content[piece * kPieceBytes + 100], (piece - 1) % 4 + 1);
    EXPECT_EQ(content[(piece + 1) * kPieceBytes - 1], (piece - 1) % 4 + 1);
  }
}

}  // namespace
}  // namespace coldsite::io
