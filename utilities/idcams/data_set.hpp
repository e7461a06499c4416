// From INFILE, INDATASET, OUTFILE and OUTDATASET to open records. A name in a catalog that leads to
// a cluster, an alternate index or a path is opened by VSAM; everything else is sequential.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "utilities/idcams/record_source.hpp"
#include "utilities/idcams/record_target.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

/// What a name leads to in a sphere.
struct VsamPlace {
  vsam::ClusterPlace cluster;               ///< the data set itself, or the base of a path
  std::optional<vsam::ClusterPlace> index;  ///< of a path: the alternate index it goes through
  std::string name;                         ///< as it was asked for
  catalog::EntryType type = catalog::EntryType::kCluster;
  std::string base_name;  ///< the cluster of the sphere
  /// Of a cluster or path: the alternate indexes that go along with its changes (NOUPDATE: only the
  /// one of the path).
  std::vector<vsam::ClusterPlace> upgrade_set;
};

/// The data set name that a reference means, "" for a DD without one (host file, instream).
[[nodiscard]] std::string name_of(Session& session, const DataReference& reference);

/// Nothing when the reference does not lead to VSAM. errors: CSN0004S a component.
[[nodiscard]] Result<std::optional<VsamPlace>> find_vsam(Session& session,
                                                         const DataReference& reference);
[[nodiscard]] Result<std::optional<VsamPlace>> find_vsam(Session& session, const std::string& name);

/// A connected catalog as a cluster, by its own sphere. Nothing when there is none of that name.
[[nodiscard]] Result<std::optional<VsamPlace>> find_catalog(Session& session,
                                                            const std::string& name);

/// The parts of a DD, or of a data set that is allocated by its name.
[[nodiscard]] Result<const std::vector<site::Allocation>*> allocate_reference(
    Session& session, const DataReference& reference, site::Status status);

/// Opens a cluster, telling what open() noted. errors: those of Cluster::open.
[[nodiscard]] Result<std::unique_ptr<vsam::Cluster>> open_cluster(Session& session,
                                                                  const vsam::ClusterPlace& place,
                                                                  const vsam::OpenOptions& options);

/// The alternate indexes that go along with changes of a cluster, telling what open() noted.
[[nodiscard]] Result<std::unique_ptr<vsam::UpgradeSet>> open_upgrade_set(Session& session,
                                                                         const VsamPlace& place);

/// Opens for reading. A failure has been told with IDC3300I.
[[nodiscard]] std::unique_ptr<RecordSource> open_source(Session& session,
                                                        const DataReference& reference);

struct TargetOptions {
  bool reuse = false, replace = false;
  std::uint32_t record_bytes_max = 0;  ///< of the records to come, for a data set without DCB
  bool is_fixed = false;
};
/// Opens for writing. A failure has been told with IDC3300I.
[[nodiscard]] std::unique_ptr<RecordTarget> open_target(Session& session,
                                                        const DataReference& reference,
                                                        const TargetOptions& options);

/// Says that a data set cannot be opened, and why (IDC3300I, IDC3351I).
void tell_open_error(Session& session, const std::string& name, const Failure& failure);

}  // namespace coldsite::idcams
