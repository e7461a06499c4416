// What an override makes of a statement of a procedure: operands replaced, added, or taken away.
//   DD     the operands coded replace those of the procedure, each as a whole; DCB subparameters
//          one by one; KEYWORD= takes one away; what cannot stand together goes
//   EXEC   PARM.STEP= and the like for one step; PARM= for the first, the others lose theirs
// source: z/OS MVS JCL Reference, "Modifying procedures".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jcl-runner/jcl_operand.hpp"
#include "jcl-runner/jcl_text.hpp"

namespace coldsite::jcl {

/// An operand field as text and tree.
struct OperandList {
  JclText text;
  std::vector<Operand> operands;
};

/// The operands of a DD with those of an overriding DD on top. `takes_data`: the result has the
/// in-stream data of the override.
struct DdMerge {
  JclText text;
  bool takes_data = false;
  bool keeps_data = false;  ///< the result still has the in-stream data of the procedure
};
[[nodiscard]] DdMerge merge_dd(const OperandList& procedure, const OperandList& override_with);

/// An operand of EXEC PROC= that changes steps: "PARM" for "ASM" or for all.
struct ExecOverride {
  std::string keyword;
  std::string step;  ///< empty: all steps (PARM: the first)
  JclText value;     ///< as coded; empty: takes it away
};

/// The operands of one EXEC PGM= of a procedure with the overrides of its call on top.
[[nodiscard]] JclText merge_exec(const OperandList& procedure, std::string_view step,
                                 bool is_first_step, const std::vector<ExecOverride>& overrides);

/// One item of a list of operands: "KEYWORD=value" as it is coded.
[[nodiscard]] JclText coded_operand(const OperandList& list, const Operand& operand);
[[nodiscard]] JclText coded_value(const OperandList& list, const Operand& operand);

}  // namespace coldsite::jcl
