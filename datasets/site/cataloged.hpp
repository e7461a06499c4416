// Data sets by catalog: what a DD finds by its name alone, generations of a group, and what
// CATLG, UNCATLG and DELETE do to the catalogs. A site without [catalog], or whose master catalog
// is not there yet, goes on without: data sets are looked for in all VTOCs.
// threads: as Site.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/site/allocation.hpp"
#include "datasets/site/site_catalog.hpp"

namespace coldsite::site {

/// The catalogs as one step or program sees them: opened at the first need.
class StepCatalogs {
 public:
  StepCatalogs(Site& site, io::Clock& clock) : site_(&site), volumes_(site, clock) {}
  ~StepCatalogs();
  StepCatalogs(const StepCatalogs&) = delete;
  StepCatalogs& operator=(const StepCatalogs&) = delete;

  /// nullptr: the site has none, or none yet. errors: CSL0003E, damaged.
  Result<catalog::CatalogSearch*> search();
  [[nodiscard]] SiteVolumes& volumes() { return volumes_; }
  /// Whether site.conf names a master catalog that could not be found.
  [[nodiscard]] bool is_missing() const { return is_missing_; }

 private:
  Site* site_;
  SiteVolumes volumes_;
  std::unique_ptr<catalog::CatalogSearch> search_;
  bool is_missing_ = false;
};

/// The catalogs of the context, made at the first call; nullptr when there are none.
[[nodiscard]] Result<catalog::CatalogSearch*> catalogs_of(AllocationContext& context);

/// DSN=GROUP(+1) with its absolute name; DSN=GROUP as one request for each active generation; any
/// other request as it is. errors: IEF212I no such group or generation; CSL0020E, CSL0021E.
[[nodiscard]] Result<std::vector<DdRequest>> resolve_generations(const DdRequest& request,
                                                                 AllocationContext& context);
/// The same for all DDs of a step, with what their models have (model_data_set.hpp).
[[nodiscard]] Result<std::vector<DdBinding>> resolve_generations(
    const std::vector<DdBinding>& bindings, AllocationContext& context);

/// What a catalog says of the data set a request names.
struct CatalogedPlace {
  std::string name;                  ///< after aliases
  std::vector<std::string> volsers;  ///< in order
  std::uint32_t device_type = 0;
  std::uint16_t file_sequence = 0;            ///< tape
  std::optional<vsam::ClusterPlace> cluster;  ///< VSAM
};
/// Nothing: not cataloged, or there are no catalogs, or the request names its place itself.
[[nodiscard]] Result<std::optional<CatalogedPlace>> find_cataloged(const DdRequest& request,
                                                                   AllocationContext& context);

/// Whether the site has catalogs and none of them knows the data set, so that it is not there
/// whatever a VTOC may hold. false where the request names its place itself.
[[nodiscard]] Result<bool> is_in_no_catalog(const DdRequest& request, AllocationContext& context);

/// Carries out DISP for a cluster: DELETE takes it out of the catalog, then from its volumes, with
/// its alternate indexes.
[[nodiscard]] Result<std::string> deallocate_vsam(Allocation& allocation, Disposition disposition,
                                                  AllocationContext& context);

/// Whether this is a generation that its group has taken in. It cannot be taken back then, since
/// what it pushed out may be gone: what a kill left of that is finished.
[[nodiscard]] Result<bool> finish_roll_in(const std::string& data_set_name,
                                          AllocationContext& context);

/// CATLG at the end of a step. Returns "CATALOGED", or why not in the words of IEF287I: "NOT
/// CATLGD 2" (the name is there for another place). A generation is rolled into its group, and what
/// is rolled off is scratched where the group says so. A deferred generation is rolled in.
[[nodiscard]] Result<std::string> catalog_data_set(const Allocation& allocation,
                                                   AllocationContext& context);

/// UNCATLG, and DELETE before the data set goes. false: it was not cataloged.
[[nodiscard]] Result<bool> uncatalog_data_set(const Allocation& allocation,
                                              AllocationContext& context);

}  // namespace coldsite::site
