// What an IEHLIST statement must say, and what it may not say together. No grammar here.
#pragma once

#include <optional>
#include <string_view>

#include "control-cards/cards/statement_state.hpp"
#include "control-cards/iehlist/iehlist_statement.hpp"

namespace coldsite::iehlist {

/// errors: CSS0013E operand missing, CSS0014E two operands exclude each other, CSS0301E more than
/// ten names.
void check_listvtoc(const ListVtoc& statement, cards::StatementState& state);
void check_listpds(const ListPds& statement, cards::StatementState& state);

/// dddyy (1950 to 2049) or dddyyyy.
[[nodiscard]] std::optional<dasd::LabelDate> to_date(std::string_view digits);

}  // namespace coldsite::iehlist
