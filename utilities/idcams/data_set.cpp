#include "utilities/idcams/data_set.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/csl.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/messages/csn.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/site/open.hpp"
#include "utilities/idcams/path_source.hpp"

namespace coldsite::idcams {
namespace {

/// "SYS00001": the name of a DD that was allocated by this program.
std::string next_ddname(const batch::StepContext& context) {
  return fmt::format("SYS{:05}", context.allocations.size() + 1);
}

int open_return_code(const Failure& failure) {
  constexpr int kEmpty = 160, kInUse = 168;
  return failure.is(msg::CSM0043E) ? kEmpty : failure.is(msg::CSM0042E) ? kInUse : 0;
}

Result<std::unique_ptr<RecordSource>> open_vsam_source(Session& session, const VsamPlace& place) {
  CS_ASSIGN(auto cluster, open_cluster(session, place.cluster, {}));
  if (!place.index) {
    return make_cluster_source(std::move(cluster));
  }
  CS_ASSIGN(auto index, open_cluster(session, *place.index, {}));
  return make_path_source(std::move(index), std::move(cluster));
}

Result<std::unique_ptr<RecordSource>> open_any_source(Session& session,
                                                      const DataReference& reference) {
  CS_ASSIGN(const std::optional<VsamPlace> place, find_vsam(session, reference));
  if (place) {
    return open_vsam_source(session, *place);
  }
  CS_ASSIGN(const std::vector<site::Allocation>* parts,
            allocate_reference(session, reference, site::Status::kShare));
  CS_ASSIGN(auto reader, site::open_reader(*parts, {}, session.context().allocation));
  return make_sequential_source(std::move(reader));
}

/// The attributes of records for a data set that has none yet.
access::DataControlBlock attributes_for(const TargetOptions& options) {
  access::DataControlBlock dcb;
  dcb.record_format.bits = options.is_fixed
                               ? dasd::RecordFormat::kFixed | dasd::RecordFormat::kBlocked
                               : dasd::RecordFormat::kVariable | dasd::RecordFormat::kBlocked;
  dcb.record_bytes = options.is_fixed ? options.record_bytes_max : options.record_bytes_max + 4;
  return dcb;
}

/// What DD and label say of the records; nothing when neither does.
Result<bool> has_attributes(Session& session, const site::Allocation& part) {
  if (part.request.dcb.record_format.bits != 0) {
    return true;
  }
  if (part.kind == site::AllocationKind::kDasdDataSet) {
    CS_ASSIGN(const site::OpenDataSet open,
              site::open_data_set(part, dasd::Access::kRead, session.context().allocation));
    return open.label.record_format.bits != 0;
  }
  return part.kind == site::AllocationKind::kTape && !part.is_new;
}

Result<std::unique_ptr<RecordTarget>> open_any_target(Session& session,
                                                      const DataReference& reference,
                                                      const TargetOptions& options) {
  CS_ASSIGN(const std::optional<VsamPlace> place, find_vsam(session, reference));
  if (place) {
    if (place->index && options.replace) {
      return failure<msg::CSN0002S>("REPLACE through the path " + place->name,
                                    "records are replaced by the key of the base cluster");
    }
    vsam::OpenOptions open;
    open.update = true;
    open.reset = options.reuse;
    open.defer_writes = true;
    CS_ASSIGN(auto cluster, open_cluster(session, place->cluster, open));
    CS_ASSIGN(auto upgrades, open_upgrade_set(session, *place));
    return make_cluster_target(std::move(cluster), options.replace, std::move(upgrades));
  }
  CS_ASSIGN(const std::vector<site::Allocation>* parts,
            allocate_reference(session, reference, site::Status::kOld));
  const site::Allocation& part = parts->front();
  CS_ASSIGN(const bool has_own, has_attributes(session, part));
  const access::DataControlBlock dcb = has_own || options.record_bytes_max == 0
                                           ? access::DataControlBlock()
                                           : attributes_for(options);
  CS_ASSIGN(auto writer, site::open_writer(part, dcb, session.context().allocation));
  return make_sequential_target(std::move(writer));
}

std::string told_name(Session& session, const DataReference& reference) {
  const std::string name = name_of(session, reference);
  return name.empty() && reference.ddname ? reference.ddname->text : name;
}

}  // namespace

Result<const std::vector<site::Allocation>*> allocate_reference(Session& session,
                                                                const DataReference& reference,
                                                                site::Status status) {
  batch::StepContext& context = session.context();
  if (reference.ddname) {
    return context.allocated(reference.ddname->text);
  }
  site::DdRequest request;
  request.ddname = next_ddname(context);
  request.data_set_name = reference.data_set->name;
  request.member = reference.data_set->member;
  request.status = status;
  request.is_status_coded = true;
  CS_ASSIGN(std::vector<site::DdAllocation> made,
            site::allocate_step({{request.ddname, {request}}}, context.allocation));
  context.allocations.push_back(std::move(made.front()));
  return &context.allocations.back().parts;
}

std::string name_of(Session& session, const DataReference& reference) {
  if (reference.data_set) {
    return reference.data_set->name;
  }
  const site::DdBinding* binding = session.context().find_dd(reference.ddname->text);
  const bool has_name =
      binding != nullptr && binding->parts.size() == 1 && binding->parts[0].host_path.empty();
  return has_name ? binding->parts[0].data_set_name : "";
}

Result<std::optional<VsamPlace>> find_vsam(Session& session, const std::string& name) {
  const site::Site* site = session.context().site;
  if (name.empty() || name.starts_with('&') || site == nullptr ||
      site->configuration().master_catalog.empty()) {
    return std::optional<VsamPlace>();
  }
  CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(name));
  CS_ASSIGN(const auto located, search->locate(name));
  if (!located || !located->found.entry.sphere) {
    return std::optional<VsamPlace>();
  }
  const catalog::Sphere& sphere = *located->found.entry.sphere;
  const auto find_index = [&sphere](const std::string& wanted) {
    return std::ranges::find(sphere.alternate_indexes, wanted, &catalog::ClusterEntry::name);
  };
  VsamPlace place;
  place.name = name;
  place.type = located->found.type;
  place.base_name = sphere.base.name;
  place.cluster = site::place_of(sphere.base, *search);
  const auto path = std::ranges::find(sphere.paths, located->name, &catalog::PathEntry::name);
  const bool is_path = path != sphere.paths.end();
  const bool is_index = place.type == catalog::EntryType::kAlternateIndex;
  for (const catalog::ClusterEntry& index : sphere.alternate_indexes) {
    const bool is_of_path = is_path && path->entry_name == index.name;
    const bool goes_along = index.is_upgraded && (!is_path || path->is_updated);
    if (!is_index && (is_of_path || goes_along)) {
      place.upgrade_set.push_back(site::place_of(index, *search));
    }
  }
  if (is_index) {
    place.cluster = site::place_of(*find_index(located->name), *search);
  } else if (is_path) {
    const auto index = find_index(path->entry_name);
    if (index != sphere.alternate_indexes.end()) {
      place.index = site::place_of(*index, *search);
    }
  } else if (place.type != catalog::EntryType::kCluster) {
    return failure<msg::CSN0004S>(name, catalog::to_string(place.type));
  }
  return std::optional(std::move(place));
}

