// The frame of every batch program: options, DDs, SYSIN, SYSPRINT, report, condition code.
//
//   int main(int argc, char** argv) {
//     return coldsite::batch::run_program({"ickdsf", "Device Support Facilities"}, argc, argv,
//     run_ickdsf);
//   }
//
// options: --site DIR  --dd NAME=OPERANDS (again for a concatenation)  --parm TEXT  --simulate
// --json  --help  --version A step under jclrun gets the same through COLDSITE_SITE, COLDSITE_DDS,
// COLDSITE_PARM, COLDSITE_JOB, COLDSITE_STEP.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "datasets/io/clock.hpp"
#include "datasets/site/allocation.hpp"
#include "utilities/batch/report.hpp"

namespace coldsite::batch {

struct ProgramDescription {
  std::string_view name;             ///< "ickdsf"
  std::string_view title;            ///< "Device Support Facilities"
  std::string_view help_extra = {};  ///< DDs and control statements in brief, for --help
  bool takes_simulate = false;       ///< whether --simulate is one of its options
};

/// What a program works with. Everything comes from here; there are no globals.
class StepContext {
 public:
  Report* report = nullptr;
  site::Site* site = nullptr;  ///< nullptr when no --site was given
  io::FileStore* store = nullptr;
  io::Clock* clock = nullptr;
  std::string parm;
  bool simulate = false;
  site::AllocationContext allocation;
  std::vector<site::DdBinding> bindings;

  /// The DD, or nullptr.
  [[nodiscard]] const site::DdBinding* find_dd(std::string_view ddname) const;
  /// Allocates (once) the parts of a DD. errors: CSP0010E DD statement missing.
  Result<const std::vector<site::Allocation>*> allocated(std::string_view ddname);
  /// SYSIN (or another DD) as cards. Without a DD of that name: an empty deck.
  Result<cards::CardDeck> read_cards(std::string_view ddname = "SYSIN");
  [[nodiscard]] dasd::LabelDate today() const;

  std::vector<std::pair<std::string, std::vector<site::Allocation>>> allocations;
};

/// Parses options, opens site, DDs and SYSPRINT, runs `program`, carries out dispositions (only
/// when the DDs came from --dd: under the runner it does that), prints and returns the condition
/// code (64 for bad usage).
int run_program(const ProgramDescription& description, int argc, char** argv,
                const std::function<void(StepContext&)>& program);

}  // namespace coldsite::batch
