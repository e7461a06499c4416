// The operands of a DD statement: one grammar for JCL, for --dd and for the runner's bindings file.
//   "DSN=PROD.DATA,DISP=SHR"   "UNIT=3390,PATH='pack.ckd'"   "cards.txt"   "-"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "datasets/site/dd_request.hpp"

namespace coldsite::dd {

/// Parses the operand text of one DD. Back-references (*.step.dd) are refused here; the runner
/// resolves them before. `*` and DATA give an empty `instream`: the records are the runner's to
/// bring. What the grammar knows but nothing here honours is in `ignored_keywords`. errors:
/// CSS01nnE with card and column.
[[nodiscard]] Result<site::DdRequest> parse_dd_operands(std::string_view ddname,
                                                        const cards::Statement& operands);

/// The same with everything that is wrong, in order; the request is what could be understood.
struct CheckedDdOperands {
  site::DdRequest request;
  std::vector<Failure> errors;
};
[[nodiscard]] CheckedDdOperands check_dd_operands(std::string_view ddname,
                                                  const cards::Statement& operands);

/// `NAME=value` of --dd: a value that starts with "." or "/", or has no "=", is a host path; "-" a
/// standard stream; DUMMY and SYSOUT=x are what they are in JCL. A data set without DISP is SHR.
[[nodiscard]] Result<site::DdRequest> parse_dd_option(std::string_view option);

/// The file that COLDSITE_DDS names: one DD part a line, "NAME operands"; a blank name continues
/// the concatenation; lines that start with "<" are the in-stream records of the part before.
/// Lines are as long as they have to be: no column rules.
[[nodiscard]] Result<std::vector<site::DdBinding>> parse_dd_bindings(std::string_view text,
                                                                     std::string_view source);
/// The same, written. parse_dd_bindings(format_dd_bindings(x)) == x.
[[nodiscard]] std::string format_dd_bindings(const std::vector<site::DdBinding>& bindings);

}  // namespace coldsite::dd
