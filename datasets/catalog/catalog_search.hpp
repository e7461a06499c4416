// The catalogs of a system: master catalog, user catalogs connected to it, aliases that choose
// among them (up to four qualifiers, the longest wins), and the search order of z/OS: the CATALOG
// parameter, then the user catalog of the longest matching alias, then the master catalog.
#pragma once

#include <functional>
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
  using Symbols = std::map<std::string, std::string, std::less<>>;
  using OpenCatalog = std::function<Result<std::unique_ptr<Catalog>>(const std::string& name,
                                                                     const std::string& volser)>;

  /// `master_name` stands on `master_volser`, as site.conf says. errors: CSL0001E; CSL0003E the
  /// master catalog cannot be opened (nothing can be cataloged then).
  /// `symbols` (SYSNAME ...) are what SYMBOLICRELATE and volume serials may use; SYSR1 is always
  /// the volume of the master catalog.
  static Result<std::unique_ptr<CatalogSearch>> open(vsam::VolumeSet& volumes,
                                                     std::string_view master_name,
                                                     std::string_view master_volser,
                                                     Symbols symbols = {});
  /// The same with another way to open a catalog by name and volume.
  static Result<std::unique_ptr<CatalogSearch>> open_with(OpenCatalog open_catalog,
                                                          std::string_view master_name,
                                                          std::string_view master_volser,
                                                          Symbols symbols = {});

  [[nodiscard]] Catalog& master() { return *master_; }
  /// A connected catalog by name or alias (the master's own name too). errors: CSL0004E not
  /// connected; CSL0005E connected, its volume is not mounted or it cannot be opened.
  Result<Catalog*> catalog(std::string_view name);
  /// The catalog in which a new entry of this name belongs: that of the alias or catalog name with
  /// the most leading qualifiers of it (four at most), SYS1.* and all else the master.
  Result<Catalog*> catalog_for(std::string_view entry_name);
  /// By search order; an alias of a data set is followed to its entry (`follow_aliases`). Nothing
  /// when no catalog has it.
  Result<std::optional<Located>> locate(std::string_view name, bool follow_aliases = true);
  /// The connected user catalogs, in name order.
  Result<std::vector<UserCatalogEntry>> user_catalogs();

  /// "&SYSR1" and "******": the volume of the master catalog; other symbols by their values; other
  /// text unchanged.
  [[nodiscard]] std::string resolve_volser(std::string_view volser) const;

  Result<void> sync();
  Result<void> close();

 private:
  CatalogSearch() = default;
  Result<Catalog*> open_connected(const UserCatalogEntry& connector);
  /// The user catalog that a name leads to; nullptr: none, the master's.
  Result<Catalog*> catalog_of_qualifiers(std::string_view name);
  Result<std::optional<Located>> locate_within(std::string_view name, bool follow_aliases,
                                               int aliases_left);
  [[nodiscard]] std::string resolve_symbols(std::string_view text) const;

  OpenCatalog open_catalog_;
  Symbols symbols_;
  std::unique_ptr<Catalog> master_;
  std::map<std::string, std::unique_ptr<Catalog>, std::less<>> open_;
};

}  // namespace coldsite::catalog
