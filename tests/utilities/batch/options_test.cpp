#include "utilities/batch/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "datasets/messages/csp.hpp"

namespace coldsite::batch {
namespace {

constexpr ProgramDescription kProgram{"demo", "Demonstration"};

Environment variables(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) -> std::optional<std::string> {
    const auto at = values.find(name);
    return at == values.end() ? std::nullopt : std::optional(at->second);
  };
}

TEST(Options, TakesTheCommandLineBeforeTheEnvironment) {
  const auto options = parse_options(
      kProgram, {"--site", "here", "--dd", "A=x", "--dd=B=DSN=Q,DISP=SHR", "--json"},
      variables({{"COLDSITE_SITE", "there"}, {"COLDSITE_PARM", "P"}, {"COLDSITE_STEP", "S1"}}));
  ASSERT_TRUE(options) << to_string(options.failure());
  EXPECT_EQ(options->site_directory, "here");
  EXPECT_EQ(options->parm, "P");
  EXPECT_EQ(options->step_name, "S1");
  EXPECT_THAT(options->dd_options, testing::ElementsAre("A=x", "B=DSN=Q,DISP=SHR"));
  EXPECT_EQ(options->json, "-");
}

TEST(Options, RefusesWhatItDoesNotKnow) {
  for (const char* bad : {"--nonsense", "positional", "--simulate", "-x", "--sit"}) {
    const auto options = parse_options(kProgram, {bad}, variables({}));
    ASSERT_FALSE(options) << bad;
    EXPECT_TRUE(options.failure().is(msg::CSP0001E));
  }
  EXPECT_FALSE(parse_options(kProgram, {"--site"}, variables({})));
}

TEST(Options, SimulateIsForProgramsThatTakeIt) {
  ProgramDescription program = kProgram;
  program.takes_simulate = true;
  EXPECT_TRUE(parse_options(program, {"--simulate"}, variables({}))->simulate);
}

TEST(Explain, GivesTextExplanationResponseAndCode) {
  const auto text = explain_text("csp0010e");
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, testing::StartsWith("CSP0010E DD statement '...' is missing\nExplanation: "));
  EXPECT_THAT(*text, testing::HasSubstr("\nResponse: "));
  EXPECT_THAT(*text, testing::EndsWith("\nCondition code: 8\n"));
  EXPECT_FALSE(explain_text("NOPE"));
}

}  // namespace
}  // namespace coldsite::batch
