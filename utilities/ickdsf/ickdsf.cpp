#include "utilities/ickdsf/ickdsf.hpp"

#include "control-cards/ickdsf/ickdsf_statement.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/ick.hpp"
#include "utilities/ickdsf/build_index.hpp"
#include "utilities/ickdsf/device.hpp"
#include "utilities/ickdsf/init.hpp"
#include "utilities/ickdsf/inspect.hpp"
#include "utilities/ickdsf/reformat.hpp"

namespace coldsite::ickdsf {
namespace {

Result<int> run_command(const InitCommand& command, batch::StepContext& context) {
  return run_init(command, context);
}
Result<int> run_command(const ReformatCommand& command, batch::StepContext& context) {
  return run_reformat(command, context);
}
Result<int> run_command(const InspectCommand& command, batch::StepContext& context) {
  return run_inspect(command, context);
}

Result<int> run_command(const BuildIndexCommand& command, batch::StepContext& context) {
  return run_build_index(command, context);
}

void run_and_report(const IckdsfStatement& statement, batch::StepContext& context) {
  const auto done =
      std::visit([&](const auto& command) { return run_command(command, context); }, statement);
  if (done) {
    context.report->say<msg::ICK00001I>(*done);
    return;
  }
  context.report->say(done.failure());
  context.report->say<msg::ICK30003I>(done.failure().message().condition_code);
}

}  // namespace

batch::ProgramDescription description() {
  return {.name = "ickdsf",
          .title = "Device Support Facilities",
          .help_extra =
              "SYSIN   INIT, REFORMAT, INSPECT and BUILDIX commands:\n"
              "          INIT UNITADDRESS(0A80) NOVERIFY VOLID(PRD001) VTOC(0,1,14)\n"
              "          REFORMAT DDNAME(DISK) VERIFY(PRD001) VOLID(PRD002)\n"
              "          INSPECT DDNAME(DISK) ALLTRACKS\n"
              "          BUILDIX DDNAME(DISK) OSVTOC PURGE\n"
              "DDNAME  a volume: --dd DISK=UNIT=3390,PATH=pack.ckd,DISP=OLD\n"
              "PARM    REPLYU: INIT and REFORMAT ask the operator (ICK003D) before they write\n",
          .takes_simulate = true};
}

void run(batch::StepContext& context) {
  batch::Report& report = *context.report;
  if (auto checked = check_parm(context.parm); !checked) {
    report.say(checked.failure());
    return;
  }
  auto deck = context.read_cards();
  if (!deck) {
    report.say(deck.failure());
    return;
  }
  report.new_page("ICKDSF - DEVICE SUPPORT FACILITIES");
  for (const cards::Card& card : deck->cards) {
    report.print(card.text);
  }
  const auto parsed = parse_ickdsf(*deck);
  for (const Failure& warning : parsed.warnings) {
    report.say(warning);
  }
  for (const Failure& error : parsed.errors) {
    report.say(error);
  }
  if (parsed.ok()) {
    for (const IckdsfStatement& statement : parsed.statements) {
      run_and_report(statement, context);
    }
    if (context.simulate) {
      report.say<msg::CSV0117I>();
    }
  }
  report.fact("commands", static_cast<std::int64_t>(parsed.statements.size()));
  report.say<msg::ICK00002I>(report.condition_code());
}

}  // namespace coldsite::ickdsf
