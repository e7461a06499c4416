// Writes in the middle of a file by a program that is killed: SIGKILL gives up a write between two
// pages, and the next program finishes it.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "datasets/io/real_store.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::io {
namespace {

constexpr std::size_t kBytes = 4096;
constexpr std::uint64_t kOffset = 2000;  ///< crosses a page of the file

class WholeWritesTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::string image() const { return directory_.path() + "/image"; }
  [[nodiscard]] std::string writes() const { return directory_.path() + "/writes"; }

  std::unique_ptr<File> open(FileStore& store) {
    keep_writes_whole(store, writes());
    return store.open(image(), OpenMode::kUpdate).value();
  }

  void put(ByteView content) {
    const auto store = make_real_store();
    ASSERT_TRUE(replace_file(*store, image(), content));
  }

  Bytes place() {
    const auto store = make_real_store();
    Bytes found(kBytes);
    EXPECT_TRUE(store->open(image(), OpenMode::kRead).value()->read_at(kOffset, found));
    return found;
  }

  /// A program that writes one letter after another, killed once it is on its way.
  void write_until_killed(int writes_before) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      const auto store = make_real_store();
      const auto file = open(*store);
      for (int i = 0;; ++i) {
        if (!file->write_at(kOffset, Bytes(kBytes, static_cast<std::uint8_t>('A' + i % 26))) ||
            (i == writes_before && ::write(pipe_ends[1], "x", 1) != 1)) {
          _exit(1);
        }
      }
    }
    char ready = 0;
    EXPECT_EQ(::read(pipe_ends[0], &ready, 1), 1);
    kill(child, SIGKILL);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
    close(pipe_ends[0]);
    close(pipe_ends[1]);
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(WholeWritesTest, AKilledProgramLeavesOldOrNew) {
  put(Bytes(8192, 'A'));
  for (int round = 0; round < 40; ++round) {
    write_until_killed(50 + round);
    const auto store = make_real_store();
    keep_writes_whole(*store, writes());  // as the next program of the site does
    const Bytes found = place();
    ASSERT_TRUE(std::ranges::all_of(found, [&](std::uint8_t b) { return b == found[0]; }))
        << "round " << round;
  }
}

TEST_F(WholeWritesTest, AProgramThatRunsFinishesWhatAnotherLeft) {
  put(Bytes(8192, 'A'));
  const auto store = make_real_store();
  const auto file = open(*store);
  ASSERT_TRUE(file->write_at(kOffset, Bytes(kBytes, 'A')));
  for (int round = 0; round < 20; ++round) {
    write_until_killed(50 + round);
    finish_whole_writes(*store);
    const Bytes found = place();
    ASSERT_TRUE(std::ranges::all_of(found, [&](std::uint8_t b) { return b == found[0]; }))
        << "round " << round;
  }
}

TEST_F(WholeWritesTest, AnImageThatWasReplacedSinceIsLeftAlone) {
  put(Bytes(8192, 'A'));
  for (int round = 0; round < 20; ++round) {
    write_until_killed(50 + round);
    const Bytes restored(8192, '.');
    const auto raw = make_real_store();
    ASSERT_TRUE(raw->open(image(), OpenMode::kUpdate).value()->write_at(0, restored));
    keep_writes_whole(*raw, writes());
    ASSERT_EQ(place(), Bytes(kBytes, '.')) << "round " << round;
  }
}

TEST_F(WholeWritesTest, AListOfWritesThatIsDamagedIsPassedOver) {
  put(Bytes(8192, 'A'));
  ASSERT_TRUE(open(*make_real_store())->write_at(kOffset, Bytes(kBytes, 'B')));
  const auto list = make_real_store();
  const auto file = list->open(writes(), OpenMode::kUpdate).value();
  ASSERT_TRUE(file->write_at(0, Bytes{1}));
  ASSERT_TRUE(file->write_at(24, Bytes{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}));
  keep_writes_whole(*make_real_store(), writes());
  EXPECT_EQ(place(), Bytes(kBytes, 'B'));
}

}  // namespace
}  // namespace coldsite::io
