// What an ADRDSSU command must say, and what it may not say together. No grammar here.
#pragma once

#include "control-cards/adrdssu/adrdssu_statement.hpp"
#include "control-cards/cards/statement_state.hpp"

namespace coldsite::adrdssu {

/// errors: CSS0013E operand missing, CSS0014E two operands exclude each other, CSS0601E wrong
/// number of inputs or outputs, CSS0602E tracks in the wrong order.
void check_copy(const CopyCommand& command, cards::StatementState& state);
void check_dump(const DumpCommand& command, cards::StatementState& state);
void check_restore(const RestoreCommand& command, cards::StatementState& state);
void check_print(const PrintCommand& command, cards::StatementState& state);
void check_copydump(const CopyDumpCommand& command, cards::StatementState& state);

}  // namespace coldsite::adrdssu
