#include "datasets/io/host_stream.hpp"

#include <gtest/gtest.h>

#include "datasets/messages/csi.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::io {
namespace {

void put_text(const std::string& path, std::string_view text) {
  const auto output = open_output_stream(path);
  ASSERT_TRUE(output);
  ASSERT_TRUE((*output)->write_text(text));
  ASSERT_TRUE((*output)->flush());
}

std::vector<std::string> lines_of(const std::string& path) {
  const auto input = open_input_stream(path);
  EXPECT_TRUE(input);
  LineReader reader(**input);
  std::vector<std::string> lines;
  for (;;) {
    const auto line = reader.read_line();
    EXPECT_TRUE(line);
    if (!line || !*line) {
      return lines;
    }
    lines.emplace_back(**line);
  }
}

TEST(HostStream, ReadsLinesWithAndWithoutALastLineFeed) {
  const testing::TemporaryDirectory directory;
  put_text(directory / "a", "one\r\n\ntwo\n");
  EXPECT_EQ(lines_of(directory / "a"), (std::vector<std::string>{"one", "", "two"}));
  put_text(directory / "b", "one\ntwo");
  EXPECT_EQ(lines_of(directory / "b"), (std::vector<std::string>{"one", "two"}));
  put_text(directory / "c", "");
  EXPECT_TRUE(lines_of(directory / "c").empty());
}

TEST(HostStream, ReadsLinesAcrossItsBuffers) {
  const testing::TemporaryDirectory directory;
  std::string text;
  std::vector<std::string> expected;
  for (std::size_t length = 0; length < 1000; ++length) {
    expected.emplace_back(length, 'x');
    text += expected.back() + '\n';
  }
  put_text(directory / "a", text);
  EXPECT_EQ(lines_of(directory / "a"), expected);
}

TEST(HostStream, RefusesALineWithoutEnd) {
  const testing::TemporaryDirectory directory;
  put_text(directory / "a", std::string(300'000, 'x'));
  const auto input = open_input_stream(directory / "a");
  ASSERT_TRUE(input);
  LineReader reader(**input);
  const auto line = reader.read_line(1000);
  ASSERT_FALSE(line);
  EXPECT_TRUE(line.failure().is(msg::CSI0002E));
}

TEST(HostStream, ReadsAllUpToItsLimit) {
  const testing::TemporaryDirectory directory;
  put_text(directory / "a", std::string(100'000, 'x'));
  const auto input = open_input_stream(directory / "a");
  ASSERT_TRUE(input);
  const auto all = read_stream(**input, 100'000);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), 100'000u);
  const auto again = open_input_stream(directory / "a");
  ASSERT_TRUE(again);
  const auto refused = read_stream(**again, 99'999);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.failure().is(msg::CSI0007E));
}

TEST(HostStream, TellsThatNoFileIsThere) {
  const auto input = open_input_stream("/nowhere/at/all");
  ASSERT_FALSE(input);
  EXPECT_TRUE(input.failure().is(msg::CSI0001E));
}

TEST(HostStream, TellsThatTheDeviceIsFull) {
  const auto output = open_output_stream("/dev/full");
  ASSERT_TRUE(output);
  ASSERT_TRUE((*output)->write_text("x"));
  const auto flushed = (*output)->flush();
  ASSERT_FALSE(flushed);
  EXPECT_TRUE(flushed.failure().is(msg::CSI0004E));
}

}  // namespace
}  // namespace coldsite::io
