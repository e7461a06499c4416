#include "utilities/iehlist/vtoc_listing.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "datasets/dasd/track.hpp"
#include "datasets/dasd/vtoc_table.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/ieh.hpp"
#include "utilities/iehlist/listing_text.hpp"
#include "utilities/iehlist/vtoc_facts.hpp"
#include "utilities/iehlist/vtoc_lines.hpp"

namespace coldsite::iehlist {
namespace {

struct Listing {
  batch::Report& report;
  const ListVtoc& statement;
  const dasd::Geometry& geometry;
  const dasd::Vtoc& vtoc;
  const dasd::Format4& format4;
  dasd::VtocTable* table;  ///< DUMP only
};

void print_all(batch::Report& report, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    report.print(line);
  }
}

/// The VTOC's own DSCB, by the one track that it stands on.
Result<dasd::Format4> read_format4(dasd::Volume& volume, dasd::RecordAddress address) {
  const dasd::Geometry& geometry = volume.geometry();
  Bytes slot(geometry.slot_bytes);
  CS_TRY(volume.read_slots({geometry.track_number(address.track), 1}, slot));
  CS_ASSIGN(dasd::TrackReader track, dasd::TrackReader::open(slot, address.track, geometry));
  while (const auto record = track.next()) {
    if (record->count.record == address.record &&
        record->key.size() + record->data.size() == dasd::kDscbBytes) {
      return dasd::decode_format4(ByteView(record->key.data(), dasd::kDscbBytes));
    }
  }
  return failure<msg::CSV0040E>(volume.path(), to_cchhr(address), "it is gone");
}

bool is_sms_managed(const dasd::Format4& format4) {
  constexpr std::size_t kDs4Smsfg = 60;
  constexpr std::uint8_t kManaged = 0xC0;
  return (format4.raw.at(kDs4Smsfg) & kManaged) == kManaged;
}

void print_heading(const Listing& listing) {
  listing.report.new_page(centred(fmt::format(
      "CONTENTS OF VTOC ON VOL {}  <THIS VOLUME IS {}SMS MANAGED>",
      printable(listing.vtoc.label.volser), is_sms_managed(listing.format4) ? "" : "NOT ")));
  const auto& before = listing.statement.expires_before;
  switch (listing.statement.form) {
    case ListingForm::kEdited:
      if (before) {
        listing.report.print("DATA SETS THAT EXPIRE BEFORE " + to_text(*before) +
                             " HAVE AN ASTERISK BEHIND THE NAME");
      }
      listing.report.print(edited_heading());
      break;
    case ListingForm::kFormat:
      print_all(listing.report, format4_lines(listing.format4, listing.vtoc.label.vtoc));
      break;
    case ListingForm::kDump:
      print_all(listing.report, dump_heading());
      break;
  }
  if (before && listing.statement.form != ListingForm::kEdited) {
    listing.report.say(failure<msg::IEH908W>().at(listing.statement.position));
  }
}

void dump_dscb(const Listing& listing, std::size_t index) {
  print_all(listing.report, dump_lines(listing.table->dscb(index), listing.table->format(index),
                                       listing.table->address(index)));
}

/// The data set's DSCBs: format 1 or 8, then its chain.
void dump_data_set(const Listing& listing, const dasd::DataSetLabel& data_set) {
  const auto index = listing.table->find(data_set.address);
  if (!index) {
    return;
  }
  std::vector<std::size_t> chain;
  (void)listing.table->resolve(*index, &chain);
  dump_dscb(listing, *index);
  for (const std::size_t link : chain) {
    dump_dscb(listing, link);
  }
}

void list_data_set(const Listing& listing, const dasd::DataSetLabel& data_set) {
  const auto& before = listing.statement.expires_before;
  switch (listing.statement.form) {
    case ListingForm::kEdited:
      listing.report.print(
          edited_line(data_set, listing.geometry,
                      before && data_set.expires.year != 0 && data_set.expires < *before));
      break;
    case ListingForm::kFormat:
      print_all(listing.report, format_lines(data_set, listing.geometry));
      break;
    case ListingForm::kDump:
      dump_data_set(listing, data_set);
      break;
  }
  tell_data_set(listing.report, listing.vtoc.label.volser, data_set, listing.geometry);
}

void list_named(const Listing& listing) {
  for (const cards::Word& name : listing.statement.data_sets) {
    const dasd::DataSetLabel* data_set = listing.vtoc.find(name.text);
    if (data_set == nullptr) {
      listing.report.say(
          failure<msg::IEH904E>(name.text, listing.vtoc.label.volser).at(name.position));
      continue;
    }
    list_data_set(listing, *data_set);
  }
}

void list_all(const Listing& listing) {
  if (listing.statement.form == ListingForm::kDump) {
    for (std::size_t i = 0; i < listing.table->size(); ++i) {
      if (listing.table->format(i) != '0') {
        dump_dscb(listing, i);
      }
    }
    for (const dasd::DataSetLabel& data_set : listing.vtoc.data_sets) {
      tell_data_set(listing.report, listing.vtoc.label.volser, data_set, listing.geometry);
    }
    return;
  }
  for (const dasd::DataSetLabel& data_set : listing.vtoc.data_sets) {
    list_data_set(listing, data_set);
  }
}

/// Fields whose damage leaves every data set listed right: counts, free space, orphans.
bool is_harmless_to_listing(const dasd::VtocFinding& finding) {
  constexpr std::array<std::string_view, 4> kFields = {"DS4VTOCI", "DS4DSREC", "DS5AVEXT",
                                                       "DS3FMTID"};
  return std::ranges::find(kFields, finding.field) != kFields.end();
}

void tell_findings(const Listing& listing) {
  const std::string& volser = listing.vtoc.label.volser;
  for (const dasd::VtocFinding& finding : listing.vtoc.findings) {
    const std::string where = to_cchhr(finding.where);
    const std::string what = printable(finding.what);
    if (is_harmless_to_listing(finding)) {
      listing.report.say<msg::IEH905W>(volser, where, finding.field, what);
    } else {
      listing.report.say<msg::IEH906E>(volser, where, finding.field, what);
    }
    tell_finding(listing.report, volser, finding);
  }
}

void print_space(const Listing& listing) {
  const EmptySpace space = empty_space(listing.vtoc, listing.geometry);
  listing.report.print(
      fmt::format("THERE ARE {:05} EMPTY CYLINDERS PLUS {:05} EMPTY TRACKS ON THIS VOLUME",
                  space.cylinders, space.tracks));
  listing.report.print(fmt::format("THERE ARE {:05} BLANK DSCBS IN THE VTOC ON THIS VOLUME",
                                   listing.vtoc.free_dscbs));
}

void tell_unlistable(batch::Report& report, const dasd::Volume& volume, const ListVtoc& statement,
                     const Failure& why) {
  report.say(failure<msg::IEH910E>(volume.path(), to_string(why)).at(statement.position));
}

}  // namespace

