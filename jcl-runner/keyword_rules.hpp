// What becomes of every statement and of every keyword of JOB, EXEC and OUTPUT: README.md's table,
// which a test compares with this one. DD keywords: control-cards/dd.
#pragma once

#include <span>
#include <string_view>

namespace coldsite::jcl {

enum class Treatment { kHonoured, kIgnored, kRefused };

struct KeywordRule {
  std::string_view
      statement;  ///< "JOB", "EXEC", "OUTPUT"; "" : the keyword column holds a statement
  std::string_view keyword;
  Treatment treatment;
  std::string_view note;  ///< what is honoured; why ignored; what to do instead
};

[[nodiscard]] std::span<const KeywordRule> keyword_rules();

/// The rule, or nullptr for a keyword that JCL does not have.
[[nodiscard]] const KeywordRule* find_rule(std::string_view statement, std::string_view keyword);

}  // namespace coldsite::jcl
