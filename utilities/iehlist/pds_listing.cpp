#include "utilities/iehlist/pds_listing.hpp"

#include <fmt/format.h>

#include "datasets/messages/ieh.hpp"
#include "utilities/iehlist/listing_text.hpp"
#include "utilities/iehlist/load_module.hpp"

namespace coldsite::iehlist {
namespace {

constexpr std::size_t kUserDataLineBytes = 48;

std::string ttr_text(const access::Member& member) {
  return fmt::format("{:04X}{:02X}", member.start.track, member.start.record);
}

/// The byte behind the TTR: alias, TTRNs in the user data, its halfwords.
std::uint8_t indicator(const access::Member& member) {
  const std::size_t alias_bit = member.is_alias ? 0x80U : 0U;
  const std::size_t note_bits = (member.note_count & 3U) << 5;
  return static_cast<std::uint8_t>(alias_bit | note_bits |
                                   ((member.user_data.size() + 1) / 2 & 0x1F));
}

std::vector<std::string> with_user_data(std::string line, const access::Member& member) {
  const ByteView data = member.user_data;
  std::vector<std::string> lines;
  const std::string indent(line.size(), ' ');
  for (std::size_t at = 0; at < data.size(); at += kUserDataLineBytes) {
    const std::size_t piece = std::min(kUserDataLineBytes, data.size() - at);
    lines.push_back((at == 0 ? line : indent) + hexadecimal(data.subspan(at, piece)));
  }
  if (lines.empty()) {
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string date_text(const io::CalendarTime& time) {
  return fmt::format("{:04}.{:03}", time.year, time.day_of_year);
}

std::string statistics_text(const access::MemberStatistics& statistics) {
  return fmt::format(
      "VV.MM {:02}.{:02}  CREATED {}  CHANGED {} {:02}.{:02}.{:02}  SIZE {}  INIT {}  MOD {}  ID "
      "{}",
      statistics.version, statistics.modification, date_text(statistics.created),
      date_text(statistics.changed), statistics.changed.hour, statistics.changed.minute,
      statistics.changed.second, statistics.lines, statistics.initial_lines,
      statistics.modified_lines, printable(statistics.user));
}

std::string mode_text(int mode) {
  return mode == 0 ? "ANY" : std::to_string(mode);
}

std::vector<std::string> load_module_lines(const std::string& start, const LoadModule& module) {
  std::string second(start.size(), ' ');
  second += "ATTRIBUTES " + module.attributes;
  if (!module.main_member.empty()) {
    second += "  ALIAS OF " + printable(module.main_member);
  }
  if (module.ssi) {
    second += fmt::format("  SSI {:08X}", *module.ssi);
  }
  return {
      fmt::format("{}ENTRY {:06X}  STORAGE {:06X}  TEXT TTR {:06X}  1ST BLOCK {:04X}  AMODE {}  "
                  "RMODE {}  AC {:02X}",
                  start, module.entry_point, module.storage_bytes, module.text_ttr,
                  module.first_text_bytes, mode_text(module.amode), mode_text(module.rmode),
                  module.authorization_code.value_or(0)),
      second};
}

void tell_member(batch::Report& report, const dasd::Vtoc& vtoc, const dasd::DataSetLabel& data_set,
                 const access::Member& member) {
  if (!report.keeps_facts()) {
    return;
  }
  batch::FactRow row = {{"volser", vtoc.label.volser},
                        {"data_set", data_set.name},
                        {"name", member.name},
                        {"ttr", ttr_text(member)},
                        {"alias", member.is_alias ? std::int64_t{1} : std::int64_t{0}},
                        {"user_data", hexadecimal(member.user_data)}};
  if (const auto statistics = access::statistics(member)) {
    row.insert(row.end(), {{"version", std::int64_t{statistics->version}},
                           {"modification", std::int64_t{statistics->modification}},
                           {"created", date_text(statistics->created)},
                           {"changed", date_text(statistics->changed)},
                           {"lines", std::int64_t{statistics->lines}},
                           {"user", statistics->user}});
  }
  report.fact_row("members", row);
}

void list_directory(batch::Report& report, dasd::Volume& volume, const dasd::Vtoc& vtoc,
                    const dasd::DataSetLabel& data_set, const ListPds& statement) {
  const auto directory = access::PartitionedDataSet::open(volume, data_set);
  if (!directory) {
    report.say<msg::IEH911E>(printable(data_set.name), vtoc.label.volser,
                             to_string(directory.failure()));
    return;
  }
  const bool is_formatted = statement.form == ListingForm::kFormat;
  report.new_page(
      centred("DIRECTORY INFO FOR SPECIFIED PDS ON VOL " + printable(vtoc.label.volser)));
  report.print(centred(printable(data_set.name)));
  report.print(is_formatted
                   ? " MEMBERS   TTR      STATISTICS OR ATTRIBUTES (AN ASTERISK MARKS AN ALIAS)"
                   : " MEMBERS   TTRC      VARIABLE USER DATA ---(USER DATA AND TTRC ARE IN HEX)");
  for (const access::Member& member : (*directory)->members()) {
    for (const std::string& line :
         is_formatted ? formatted_member(member, data_set) : plain_member(member)) {
      report.print(line);
    }
    tell_member(report, vtoc, data_set, member);
  }
  const std::uint32_t blocks = (*directory)->directory_blocks();
  report.print(fmt::format(
      " OF THE {:05} DIRECTORY BLOCKS ALLOCATED TO THIS PDS {:05} ARE(IS) COMPLETELY UNUSED",
      blocks, blocks - (*directory)->directory_blocks_used()));
}

}  // namespace

std::vector<std::string> plain_member(const access::Member& member) {
  return with_user_data(fmt::format(" {:<8}  {}{:02X}  ", printable(member.name), ttr_text(member),
                                    indicator(member)),
                        member);
}

std::vector<std::string> formatted_member(const access::Member& member,
                                          const dasd::DataSetLabel& data_set) {
  const std::string start = fmt::format(
      " {:<9} {}   ", printable(member.name) + (member.is_alias ? "*" : ""), ttr_text(member));
  if (const auto statistics = access::statistics(member)) {
    return {start + statistics_text(*statistics)};
  }
  if (data_set.record_format.is_undefined()) {
    if (const auto module = load_module(member)) {
      return load_module_lines(start, *module);
    }
  }
  return with_user_data(start, member);
}

void list_pds(batch::Report& report, dasd::Volume& volume, const ListPds& statement) {
  const auto vtoc = dasd::read_vtoc(volume);
  if (!vtoc) {
    report.say(
        failure<msg::IEH910E>(volume.path(), to_string(vtoc.failure())).at(statement.position));
    return;
  }
  for (const cards::Word& name : statement.data_sets) {
    const dasd::DataSetLabel* data_set = vtoc->find(name.text);
    if (data_set == nullptr) {
      report.say(failure<msg::IEH904E>(name.text, vtoc->label.volser).at(name.position));
      continue;
    }
    list_directory(report, volume, *vtoc, *data_set, statement);
  }
}

}  // namespace coldsite::iehlist
