#include "utilities/batch/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "datasets/io/memory_store.hpp"
#include "datasets/messages/csp.hpp"
#include "tests/places.hpp"
#include "tests/shell.hpp"
#include "tests/temporary_directory.hpp"

namespace coldsite::batch {
namespace {

using ::testing::HasSubstr;

constexpr ProgramDescription kProgram{"demo", "Demonstration"};

class ProgramTest : public ::testing::Test {
 protected:
  int run(const std::vector<std::string>& arguments, const Program& program) {
    const StepEnvironment environment{
        store.get(), clock.get(), &input,
        &output,     &errors,     nullptr,
        true,        nullptr,     [this] { ended_out_of_storage = true; }};
    return run_program(
        kProgram, arguments,
        [this](const char* name) -> std::optional<std::string> {
          const auto at = variables.find(name);
          return at == variables.end() ? std::nullopt : std::optional(at->second);
        },
        environment, program);
  }
  void write_file(const std::string& path, std::string_view text) {
    ASSERT_TRUE(io::replace_file(*store, path, Bytes(text.begin(), text.end())).ok());
  }
  std::string read_file(const std::string& path) {
    const auto content = io::read_file(*store, path);
    return content ? std::string(content->begin(), content->end()) : "(none)";
  }

  std::unique_ptr<io::FileStore> store = io::make_memory_store();
  std::unique_ptr<io::Clock> clock = io::make_stepped_clock({0}, 1'000'000);
  std::istringstream input;
  std::ostringstream output, errors;
  std::map<std::string, std::string> variables;
  bool ended_out_of_storage = false;
};

void echo_cards(StepContext& context) {
  const auto deck = context.read_cards();
  if (!deck) {
    context.report->say(deck.failure());
    return;
  }
  for (const cards::Card& card : deck->cards) {
    context.report->print(card.text);
  }
  context.report->fact("cards", static_cast<std::int64_t>(deck->cards.size()));
}

TEST_F(ProgramTest, SysinIsStandardInputAndSysprintStandardOutput) {
  input.str("ONE\nTWO\n");
  EXPECT_EQ(run({}, echo_cards), 0);
  EXPECT_EQ(output.str(), "ONE\nTWO\n");
}

TEST_F(ProgramTest, DdsGoWhereTheyAreBound) {
  write_file("cards.txt", "FIRST\n");
  write_file("more.txt", "SECOND\n");
  EXPECT_EQ(
      run({"--dd", "SYSIN=./cards.txt", "--dd", "SYSIN=./more.txt", "--dd", "SYSPRINT=./list.txt"},
          echo_cards),
      0);
  EXPECT_EQ(read_file("list.txt"), "FIRST\nSECOND\n");
  EXPECT_EQ(output.str(), "");
}

TEST_F(ProgramTest, JsonAloneIsOnStandardOutput) {
  input.str("A \"CARD\"\n");
  EXPECT_EQ(run({"--json"}, echo_cards), 0);
  EXPECT_THAT(output.str(), ::testing::StartsWith("{\"sysprint\":[\n\"A \\\"CARD\\\"\"],"));
  EXPECT_THAT(output.str(), HasSubstr("\"facts\":{\"cards\":1}"));
}

TEST_F(ProgramTest, JsonFileLeavesTheListingWhereItIs) {
  input.str("CARD\n");
  EXPECT_EQ(run({"--json=facts.json"}, echo_cards), 0);
  EXPECT_EQ(output.str(), "CARD\n");
  EXPECT_THAT(read_file("facts.json"), ::testing::StartsWith("{\"program\":\"demo\""));
}

TEST_F(ProgramTest, MissingDdIsAMessage) {
  EXPECT_EQ(run({},
                [](StepContext& context) {
                  const auto reader = context.open_reader("SYSUT1");
                  context.report->say(reader.failure());
                }),
            8);
  EXPECT_EQ(output.str(), "CSP0010E DD statement 'SYSUT1' is missing\n");
}

TEST_F(ProgramTest, OutputCannotBeAConcatenation) {
  EXPECT_EQ(
      run({"--dd", "OUT=./a", "--dd", "OUT=./b"},
          [](StepContext& context) { context.report->say(context.open_writer("OUT").failure()); }),
      8);
  EXPECT_THAT(output.str(), ::testing::StartsWith("CSP0011E"));
}

TEST_F(ProgramTest, BadDdIsBadUsageWithACaret) {
  EXPECT_EQ(run({"--dd", "A=DSN=X,DSP=SHR"}, echo_cards), 64);
  EXPECT_THAT(errors.str(), HasSubstr("--dd(1,9): Expected"));
  EXPECT_THAT(errors.str(), HasSubstr("\n  A=DSN=X,DSP=SHR\n          ^\n"));
  EXPECT_EQ(output.str(), "");
}

TEST_F(ProgramTest, RefusedStepIsToldInJsonToo) {
  EXPECT_EQ(run({"--json", "--dd", "A=DSN=X"}, echo_cards), 16);
  EXPECT_THAT(output.str(), HasSubstr("\"id\":\"CSE0021E\""));
  EXPECT_THAT(output.str(), HasSubstr("\"condition_code\":16"));
}

TEST_F(ProgramTest, UnusableSysprintIs16) {
  EXPECT_EQ(run({"--dd", "SYSPRINT=./no/such/folder"}, echo_cards), 16);
  EXPECT_THAT(errors.str(), ::testing::StartsWith("CSP0002T SYSPRINT cannot be written: "));
}

TEST_F(ProgramTest, UnknownSiteIs16) {
  EXPECT_EQ(run({"--site", "nowhere"}, echo_cards), 16);
  EXPECT_THAT(errors.str(), ::testing::StartsWith("CSE0001E Site 'nowhere'"));
}

TEST_F(ProgramTest, RunnerHandsItsBindingsOverInAFile) {
  write_file("cards.txt", "CARD\n");
  write_file("dds", "SYSIN PATH='cards.txt'\nSYSPRINT PATH='out',DISP=MOD\n");
  write_file("out", "BEFORE\n");
  variables = {{"COLDSITE_DDS", "dds"}};
  input.str("NOT READ\n");
  EXPECT_EQ(run({}, echo_cards), 0);
  EXPECT_EQ(read_file("out"), "BEFORE\nCARD\n");
}

TEST_F(ProgramTest, StorageThatIsExhaustedIsCc16AloneAndAnAbendUnderTheRunner) {
  const auto exhaust = [](StepContext& context) { context.parm.reserve(std::string().max_size()); };
  EXPECT_EQ(run({}, exhaust), 16);
  EXPECT_THAT(output.str(), HasSubstr("CSP0004T"));
  EXPECT_FALSE(ended_out_of_storage);
  write_file("dds", "SYSPRINT PATH='out',DISP=MOD\n");
  variables = {{"COLDSITE_DDS", "dds"}};
  EXPECT_EQ(run({}, exhaust), 16);
  EXPECT_TRUE(ended_out_of_storage);
  EXPECT_THAT(read_file("out"), HasSubstr("CSP0004T"));
}

TEST_F(ProgramTest, OperandsThatChangeNothingAreTold) {
  EXPECT_EQ(run({"--dd", "A=DUMMY,FREE=CLOSE"}, [](StepContext&) {}), 0);
  EXPECT_THAT(output.str(), HasSubstr("of DD 'A' changes nothing here"));
}

TEST_F(ProgramTest, HelpVersionAndExplainDoNothingElse) {
  const auto never = [](StepContext&) { FAIL(); };
  EXPECT_EQ(run({"--help"}, never), 0);
  EXPECT_EQ(run({"--version"}, never), 0);
  EXPECT_EQ(run({"--explain", "CSP0010E"}, never), 0);
  EXPECT_THAT(output.str(), ::testing::StartsWith("usage: demo [options]"));
  EXPECT_EQ(run({"--explain", "NOPE"}, never), 64);
  EXPECT_EQ(errors.str(), "CSP0003E Message 'NOPE' is not in the catalogue\n");
}

/// Runs a command of the shell; its output and exit status.
std::pair<std::string, int> shell(const std::string& command) {
  const auto run = coldsite::testing::run_shell("(" + command + ") 2>&1 </dev/null");
  return {run.output, run.exit_status};
}

TEST(Iefbr14, RunsAsAProcess) {
  const std::string program = program_directory() + "/iefbr14";
  const coldsite::testing::TemporaryDirectory directory;
  EXPECT_EQ(shell(program), (std::pair<std::string, int>("", 0)));
  EXPECT_EQ(shell(program + " --nonsense").second, 64);
  const auto missing = shell("cd " + directory.path() + " && " + program + " --site .");
  EXPECT_EQ(missing.second, 16);
  EXPECT_THAT(missing.first, ::testing::StartsWith("CSE0001E Site '.' has no site.conf"));
  const auto made = shell("cd " + directory.path() +
                          " && printf '[dasd]\\ndevice = 0a80 3390 5\\n' >site.conf && " + program +
                          " --site . --json --dd 'A=DSN=X.Y,DISP=OLD'");
  EXPECT_EQ(made.second, 16);
  EXPECT_THAT(made.first, HasSubstr("IEF212I --dd(1,3): A - DATA SET NOT FOUND"));
  EXPECT_THAT(made.first, HasSubstr("\"condition_code\":16}"));
}

TEST(Iefbr14, MakesAndDeletesADataSetThatHerculesLists) {
  const std::string bin = program_directory() + "/";
  const coldsite::testing::TemporaryDirectory directory;
  const std::string in_site = "cd " + directory.path() + " && ";
  const auto labelled =
      shell(in_site +
            "printf '[dasd]\ndevice = 0a80 3390 5\n' >site.conf && "
            "printf ' INIT UNITADDRESS(0A80) NOVERIFY VOLID(PRD001) VTOC(0,1,4)\n' >cards && " +
            bin + "ickdsf --site . --dd SYSIN=./cards");
  ASSERT_EQ(labelled.second, 0) << labelled.first;
  const auto made = shell(in_site + bin +
                          "iefbr14 --site . --dd 'A=DSN=MY.DATA,DISP=(NEW,CATLG),UNIT=3390,"
                          "SPACE=(TRK,(5,1)),DCB=(RECFM=FB,LRECL=80)'");
  EXPECT_EQ(made.second, 0);
  EXPECT_THAT(made.first, ::testing::StartsWith("CSE0040I Data set 'MY.DATA' is kept on 'PRD001'"));
  EXPECT_THAT(shell(in_site + "dasdls dasd/0a80.3390").first, HasSubstr("MY.DATA"));
  EXPECT_EQ(shell(in_site + bin + "iefbr14 --site . --dd 'A=DSN=MY.DATA,DISP=(OLD,DELETE)'").second,
            0);
  EXPECT_THAT(shell(in_site + "dasdls dasd/0a80.3390").first, ::testing::Not(HasSubstr("MY.DATA")));
}

}  // namespace
}  // namespace coldsite::batch
