// What VSAM and catalogs need from their surroundings: mounted volumes by serial, locks between
// processes, the time. A site stands behind it in programs, a few images in memory in tests.
// threads: one user, or as the implementation says.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "datasets/dasd/dscb.hpp"
#include "datasets/dasd/volume.hpp"
#include "datasets/io/clock.hpp"
#include "datasets/io/file_store.hpp"
#include "datasets/result.hpp"

namespace coldsite::vsam {

class VolumeSet {
 public:
  virtual ~VolumeSet() = default;

  /// The mounted volume; every caller shares one open image (asking for update later opens it
  /// anew for all). errors: CSE0011E volume not mounted; those of dasd::open_volume.
  virtual Result<std::shared_ptr<dasd::Volume>> volume(std::string_view volser,
                                                       dasd::Access access) = 0;

  /// Locks a resource by name ("VSAM.cluster", "CATALOG.name" ...) between processes and between
  /// holders in this process, until the pointer goes. nullptr when `wait` is false and somebody
  /// else holds it. A holder must not ask for the same name again (it would wait for itself).
  virtual Result<std::shared_ptr<void>> lock(std::string_view resource, io::LockMode mode,
                                             bool wait) = 0;

  /// For who keeps what was read under a lock: a number that moves on with every add_change(),
  /// which a writer calls under the lock before it changes anything. By default never the same
  /// twice, so that everything is read again. It lives as long as the machine runs, no longer.
  virtual Result<std::uint64_t> change_count(std::string_view /*resource*/) {
    return ++unknown_changes_;
  }
  virtual Result<void> add_change(std::string_view /*resource*/) { return {}; }

  virtual io::Timestamp now() = 0;
  /// Today, in the site's time zone.
  virtual dasd::LabelDate today() = 0;

 private:
  std::uint64_t unknown_changes_ = 0;
};

}  // namespace coldsite::vsam
