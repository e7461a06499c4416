// What an IEBUPDTE statement must say, and what it may not say together. No grammar here.
#pragma once

#include "control-cards/cards/statement_state.hpp"
#include "control-cards/iebupdte/iebupdte_statement.hpp"

namespace coldsite::iebupdte {

/// errors: CSS0013E operand missing; CSS0014E two operands exclude each other; CSS0801E the operand
/// is not one of this operation.
void check_function(const FunctionStatement& statement, cards::StatementState& state);
/// errors: as above; CSS0803E SEQ2 is below SEQ1.
void check_detail(const DetailStatement& statement, cards::StatementState& state);

}  // namespace coldsite::iebupdte
