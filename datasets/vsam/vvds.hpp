// The VSAM volume data set of one volume, SYS1.VVDS.Vvolser: an entry-sequenced data set of 4 KiB
// CIs whose records are found by the RBA of their CI and the name inside. Record 1 is the VVCR (CI
// space map, catalogs of the volume), record 2 describes the VVDS itself, then VVRs and NVRs.
// Layouts: vvds_codec.cpp.
// A change rewrites one CI: old or new record after a kill. threads: changes lock the VVDS
// (VolumeSet::lock "SYS1.VVDS.Vvolser").
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "datasets/vsam/volume_record.hpp"
#include "datasets/vsam/volume_set.hpp"

namespace coldsite::vsam {

/// An NVR: an SMS-managed data set that is not VSAM.
struct NonVsamVolumeRecord {
  std::string data_set_name, catalog_name;
  std::string storage_class, data_class, management_class;
};

struct VvdsRecord {
  std::uint32_t interval_rba = 0;  ///< of the CI it stands in
  std::variant<VolumeRecord, NonVsamVolumeRecord> content;
};

/// Something in a VVDS that does not hold together.
struct VvdsFinding {
  std::uint32_t interval_rba = 0;
  std::string field, what;
};

struct VvdsContents {
  std::vector<std::string> catalogs;  ///< of the VVCR
  std::vector<VvdsRecord> records;
  std::vector<VvdsFinding> findings;  ///< damaged records are passed over
};

[[nodiscard]] std::string vvds_name(std::string_view volser);

class Vvds {
 public:
  /// Nothing when the volume has no VVDS.
  static Result<std::optional<Vvds>> open(VolumeSet& volumes, std::string_view volser,
                                          dasd::Access access);
  /// Makes it with `tracks` (10 primary, 10 secondary by default); an existing one is opened.
  static Result<Vvds> create(VolumeSet& volumes, std::string_view volser, std::uint32_t tracks);

  /// Everything, for DIAGNOSE and listings.
  [[nodiscard]] Result<VvdsContents> read();
  /// By component name and key range qualifier 0. errors: CSM0028E the record, or a CI in which it
  /// may stand, is damaged.
  [[nodiscard]] Result<std::optional<VvdsRecord>> find(std::string_view component_name);
  [[nodiscard]] Result<std::optional<VvdsRecord>> find_non_vsam(std::string_view name);

  /// Adds, and gives the RBA of the CI. errors: CSM0025E VVDS full and not extendable; CSM0026E a
  /// record of that name is there.
  Result<std::uint32_t> add(const VolumeRecord& record);
  Result<std::uint32_t> add(const NonVsamVolumeRecord& record);
  /// Replaces the record of the same component name. errors: CSM0020E.
  Result<std::uint32_t> update(const VolumeRecord& record);
  /// Reads the record, lets `change` alter it (its name too: a rename) and writes it back, all
  /// under the lock. A record that did not change is not written, nor is the VVDS's own.
  /// errors: CSM0020E; CSM0026E.
  using Change = std::function<Result<void>(VolumeRecord&)>;
  Result<std::uint32_t> change(std::string_view component_name, const Change& change);
  /// A VVR or NVR; false when there is none of the name.
  Result<bool> remove(std::string_view component_name);
  /// Notes a catalog in the VVCR (once).
  Result<void> add_catalog(std::string_view catalog_name);

 private:
  struct State;
  explicit Vvds(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

}  // namespace coldsite::vsam
