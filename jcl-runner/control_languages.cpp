#include "jcl-runner/control_languages.hpp"

#include <algorithm>
#include <iterator>
#include <variant>

#include "control-cards/adrdssu/adrdssu_statement.hpp"
#include "control-cards/ickdsf/ickdsf_statement.hpp"
#include "control-cards/idcams/idcams_statement.hpp"
#include "control-cards/iebcopy/iebcopy_statement.hpp"
#include "control-cards/iebgener/iebgener_statement.hpp"
#include "control-cards/iebupdte/iebupdte_statement.hpp"
#include "control-cards/iehlist/iehlist_statement.hpp"
#include "control-cards/iehprogm/iehprogm_statement.hpp"

namespace coldsite::jcl {
namespace {

using cards::CardDeck;

/// A language that hands back all errors of a deck.
template <auto Parse>
ControlFindings check_deck(std::string_view /*parm*/, const CardDeck& deck) {
  auto parsed = Parse(deck);
  return {std::move(parsed.errors), std::move(parsed.warnings)};
}

/// What stands in a clause counts as well, taken or not.
void collect(const std::vector<idcams::Statement>& statements, ControlFindings& findings) {
  for (const idcams::Statement& statement : statements) {
    std::ranges::copy(statement.warnings, std::back_inserter(findings.warnings));
    if (const auto* bad = std::get_if<idcams::BadCommand>(&statement.command)) {
      std::ranges::copy(bad->failures, std::back_inserter(findings.errors));
    } else if (const auto* choice = std::get_if<idcams::IfCommand>(&statement.command)) {
      collect(choice->then_clause, findings);
      collect(choice->else_clause, findings);
    }
  }
}

ControlFindings check_idcams(std::string_view parm, const CardDeck& deck) {
  ControlFindings findings;
  const auto margins = idcams::parse_idcams_parm(parm);
  if (!margins) {
    findings.errors.push_back(margins.failure());
    return findings;
  }
  collect(idcams::parse_idcams(deck, *margins), findings);
  return findings;
}

struct Row {
  SuiteProgram program;
  ControlFindings (*check)(std::string_view parm, const CardDeck& deck);  ///< nullptr: no SYSIN
};

constexpr std::uint32_t kHighest = 16;
constexpr std::uint32_t kHighestOfShell = 4095;

// The programs of the suite: a new one has its line here.
constexpr Row kPrograms[] = {
    {{"ADRDSSU", kHighest, false}, check_deck<adrdssu::parse_adrdssu>},
    {{"BPXBATCH", kHighestOfShell, false}, nullptr},
    {{"ICKDSF", kHighest, false}, check_deck<ickdsf::parse_ickdsf>},
    {{"IDCAMS", kHighest, true}, check_idcams},
    {{"IEBCOPY", kHighest, true}, check_deck<iebcopy::parse_iebcopy>},
    {{"IEBGENER", kHighest, true}, check_deck<iebgener::parse_iebgener>},
    {{"IEBUPDTE", kHighest, true}, check_deck<iebupdte::parse_iebupdte>},
    {{"IEFBR14", 0, true}, nullptr},
    {{"IEHLIST", kHighest, true}, check_deck<iehlist::parse_iehlist>},
    {{"IEHPROGM", kHighest, false}, check_deck<iehprogm::parse_iehprogm>},
};

const Row* find_row(std::string_view program) {
  const auto* found =
      std::ranges::find_if(kPrograms, [&](const Row& row) { return row.program.name == program; });
  return found == std::end(kPrograms) ? nullptr : found;
}

}  // namespace

std::optional<ControlFindings> check_control_statements(std::string_view program,
                                                        std::string_view parm,
                                                        const CardDeck& deck) {
  const Row* row = find_row(program);
  if (row == nullptr || row->check == nullptr) {
    return std::nullopt;
  }
  return row->check(parm, deck);
}

const SuiteProgram* find_suite_program(std::string_view name) {
  const Row* row = find_row(name);
  return row == nullptr ? nullptr : &row->program;
}

}  // namespace coldsite::jcl
