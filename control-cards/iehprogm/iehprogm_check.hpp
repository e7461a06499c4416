// What an IEHPROGM statement must say, and what it may not say together. No grammar here.
#pragma once

#include "control-cards/cards/statement_state.hpp"
#include "control-cards/iehprogm/iehprogm_statement.hpp"

namespace coldsite::iehprogm {

/// errors: CSS0013E operand missing, CSS0014E two operands exclude each other, CSS0901E MEMBER with
/// several volumes, CSS0902E NEWNAME is no member name.
void check_statement(const IehprogmStatement& statement, cards::StatementState& state);

/// Whether a word of VOL=device=(serial,seqno,...) is the sequence number of the serial before it.
[[nodiscard]] bool is_file_sequence(std::string_view text);

}  // namespace coldsite::iehprogm
