// Job streams for tests, written as literal cards.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jcl-runner/jcl_job.hpp"
#include "jcl-runner/jcl_statement.hpp"

namespace coldsite::jcl {

inline JclStatements read_deck(std::string_view cards) {
  return read_statements(make_source("JOBS", cards));
}

inline std::vector<JclJob> build_deck(std::string_view cards) {
  return build_jobs(read_deck(cards));
}

/// "IEFC630I(2,13)": the message and where it points.
inline std::string shown(const Failure& failure) {
  std::string text(failure.message().id);
  if (failure.position()) {
    text += "(" + std::to_string(failure.position()->line) + "," +
            std::to_string(failure.position()->column) + ")";
  }
  return text;
}

inline std::vector<std::string> shown(const std::vector<Failure>& failures) {
  std::vector<std::string> texts;
  for (const Failure& failure : failures) {
    texts.push_back(shown(failure));
  }
  return texts;
}

}  // namespace coldsite::jcl
