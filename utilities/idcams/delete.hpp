// Deleting entries one by one: what DELETE does for each name, and what catalog deletion and EXPORT
// PERMANENT need of it. The catalog comes first and the volumes last, so that a kill leaves at most
// components without an entry, which DIAGNOSE finds and DELETE VVR removes.
#pragma once

#include <string>

#include "control-cards/idcams/idcams_statement.hpp"
#include "datasets/catalog/catalog_search.hpp"
#include "utilities/idcams/session.hpp"

namespace coldsite::idcams {

struct DeletionOptions {
  std::optional<bool> scratch, erase;
  bool purge = false, force = false, recovery = false;
};

class Deletion {
 public:
  Deletion(Session& session, const DeletionOptions& options)
      : session_(session), options_(options) {}

  /// Deletes the entry and tells what went (IDC0550I for each part). errors: CSN0005E, CSN0006E,
  /// CSN0004S, CSE0011E a volume is not online; nothing was deleted then.
  Result<void> remove(const catalog::Located& located);

 private:
  Result<void> remove_sphere_part(const catalog::Located& located);
  Result<void> remove_cluster(catalog::Catalog& catalog, const catalog::Sphere& sphere,
                              const catalog::ClusterEntry& cluster);
  Result<void> remove_path(catalog::Catalog& catalog, const std::string& name);
  Result<void> remove_data_set(catalog::Catalog& catalog, const catalog::NonVsamEntry& entry,
                               catalog::EntryType type);
  Result<void> remove_group(catalog::Catalog& catalog, const catalog::GenerationGroupEntry& group);
  Result<void> remove_catalog(const catalog::UserCatalogEntry& user);
  Result<void> empty_catalog(catalog::Catalog& catalog);
  Result<void> check_expiration(const std::string& name, const catalog::Ownership& ownership);
  Result<void> check_volumes(const catalog::ClusterEntry& cluster);
  Result<void> scratch_components(const catalog::ClusterEntry& cluster);
  void tell(catalog::EntryType type, const std::string& name);

  Session& session_;
  DeletionOptions options_;
};

}  // namespace coldsite::idcams
