#include "utilities/iehlist/vtoc_facts.hpp"

#include "utilities/iehlist/listing_text.hpp"

namespace coldsite::iehlist {
namespace {

std::int64_t number(std::size_t value) {
  return static_cast<std::int64_t>(value);
}

}  // namespace

void tell_volume(batch::Report& report, const dasd::Volume& volume, const dasd::Vtoc& vtoc,
                 const EmptySpace& space) {
  if (!report.keeps_facts()) {
    return;
  }
  report.fact_row("volumes", {{"volser", vtoc.label.volser},
                              {"image", volume.path()},
                              {"device", std::string(volume.geometry().device)},
                              {"cylinders", number(volume.cylinders())},
                              {"heads", number(volume.geometry().heads)},
                              {"usable_cylinders", number(vtoc.usable_cylinders)},
                              {"data_sets", number(vtoc.data_sets.size())},
                              {"empty_cylinders", number(space.cylinders)},
                              {"empty_tracks", number(space.tracks)},
                              {"blank_dscbs", number(vtoc.free_dscbs)},
                              {"findings", number(vtoc.findings.size())}});
  for (const dasd::FreeExtent& free : vtoc.free) {
    report.fact_row("free_extents", {{"volser", vtoc.label.volser},
                                     {"first_track", number(free.first_track)},
                                     {"tracks", number(free.track_count)}});
  }
}

void tell_data_set(batch::Report& report, std::string_view volser,
                   const dasd::DataSetLabel& data_set, const dasd::Geometry& geometry) {
  if (!report.keeps_facts()) {
    return;
  }
  report.fact_row("data_sets",
                  {{"volser", std::string(volser)},
                   {"name", data_set.name},
                   {"first_volser", data_set.first_volser},
                   {"volume_sequence", number(data_set.volume_sequence)},
                   {"created", to_text(data_set.created)},
                   {"expires", to_text(data_set.expires)},
                   {"referenced", to_text(data_set.referenced)},
                   {"dsorg", organization_text(data_set)},
                   {"recfm", dasd::to_string(data_set.record_format)},
                   {"optcd", number(data_set.option_code)},
                   {"blksize", number(data_set.block_bytes)},
                   {"lrecl", number(data_set.record_bytes)},
                   {"keylen", number(data_set.key_bytes)},
                   {"rkp", number(data_set.key_offset)},
                   {"space_unit", std::string(space_unit_text(data_set))},
                   {"secondary", number(data_set.secondary_flags_and_quantity & 0xFFFFFF)},
                   {"last_track", number(data_set.last_block.track)},
                   {"last_record", number(data_set.last_block.record)},
                   {"track_balance", number(data_set.track_balance)},
                   {"extents", number(data_set.extents.size())},
                   {"tracks", number(data_set.track_count(geometry))},
                   {"dscb", to_cchhr(data_set.address)}});
  for (const dasd::Extent& extent : data_set.extents) {
    report.fact_row("extents", {{"volser", std::string(volser)},
                                {"name", data_set.name},
                                {"number", number(extent.sequence)},
                                {"low_cylinder", number(extent.low.cylinder)},
                                {"low_head", number(extent.low.head)},
                                {"high_cylinder", number(extent.high.cylinder)},
                                {"high_head", number(extent.high.head)},
                                {"tracks", number(extent.track_count(geometry))}});
  }
}

void tell_finding(batch::Report& report, std::string_view volser,
                  const dasd::VtocFinding& finding) {
  report.fact_row("findings", {{"volser", std::string(volser)},
                               {"cchhr", to_cchhr(finding.where)},
                               {"field", finding.field},
                               {"what", finding.what}});
}

}  // namespace coldsite::iehlist
