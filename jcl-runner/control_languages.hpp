// The control statements of the suite's programs in a job stream, checked by the programs' own
// grammars before anything runs. A program of the suite whose statements can be checked has its
// line in the table of control_languages.cpp.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "datasets/result.hpp"

namespace coldsite::jcl {

struct ControlFindings {
  std::vector<Failure> errors, warnings;
};

/// What is wrong with the SYSIN `deck` of `program` and with its PARM; nothing for a program whose
/// statements have no grammar here.
[[nodiscard]] std::optional<ControlFindings> check_control_statements(std::string_view program,
                                                                      std::string_view parm,
                                                                      const cards::CardDeck& deck);

}  // namespace coldsite::jcl
