#include "utilities/idcams/listcat_lines.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "utilities/idcams/field_columns.hpp"
#include "utilities/idcams/listcat_groups.hpp"

namespace coldsite::idcams {
namespace {

using Associations = std::vector<std::pair<std::string_view, std::string>>;

std::string_view label_of(const catalog::ComponentEntry& component) {
  return component.type == catalog::EntryType::kData ? "DATA" : "INDEX";
}

void add_components(Associations& names, const catalog::ClusterEntry& cluster) {
  for (const catalog::ComponentEntry& component : cluster.components) {
    names.emplace_back(label_of(component), component.name);
  }
}

/// A cluster or alternate index of the sphere by name, or nullptr.
const catalog::ClusterEntry* find_member(const catalog::Sphere& sphere, const std::string& name) {
  if (sphere.base.name == name) {
    return &sphere.base;
  }
  const auto at = std::ranges::find(sphere.alternate_indexes, name, &catalog::ClusterEntry::name);
  return at == sphere.alternate_indexes.end() ? nullptr : &*at;
}

Associations associations_of(const catalog::Sphere& sphere, const catalog::ClusterEntry& cluster) {
  Associations names;
  add_components(names, cluster);
  if (cluster.type == catalog::EntryType::kCluster) {
    for (const catalog::ClusterEntry& index : sphere.alternate_indexes) {
      names.emplace_back("AIX", index.name);
    }
  } else if (sphere.base.name != cluster.name) {
    names.emplace_back("CLUSTER", sphere.base.name);
  }
  for (const catalog::PathEntry& path : sphere.paths) {
    if (path.entry_name == cluster.name) {
      names.emplace_back("PATH", path.name);
    }
  }
  return names;
}

std::string_view status_text(catalog::GenerationStatus status) {
  switch (status) {
    case catalog::GenerationStatus::kActive:
      return "ACTIVE";
    case catalog::GenerationStatus::kDeferred:
      return "DEFERRED";
    case catalog::GenerationStatus::kRolledOff:
      return "ROLLED-OFF";
  }
  return "";
}

/// A non-VSAM entry; `generation` when it is one of a group.
std::vector<PrintLine> data_set_lines(const catalog::NonVsamEntry& entry,
                                      const catalog::GenerationEntry* generation,
                                      const ListingStyle& style) {
  EntryLines lines(style);
  lines.add_head("NONVSAM", entry.name);
  if (style.has(ListcatFields::kHistory)) {
    add_history(lines, entry.ownership);
    if (generation != nullptr) {
      lines.add_fields({field("STATUS", status_text(generation->status))});
    }
  }
  if (style.has(ListcatFields::kAll)) {
    add_sms_data(lines, entry.storage_class, entry.data_class, entry.management_class);
  }
  if (style.has(ListcatFields::kVolume)) {
    add_volumes(lines, entry.volumes);
  }
  if (style.has(ListcatFields::kAll)) {
    Associations names;
    if (generation != nullptr) {
      names.emplace_back("GDG", generation->base_name);
    }
    for (const std::string& alias : entry.aliases) {
      names.emplace_back("ALIAS", alias);
    }
    add_associations(lines, names);
  }
  return lines.take();
}

std::string generation_attributes(const catalog::GenerationGroupEntry& entry) {
  return fmt::format("{}    {:>9}    {:>7}    {:<7}    {:>7}    {:>10}",
                     field("LIMIT", entry.limit), entry.scratches ? "SCRATCH" : "NOSCRATCH",
                     entry.empties ? "EMPTY" : "NOEMPTY", entry.is_fifo ? "FIFO" : "LIFO",
                     entry.purges ? "PURGE" : "NOPURGE",
                     entry.is_extended ? "EXTENDED" : "NOEXTENDED");
}

}  // namespace

std::vector<PrintLine> cluster_lines(const catalog::Sphere& sphere,
                                     const catalog::ClusterEntry& cluster,
                                     const ComponentFacts& data, const ListingStyle& style) {
  EntryLines lines(style);
  const bool is_alternate_index = cluster.type == catalog::EntryType::kAlternateIndex;
  lines.add_head(is_alternate_index ? "AIX" : "CLUSTER", cluster.name);
  if (style.has(ListcatFields::kHistory)) {
    add_history(lines, cluster.ownership);
  }
  if (style.has(ListcatFields::kAll)) {
    if (data) {
      const vsam::VolumeRecord& record = data->volumes.front();
      add_sms_data(lines, record.storage_class, record.data_class, record.management_class);
    }
    add_protection(lines);
    if (is_alternate_index) {
      lines.add_group("ATTRIBUTES");
      lines.add_fields({cluster.is_upgraded ? "UPGRADE" : "NOUPGRADE"});
    }
    add_associations(lines, associations_of(sphere, cluster));
  }
  return lines.take();
}

std::vector<PrintLine> path_lines(const catalog::Sphere& sphere, const catalog::PathEntry& path,
                                  const ListingStyle& style) {
  EntryLines lines(style);
  lines.add_head("PATH", path.name);
  if (style.has(ListcatFields::kHistory)) {
    add_history(lines, path.ownership);
  }
  if (style.has(ListcatFields::kAll)) {
    add_protection(lines);
    Associations names;
    const catalog::ClusterEntry* entry = find_member(sphere, path.entry_name);
    const bool is_alternate_index = entry != nullptr && entry != &sphere.base;
    names.emplace_back(is_alternate_index ? "AIX" : "CLUSTER", path.entry_name);
    if (is_alternate_index) {
      add_components(names, *entry);
    }
    add_components(names, sphere.base);
    add_associations(lines, names);
    lines.add_group("ATTRIBUTES");
    lines.add_fields({path.is_updated ? "UPDATE" : "NOUPDATE"});
  }
  return lines.take();
}

std::vector<PrintLine> non_vsam_lines(const catalog::NonVsamEntry& entry,
                                      const ListingStyle& style) {
  return data_set_lines(entry, nullptr, style);
}

std::vector<PrintLine> generation_lines(const catalog::GenerationEntry& entry,
                                        const ListingStyle& style) {
  return data_set_lines(entry.data_set, &entry, style);
}

std::vector<PrintLine> generation_group_lines(const catalog::GenerationGroupEntry& entry,
                                              const ListingStyle& style) {
  EntryLines lines(style);
  lines.add_head("GDG BASE", entry.name);
  if (style.has(ListcatFields::kHistory)) {
    const catalog::Ownership& ownership = entry.ownership;
    lines.add_group("HISTORY");
    lines.add_fields({field("DATASET-OWNER", ownership.owner.empty() ? kNull : ownership.owner),
                      field("CREATION", date_text(ownership.created))});
    lines.add_fields({field("RELEASE", 2), field("EXPIRATION", date_text(ownership.expires))});
  }
  if (style.has(ListcatFields::kAll)) {
    lines.add_group("ATTRIBUTES");
    lines.add_fields({generation_attributes(entry)});
    Associations names;
    for (const catalog::Generation& generation : entry.generations) {
      names.emplace_back("NONVSAM", fmt::format("{}.G{:04}V{:02}", entry.name, generation.number,
                                                generation.version));
    }
    add_associations(lines, names);
  }
  return lines.take();
}

std::vector<PrintLine> user_catalog_lines(const catalog::UserCatalogEntry& entry,
                                          const ListingStyle& style) {
  EntryLines lines(style);
  lines.add_head("USERCATALOG", entry.name);
  if (style.has(ListcatFields::kHistory)) {
    lines.add_group("HISTORY");
    lines.add_fields({field("RELEASE", 2)});
  }
  if (style.has(ListcatFields::kVolume)) {
    add_volumes(lines, {entry.volume});
  }
  if (style.has(ListcatFields::kAll)) {
    Associations names;
    for (const std::string& alias : entry.aliases) {
      names.emplace_back("ALIAS", alias);
    }
    add_associations(lines, names);
  }
  return lines.take();
}

std::vector<PrintLine> alias_lines(const catalog::AliasEntry& entry, const ListingStyle& style) {
  EntryLines lines(style);
  lines.add_head("ALIAS", entry.name);
  if (style.has(ListcatFields::kHistory)) {
    lines.add_group("HISTORY");
    lines.add_fields({field("RELEASE", 2)});
  }
  if (style.has(ListcatFields::kAll)) {
    const std::string_view kind = entry.is_symbolic          ? "SYMBOLIC"
                                  : entry.relates_to_catalog ? "USERCAT"
                                                             : "NONVSAM";
    add_associations(lines, {{kind, entry.related_name}});
  }
  return lines.take();
}

namespace {

constexpr std::array<std::string_view, 13> kTotalNames = {
    "AIX",       "ALIAS", "CLUSTER", "DATA",        "GDG",         "INDEX",     "NONVSAM",
    "PAGESPACE", "PATH",  "SPACE",   "USERCATALOG", "TAPELIBRARY", "TAPEVOLUME"};

std::string_view total_name(catalog::EntryType type) {
  switch (type) {
    case catalog::EntryType::kCluster:
      return "CLUSTER";
    case catalog::EntryType::kData:
      return "DATA";
    case catalog::EntryType::kIndex:
      return "INDEX";
    case catalog::EntryType::kAlternateIndex:
      return "AIX";
    case catalog::EntryType::kPath:
      return "PATH";
    case catalog::EntryType::kNonVsam:
    case catalog::EntryType::kGeneration:
      return "NONVSAM";
    case catalog::EntryType::kGenerationGroup:
      return "GDG";
    case catalog::EntryType::kUserCatalog:
      return "USERCATALOG";
    case catalog::EntryType::kAlias:
      return "ALIAS";
    case catalog::EntryType::kTrueName:
      break;
  }
  return "";
}

}  // namespace

void ListcatTotals::count(catalog::EntryType type) {
  const auto at = std::ranges::find(kTotalNames, total_name(type));
  if (at != kTotalNames.end()) {
    ++counts_[static_cast<std::size_t>(at - kTotalNames.begin())];
  }
}

std::size_t ListcatTotals::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::size_t{0});
}

std::vector<PrintLine> ListcatTotals::lines() const {
  std::vector<PrintLine> lines = {
      {"         THE NUMBER OF ENTRIES PROCESSED WAS:", batch::Carriage::kSkipLine}};
  const auto add = [&lines](std::string_view name, std::size_t count) {
    lines.push_back({std::string(19, ' ') + field(std::string(name) + " ", count)});
  };
  for (std::size_t i = 0; i < kTotalNames.size(); ++i) {
    add(kTotalNames[i], counts_[i]);
  }
  add("TOTAL", total());
  lines.push_back(
      {"         THE NUMBER OF PROTECTED ENTRIES SUPPRESSED WAS 0", batch::Carriage::kSkipLine});
  return lines;
}

}  // namespace coldsite::idcams
