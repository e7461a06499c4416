// The lines LISTCAT prints: each kind of entry with the groups of fields that were asked for, laid
// out as LISTCAT does (columns of 24 characters, dotted leaders).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "control-cards/idcams/idcams_statement.hpp"
#include "datasets/catalog/entry.hpp"
#include "datasets/vsam/component.hpp"
#include "utilities/idcams/listing.hpp"

namespace coldsite::idcams {

/// How an entry is listed.
struct ListingStyle {
  std::string catalog_name;
  ListcatFields fields = ListcatFields::kName;
  bool is_nested = false;  ///< below the entry it belongs to: three columns to the right

  [[nodiscard]] bool has(ListcatFields wanted) const { return fields >= wanted; }
};

/// What the volumes know of a component; the part that could not be read is missing.
using ComponentFacts = std::optional<vsam::Component>;

[[nodiscard]] std::vector<PrintLine> cluster_lines(const catalog::Sphere& sphere,
                                                   const catalog::ClusterEntry& cluster,
                                                   const ComponentFacts& data,
                                                   const ListingStyle& style);
[[nodiscard]] std::vector<PrintLine> component_lines(const catalog::ClusterEntry& cluster,
                                                     const catalog::ComponentEntry& component,
                                                     const ComponentFacts& facts,
                                                     const ListingStyle& style);
[[nodiscard]] std::vector<PrintLine> path_lines(const catalog::Sphere& sphere,
                                                const catalog::PathEntry& path,
                                                const ListingStyle& style);
[[nodiscard]] std::vector<PrintLine> non_vsam_lines(const catalog::NonVsamEntry& entry,
                                                    const ListingStyle& style);
[[nodiscard]] std::vector<PrintLine> generation_lines(const catalog::GenerationEntry& entry,
                                                      const ListingStyle& style);
[[nodiscard]] std::vector<PrintLine> generation_group_lines(
    const catalog::GenerationGroupEntry& entry, const ListingStyle& style);
[[nodiscard]] std::vector<PrintLine> user_catalog_lines(const catalog::UserCatalogEntry& entry,
                                                        const ListingStyle& style);
[[nodiscard]] std::vector<PrintLine> alias_lines(const catalog::AliasEntry& entry,
                                                 const ListingStyle& style);

/// "THE NUMBER OF ENTRIES PROCESSED WAS:" and its table.
class ListcatTotals {
 public:
  void count(catalog::EntryType type);
  [[nodiscard]] std::size_t total() const;
  [[nodiscard]] std::vector<PrintLine> lines() const;

 private:
  std::array<std::size_t, 13> counts_ = {};
};

}  // namespace coldsite::idcams
