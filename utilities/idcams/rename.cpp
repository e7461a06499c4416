// ALTER NEWNAME: the volumes first, then the catalog; what was renamed on volumes gets its old name
// back when the catalog refuses.
#include <algorithm>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csn.hpp"
#include "utilities/idcams/alter.hpp"
#include "utilities/idcams/catalog_steps.hpp"

namespace coldsite::idcams {
namespace {

using Type = catalog::EntryType;

/// One name on one volume or component.
struct VolumeRename {
  std::string volser;          ///< of a data set; empty for a component
  vsam::ComponentPlace place;  ///< of a component
  std::string old_name, new_name;
  std::string old_cluster, new_cluster;
};

/// Run again after a kill, it finishes, as rename_component does.
Result<void> rename_data_set(dasd::Volume& volume, const std::string& from, const std::string& to) {
  CS_ASSIGN(const auto old_label, dasd::find_data_set(volume, from));
  CS_ASSIGN(const auto new_label, dasd::find_data_set(volume, to));
  if (!old_label && new_label) {
    return {};
  }
  return dasd::rename_data_set(volume, from, to);
}

Result<void> rename_one(Session& session, const VolumeRename& rename, bool is_undo) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(rename.old_name));
  const std::string& from = is_undo ? rename.new_name : rename.old_name;
  const std::string& to = is_undo ? rename.old_name : rename.new_name;
  if (!rename.volser.empty()) {
    CS_ASSIGN(const auto volume, volumes->volume(rename.volser, dasd::Access::kUpdate));
    return rename_data_set(*volume, from, to);
  }
  vsam::ComponentPlace place = rename.place;
  place.name = from;
  return vsam::rename_component(*volumes, place, to,
                                is_undo ? rename.old_cluster : rename.new_cluster);
}

/// What has to be renamed on volumes for a new name of an entry.
Result<std::vector<VolumeRename>> plan_renames(Session& session, const catalog::Located& located,
                                               const std::string& new_name) {
  std::vector<VolumeRename> renames;
  CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(located.name));
  const catalog::Entry& entry = located.found.entry;
  if (entry.non_vsam) {
    constexpr std::uint32_t kDasdClass = 0x2000, kClassMask = 0xFF00;
    for (const catalog::VolumeCell& cell : entry.non_vsam->volumes) {
      if ((cell.device_type & kClassMask) == kDasdClass) {
        renames.push_back(
            {search->resolve_volser(cell.volser), {}, located.name, new_name, {}, {}});
      }
    }
    return renames;
  }
  if (!entry.sphere) {
    return renames;
  }
  const auto plan = [&](const catalog::ClusterEntry& cluster) {
    const vsam::ClusterPlace place = site::place_of(cluster, *search);
    for (const vsam::ComponentPlace* part : components_of(place)) {
      const bool is_cluster = cluster.name == located.name;
      if (is_cluster || part->name == located.name) {
        renames.push_back({{},
                           *part,
                           part->name,
                           is_cluster ? part->name : new_name,
                           cluster.name,
                           is_cluster ? new_name : cluster.name});
      }
    }
  };
  plan(entry.sphere->base);
  std::ranges::for_each(entry.sphere->alternate_indexes, plan);
  return renames;
}

}  // namespace

Result<void> rename_entry(Session& session, const catalog::Located& located,
                          const std::string& new_name) {
  CS_TRY(check_new_names(*located.catalog, {new_name}));
  CS_ASSIGN(catalog::Catalog * wanted, session.catalog_for({}, new_name));
  if (wanted != located.catalog && located.found.type != Type::kAlias) {
    return failure<msg::CSN0016E>(new_name, wanted->name(), located.catalog->name());
  }
  CS_ASSIGN(const std::vector<VolumeRename> renames, plan_renames(session, located, new_name));
  std::size_t done = 0;
  const auto undo = [&] {
    for (; done > 0; --done) {
      if (auto undone = rename_one(session, renames[done - 1], true); !undone) {
        session.fail(undone.failure());
      }
    }
  };
  for (const VolumeRename& rename : renames) {
    if (auto renamed = rename_one(session, rename, false); !renamed) {
      undo();
      return renamed.failure();
    }
    ++done;
  }
  CS_KILL_POINT("idcams.renamed_on_volumes");
  if (auto renamed = located.catalog->rename(located.name, new_name); !renamed) {
    undo();
    return renamed.failure();
  }
  return session.sync_catalogs();
}

}  // namespace coldsite::idcams
