// DATA and INDEX in LISTCAT: ATTRIBUTES, STATISTICS, ALLOCATION and VOLUME, as the VVRs have them.
#include <cmath>

#include <fmt/format.h>

#include "datasets/text/stck.hpp"
#include "utilities/idcams/cluster_definition.hpp"
#include "utilities/idcams/field_columns.hpp"
#include "utilities/idcams/listcat_groups.hpp"

namespace coldsite::idcams {
namespace {

std::vector<std::string> attribute_words(const vsam::ComponentAttributes& attributes,
                                         bool is_index) {
  std::vector<std::string> words = {
      fmt::format("SHROPTNS({},{})", attributes.share_region, attributes.share_system),
      attributes.is_speed ? "SPEED" : "RECOVERY", "UNIQUE",
      attributes.erases ? "ERASE" : "NOERASE"};
  if (!is_index) {
    words.emplace_back(organization_word(attributes.organization));
  }
  words.emplace_back(attributes.write_check ? "WRITECHECK" : "NOWRITECHK");
  words.emplace_back("UNORDERED");
  words.emplace_back(attributes.is_reusable ? "REUSE" : "NOREUSE");
  if (!is_index) {
    words.emplace_back(attributes.is_spanned ? "SPANNED" : "NONSPANNED");
    if (attributes.is_alternate_index) {
      words.emplace_back(attributes.has_unique_keys ? "UNIQUEKEY" : "NONUNIQKEY");
    }
  }
  if (attributes.inhibits_update) {
    words.emplace_back("INH-UPDATE");
  }
  if (attributes.is_temporary_export) {
    words.emplace_back("TEMP-EXP");
  }
  return words;
}

void add_attributes(EntryLines& lines, const vsam::ComponentAttributes& attributes, bool is_index) {
  const std::string_view exit =
      attributes.exception_exit.empty() ? kNull : std::string_view(attributes.exception_exit);
  lines.add_group("ATTRIBUTES");
  lines.add_fields({field("KEYLEN", attributes.key_bytes),
                    field("AVGLRECL", is_index ? 0 : attributes.average_record_bytes),
                    field("BUFSPACE", is_index ? 0 : attributes.buffer_space),
                    field("CISIZE", attributes.interval_bytes)});
  lines.add_fields(
      {field("RKP", attributes.key_offset),
       field("MAXLRECL", is_index ? attributes.interval_bytes - 7 : attributes.max_record_bytes),
       field("EXCPEXIT", exit), field("CI/CA", attributes.intervals_per_area)});
  if (attributes.is_alternate_index && !is_index) {
    lines.add_fields({field("AXRKP", attributes.alternate_key_offset)});
  }
  for (const std::string& words : word_columns(attribute_words(attributes, is_index))) {
    lines.add_fields({words});
  }
}

std::string timestamp_text(io::Timestamp time) {
  if (time == io::Timestamp()) {
    return "X'0000000000000000'";
  }
  const auto stck = text::to_stck(time);
  return fmt::format("X'{:016X}'", stck ? *stck : 0);
}

/// The fourth column of an index' statistics begins four columns earlier and is wider.
std::string with_index_field(const std::string& line, std::string_view name, std::uint64_t value) {
  constexpr std::size_t kColumn = 83;
  return fmt::format("{:<{}}{}", line, kColumn, field(name, value, kFieldWidth + 4));
}

void add_statistics(EntryLines& lines, const vsam::Component& component, bool is_index) {
  const vsam::VolumeRecord& record = component.volumes.front();
  const vsam::ComponentStatistics& counted = record.statistics;
  const vsam::ComponentAttributes& attributes = component.attributes();
  std::vector<std::string> rows = {
      columns({field("REC-TOTAL", counted.records), field("SPLITS-CI", counted.interval_splits),
               field("EXCPS", counted.excps), is_index ? "INDEX:" : ""}),
      columns({field("REC-DELETED", counted.deleted), field("SPLITS-CA", counted.area_splits),
               field("EXTENTS", counted.extents), is_index ? field("LEVELS", counted.levels) : ""}),
      columns({field("REC-INSERTED", counted.inserted),
               field("FREESPACE-%CI", attributes.free_interval_percent), "SYSTEM-TIMESTAMP:"}),
      columns({field("REC-UPDATED", counted.updated),
               field("FREESPACE-%CA", attributes.free_area_percent),
               "     " + timestamp_text(counted.changed)}),
      columns({field("REC-RETRIEVED", counted.retrieved), field("FREESPC", counted.free_bytes)})};
  if (is_index) {
    const auto entries = static_cast<std::uint64_t>(std::sqrt(attributes.intervals_per_area));
    rows[2] = columns({rows[2], "", "", field("ENTRIES/SECT", entries)});
    rows[3] = with_index_field(rows[3], "SEQ-SET-RBA", record.first_sequence_set_rba);
    rows[4] = with_index_field(rows[4], "HI-LEVEL-RBA", record.root_rba);
  }
  lines.add_group("STATISTICS");
  for (const std::string& row : rows) {
    lines.add_fields({row});
  }
}

void add_allocation(EntryLines& lines, const vsam::Component& component) {
  const vsam::ComponentAttributes& attributes = component.attributes();
  const bool is_cylinders = attributes.space_unit == dasd::SpaceUnit::kCylinders;
  lines.add_group("ALLOCATION");
  lines.add_fields({field("SPACE-TYPE", is_cylinders ? "CYLINDER" : "TRACK"),
                    field("HI-A-RBA", component.high_allocated_rba())});
  lines.add_fields(
      {field("SPACE-PRI", attributes.primary), field("HI-U-RBA", component.high_used_rba())});
  lines.add_fields({field("SPACE-SEC", attributes.secondary)});
}

struct VolumeFields {
  std::string volser;
  std::uint32_t device_type = 0;
  std::string_view flag;
};

void add_volume(EntryLines& lines, const VolumeFields& volume,
                const vsam::ComponentAttributes& attributes, const vsam::VolumeRecord* record) {
  const bool has_record = record != nullptr;
  lines.add_fields({field("VOLSER", volume.volser),
                    field("PHYREC-SIZE", has_record ? attributes.block_bytes : 0),
                    field("HI-A-RBA", has_record ? record->high_allocated_rba : 0),
                    field("EXTENT-NUMBER", has_record ? record->extents.size() : 0)});
  lines.add_fields({field("DEVTYPE", device_type_text(volume.device_type)),
                    field("PHYRECS/TRK", has_record ? attributes.blocks_per_track : 0),
                    field("HI-U-RBA", has_record ? record->high_used_rba : 0),
                    field("EXTENT-TYPE", has_record ? "X'00'" : "X'FF'")});
  lines.add_fields({field("VOLFLAG", volume.flag),
                    field("TRACKS/CA", has_record ? attributes.tracks_per_area : 0)});
}

std::string track_text(std::uint32_t track) {
  constexpr std::uint32_t kHeads = 15;  // 3380 and 3390, as the device types of components are
  return fmt::format("X'{:04X}{:04X}'", track / kHeads, track % kHeads);
}

void add_extents(EntryLines& lines, const vsam::VolumeRecord& record) {
  lines.add_fields({"EXTENTS:"});
  for (const vsam::ComponentExtent& extent : record.extents) {
    const dasd::TrackRange& tracks = extent.tracks;
    lines.add_fields({field("LOW-CCHH", track_text(tracks.first)), field("LOW-RBA", extent.low_rba),
                      field("TRACKS", tracks.count)});
    lines.add_fields({field("HIGH-CCHH", track_text(tracks.first + tracks.count - 1)),
                      field("HIGH-RBA", extent.high_rba)});
  }
}

void add_volume_group(EntryLines& lines, const catalog::ComponentEntry& entry,
                      const vsam::Component& component) {
  lines.add_group("VOLUME");
  std::size_t used = 0;
  for (const catalog::VolumeCell& cell : entry.volumes) {
    const bool has_record = !cell.is_candidate && used < component.volumes.size();
    const vsam::VolumeRecord* record = has_record ? &component.volumes[used++] : nullptr;
    const std::string_view flag = !has_record        ? "CANDIDATE"
                                  : cell.is_overflow ? "OVERFLOW"
                                                     : "PRIME";
    add_volume(lines, {cell.volser, cell.device_type, flag}, component.attributes(), record);
    if (record != nullptr) {
      add_extents(lines, *record);
    }
  }
}

}  // namespace

std::vector<PrintLine> component_lines(const catalog::ClusterEntry& cluster,
                                       const catalog::ComponentEntry& component,
                                       const ComponentFacts& facts, const ListingStyle& style) {
  const bool is_index = component.type == catalog::EntryType::kIndex;
  EntryLines lines(style);
  lines.add_head(is_index ? "INDEX" : "DATA", component.name);
  if (style.has(ListcatFields::kHistory)) {
    add_history(lines, component.ownership);
  }
  if (style.has(ListcatFields::kAll)) {
    add_protection(lines);
    const bool is_aix = cluster.type == catalog::EntryType::kAlternateIndex;
    add_associations(lines, {{is_aix ? "AIX" : "CLUSTER", cluster.name}});
    if (facts) {
      add_attributes(lines, facts->attributes(), is_index);
      add_statistics(lines, *facts, is_index);
    }
  }
  if (style.has(ListcatFields::kAllocation) && facts) {
    add_allocation(lines, *facts);
    add_volume_group(lines, component, *facts);
  } else if (style.has(ListcatFields::kVolume)) {
    add_volumes(lines, component.volumes);
  }
  return lines.take();
}

}  // namespace coldsite::idcams
