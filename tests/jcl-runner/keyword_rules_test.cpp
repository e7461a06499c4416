#include "jcl-runner/keyword_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
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
  return keyword == "TIME" ? "1" : "A";
}

std::string sample_job(const KeywordRule& rule) {
  const std::string coded = std::string(rule.keyword) + "=" + sample_value(rule.keyword);
  if (rule.statement == "JOB") {
    return "//J JOB " + coded + "\n//S EXEC PGM=A\n";
  }
  if (rule.statement == "EXEC") {
    return "//J JOB\n//S EXEC " + std::string(rule.keyword == "PGM" ? "" : "PGM=A,") + coded + "\n";
  }
  const std::string head = "//J JOB\n//S EXEC PGM=A\n";
  if (rule.keyword.starts_with("/")) {
    return head + std::string(rule.keyword) + "\n";
  }
  const bool is_step = rule.keyword == "EXEC";
  const bool is_dd = rule.keyword == "DD";
  const bool is_if = rule.keyword == "IF";
  return head + "//X " + std::string(rule.keyword) +
         (is_step ? " PGM=A"
          : is_dd ? " DUMMY"
          : is_if ? " RC=0 THEN"
                  : "") +
         (rule.keyword == "JOB" ? "\n//S EXEC PGM=A" : "") + "\n";
}

TEST(KeywordRules, AreWhatTheCheckerDoes) {
  for (const KeywordRule& rule : keyword_rules()) {
    std::size_t errors = 0;
    std::size_t notes = 0;
    for (const JclJob& job : build_deck(sample_job(rule))) {
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