Result<std::optional<VsamPlace>> find_vsam(Session& session, const DataReference& reference) {
  return find_vsam(session, name_of(session, reference));
}

Result<std::optional<VsamPlace>> find_catalog(Session& session, const std::string& name) {
  CS_ASSIGN(catalog::CatalogSearch * search, session.catalogs(name));
  auto catalog = search->catalog(name);
  if (!catalog) {
    if (catalog.failure().is(msg::CSL0004E)) {
      return std::optional<VsamPlace>();
    }
    return catalog.failure();
  }
  CS_ASSIGN(const auto found, (*catalog)->find(catalog::self_describing_name()));
  if (!found || !found->entry.sphere) {
    return std::optional<VsamPlace>();
  }
  VsamPlace place;
  place.name = place.base_name = name;
  place.cluster = site::place_of(found->entry.sphere->base, *search);
  return std::optional(std::move(place));
}

Result<std::unique_ptr<vsam::Cluster>> open_cluster(Session& session,
                                                    const vsam::ClusterPlace& place,
                                                    const vsam::OpenOptions& options) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(place.name));
  std::vector<Failure> notes;
  auto opened = vsam::Cluster::open(*volumes, place, options, notes);
  for (const Failure& note : notes) {
    session.say_at(note.message().condition_code, note);
  }
  return opened;
}

Result<std::unique_ptr<vsam::UpgradeSet>> open_upgrade_set(Session& session,
                                                           const VsamPlace& place) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes(place.name));
  std::vector<Failure> notes;
  auto opened = vsam::UpgradeSet::open(*volumes, place.upgrade_set, notes);
  for (const Failure& note : notes) {
    session.say_at(note.message().condition_code, note);
  }
  return opened;
}

void tell_open_error(Session& session, const std::string& name, const Failure& failure) {
  session.say<msg::IDC3300I>(name);
  session.fail(failure);
  if (const int code = open_return_code(failure); code != 0) {
    session.say<msg::IDC3351I>("OPEN", code);
  }
}

std::unique_ptr<RecordSource> open_source(Session& session, const DataReference& reference) {
  auto opened = open_any_source(session, reference);
  if (!opened) {
    tell_open_error(session, told_name(session, reference), opened.failure());
    return nullptr;
  }
  return *std::move(opened);
}

std::unique_ptr<RecordTarget> open_target(Session& session, const DataReference& reference,
                                          const TargetOptions& options) {
  auto opened = open_any_target(session, reference, options);
  if (!opened) {
    tell_open_error(session, told_name(session, reference), opened.failure());
    return nullptr;
  }
  return *std::move(opened);
}

}  // namespace coldsite::idcams
