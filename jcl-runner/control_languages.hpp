// What scan knows of the suite's programs, each with one line in the table of
// control_languages.cpp: how high they end, whether they make data sets behind their DDs, and the
// grammar of their control statements.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "datasets/result.hpp"

namespace coldsite::jcl {

struct SuiteProgram {
  std::string_view name;
  std::uint32_t highest_code = 0;
  bool keeps_to_its_dds = false;  ///< makes no data sets but those of its DDs and IDCAMS commands
};

/// nullptr: a program that is not of the suite.
[[nodiscard]] const SuiteProgram* find_suite_program(std::string_view name);

struct ControlFindings {
  std::vector<Failure> errors, warnings;
};

/// What is wrong with the SYSIN `deck` of `program` and with its PARM; nothing for a program whose
/// statements have no grammar here.
[[nodiscard]] std::optional<ControlFindings> check_control_statements(std::string_view program,
                                                                      std::string_view parm,
                                                                      const cards::CardDeck& deck);

}  // namespace coldsite::jcl