void list_vtoc(batch::Report& report, dasd::Volume& volume, const ListVtoc& statement) {
  const auto vtoc = dasd::read_vtoc(volume);
  if (!vtoc) {
    report.say(
        failure<msg::IEH910E>(volume.path(), to_string(vtoc.failure())).at(statement.position));
    return;
  }
  const auto format4 = read_format4(volume, vtoc->label.vtoc);
  if (!format4) {
    tell_unlistable(report, volume, statement, format4.failure());
    return;
  }
  Listing listing{report, statement, volume.geometry(), *vtoc, *format4, nullptr};
  std::optional<Result<dasd::VtocTable>> table;
  if (statement.form == ListingForm::kDump) {
    table = dasd::VtocTable::read(volume);  // the raw DSCBs, from the page cache by now
    if (!*table) {
      tell_unlistable(report, volume, statement, table->failure());
      return;
    }
    listing.table = &table->value();
  }
  print_heading(listing);
  if (statement.data_sets.empty()) {
    list_all(listing);
  } else {
    list_named(listing);
  }
  if (statement.data_sets.empty()) {
    print_space(listing);
  }
  tell_findings(listing);
  tell_volume(report, volume, *vtoc, empty_space(*vtoc, volume.geometry()));
}

}  // namespace coldsite::iehlist
