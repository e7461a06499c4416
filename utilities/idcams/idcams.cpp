#include "utilities/idcams/idcams.hpp"

#include "datasets/check.hpp"
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/interpreter.hpp"

namespace coldsite::idcams {
namespace {

constexpr std::string_view kHelp =
    "SYSIN     DEFINE DELETE ALTER LISTCAT REPRO PRINT EXPORT IMPORT VERIFY EXAMINE DIAGNOSE\n"
    "          BLDINDEX, IF SET PARM CANCEL:\n"
    "            DEFINE CLUSTER(NAME(A.KSDS) INDEXED KEYS(8 0) RECORDSIZE(80 80) -\n"
    "                   VOLUMES(VOL001) TRACKS(5 5))\n"
    "            REPRO INFILE(IN) OUTDATASET(A.KSDS)\n"
    "            LISTCAT ENTRIES(A.KSDS) ALL\n"
    "any name  a data set for INFILE, OUTFILE ...: --dd IN=./records.txt\n"
    "PARM      MARGINS(left right)\n";

/// What every functional command is; the others are the interpreter's.
struct Dispatch {
  Session& session;

  template <class FunctionalCommand>
  void operator()(const FunctionalCommand& command) const {
    run_command(session, command);
  }
  void operator()(const BadCommand&) const { CS_CHECK(false); }
  void operator()(const IfCommand&) const { CS_CHECK(false); }
  void operator()(const SetCommand&) const { CS_CHECK(false); }
  void operator()(const ParmCommand&) const { CS_CHECK(false); }
  void operator()(const CancelCommand&) const { CS_CHECK(false); }
};

}  // namespace

void run_functional_command(Session& session, const Command& command) {
  std::visit(Dispatch{session}, command);
}

batch::ProgramDescription description() {
  return {.name = "idcams",
          .title = "Access Method Services: catalogs and VSAM",
          .help_extra = kHelp,
          .takes_simulate = false};
}

void run(batch::StepContext& context) {
  batch::Report& report = *context.report;
  auto deck = context.read_cards();
  const auto margins = parse_idcams_parm(context.parm);
  if (!deck || !margins) {
    report.say(deck ? margins.failure() : deck.failure());
    return;
  }
  Session session(context);
  Interpreter interpreter(session, *deck, run_functional_command);
  interpreter.run(parse_idcams(*deck, *margins));
  int code = interpreter.maxcc();
  if (auto closed = session.close(); !closed) {
    session.fail(closed.failure());
    code = std::max(code, kSevere);
  }
  session.say<msg::IDC0002I>(code);
  report.fact("commands", static_cast<std::int64_t>(interpreter.command_count()));
  report.raise(code);
}

}  // namespace coldsite::idcams
