#include "utilities/iehprogm/iehprogm.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "control-cards/iehprogm/iehprogm_statement.hpp"
#include "datasets/messages/ieh.hpp"
#include "utilities/iehprogm/catalog_requests.hpp"
#include "utilities/iehprogm/updated_volumes.hpp"
#include "utilities/iehprogm/volume_requests.hpp"

namespace coldsite::iehprogm {
namespace {

std::string_view name_of(Operation operation) {
  switch (operation) {
    case Operation::kScratch:
      return "SCRATCH";
    case Operation::kRename:
      return "RENAME";
    case Operation::kCatalog:
      return "CATLG";
    case Operation::kUncatalog:
      return "UNCATLG";
    case Operation::kBuildGroup:
      return "BLDG";
    case Operation::kDeleteGroup:
      return "DLTX";
  }
  return "";
}

class ProgramRun {
 public:
  ProgramRun(batch::StepContext& context, const cards::CardDeck& deck, bool prints)
      : context_(&context), deck_(&deck), volumes_(context), prints_(prints) {}

  /// Statements and errors in the order of their cards.
  void run(const cards::Parsed<IehprogmStatement>& parsed) {
    auto error = parsed.errors.begin();
    for (const IehprogmStatement& statement : parsed.statements) {
      for (; error != parsed.errors.end() && line_of(*error) < statement.position.line; ++error) {
        tell_error(*error);
      }
      print_cards(statement.position.line);
      carry_out(statement);
    }
    for (; error != parsed.errors.end(); ++error) {
      tell_error(*error);
    }
    print_cards(deck_->cards.size());
  }

 private:
  static std::size_t line_of(const Failure& failure) {
    return failure.position() ? failure.position()->line : SIZE_MAX;
  }

  void tell_error(const Failure& failure) {
    if (failure.position()) {
      print_cards(failure.position()->line);
    }
    context_->report->say_at(kError, failure);
    context_->report->say<msg::IEH202I>();
  }

  /// The cards up to this one that were not printed yet.
  void print_cards(std::size_t line) {
    for (; prints_ && printed_ < std::min(line, deck_->cards.size()); ++printed_) {
      context_->report->print(deck_->cards[printed_].text);
    }
  }

  void carry_out(const IehprogmStatement& statement) {
    if (statement.operation == Operation::kScratch || statement.operation == Operation::kRename) {
      change_volumes(statement);
      return;
    }
    if (const auto done = change_catalog(statement, *context_); !done) {
      context_->report->say(done.failure());
      return;
    }
    tell_normal_end(statement);
  }

  void change_volumes(const IehprogmStatement& statement) {
    if (statement.is_vtoc && statement.volumes.size() > 1) {
      context_->report->say(failure<msg::IEH208I>().at(statement.position));
    }
    const auto outcomes = statement.operation == Operation::kScratch
                              ? scratch(statement, volumes_, *context_)
                              : rename(statement, volumes_);
    if (!outcomes) {
      const int code = outcomes.failure().is(msg::IEH211I) ? kError : kSevere;
      context_->report->say_at(code, outcomes.failure());
      return;
    }
    const bool all_done = std::ranges::all_of(*outcomes, &Outcome::is_done);
    if (all_done && !statement.is_vtoc) {
      tell_normal_end(statement);
      return;
    }
    tell_outcomes(statement, *outcomes, all_done);
  }

  void tell_outcomes(const IehprogmStatement& statement, const std::vector<Outcome>& outcomes,
                     bool all_done) {
    const std::string_view operation = name_of(statement.operation);
    if (statement.is_vtoc) {
      context_->report->say_at(all_done ? kInformation : kError,
                               failure<msg::IEH209I>(statement.volumes.front().serial.text));
    } else {
      context_->report->say<msg::IEH207I>(operation, statement.data_set.text);
    }
    const std::string_view done =
        statement.operation == Operation::kScratch ? "SCRATCHED" : "RENAMED";
    for (const Outcome& outcome : outcomes) {
      context_->report->print(fmt::format("  {:<44} {:<14} {}", outcome.name,
                                          (outcome.is_done ? "" : "NOT ") + std::string(done),
                                          outcome.reason));
    }
  }

  void tell_normal_end(const IehprogmStatement& statement) {
    context_->report->print(
        fmt::format("NORMAL END OF TASK RETURNED FROM {}", name_of(statement.operation)));
  }

  batch::StepContext* context_;
  const cards::CardDeck* deck_;
  UpdatedVolumes volumes_;
  bool prints_;
  std::size_t printed_ = 0;
};

}  // namespace

void run(batch::StepContext& context) {
  batch::Report& report = *context.report;
  report.new_page("SYSTEM SUPPORT UTILITIES ---- IEHPROGM");
  const bool is_known =
      context.parm.empty() || context.parm == "PRINT" || context.parm == "NOPRINT";
  if (!is_known) {
    report.say<msg::IEH229I>(context.parm);
  }
  const auto deck = context.read_cards();
  if (!deck) {
    report.say_at(kSevere, deck.failure());
    return;
  }
  ProgramRun(context, *deck, context.parm != "NOPRINT").run(parse_iehprogm(*deck));
  report.print("UTILITY END");
}

}  // namespace coldsite::iehprogm
