#include "jcl-runner/keyword_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "tests/jcl-runner/jcl_decks.hpp"
#include "tests/places.hpp"

namespace coldsite::jcl {
namespace {

std::string sample_value(std::string_view keyword) {
  if (keyword == "MSGLEVEL") {
    return "(1,1)";
  }
  if (keyword == "COND") {
    return "(8,LT)";
  }
  if (keyword == "TYPRUN") {
    return "SCAN";
  }
  if (keyword == "PRTY") {
    return "5";
  }
  if (keyword == "DELAY") {
    return "YES";
  }
  const std::map<std::string_view, std::string> kWords = {{"RD", "R"},
                                                          {"RESTART", "S"},
                                                          {"GDGBIAS", "STEP"},
                                                          {"JOBRC", "LASTRC"},
                                                          {"ABDISPCC", "(8,GE)"}};
  if (const auto word = kWords.find(keyword); word != kWords.end()) {
    return word->second;
  }
  return keyword == "TIME" ? "1" : "A";
}

/// Statements that need more than their operation to be correct.
std::string sample_stream(std::string_view keyword) {
  const std::string head = "//J JOB\n//S EXEC PGM=A\n";
  const std::map<std::string_view, std::string> kStreams = {
      {"JOB", head + "//X JOB\n//S EXEC PGM=A\n"},
      {"EXEC", head + "//X EXEC PGM=A\n"},
      {"DD", head + "//X DD DUMMY\n"},
      {"PROC", head + "//X PROC\n// PEND\n"},
      {"PEND", head + "//X PROC\n// PEND\n"},
      {"SET", head + "// SET A=B\n"},
      {"INCLUDE", head + "// INCLUDE MEMBER=M\n"},
      {"JCLLIB", "//J JOB\n// JCLLIB ORDER=L\n//S EXEC PGM=A\n"},
      {"IF", head + "// IF RC=0 THEN\n// ENDIF\n"},
      {"ELSE", head + "// IF RC=0 THEN\n// ELSE\n// ENDIF\n"},
      {"ENDIF", head + "// IF RC=0 THEN\n// ENDIF\n"},
      {"SCHEDULE", "//J JOB\n// SCHEDULE AFTER=A\n//S EXEC PGM=A\n"},
      {"NOTIFY", head + "//X NOTIFY USER=A\n"},
      {"OUTPUT", head + "//X OUTPUT CLASS=A\n"},
      {"COMMAND", head + "// COMMAND 'D A,L'\n"},
      {"EXPORT", head + "// EXPORT SYMLIST=*\n"},
      {"/*PRIORITY", head + "/*PRIORITY 5\n"},
      {"//*NET", head + "//*NET ID=A\n"},
  };
  const auto found = kStreams.find(keyword);
  if (found != kStreams.end()) {
    return found->second;
  }
  return head + (keyword.starts_with("/") ? "" : "//X ") + std::string(keyword) +
         (keyword.starts_with("//*") ? " A=B" : "") + "\n";
}

std::string sample_job(const KeywordRule& rule) {
  const std::string coded = std::string(rule.keyword) + "=" + sample_value(rule.keyword);
  if (rule.statement == "JOB") {
    return "//J JOB " + coded + "\n//S EXEC PGM=A\n";
  }
  if (rule.statement == "SCHEDULE" || rule.statement == "NOTIFY") {
    return "//J JOB\n//X " + std::string(rule.statement) + " " + coded + "\n//S EXEC PGM=A\n";
  }
  if (rule.statement == "OUTPUT") {
    return "//J JOB\n//O OUTPUT " + coded + "\n//S EXEC PGM=A\n";
  }
  if (rule.statement == "EXEC") {
    const bool names_program = rule.keyword == "PGM" || rule.keyword == "PROC";
    return "//J JOB\n//A PROC\n//T EXEC PGM=B\n// PEND\n//S EXEC " +
           std::string(names_program ? "" : "PGM=A,") + coded + "\n";
  }
  return sample_stream(rule.keyword);
}

/// Statements between JOBGROUP and ENDGROUP are no part of a job (job_group_test.cpp).
bool is_of_job_group(const KeywordRule& rule) {
  const std::set<std::string_view> kStatements = {"JOBGROUP", "GJOB",   "JOBSET",
                                                  "AFTER",    "BEFORE", "CONCURRENT"};
  return kStatements.contains(rule.statement);
}

TEST(KeywordRules, AreWhatTheCheckerDoes) {
  for (const KeywordRule& rule : keyword_rules()) {
    if (is_of_job_group(rule)) {
      continue;
    }
    std::size_t errors = 0;
    std::size_t notes = 0;
    MemoryLibrary library;
    library.members["M"] = "//* a member\n";
    for (const JclJob& job : build_deck(sample_job(rule), &library)) {
      errors += job.errors.size();
      notes += job.notes.size();
    }
    EXPECT_EQ(errors, rule.treatment == Treatment::kRefused ? 1U : 0U) << sample_job(rule);
    EXPECT_EQ(notes, rule.treatment == Treatment::kIgnored ? 1U : 0U) << sample_job(rule);
  }
}

/// README.md has a line "| statement | keyword | treatment | note |" for each rule, and no other.
TEST(KeywordRules, AreTheTableOfTheReadme) {
  std::ifstream readme(source_directory() + "/jcl-runner/README.md");
  ASSERT_TRUE(readme);
  std::stringstream text;
  text << readme.rdbuf();
  std::set<std::string> expected;
  for (const KeywordRule& rule : keyword_rules()) {
    const char* treatment = rule.treatment == Treatment::kHonoured  ? "honoured"
                            : rule.treatment == Treatment::kIgnored ? "ignored"
                                                                    : "refused";
    expected.insert("| " + std::string(rule.statement) + " | `" + std::string(rule.keyword) +
                    "` | " + treatment + " | " + std::string(rule.note) + " |");
  }
  std::set<std::string> found;
  for (std::string line; std::getline(text, line);) {
    if (line.find(" | honoured | ") != std::string::npos ||
        line.find(" | ignored | ") != std::string::npos ||
        line.find(" | refused | ") != std::string::npos) {
      found.insert(line);
    }
  }
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace coldsite::jcl
