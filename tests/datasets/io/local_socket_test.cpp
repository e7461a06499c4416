#include "datasets/io/local_socket.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <string>

#include "tests/temporary_directory.hpp"

namespace coldsite::io {
namespace {

/// Says everything back, and counts who left.
class Echo : public LineHandler {
 public:
  void line_came(PeerNumber peer, std::string_view line) override {
    server->send(peer, "echo " + std::string(line));
  }
  void peer_left(PeerNumber) override {
    const std::lock_guard guard(mutex_);
    ++left_;
    changed_.notify_all();
  }
  void wait_for_leaving(int count) {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [&] { return left_ >= count; });
  }
  LineServer* server = nullptr;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int left_ = 0;
};

class LocalSocket : public ::testing::Test {
 protected:
  void start(const std::string& path) {
    auto started = start_line_server(path, echo_);
    ASSERT_TRUE(started) << to_string(started.failure());
    server_ = *std::move(started);
    echo_.server = server_.get();
  }
  static std::string talk(const std::string& path, const std::string& line) {
    auto channel = connect_line_channel(path);
    if (!channel || !*channel || !(*channel)->send(line)) {
      return "nobody";
    }
    auto answer = (*channel)->receive();
    return answer && *answer ? **answer : "nothing";
  }

  coldsite::testing::TemporaryDirectory place_;
  Echo echo_;
  std::unique_ptr<LineServer> server_;
};

TEST_F(LocalSocket, CarriesLinesBothWays) {
  start(place_ / "s");
  EXPECT_EQ(talk(place_ / "s", "hello"), "echo hello");
  EXPECT_EQ(talk(place_ / "s", "two\nlines"), "echo two lines");
  echo_.wait_for_leaving(2);
}

TEST_F(LocalSocket, HasNamesOfAnyLength) {
  const std::string deep = place_ / std::string(200, 'd');
  std::filesystem::create_directory(deep);
  start(deep + "/s");
  EXPECT_EQ(talk(deep + "/s", "hello"), "echo hello");
}

TEST_F(LocalSocket, NobodyAnswersWhereNoServerIs) {
  EXPECT_EQ(talk(place_ / "s", "hello"), "nobody");
  start(place_ / "s");
  server_.reset();
  EXPECT_FALSE(std::filesystem::exists(place_ / "s"));
  EXPECT_EQ(talk(place_ / "s", "hello"), "nobody");
}

TEST_F(LocalSocket, TheNameOfAKilledServerAnswersNobodyAndCanBeTakenOver) {
  const pid_t child = fork();
  if (child == 0) {
    Echo echo;
    const auto server = start_line_server(place_ / "s", echo);
    raise(SIGKILL);
  }
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(std::filesystem::exists(place_ / "s"));
  EXPECT_EQ(talk(place_ / "s", "hello"), "nobody");
  start(place_ / "s");
  EXPECT_EQ(talk(place_ / "s", "hello"), "echo hello");
}

TEST_F(LocalSocket, EndsTheTalkWithAPeerWhoseLineDoesNotEnd) {
  start(place_ / "s");
  EXPECT_EQ(talk(place_ / "s", std::string(2 * kSocketLineBytesMax, 'x')), "nothing");
  EXPECT_EQ(talk(place_ / "s", "hello"), "echo hello");
}

TEST_F(LocalSocket, ChannelsEndWithTheServer) {
  start(place_ / "s");
  auto channel = connect_line_channel(place_ / "s");
  ASSERT_TRUE(channel && *channel);
  ASSERT_TRUE((*channel)->send("hello"));
  ASSERT_TRUE((*channel)->receive());
  server_.reset();
  const auto end = (*channel)->receive();
  EXPECT_TRUE(end && !*end);
}

}  // namespace
}  // namespace coldsite::io
