// One entry of each kind, with everything in it.
#pragma once

#include <string>
#include <vector>

#include "datasets/catalog/entry.hpp"

namespace coldsite::catalog::testing {

inline VolumeCell disk(const std::string& volser) {
  VolumeCell cell;
  cell.volser = volser;
  cell.device_type = 0x3010200F;
  return cell;
}

inline Entry non_vsam(const std::string& name, const std::string& volser = "WORK01") {
  Entry entry;
  entry.non_vsam.emplace();
  entry.non_vsam->name = name;
  entry.non_vsam->ownership.created = {2026, 325};
  entry.non_vsam->volumes = {disk(volser)};
  return entry;
}

inline Entry cluster(const std::string& name, const std::string& volser = "WORK01") {
  Entry entry;
  Sphere& sphere = entry.sphere.emplace();
  sphere.base.name = name;
  sphere.base.ownership = {"PAYROLL", {2026, 325}, {9999, 999}};
  VolumeCell prime = disk(volser);
  prime.is_prime = true;
  prime.record_rba = 8192;
  sphere.base.components = {{EntryType::kData, name + ".DATA", {}, {prime}},
                            {EntryType::kIndex, name + ".INDEX", {}, {prime}}};
  return entry;
}

inline Entry sphere(const std::string& name) {
  Entry entry = cluster(name);
  VolumeCell more = disk("WORK02");
  more.is_overflow = true;
  VolumeCell candidate = disk("WORK03");
  candidate.is_candidate = true;
  entry.sphere->base.components[0].volumes.push_back(more);
  entry.sphere->base.components[0].volumes.push_back(candidate);
  ClusterEntry index;
  index.type = EntryType::kAlternateIndex;
  index.name = name + ".AIX";
  index.is_upgraded = true;
  index.components = {{EntryType::kData, name + ".AIX.DATA", {}, {disk("WORK01")}},
                      {EntryType::kIndex, name + ".AIX.INDEX", {}, {disk("WORK01")}}};
  entry.sphere->alternate_indexes = {index};
  entry.sphere->paths = {{name + ".PATH", name + ".AIX", true, {}},
                         {name + ".PATH2", name, false, {"OWN", {1999, 365}, {}}}};
  return entry;
}

inline Entry group(const std::string& name, std::uint16_t limit = 3) {
  Entry entry;
  GenerationGroupEntry& base = entry.generation_group.emplace();
  base.name = name;
  base.ownership.owner = "OPS";
  base.limit = limit;
  return entry;
}

inline Entry full_group(const std::string& name) {
  Entry entry = group(name, 255);
  entry.generation_group->scratches = true;
  entry.generation_group->is_fifo = true;
  entry.generation_group->generations = {{9998, 0, false, GenerationStatus::kActive},
                                         {9999, 1, false, GenerationStatus::kDeferred},
                                         {1, 0, true, GenerationStatus::kRolledOff}};
  return entry;
}

inline Entry generation(const std::string& base, const std::string& suffix) {
  Entry entry;
  entry.generation.emplace();
  entry.generation->data_set = *non_vsam(base + "." + suffix).non_vsam;
  entry.generation->base_name = base;
  return entry;
}

inline Entry connector(const std::string& name, const std::string& volser) {
  Entry entry;
  entry.user_catalog.emplace();
  entry.user_catalog->name = name;
  entry.user_catalog->volume = disk(volser);
  return entry;
}

inline Entry alias(const std::string& name, const std::string& related, bool to_catalog = false) {
  Entry entry;
  entry.alias.emplace();
  entry.alias->name = name;
  entry.alias->related_name = related;
  entry.alias->relates_to_catalog = to_catalog;
  return entry;
}

inline std::vector<Entry> all_kinds() {
  Entry tape = non_vsam("PROD.TAPE");
  VolumeCell reel;
  reel.volser = "T00001";
  reel.device_type = 0x78048083;
  reel.file_sequence = 3;
  tape.non_vsam->volumes = {reel, reel};
  tape.non_vsam->aliases = {"PROD.OTHER", "PROD.THIRD"};
  tape.non_vsam->storage_class = "FAST";
  Entry user = connector("UCAT.PROD", "CAT001");
  user.user_catalog->aliases = {"PROD", "PROD.PAY"};
  Entry lone = sphere("PROD.LONE");
  lone.sphere->base.type = EntryType::kAlternateIndex;
  lone.sphere->base.is_upgraded = true;
  Entry extended = full_group("PROD.MORE");
  extended.generation_group->is_extended = true;
  extended.generation_group->limit = 999;
  extended.generation_group->empties = extended.generation_group->purges = true;
  Entry symbolic = alias("PROD.SYM", "SYS1.&SYSR1..LINKLIB");
  symbolic.alias->is_symbolic = true;
  Entry member = generation("PROD.GDG", "G9998V00");
  member.generation->data_set.aliases = {"PROD.LAST"};
  return {cluster("PROD.KSDS"),
          sphere("PROD.SPHERE"),
          lone,
          tape,
          full_group("PROD.GDG"),
          extended,
          member,
          user,
          alias("PROD", "UCAT.PROD", true),
          symbolic};
}

}  // namespace coldsite::catalog::testing
