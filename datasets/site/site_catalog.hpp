// The volumes and catalogs of a site, for VSAM and for everything that finds data sets by name.
// threads: one user.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "datasets/catalog/catalog_search.hpp"
#include "datasets/io/clock.hpp"
#include "datasets/site/site.hpp"
#include "datasets/vsam/cluster.hpp"

namespace coldsite::site {

/// The online volumes of a site, each opened once; locks are bytes of <site>/run/vsam, changes are
/// counted in <site>/run/changes.
class SiteVolumes : public vsam::VolumeSet {
 public:
  SiteVolumes(Site& site, io::Clock& clock) : site_(&site), clock_(&clock) {}

  Result<std::shared_ptr<dasd::Volume>> volume(std::string_view volser,
                                               dasd::Access access) override;
  Result<std::shared_ptr<void>> lock(std::string_view resource, io::LockMode mode,
                                     bool wait) override;
  Result<std::uint64_t> change_count(std::string_view resource) override;
  Result<void> add_change(std::string_view resource) override;
  io::Timestamp now() override { return clock_->now(); }
  dasd::LabelDate today() override;

 private:
  Result<io::File*> changes_file();

  Site* site_;
  io::Clock* clock_;
  std::unique_ptr<io::File> changes_;
  std::map<std::string, std::shared_ptr<dasd::Volume>, std::less<>> volumes_;
};

/// The catalogs by the master that site.conf names; nullptr when it names none.
/// errors: CSL0003E.
[[nodiscard]] Result<std::unique_ptr<catalog::CatalogSearch>> open_catalogs(Site& site,
                                                                            SiteVolumes& volumes);

/// Where the components of a cluster or alternate index stand, by its catalog entry.
/// `search` resolves symbolic volume serials.
[[nodiscard]] vsam::ClusterPlace place_of(const catalog::ClusterEntry& cluster,
                                          const catalog::CatalogSearch& search);

/// The device type a catalog entry names for a UNIT, and back: X'3010200F' "3390",
/// X'78048081' "3490" (also for TAPE and CART). 0 / "" when not known.
[[nodiscard]] std::uint32_t device_type_of(std::string_view unit);
[[nodiscard]] bool is_tape_device_type(std::uint32_t device_type);
[[nodiscard]] std::string unit_of(std::uint32_t device_type);

}  // namespace coldsite::site
