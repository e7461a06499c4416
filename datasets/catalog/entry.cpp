#include "datasets/catalog/entry.hpp"

#include <utility>

#include <fmt/format.h>

namespace coldsite::catalog {

std::string_view to_string(EntryType type) {
  switch (type) {
    case EntryType::kCluster:
      return "CLUSTER";
    case EntryType::kData:
      return "DATA";
    case EntryType::kIndex:
      return "INDEX";
    case EntryType::kAlternateIndex:
      return "AIX";
    case EntryType::kPath:
      return "PATH";
    case EntryType::kNonVsam:
    case EntryType::kGeneration:
      return "NONVSAM";
    case EntryType::kGenerationGroup:
      return "GDG BASE";
    case EntryType::kUserCatalog:
      return "USERCATALOG";
    case EntryType::kAlias:
      return "ALIAS";
    case EntryType::kTrueName:
      return "TRUENAME";
  }
  return "UNKNOWN";
}

std::string generation_suffix(const Generation& generation) {
  return fmt::format("G{:04}V{:02}", generation.number, generation.version);
}

const std::string& Entry::name() const {
  if (sphere) {
    return sphere->base.name;
  }
  if (non_vsam) {
    return non_vsam->name;
  }
  if (generation_group) {
    return generation_group->name;
  }
  if (generation) {
    return generation->data_set.name;
  }
  if (user_catalog) {
    return user_catalog->name;
  }
  CS_CHECK(alias.has_value());
  return alias->name;
}

EntryType Entry::type() const {
  if (sphere) {
    return sphere->base.type;
  }
  if (non_vsam) {
    return EntryType::kNonVsam;
  }
  if (generation_group) {
    return EntryType::kGenerationGroup;
  }
  if (generation) {
    return EntryType::kGeneration;
  }
  if (user_catalog) {
    return EntryType::kUserCatalog;
  }
  CS_CHECK(alias.has_value());
  return EntryType::kAlias;
}

const Ownership& Entry::ownership() const {
  if (sphere) {
    return sphere->base.ownership;
  }
  if (non_vsam) {
    return non_vsam->ownership;
  }
  if (generation_group) {
    return generation_group->ownership;
  }
  if (generation) {
    return generation->data_set.ownership;
  }
  if (user_catalog) {
    return user_catalog->ownership;
  }
  CS_CHECK(alias.has_value());
  return alias->ownership;
}

Ownership& Entry::ownership() {
  return const_cast<Ownership&>(std::as_const(*this).ownership());
}

}  // namespace coldsite::catalog
