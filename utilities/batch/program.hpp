// The frame of every batch program: options, DDs, SYSIN, SYSPRINT, report, condition code.
//
//   int main(int argc, char** argv) {
//     return coldsite::batch::run_program({"ickdsf", "Device Support Facilities"}, argc, argv,
//                                         coldsite::ickdsf::run);
//   }
//
// options: --site DIR  --dd NAME=OPERANDS (again for a concatenation)  --parm TEXT  --simulate
// --json  --help  --version  --explain ID. A step under jclrun gets the same through COLDSITE_SITE,
// COLDSITE_DDS, COLDSITE_PARM, COLDSITE_JOB, COLDSITE_STEP.
#pragma once

#include <deque>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "control-cards/cards/card_deck.hpp"
#include "datasets/io/clock.hpp"
#include "datasets/site/allocation.hpp"
#include "datasets/site/open.hpp"
#include "utilities/batch/operator.hpp"
#include "utilities/batch/options.hpp"
#include "utilities/batch/progress.hpp"
#include "utilities/batch/report.hpp"

namespace coldsite::batch {

/// What a program works with. Everything comes from here; there are no globals.
class StepContext {
 public:
  Report* report = nullptr;
  site::Site* site = nullptr;  ///< nullptr when no --site was given
  io::FileStore* store = nullptr;
  io::Clock* clock = nullptr;
  Progress* progress = nullptr;  ///< never nullptr inside run_step
  Operator* console = nullptr;   ///< the operator; never nullptr inside run_step
  std::string parm;
  bool simulate = false;
  site::AllocationContext allocation;
  std::vector<site::DdBinding> bindings;

  /// The DD, or nullptr.
  [[nodiscard]] const site::DdBinding* find_dd(std::string_view ddname) const;
  /// The allocated parts of a DD. errors: CSP0010E DD statement missing; those of site::allocate.
  Result<const std::vector<site::Allocation>*> allocated(std::string_view ddname);
  /// The one part of a DD that cannot be a concatenation. errors: CSP0010E; CSP0011E concatenated.
  Result<site::Allocation*> allocated_one(std::string_view ddname);
  /// Records of a DD. `program` is what the program itself says of them.
  Result<std::unique_ptr<access::RecordReader>> open_reader(
      std::string_view ddname, const access::DataControlBlock& program = {});
  Result<std::unique_ptr<access::RecordWriter>> open_writer(
      std::string_view ddname, const access::DataControlBlock& program = {});
  /// SYSIN (or another DD) as cards. Without a DD of that name: an empty deck, but for SYSIN of a
  /// program alone, whose standard input is read unless it is a terminal.
  Result<cards::CardDeck> read_cards(std::string_view ddname = "SYSIN");
  /// The site's code page (IBM-1047 without a site).
  [[nodiscard]] const text::CodePage& code_page() const;
  [[nodiscard]] dasd::LabelDate today() const;

  std::deque<site::DdAllocation> allocations;  ///< pointers into it stay good
  bool input_is_sysin = false;                 ///< whether SYSIN without a DD is standard input
};

using Program = std::function<void(StepContext&)>;

/// What surrounds a step: real for run_program, made up by tests.
struct StepEnvironment {
  io::FileStore* store = nullptr;
  io::Clock* clock = nullptr;
  std::istream* input = nullptr;
  std::ostream* output = nullptr;
  std::ostream* errors = nullptr;
  Progress* progress = nullptr;      ///< nullptr: none
  bool input_is_sysin = true;        ///< false for a terminal
  std::istream* terminal = nullptr;  ///< where an operator types, when the program runs alone
  /// What a step of the runner does behind CSP0004T.
  std::function<void()> end_out_of_storage = {};
};

/// Runs one step: opens site, DDs and SYSPRINT, runs `program`, carries out dispositions (only when
/// the DDs came from --dd: under the runner it does that). Returns the condition code (64: bad
/// usage).
int run_step(const ProgramDescription& description, const Options& options,
             const StepEnvironment& environment, const Program& program);

/// main of every program: run_step on what the command line and the environment say.
int run_program(const ProgramDescription& description, int argc, char** argv,
                const Program& program);

/// run_program on strings, for tests: nothing of the process' own environment is used.
int run_program(const ProgramDescription& description, const std::vector<std::string>& arguments,
                const Environment& variables, const StepEnvironment& environment,
                const Program& program);

}  // namespace coldsite::batch
