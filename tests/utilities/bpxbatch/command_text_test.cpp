#include "utilities/bpxbatch/command_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/messages/csu.hpp"

namespace coldsite::bpxbatch {
namespace {

using ::testing::ElementsAre;

TEST(BpxbatchText, ShellCommandsStayOneText) {
  const auto command = parse_command("SH ls -l | wc", "/u/me");
  ASSERT_TRUE(command.ok());
  EXPECT_EQ(command->path, "/bin/sh");
  EXPECT_THAT(command->arguments, ElementsAre("sh", "-c", "ls -l | wc"));
  EXPECT_THAT(parse_command("sh  true ", "")->arguments, ElementsAre("sh", "-c", "true"));
}

TEST(BpxbatchText, NothingIsAShellOnItsInput) {
  EXPECT_THAT(parse_command("", "")->arguments, ElementsAre("sh", "-s"));
  EXPECT_THAT(parse_command("SH", "")->arguments, ElementsAre("sh", "-s"));
}

TEST(BpxbatchText, ProgramsHaveTheirArguments) {
  const auto command = parse_command("PGM /bin/echo a  b", "/u/me");
  EXPECT_EQ(command->path, "/bin/echo");
  EXPECT_THAT(command->arguments, ElementsAre("/bin/echo", "a", "b"));
  EXPECT_EQ(parse_command("PGM tool", "/u/me")->path, "/u/me/tool");
}

TEST(BpxbatchText, OtherTextIsRefused) {
  for (const char* text : {"PGM", "SHELL ls", "ls"}) {
    const auto command = parse_command(text, "");
    ASSERT_FALSE(command.ok()) << text;
    EXPECT_TRUE(command.failure().is(msg::CSU0040S));
  }
}

TEST(BpxbatchText, LinesOfStdparmAreJoined) {
  EXPECT_EQ(join_parameter("SH echo one;   \n\n  echo two\r\n"), "SH echo one; echo two");
}

TEST(BpxbatchText, VariablesOfStdenv) {
  EXPECT_THAT(parse_environment("# comment\nPATH=/bin:/usr/bin  \nEMPTY=\n=bad\nalso bad\nA=b=c\n"),
              ElementsAre("PATH=/bin:/usr/bin", "EMPTY=", "A=b=c"));
}

}  // namespace
}  // namespace coldsite::bpxbatch
