#include "utilities/iehlist/iehlist.hpp"

#include <fmt/format.h>

#include "control-cards/iehlist/iehlist_statement.hpp"
#include "datasets/messages/ieh.hpp"
#include "utilities/iehlist/listing_text.hpp"
#include "utilities/iehlist/pds_listing.hpp"
#include "utilities/iehlist/volume_finder.hpp"
#include "utilities/iehlist/vtoc_listing.hpp"

namespace coldsite::iehlist {
namespace {

void print_heading(batch::StepContext& context, const cards::CardDeck& deck) {
  const int offset_minutes =
      context.site == nullptr ? 0 : context.site->configuration().time_zone_minutes;
  const io::CalendarTime time = io::to_calendar(context.clock->now(), offset_minutes);
  context.report->new_page(centred("SYSTEMS SUPPORT UTILITIES---IEHLIST"));
  context.report->print(fmt::format("DATE: {:04}.{:03}  TIME: {:02}.{:02}.{:02}", time.year,
                                    time.day_of_year, time.hour, time.minute, time.second));
  for (const cards::Card& card : deck.cards) {
    context.report->print(card.text);
  }
}

void list(batch::StepContext& context, VolumeFinder& volumes, const IehlistStatement& statement) {
  batch::Report& report = *context.report;
  const auto& operand = std::visit(
      [](const auto& plain) -> const auto& { return plain.volume; }, statement);
  const auto volume = volumes.find(operand);
  if (!volume) {
    report.say(volume.failure());
    return;
  }
  if (const auto* vtoc = std::get_if<ListVtoc>(&statement)) {
    list_vtoc(report, **volume, *vtoc);
  } else {
    list_pds(report, **volume, std::get<ListPds>(statement));
  }
}

}  // namespace

batch::ProgramDescription description() {
  return {.name = "iehlist",
          .title = "lists VTOCs and PDS directories",
          .help_extra =
              "DDs: SYSIN (statements), SYSPRINT (listing), any other DD names a volume\n"
              "  iehlist --dd \"PACK=UNIT=3390,PATH='./pack.ckd'\" <<< ' LISTVTOC FORMAT'\n"
              "statements:\n"
              "  LISTVTOC [FORMAT|DUMP][,DATE=dddyy][,VOL=device=serial][,DSNAME=(name,...)]\n"
              "  LISTPDS  DSNAME=(name,...)[,VOL=device=serial][,FORMAT|DUMP]\n"};
}

void run(batch::StepContext& context) {
  batch::Report& report = *context.report;
  const auto deck = context.read_cards();
  if (!deck) {
    report.say(deck.failure());
    return;
  }
  print_heading(context, *deck);
  const cards::Parsed<IehlistStatement> parsed = parse_iehlist(*deck);
  for (const Failure& failure : parsed.errors) {
    report.say(failure);
  }
  for (const Failure& failure : parsed.warnings) {
    report.say(failure);
  }
  if (!parsed.ok()) {
    return;
  }
  if (parsed.statements.empty()) {
    report.say<msg::IEH900W>();
  }
  VolumeFinder volumes(context);
  for (const IehlistStatement& statement : parsed.statements) {
    list(context, volumes, statement);
  }
}

}  // namespace coldsite::iehlist
