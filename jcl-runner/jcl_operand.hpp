// The operand field of a JCL statement as a tree: positional and keyword operands, lists, quoted
// text. What an operand means is the business of the statement.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "jcl-runner/jcl_text.hpp"

namespace coldsite::jcl {

struct Operand;

/// `K=` has no value (kEmpty); `A.B(C)` is text; `(A,B)` is a list; `VOL=SER=X` is a list of the
/// one operand SER=X.
struct OperandValue {
  enum class Form { kEmpty, kText, kList };
  Form form = Form::kEmpty;
  std::string text;        ///< kText: apostrophes taken off, doubled ones single
  bool is_quoted = false;  ///< kText: all of it stood between apostrophes
  std::vector<Operand> items;
  std::size_t offset = 0, end = 0;  ///< in the statement's operand text
};

struct Operand {
  std::string keyword;  ///< empty: positional
  std::size_t offset = 0;
  OperandValue value;

  /// The value as list items; a single text is a list of one.
  [[nodiscard]] std::vector<Operand> as_list() const;
};

/// `text` ends before the comments field. A trailing comma gives an empty last operand.
/// errors: IEFC622I parentheses not balanced; IEFC629I apostrophe not closed; CSJ0010E something
/// else than a comma behind an operand; CSJ0011E nested too deep.
[[nodiscard]] Result<std::vector<Operand>> parse_operands(const JclText& text);

/// The first operand with this keyword, or nullptr.
[[nodiscard]] const Operand* find_keyword(const std::vector<Operand>& operands,
                                          std::string_view keyword);

}  // namespace coldsite::jcl
