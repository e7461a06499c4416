// Steps that several commands take on catalog entries and their volumes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/access/partitioned.hpp"
#include "datasets/catalog/catalog.hpp"
#include "datasets/catalog/generation_group.hpp"
#include "datasets/vsam/definition.hpp"
#include "utilities/idcams/entry_mask.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

/// The letter of a type in IDC0512I and IDC0550I: C, D, I, G, R, A, B, H, X, U.
[[nodiscard]] std::string letter_of(catalog::EntryType type);

/// errors: CSL0010E one of the names is in the catalog; told before volumes are touched.
[[nodiscard]] Result<void> check_new_names(catalog::Catalog& catalog,
                                           const std::vector<std::string>& names);

/// Visits the names of a catalog that match, in name order, until `each` fails. Truenames that lead
/// nowhere are passed over; entries that cannot be read are told (CSN0008W) and passed over.
using VisitMatch = std::function<Result<void>(const std::string& name, catalog::EntryType type)>;
[[nodiscard]] Result<void> for_each_match(Session& session, catalog::Catalog& catalog,
                                          const EntryMask& mask, const VisitMatch& each);

/// Tells entries that a scan passed over (CSN0008W).
void tell_damaged(Session& session, const catalog::Catalog& catalog,
                  const std::vector<catalog::CatalogFinding>& findings);

/// A cataloged library, open for update of its directory. errors: CSL0011E; CSN0004S no data set;
/// CSN0011E not on its volume; CSE0011E the volume is not online; those of
/// PartitionedDataSet::open.
[[nodiscard]] Result<std::unique_ptr<access::PartitionedDataSet>> open_library(
    Session& session, const EntryName& entry, const std::optional<EntryName>& catalog);

/// The components that a cluster has: data, and perhaps index. They live as long as `place`.
[[nodiscard]] std::vector<const vsam::ComponentPlace*> components_of(
    const vsam::ClusterPlace& place);

/// Changes the volume records of a component. Lasts when it returns. errors: CSM0020E.
using ChangeVolumeRecord = std::function<Result<void>(vsam::VolumeRecord& record)>;
[[nodiscard]] Result<void> change_component(Session& session, const vsam::ComponentPlace& place,
                                            const ChangeVolumeRecord& change);

/// The cells of a component as it stands on its volumes.
[[nodiscard]] Result<std::vector<catalog::VolumeCell>> volume_cells(
    Session& session, const vsam::ComponentPlace& place);

/// A cluster or alternate index with its components, as the catalog keeps it.
[[nodiscard]] Result<catalog::ClusterEntry> make_cluster_entry(Session& session,
                                                               const vsam::ClusterPlace& place,
                                                               catalog::EntryType type,
                                                               const catalog::Ownership& ownership);

/// Where the components of a definition stand already (RECATALOG): what the VVDSs of its volumes
/// have. errors: CSM0020E.
[[nodiscard]] Result<vsam::ClusterPlace> place_of_existing(Session& session,
                                                           const vsam::ClusterDefinition& wanted);

/// Takes both components off their volumes again, after the catalog could not be changed.
void undo_define(Session& session, const vsam::ClusterPlace& place);

/// Whether scratch_non_vsam() is going to succeed: the data set is there and not protected.
/// errors: CSE0011E a volume is not online; CSN0006E; CSN0011E.
[[nodiscard]] Result<void> check_scratch_possible(Session& session,
                                                  const catalog::NonVsamEntry& entry, bool purge);

/// Scratches the data set of a non-VSAM entry from its DASD volumes; tape volumes are left alone.
/// errors: CSE0011E a volume is not online; CSV0056E, CSV0057E.
[[nodiscard]] Result<void> scratch_non_vsam(Session& session, const catalog::NonVsamEntry& entry,
                                            bool purge);

/// Scratches what a generation group gives up, before its entry goes; what cannot be scratched is
/// told and outlives its entry.
[[nodiscard]] catalog::ScratchRolledOff scratching(Session& session);

/// What a killed command left rolled off in the group goes.
[[nodiscard]] Result<void> finish_interrupted_roll(Session& session, catalog::Catalog& catalog,
                                                   const std::string& base);

/// The catalogs last as they are now, and each generation that went is told.
[[nodiscard]] Result<void> finish_roll(Session& session, const catalog::RollResult& rolled);

}  // namespace coldsite::idcams
