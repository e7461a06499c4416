// From what was coded to the structs of the commands, with what must be coded and what excludes
// what. A maker that has found errors hands back a command that is dropped.
#pragma once

#include "control-cards/idcams/idcams_statement.hpp"
#include "control-cards/idcams/operand_values.hpp"

namespace coldsite::idcams {

// `operands` are those of the command, with the keyword of the type (DEFINE).
[[nodiscard]] Command make_define_cluster(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_define_alternate_index(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_define_path(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_define_nonvsam(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_define_gdg(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_define_alias(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_define_user_catalog(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_define_master_catalog(const Operands& operands, OperandValues& values);

[[nodiscard]] Command make_delete(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_alter(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_listcat(const Operands& operands, OperandValues& values);

[[nodiscard]] Command make_repro(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_export(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_import(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_print(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_bldindex(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_verify(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_examine(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_diagnose(const Operands& operands, OperandValues& values);

[[nodiscard]] Command make_parm(const Operands& operands, OperandValues& values);
[[nodiscard]] Command make_cancel(const Operands& operands, OperandValues& values);

}  // namespace coldsite::idcams
