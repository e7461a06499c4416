#include "utilities/adrdssu/adrdssu.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/adr.hpp"
#include "datasets/messages/csk.hpp"
#include "utilities/adrdssu/commands.hpp"
#include "utilities/adrdssu/schedule.hpp"

namespace coldsite::adrdssu {
namespace {

constexpr std::string_view kHelp =
    "DDs: SYSIN control statements, SYSPRINT messages, and the DDs that the statements name.\n"
    "  COPY FULL|TRACKS(c,h,c,h) INDD|INDYNAM OUTDD|OUTDYNAM [COPYVOLID|DUMPCONDITIONING]\n"
    "       [FASTREPLICATION(REQ|PREF|NONE)] [PURGE] [ALLDATA(*)] [ALLEXCP]\n"
    "  DUMP FULL|TRACKS(..) INDD|INDYNAM OUTDD(dd,..) [COMPRESS] [OPTIMIZE(1-4)] [TOL(IOERROR)]\n"
    "  RESTORE FULL|TRACKS(..) INDD OUTDD|OUTDYNAM [COPYVOLID] [PURGE] [NOVERIFY]\n"
    "  PRINT TRACKS(..)|VTOC INDD|INDYNAM [OUTDD]\n"
    "  COPYDUMP INDD OUTDD(dd,..)\n"
    "PARM: TYPRUN=NORUN shows what would be done; TYPRUN=SCAN checks the statements.\n";

enum class RunKind { kRun, kPlanOnly, kScanOnly };

/// PARM='TYPRUN=NORUN'. errors: CSK0028E.
Result<RunKind> parse_parm(const batch::StepContext& context) {
  RunKind kind = context.simulate ? RunKind::kPlanOnly : RunKind::kRun;
  std::string_view rest = context.parm;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string operand(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    std::ranges::transform(operand, operand.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (operand == "TYPRUN=NORUN") {
      kind = RunKind::kPlanOnly;
    } else if (operand == "TYPRUN=SCAN") {
      kind = RunKind::kScanOnly;
    } else {
      return failure<msg::CSK0028E>(operand);
    }
  }
  return kind;
}

std::string_view name_of(const AdrdssuStatement& statement) {
  constexpr std::string_view kNames[] = {"COPY", "DUMP", "RESTORE", "PRINT", "COPYDUMP", "SERIAL"};
  return kNames[statement.index()];
}

struct Dispatch {
  Task& task;
  Result<void> operator()(const CopyCommand& command) const { return run_copy(task, command); }
  Result<void> operator()(const DumpCommand& command) const { return run_dump(task, command); }
  Result<void> operator()(const RestoreCommand& command) const {
    return run_restore(task, command);
  }
  Result<void> operator()(const PrintCommand& command) const { return run_print(task, command); }
  Result<void> operator()(const CopyDumpCommand& command) const {
    return run_copydump(task, command);
  }
  Result<void> operator()(const SchedulingCommand&) const { return {}; }  // no task
};

int run_task(batch::StepContext& context, const AdrdssuStatement& statement, std::size_t number,
             bool is_plan_only) {
  Task task(context, number, is_plan_only);
  task.say<msg::ADR006I>(task.id(), time_stamp(context));
  if (auto done = std::visit(Dispatch{task}, statement); !done) {
    task.say(done.failure());
  }
  task.say<msg::ADR013I>(task.id(), time_stamp(context), code_text(task.condition_code()));
  return task.condition_code();
}

/// Prints the cards and the findings; returns whether the statements may be run.
bool scan(batch::StepContext& context, const cards::CardDeck& deck,
          const cards::Parsed<AdrdssuStatement>& parsed) {
  batch::Report& report = *context.report;
  for (const cards::Card& card : deck.cards) {
    report.print("  " + card.text);
  }
  std::size_t number = 0;
  for (const AdrdssuStatement& statement : parsed.statements) {
    if (!std::holds_alternative<SchedulingCommand>(statement)) {
      report.say<msg::ADR101I>(fmt::format("{:03}", ++number), name_of(statement));
    }
  }
  for (const Failure& warning : parsed.warnings) {
    report.say(warning);
  }
  for (const Failure& error : parsed.errors) {
    report.say(error);
  }
  report.say<msg::ADR109I>(time_stamp(context));
  return parsed.ok();
}

void run_tasks(batch::StepContext& context, const std::vector<AdrdssuStatement>& statements,
               bool is_plan_only) {
  const TaskRunner run = [is_plan_only](batch::StepContext& own, const NumberedCommand& command) {
    return run_task(own, *command.statement, command.number, is_plan_only);
  };
  int highest = 0;
  std::string from;
  for (const TaskGroup& group : plan_schedule(statements)) {
    const std::vector<int> codes = group.size() == 1 ? std::vector<int>{run(context, group.front())}
                                                     : run_parallel(context, group, run);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      if (codes[i] > highest) {
        highest = codes[i];
        from = fmt::format(" FROM: TASK {:03}", group[i].number);
      }
    }
  }
  context.report->say<msg::ADR012I>(time_stamp(context), code_text(highest), from);
}

}  // namespace

batch::ProgramDescription description() {
  return {"adrdssu", "DFSMSdss: copy, dump, restore and print volumes", kHelp, true};
}

void run_adrdssu(batch::StepContext& context) {
  batch::Report& report = *context.report;
  report.new_page("COLDSITE ADRDSSU   " + time_stamp(context));
  const auto kind = parse_parm(context);
  auto deck = context.read_cards();
  if (!kind || !deck) {
    report.say(kind ? deck.failure() : kind.failure());
    return;
  }
  const cards::Parsed<AdrdssuStatement> parsed = parse_adrdssu(*deck);
  if (!scan(context, *deck, parsed) || *kind == RunKind::kScanOnly) {
    report.say<msg::ADR012I>(time_stamp(context), code_text(report.condition_code()), "");
    return;
  }
  run_tasks(context, parsed.statements, *kind == RunKind::kPlanOnly);
}

}  // namespace coldsite::adrdssu
