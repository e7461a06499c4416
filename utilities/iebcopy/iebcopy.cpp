// The deck, step by step. A step that fails does not keep the next from running.
#include "utilities/iebcopy/iebcopy.hpp"

#include <algorithm>

#include "datasets/messages/csu.hpp"
#include "datasets/messages/ieb.hpp"
#include "utilities/iebcopy/copy_step.hpp"

namespace coldsite::iebcopy {
namespace {

/// Without control statements SYSUT1 is copied to SYSUT2.
CopyStep default_step() {
  CopyStep step;
  step.output.text = "SYSUT2";
  step.inputs.push_back({"SYSUT1", false, {}});
  return step;
}

void run_deck(const cards::Parsed<CopyStep>& parsed, batch::StepContext& context) {
  batch::Report& report = *context.report;
  for (const Failure& warning : parsed.warnings) {
    report.say(warning);
  }
  for (const Failure& error : parsed.errors) {
    report.say_at(kError, error);
  }
  if (!parsed.ok()) {
    return;
  }
  std::vector<CopyStep> steps = parsed.statements;
  if (steps.empty()) {
    steps.push_back(default_step());
  }
  for (const CopyStep& step : steps) {
    if (const auto done = run_step(step, context); !done) {
      report.say_at(std::max(kError, done.failure().message().condition_code), done.failure());
    }
  }
}

}  // namespace

void run(batch::StepContext& context) {
  batch::Report& report = *context.report;
  report.say<msg::IEB1035I>(context.allocation.job_name, context.allocation.step_name,
                            context.parm);
  if (!context.parm.empty()) {
    report.say<msg::CSU0013W>(context.parm);
  }
  if (const auto deck = context.read_cards(); deck) {
    run_deck(parse_iebcopy(*deck), context);
  } else {
    report.say_at(kError, deck.failure());
  }
  report.say<msg::IEB147I>(report.condition_code());
}

}  // namespace coldsite::iebcopy
