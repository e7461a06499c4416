// What an ICKDSF command must say, and what it may not say together. No grammar here.
#pragma once

#include "control-cards/cards/statement_state.hpp"
#include "control-cards/ickdsf/ickdsf_statement.hpp"

namespace coldsite::ickdsf {

/// errors: CSS0013E operand missing, CSS0014E two operands exclude each other, CSS0201E owner too
/// long, CSS0202E cylinders in the wrong order.
void check_init(const InitCommand& command, cards::StatementState& state);
void check_reformat(const ReformatCommand& command, cards::StatementState& state);
void check_inspect(const InspectCommand& command, cards::StatementState& state);
void check_build_index(cards::StatementState& state);

}  // namespace coldsite::ickdsf
