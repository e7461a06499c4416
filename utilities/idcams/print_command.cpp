// PRINT.
#include "datasets/messages/idc.hpp"
#include "utilities/idcams/commands.hpp"
#include "utilities/idcams/data_set.hpp"

namespace coldsite::idcams {
namespace {

Result<void> print_range(Session& session, RangeReader& reader, PrintFormat format) {
  CS_TRY(reader.begin());
  while (true) {
    CS_ASSIGN(const auto record, reader.next());
    if (!record) {
      return {};
    }
    for (const PrintLine& line :
         record_lines(record->place, record->bytes, format, session.context().code_page())) {
      session.lines().print(line);
    }
  }
}

void print_records(Session& session, const PrintCommand& command) {
  const std::unique_ptr<RecordSource> source = open_source(session, command.input);
  if (source == nullptr) {
    return;
  }
  const std::string name = name_of(session, command.input);
  session.lines().begin_page("LISTING OF DATA SET -" +
                             (name.empty() ? command.input.ddname->text : name));
  RangeReader reader(*source, command.range, session.context().code_page());
  if (auto printed = print_range(session, reader, command.format); !printed) {
    session.say<msg::IDC3302I>(name);
    session.fail(printed.failure());
  }
  session.lines().end_subtitle();
  session.say<msg::IDC0005I>(reader.count());
  session.context().report->fact_row(
      "printed", {{"data_set", name}, {"records", static_cast<std::int64_t>(reader.count())}});
  if (auto closed = source->close(); !closed) {
    session.fail(closed.failure());
  }
}

}  // namespace

void run_command(Session& session, const PrintCommand& command) {
  std::unique_ptr<OutfileListing> outfile;
  if (command.outfile) {
    auto opened = OutfileListing::open(session.context(), command.outfile->text);
    if (!opened) {
      tell_open_error(session, command.outfile->text, opened.failure());
      return;
    }
    outfile = *std::move(opened);
    session.set_outfile(outfile.get());
  }
  print_records(session, command);
  session.set_outfile(nullptr);
  if (outfile != nullptr) {
    if (auto closed = outfile->close(); !closed) {
      session.fail(closed.failure());
    }
  }
}

}  // namespace coldsite::idcams
