// One catalog (BCS): a KSDS on a volume whose records are entries by name. Reading, and changes
// that are atomic for an entry: under the catalog's lock, in an order of record writes in which a
// kill leaves the old or the new entry (truenames first when defining, last when deleting; a
// leftover truename leads nowhere and is passed over).
// threads: one user; processes are serialised by VolumeSet::lock "CATALOG.name".
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/catalog/entry.hpp"
#include "datasets/vsam/definition.hpp"
#include "datasets/vsam/volume_set.hpp"

namespace coldsite::catalog {

/// A name found: the entry that holds it, and as what (a component's name leads to its sphere).
struct Found {
  Entry entry;
  EntryType type = EntryType::kNonVsam;
};

/// An entry that could not be read: told and passed over.
struct CatalogFinding {
  std::string name;
  std::string what;
};

class Catalog {
 public:
  virtual ~Catalog() = default;

  /// Opens the catalog `name` that stands on `volser`: cluster and data component carry the
  /// catalog's name, the index is CATINDEX.Tbbbbbbb.VIDvolser.Tddddddd or name.CATINDEX as found
  /// in the VVDS. errors: CSL0001E no catalog of that name on the volume.
  static Result<std::unique_ptr<Catalog>> open(vsam::VolumeSet& volumes, std::string_view name,
                                               std::string_view volser);
  /// DEFINE USERCATALOG: makes the KSDS and its self-describing record. errors: CSL0002E exists.
  static Result<std::unique_ptr<Catalog>> create(vsam::VolumeSet& volumes,
                                                 const vsam::ClusterDefinition& definition);
  /// KEYS(45 9) RECORDSIZE(4086 32400) SHAREOPTIONS(3 4) ... one cylinder of space
  /// and one more at a time: the caller puts his own.
  [[nodiscard]] static vsam::ClusterDefinition standard_definition(std::string_view name,
                                                                   std::string_view volser);

  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual const std::string& volser() const = 0;

  virtual Result<std::optional<Found>> find(std::string_view name) = 0;
  /// Entries from `from` on in name order, until `each` says false; a sphere stands once, under its
  /// own name, and the catalog's own sphere (name "000...") first. `each` may use the catalog.
  using Visit = std::function<Result<bool>(const Entry&)>;
  virtual Result<void> scan(std::string_view from, const Visit& each,
                            std::vector<CatalogFinding>& findings) = 0;

  /// Every name that stands in the catalog, components, paths and truenames that lead nowhere
  /// included; `sphere` is where a name inside a sphere leads, else empty.
  using VisitName = std::function<Result<bool>(const std::string& name, EntryType type,
                                               const std::string& sphere)>;
  virtual Result<void> scan_names(std::string_view from, const VisitName& each,
                                  std::vector<CatalogFinding>& findings) = 0;

  /// An alias is also entered with the entry it relates to, which must be there unless it is
  /// symbolic. errors: CSL0010E duplicate name (8/8 of IDC3013I); CSL0011E.
  virtual Result<void> add(const Entry& entry) = 0;
  /// Reads the entry that holds `name`, lets `change` alter it, writes it back, all under the lock.
  /// Names may come and go in a sphere; the entry's own name stays. errors: CSL0011E not found.
  using Change = std::function<Result<void>(Entry&)>;
  virtual Result<void> change(std::string_view name, const Change& change) = 0;
  /// Moves an entry to a new name (ALTER NEWNAME): clusters, alternate indexes, components, paths
  /// and non-VSAM entries. errors: CSL0010E, CSL0011E, CSL0012E another type.
  virtual Result<void> rename(std::string_view name, std::string_view new_name) = 0;
  /// Removes the entry of this name: what is inside a sphere goes with it, paths over an alternate
  /// index, and the aliases of a non-VSAM entry or catalog. A damaged record and a truename that
  /// leads nowhere go too. errors: CSL0011E; CSL0012E a component of a cluster.
  virtual Result<void> remove(std::string_view name) = 0;

  /// Everything changed so far lasts. Programs call it before they say that something was done.
  virtual Result<void> sync() = 0;
  virtual Result<void> close() = 0;
};

}  // namespace coldsite::catalog
