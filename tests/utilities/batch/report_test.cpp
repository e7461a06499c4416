#include "utilities/batch/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "datasets/messages/csp.hpp"
#include "datasets/messages/csx.hpp"

namespace coldsite::batch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class BrokenSink : public PrintSink {
 public:
  Result<void> print(std::string_view /*line*/, Carriage /*carriage*/) override {
    return failure<msg::CSP0002T>("the disk is full");
  }
  Result<void> close() override { return {}; }
};

TEST(Report, PrintsPlaceCardCaretAndContextOfAFailure) {
  std::vector<std::string> lines;
  Report report("test", make_memory_sink(lines));
  report.say(failure<msg::CSP0010E>("SYSUT1")
                 .at({"SYSIN", 12, 13, "  COPY INDD SYSUT1            00010000"})
                 .while_doing("copying volume", "PRD001"));
  EXPECT_THAT(lines, ElementsAre("CSP0010E SYSIN(12,13): DD statement 'SYSUT1' is missing",
                                 "    COPY INDD SYSUT1            00010000", "              ^",
                                 "  while copying volume 'PRD001'"));
  EXPECT_EQ(report.condition_code(), 8);
}

TEST(Report, CaretKeepsToTheColumnBehindTabs) {
  const auto lines = format_failure(failure<msg::CSP0003E>("X").at({"SYSIN", 1, 3, "\tAB"}));
  EXPECT_THAT(lines, ElementsAre("CSP0003E SYSIN(1,3): Message 'X' is not in the catalogue",
                                 "  \tAB", "  \t ^"));
}

TEST(Report, ConditionCodeIsTheHighestSaid) {
  std::vector<std::string> lines;
  Report report("test", make_memory_sink(lines));
  report.raise(4);
  report.say_at(4, failure<msg::CSP0010E>("A"));
  EXPECT_EQ(report.condition_code(), 4);
  report.say<msg::CSP0004T>();
  report.raise(0);
  EXPECT_EQ(report.exit_status(), 16);
  EXPECT_EQ(report.exit_status(), 16);
}

TEST(Report, TellsOnceThatSysprintIsBrokenAndEndsWith16) {
  std::ostringstream errors;
  Report report("test", std::make_unique<BrokenSink>());
  report.set_error_stream(errors);
  report.print("a");
  report.print("b");
  EXPECT_EQ(report.exit_status(), 16);
  EXPECT_EQ(errors.str(), "CSP0002T SYSPRINT cannot be written: the disk is full\n");
}

TEST(Report, WritesMessagesFactsAndTablesAsJson) {
  std::vector<std::string> lines;
  std::string json;
  Report report("test", make_memory_sink(lines));
  report.want_json([&json](std::string_view text) -> Result<void> {
    json = text;
    return {};
  });
  report.say(failure<msg::CSP0010E>("A\"B").at({"SYSIN", 1, 2, "X"}).while_doing("trying"));
  report.fact("volumes", 3);
  report.fact_row("data_sets", {{"name", "A.B"}, {"tracks", 5}});
  report.fact_row("data_sets", {{"name", "A.C"}, {"tracks", 6}});
  EXPECT_EQ(report.exit_status(), 8);
  EXPECT_THAT(json, HasSubstr(R"("messages":[{"id":"CSP0010E","condition_code":8,)"
                              R"("text":"DD statement 'A\"B' is missing",)"
                              R"("position":{"source":"SYSIN","line":1,"column":2,"card":"X"},)"
                              R"("while":["trying"]}],"facts":{"volumes":3},)"
                              R"("tables":{"data_sets":[{"name":"A.B","tracks":5},)"
                              "\n"
                              R"({"name":"A.C","tracks":6}]},"condition_code":8})"));
}

TEST(Report, EmbedsSysprintWhenJsonGoesToTheSameStream) {
  std::ostringstream output;
  Report report("test", make_json_sink(output));
  report.continue_json(output);
  report.print("one \"line\"");
  report.print("two");
  EXPECT_EQ(report.exit_status(), 0);
  EXPECT_THAT(output.str(), testing::StartsWith("{\"sysprint\":[\n\"one \\\"line\\\"\",\n\"two\"],"
                                                "\"program\":\"test\""));
  EXPECT_THAT(output.str(), testing::EndsWith("\"condition_code\":0}\n"));
}

}  // namespace
}  // namespace coldsite::batch
