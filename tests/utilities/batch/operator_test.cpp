#include "utilities/batch/operator.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "datasets/io/local_socket.hpp"
#include "tests/temporary_directory.hpp"
#include "utilities/batch/console_line.hpp"

namespace coldsite::batch {
namespace {

TEST(AloneOperator, AsksTheTerminal) {
  std::ostringstream output;
  std::istringstream input("R 01,U\n02,T\nplain text\n");
  const auto console = make_alone_operator({&output, &input, {}, "ickdsf"});
  EXPECT_EQ(*console->ask("ICK003D REPLY U"), "U");
  EXPECT_EQ(*console->ask("ICK003D REPLY U"), "T");
  EXPECT_EQ(*console->ask("ICK003D REPLY U"), "plain text");
  EXPECT_EQ(output.str().substr(0, 20), "*01 ICK003D REPLY U\n");
}

TEST(AloneOperator, PrefersTheScript) {
  std::ostringstream output;
  auto script = ReplyScript::parse("ickdsf ICK003D U\n", "replies");
  ASSERT_TRUE(script);
  const auto console = make_alone_operator({&output, nullptr, *script, "ickdsf"});
  EXPECT_EQ(*console->ask("ICK003D REPLY U"), "U");
  EXPECT_EQ(output.str(), "*01 ICK003D REPLY U\nR 01,U\n");
}

TEST(AloneOperator, WithoutATerminalNobodyReplies) {
  std::ostringstream output;
  const auto console = make_alone_operator({&output, nullptr, {}, "ickdsf"});
  EXPECT_EQ(console->ask("ICK003D REPLY U").failure().message().id, "CSP0020E");
  EXPECT_EQ(console->next_command().failure().message().id, "CSP0020E");
  EXPECT_TRUE(console->tell("ICK001I TEXT"));
}

TEST(AloneOperator, TakesStopAndOtherLinesAsCommands) {
  std::ostringstream output;
  std::istringstream input("slower\nstop\n");
  const auto console = make_alone_operator({&output, &input, {}, "server"});
  EXPECT_EQ(*console->next_command(), (OperatorCommand{false, "slower"}));
  EXPECT_EQ(*console->next_command(), (OperatorCommand{true, ""}));
}

/// Answers as a console would.
class Answering : public io::LineHandler {
 public:
  void line_came(io::PeerNumber peer, std::string_view line) override {
    const auto fields = console_fields(line);
    if (fields[0] == "PROGRAM") {
      job_ = fields[1];
    } else if (fields[0] == "WTO") {
      server->send(peer, "OK");
    } else if (fields[0] == "WTOR") {
      server->send(peer, console_line({"REPLY", job_ + " says " + fields[1]}));
    } else {
      server->send(peer, console_line({"MODIFY", "faster"}));
    }
  }
  void peer_left(io::PeerNumber) override {}
  io::LineServer* server = nullptr;

 private:
  std::string job_;
};

TEST(ConsoleOperator, TalksToTheSocketOfTheConsole) {
  const coldsite::testing::TemporaryDirectory place;
  Answering handler;
  auto server = io::start_line_server(place / "1", handler);
  ASSERT_TRUE(server);
  handler.server = server->get();
  const auto console = make_console_operator(place / "1", "JOB00001");
  EXPECT_TRUE(console->tell("A001I TEXT"));
  EXPECT_EQ(*console->ask("A002A TEXT"), "JOB00001 says A002A TEXT");
  EXPECT_EQ(*console->next_command(), (OperatorCommand{false, "faster"}));
}

TEST(ConsoleOperator, SaysThatTheConsoleIsGone) {
  const coldsite::testing::TemporaryDirectory place;
  const auto console = make_console_operator(place / "1", "JOB00001");
  EXPECT_EQ(console->tell("A001I TEXT").failure().message().id, "CSP0021S");
}

}  // namespace
}  // namespace coldsite::batch
