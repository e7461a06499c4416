// Golden decks: <folder>/golden/<name>.cards goes in, what the user would read must be
// <name>.expected. COLDSITE_UPDATE_GOLDEN=1 writes the expected files; read the diff.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "tests/places.hpp"

namespace coldsite::test {

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::string describe_all(const std::vector<Failure>& failures) {
  std::string text;
  for (const Failure& failure : failures) {
    for (const std::string& line : cards::describe(failure)) {
      text += line + "\n";
    }
  }
  return text;
}

/// What the user of a language reads: every error with its card, and how many statements hold.
template <class Parse>
std::string describe_deck(const Parse& parse, const std::string& deck) {
  const auto parsed = parse(cards::CardDeck::from_text("SYSIN", deck));
  return describe_all(parsed.errors) +
         "statements that hold: " + std::to_string(parsed.statements.size()) + "\n";
}

/// Runs every golden deck of tests/control-cards/<folder> through `run`.
inline void expect_golden(const std::string& folder,
                          const std::function<std::string(const std::string&)>& run) {
  const auto root =
      std::filesystem::path(source_directory()) / "tests/control-cards" / folder / "golden";
  std::vector<std::filesystem::path> decks;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.path().extension() == ".cards") {
      decks.push_back(entry.path());
    }
  }
  std::ranges::sort(decks);
  EXPECT_FALSE(decks.empty());
  for (const auto& deck : decks) {
    const std::string output = run(read_text(deck));
    auto expected = deck;
    expected.replace_extension(".expected");
    if (std::getenv("COLDSITE_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(expected, std::ios::binary) << output;
    }
    EXPECT_EQ(output, read_text(expected)) << deck;
  }
}

}  // namespace coldsite::test
