// EXEC of a procedure: what it says for the procedure's symbols and steps, and the DD statements
// behind it that override or add DDs.
//   //S EXEC P,SYM=value,PARM.STEP=value      //STEP.DD DD ...     //  DD ...  (the next in line)
#pragma once

#include <set>
#include <string>
#include <vector>

#include "jcl-runner/jcl_statement.hpp"
#include "jcl-runner/operand_merge.hpp"
#include "jcl-runner/symbol_table.hpp"

namespace coldsite::jcl {

/// The DD statements of a call for one DD: the first for its first member, and so on.
struct DdOverride {
  std::string step;  ///< empty: the first step
  std::string ddname;
  std::vector<JclStatement> parts;
  bool is_used = false;
};

class DdOverrides {
 public:
  /// Adds a DD statement that stands behind the call. errors (in the statement): CSJ0043E no DD
  /// before one without a name.
  void add(JclStatement statement);

  /// The override for a DD of a step, marked as used; nullptr: none.
  [[nodiscard]] DdOverride* take(std::string_view step, bool is_first_step,
                                 std::string_view ddname);
  /// Those for DDs that the step does not have, marked as used.
  [[nodiscard]] std::vector<DdOverride*> take_added(std::string_view step, bool is_first_step);
  [[nodiscard]] std::vector<DdOverride*> unused();

 private:
  std::vector<DdOverride> overrides_;
  std::string step_;  ///< of the last qualified name
};

/// What EXEC of a procedure says.
struct ProcedureExec {
  std::string procedure;
  SourcePosition procedure_position;
  SymbolValues symbols;
  std::vector<std::pair<std::string, SourcePosition>> symbol_places;
  std::vector<ExecOverride> overrides;
};

/// Whether the statement calls a procedure; errors in its operands go to the statement.
[[nodiscard]] bool calls_procedure(const JclStatement& exec);
[[nodiscard]] ProcedureExec read_procedure_exec(JclStatement& exec);

/// NAME=value of SET, PROC and EXEC. errors (in the statement): CSJ0051E bad name.
[[nodiscard]] SymbolValues read_symbol_values(JclStatement& statement);

/// The value of a symbol: apostrophes taken off, a list as it is coded.
[[nodiscard]] std::string symbol_value(const JclStatement& statement, const Operand& operand);

}  // namespace coldsite::jcl
