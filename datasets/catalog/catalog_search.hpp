// The catalogs of a system: master catalog, user catalogs connected to it, aliases that choose
// among them (up to four qualifiers, the longest wins), and the search order of z/OS: the CATALOG
// parameter, then the user catalog of the longest matching alias, then the master catalog.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/catalog/catalog.hpp"

namespace coldsite::catalog {

/// Where a name was found.
struct Located {
  Catalog* catalog = nullptr;
  Found found;
  std::string name;  ///< after aliases: of the entry itself
};

class CatalogSearch {
 public:
  /// `master_name` stands on `master_volser`, as site.conf says. errors: CSL0001E; CSL0003E the
  /// master catalog cannot be opened (nothing can be cataloged then).
  static Result<std::unique_ptr<CatalogSearch>> open(vsam::VolumeSet& volumes,
                                                     std::string_view master_name,
                                                     std::string_view master_volser);

  [[nodiscard]] Catalog& master() { return *master_; }
  /// A connected catalog by name (the master's own name too). errors: CSL0004E not connected;
  /// CSL0005E connected, its volume is not mounted or it cannot be opened.
  Result<Catalog*> catalog(std::string_view name);
  /// The catalog in which a new entry of this name belongs.
  Result<Catalog*> catalog_for(std::string_view entry_name);
  /// By search order; an alias of a data set is followed to its entry (`follow_aliases`). Nothing
  /// when no catalog has it.
  Result<std::optional<Located>> locate(std::string_view name, bool follow_aliases = true);
  /// The connected user catalogs, in name order.
  Result<std::vector<UserCatalogEntry>> user_catalogs();

  /// "&SYSR1" as the site defines it (the volume of the master catalog); other text unchanged.
  [[nodiscard]] std::string resolve_volser(std::string_view volser) const;

  Result<void> sync();
  Result<void> close();

 private:
  CatalogSearch() = default;
  vsam::VolumeSet* volumes_ = nullptr;
  std::unique_ptr<Catalog> master_;
  std::map<std::string, std::unique_ptr<Catalog>, std::less<>> open_;
};

}  // namespace coldsite::catalog
