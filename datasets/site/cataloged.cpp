#include "datasets/site/cataloged.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "datasets/catalog/generation_group.hpp"
#include "datasets/dasd/vtoc.hpp"
#include "datasets/io/kill_point.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/messages/csl.hpp"
#include "datasets/messages/csv.hpp"
#include "datasets/messages/ief.hpp"
#include "datasets/site/allocate_parts.hpp"
#include "datasets/site/model_data_set.hpp"
#include "datasets/site/open.hpp"

namespace coldsite::site {
namespace {

using catalog::CatalogSearch;
using catalog::Entry;

bool is_temporary(const DdRequest& request) {
  return request.data_set_name.empty() || request.data_set_name.starts_with('&');
}

/// Whether a catalog has a say: a permanent name in the site's world.
bool is_by_name(const DdRequest& request) {
  return !is_temporary(request) && !request.is_dummy && !request.instream &&
         !request.sysout_class && request.host_path.empty() && request.data_set_name != "NULLFILE";
}

/// A group as it was when the job first named it (GDGBIAS=JOB).
Result<const catalog::GenerationGroupEntry*> group_of(const std::string& name,
                                                      AllocationContext& context) {
  auto& groups = *context.generation_groups;
  if (const auto known = groups.find(name); known != groups.end()) {
    return &known->second;
  }
  CS_ASSIGN(CatalogSearch* const search, catalogs_of(context));
  if (search == nullptr) {
    return static_cast<const catalog::GenerationGroupEntry*>(nullptr);
  }
  CS_ASSIGN(const auto located, search->locate(name));
  if (!located || !located->found.entry.generation_group) {
    return static_cast<const catalog::GenerationGroupEntry*>(nullptr);
  }
  return &groups.insert_or_assign(name, *located->found.entry.generation_group).first->second;
}

CatalogedPlace place_of_data_set(const catalog::NonVsamEntry& entry, const CatalogSearch& search) {
  CatalogedPlace place;
  place.name = entry.name;
  for (const catalog::VolumeCell& cell : entry.volumes) {
    place.volsers.push_back(search.resolve_volser(cell.volser));
    place.device_type = cell.device_type;
  }
  if (!entry.volumes.empty()) {
    place.file_sequence = entry.volumes.front().file_sequence;
  }
  return place;
}

/// The cluster or alternate index a name means: itself, or that of a component or a path.
const catalog::ClusterEntry* cluster_in(const catalog::Sphere& sphere, const std::string& name) {
  const auto holds = [&](const catalog::ClusterEntry& cluster) {
    return cluster.name == name ||
           std::ranges::find(cluster.components, name, &catalog::ComponentEntry::name) !=
               cluster.components.end();
  };
  const auto alternate = std::ranges::find_if(sphere.alternate_indexes, holds);
  return alternate == sphere.alternate_indexes.end() ? &sphere.base : &*alternate;
}

/// The device type of the drive or volume behind an allocation.
std::uint32_t device_type_behind(const Allocation& allocation, Site& site) {
  if (allocation.kind == AllocationKind::kTape) {
    return device_type_of("3490");
  }
  const auto device = site.find_volume(allocation.volser);
  return device ? device_type_of((*device)->definition.model.geometry->device) : 0;
}

std::vector<catalog::VolumeCell> cells_of(const Allocation& allocation, Site& site) {
  std::vector<catalog::VolumeCell> cells;
  const bool is_tape = allocation.kind == AllocationKind::kTape;
  std::vector<std::string> volsers = allocation.tape_volsers;
  if (!is_tape) {
    volsers = {allocation.volser};
  }
  for (const std::string& volser : volsers) {
    catalog::VolumeCell cell;
    cell.volser = volser;
    cell.is_prime = cells.empty();
    cell.device_type = device_type_behind(allocation, site);
    cell.file_sequence =
        is_tape ? static_cast<std::uint16_t>(allocation.request.file_sequence.value_or(1)) : 0;
    cells.push_back(std::move(cell));
  }
  return cells;
}

bool is_same_place(const std::vector<catalog::VolumeCell>& a,
                   const std::vector<catalog::VolumeCell>& b) {
  return std::ranges::equal(a, b, {}, &catalog::VolumeCell::volser, &catalog::VolumeCell::volser) &&
         (a.empty() || a.front().file_sequence == b.front().file_sequence);
}

/// Rolled-off generations go from their volumes where the group was defined with SCRATCH. One whose
/// volume is not there stays, and that is told.
Result<void> scratch_generation(const catalog::NonVsamEntry& entry, bool purge,
                                AllocationContext& context) {
  for (const catalog::VolumeCell& cell : entry.volumes) {
    const auto device = context.site->find_volume(cell.volser);
    if (!device) {
      continue;  // a tape, or a volume that is away: its data set outlives its entry
    }
    CS_ASSIGN(const auto volume, context.site->open_volume(**device, dasd::Access::kUpdate));
    const auto gone = dasd::scratch_data_set(*volume, entry.name, today_of(context), purge);
    if (!gone && !gone.failure().is(msg::CSV0056E) && context.note) {
      context.note(gone.failure().while_doing("scratching the rolled-off generation", entry.name));
    }
    CS_TRY(volume->sync());
  }
  CS_KILL_POINT("catalog.rolled_off_scratched");
  return {};
}

/// The group lasts as it is now before anything that it pushed out goes.
catalog::ScratchRolledOff scratching(catalog::Catalog& catalog, AllocationContext& context) {
  return [&catalog, &context](const catalog::NonVsamEntry& entry, bool purge) -> Result<void> {
    CS_TRY(catalog.sync());
    return scratch_generation(entry, purge, context);
  };
}

Result<void> add_entry(catalog::Catalog& catalog, const catalog::NonVsamEntry& entry,
                       AllocationContext& context) {
  const auto generation = catalog::parse_generation_name(entry.name);
  if (generation) {
    CS_ASSIGN(const auto base, catalog.find(generation->base));
    if (base && base->entry.generation_group) {
      CS_TRY(add_generation(catalog, entry, false, scratching(catalog, context)));
      CS_KILL_POINT("catalog.after_roll_in");
      return catalog.sync();
    }
  }
  Entry whole;
  whole.non_vsam = entry;
  CS_TRY(catalog.add(whole));
  return catalog.sync();
}

}  // namespace

/// Every change was synced before it was told; what a close that fails leaves is the mark of a
/// catalog that was not closed, which its next user takes off.
StepCatalogs::~StepCatalogs() {
  if (search_) {
    static_cast<void>(search_->close());
  }
}

Result<CatalogSearch*> StepCatalogs::search() {
  if (search_ || is_missing_ || site_->configuration().master_catalog.empty()) {
    return search_.get();
  }
  if (!site_->find_volume(site_->configuration().master_volser)) {
    is_missing_ = true;
    return search_.get();
  }
  auto opened = open_catalogs(*site_, volumes_);
  if (!opened && opened.failure().is(msg::CSL0001E)) {
    is_missing_ = true;
    return search_.get();
  }
  if (!opened) {
    return opened.failure();
  }
  search_ = *std::move(opened);
  return search_.get();
}

Result<CatalogSearch*> catalogs_of(AllocationContext& context) {
  if (context.site == nullptr || context.clock == nullptr) {
    return static_cast<CatalogSearch*>(nullptr);
  }
  if (!context.catalogs) {
    context.catalogs = std::make_shared<StepCatalogs>(*context.site, *context.clock);
  }
  return context.catalogs->search();
}

Result<std::vector<DdRequest>> resolve_generations(const DdRequest& request,
                                                   AllocationContext& context) {
  std::vector<DdRequest> resolved{request};
  const bool is_named_group =
      is_by_name(request) && request.volumes.empty() && request.status != Status::kNew;
  if (!request.generation && !is_named_group) {
    return resolved;
  }
  CS_ASSIGN(const catalog::GenerationGroupEntry* const group,
            group_of(request.data_set_name, context));
  if (request.generation) {
    if (group == nullptr) {
      return at_dd(failure<msg::CSL0022E>(request.data_set_name), request);
    }
    const auto name = catalog::resolve_relative(*group, *request.generation);
    if (!name) {
      return at_dd(name.failure(), request);
    }
    resolved.front().data_set_name = to_string(*name);
    resolved.front().generation.reset();
    return resolved;
  }
  if (group == nullptr) {
    return resolved;
  }
  resolved.clear();
  for (const catalog::GenerationName& name : all_generations(*group)) {
    resolved.push_back(request);
    resolved.back().data_set_name = to_string(name);
  }
  if (resolved.empty()) {
    return at_dd(failure<msg::CSL0020E>(request.data_set_name, "all"), request);
  }
  return resolved;
}

Result<std::vector<DdBinding>> resolve_generations(const std::vector<DdBinding>& bindings,
                                                   AllocationContext& context) {
  std::vector<DdBinding> resolved;
  for (const DdBinding& binding : bindings) {
    resolved.push_back({binding.ddname, {}});
    for (const DdRequest& part : binding.parts) {
      CS_ASSIGN(const DdRequest whole, apply_models(part, context));
      CS_ASSIGN(std::vector<DdRequest> requests, resolve_generations(whole, context));
      std::ranges::move(requests, std::back_inserter(resolved.back().parts));
    }
  }
  return resolved;
}

Result<std::optional<CatalogedPlace>> find_cataloged(const DdRequest& request,
                                                     AllocationContext& context) {
  std::optional<CatalogedPlace> place;
  if (!is_by_name(request) || !request.volumes.empty() || request.status == Status::kNew) {
    return place;
  }
  CS_ASSIGN(CatalogSearch* const search, catalogs_of(context));
  if (search == nullptr) {
    return place;
  }
  CS_ASSIGN(const auto located, search->locate(request.data_set_name));
  if (!located) {
    return place;
  }
  const Entry& entry = located->found.entry;
  if (entry.non_vsam) {
    place = place_of_data_set(*entry.non_vsam, *search);
  } else if (entry.generation) {
    place = place_of_data_set(entry.generation->data_set, *search);
  } else if (entry.sphere) {
    place.emplace();
    place->name = located->name;
    place->cluster = place_of(*cluster_in(*entry.sphere, located->name), *search);
  }
  return place;
}

Result<bool> is_in_no_catalog(const DdRequest& request, AllocationContext& context) {
  if (context.searches_volumes || !is_by_name(request) || !request.volumes.empty() ||
      request.status == Status::kNew) {
    return false;
  }
  CS_ASSIGN(CatalogSearch* const search, catalogs_of(context));
  if (search == nullptr) {
    return false;
  }
  CS_ASSIGN(const auto located, search->locate(request.data_set_name));
  return !located;
}

Result<bool> finish_roll_in(const std::string& data_set_name, AllocationContext& context) {
  const auto generation = catalog::parse_generation_name(data_set_name);
  CS_ASSIGN(CatalogSearch* const search, catalogs_of(context));
  if (!generation || search == nullptr) {
    return false;
  }
  CS_ASSIGN(const auto located, search->locate(data_set_name, false));
  if (!located || !located->found.entry.generation ||
      located->found.entry.generation->status != catalog::GenerationStatus::kActive) {
    return false;
  }
  catalog::Catalog& catalog = *located->catalog;
  CS_TRY(finish_roll_off(catalog, generation->base, scratching(catalog, context)));
  CS_TRY(catalog.sync());
  return true;
}

namespace {

/// A generation that a kill left deferred, or that was defined so. One that is made anew on a tape
/// takes the place of the other.
Result<bool> roll_in_deferred(const catalog::GenerationEntry& known, const Allocation& allocation,
                              const catalog::NonVsamEntry& entry, catalog::Catalog& catalog,
                              AllocationContext& context) {
  const bool is_same = is_same_place(known.data_set.volumes, entry.volumes);
  const bool is_made_again = allocation.is_new && allocation.kind == AllocationKind::kTape;
  if (known.status != catalog::GenerationStatus::kDeferred || (!is_same && !is_made_again)) {
    return false;
  }
  if (!is_same) {
    CS_TRY(catalog.change(entry.name, [&](Entry& changed) -> Result<void> {
      changed.generation->data_set.volumes = entry.volumes;
      return {};
    }));
  }
  CS_TRY(roll_in(catalog, entry.name, scratching(catalog, context)));
  CS_TRY(catalog.sync());
  return true;
}

}  // namespace

Result<std::string> catalog_data_set(const Allocation& allocation, AllocationContext& context) {
  CS_ASSIGN(CatalogSearch* const search, catalogs_of(context));
  if (search == nullptr) {
    return std::string();
  }
  CS_ASSIGN(catalog::Catalog* const catalog, search->catalog_for(allocation.data_set_name));
  catalog::NonVsamEntry entry;
  entry.name = allocation.data_set_name;
  entry.ownership.created = today_of(context);
  entry.ownership.expires = allocation.request.expires;
  entry.volumes = cells_of(allocation, *context.site);
  const auto added = add_entry(*catalog, entry, context);
  if (added) {
    return std::string("CATALOGED");
  }
  if (!added.failure().is(msg::CSL0010E)) {
    return added.failure();
  }
  CS_ASSIGN(const auto there, catalog->find(entry.name));
  const catalog::NonVsamEntry* known = nullptr;
  if (there && there->entry.non_vsam) {
    known = &*there->entry.non_vsam;
  } else if (there && there->entry.generation) {
    CS_ASSIGN(const bool is_rolled_in,
              roll_in_deferred(*there->entry.generation, allocation, entry, *catalog, context));
    if (is_rolled_in) {
      return std::string("CATALOGED");
    }
    known = &there->entry.generation->data_set;
  }
  if (known != nullptr && is_same_place(known->volumes, entry.volumes)) {
    return std::string("CATALOGED");
  }
  if (known == nullptr || !allocation.is_cataloged) {
    return std::string("NOT CATLGD 2");
  }
  // It was found by the catalog and has gone on to further volumes since.
  CS_TRY(catalog->change(entry.name, [&](Entry& changed) -> Result<void> {
    auto& target =
        changed.non_vsam ? changed.non_vsam->volumes : changed.generation->data_set.volumes;
    target = entry.volumes;
    return {};
  }));
  CS_TRY(catalog->sync());
  return std::string("CATALOGED");
}

Result<bool> uncatalog_data_set(const Allocation& allocation, AllocationContext& context) {
  CS_ASSIGN(CatalogSearch* const search, catalogs_of(context));
  if (search == nullptr) {
    return false;
  }
  CS_ASSIGN(const auto located, search->locate(allocation.data_set_name, false));
  if (!located) {
    CS_ASSIGN(catalog::Catalog* const catalog, search->catalog_for(allocation.data_set_name));
    CS_ASSIGN(const bool was_claimed, forget_claim(*catalog, allocation.data_set_name));
    if (was_claimed) {
      CS_TRY(catalog->sync());
    }
    return false;
  }
  const Entry& entry = located->found.entry;
  if (entry.generation) {
    const bool is_another =
        allocation.is_new &&
        !is_same_place(entry.generation->data_set.volumes, cells_of(allocation, *context.site));
    if (is_another) {
      return false;
    }
    CS_TRY(remove_generation(*located->catalog, entry.name()));
  } else if (entry.non_vsam &&
             is_same_place(entry.non_vsam->volumes, cells_of(allocation, *context.site))) {
    CS_TRY(located->catalog->remove(entry.name()));
  } else {
    return false;
  }
  CS_TRY(located->catalog->sync());
  return true;
}

namespace {

/// A base cluster with its alternate indexes, or one alternate index.
std::vector<vsam::ClusterPlace> places_in(const catalog::Sphere& sphere, const std::string& name,
                                          const CatalogSearch& search) {
  std::vector<vsam::ClusterPlace> places;
  for (const catalog::ClusterEntry& cluster : sphere.alternate_indexes) {
    if (cluster.name == name || sphere.base.name == name) {
      places.push_back(place_of(cluster, search));
    }
  }
  if (sphere.base.name == name) {
    places.push_back(place_of(sphere.base, search));
  }
  return places;
}

}  // namespace

Result<std::string> deallocate_vsam(Allocation& allocation, Disposition disposition,
                                    AllocationContext& context) {
  if (disposition == Disposition::kPass) {
    return std::string("PASSED");
  }
  if (disposition != Disposition::kDelete) {
    return std::string("KEPT");
  }
  CS_ASSIGN(CatalogSearch* const search, catalogs_of(context));
  const auto& name = allocation.data_set_name;
  if (search == nullptr) {
    return std::string("KEPT");
  }
  CS_ASSIGN(const auto located, search->locate(name, false));
  if (!located || !located->found.entry.sphere) {
    return std::string("DELETED");  // by the step itself
  }
  const auto places = places_in(*located->found.entry.sphere, name, *search);
  if (places.empty()) {
    return failure<msg::CSE0023E>(allocation.request.ddname,
                                  "'" + name + "' is a part of a cluster; delete the cluster");
  }
  const dasd::LabelDate expires = located->found.entry.sphere->base.ownership.expires;
  if (dasd::is_unexpired(expires, today_of(context))) {
    return failure<msg::CSV0057E>(name, places.back().data.volsers.front(),
                                  fmt::format("{}.{:03}", expires.year, expires.day_of_year));
  }
  CS_TRY(located->catalog->remove(name));
  CS_TRY(located->catalog->sync());
  CS_KILL_POINT("deallocate.after_uncatalog");
  for (const vsam::ClusterPlace& place : places) {
    for (const vsam::ComponentPlace* component : {&place.data, &place.index}) {
      if (!component->name.empty()) {
        CS_TRY(vsam::delete_component(context.catalogs->volumes(), *component, {}));
      }
    }
  }
  return std::string("DELETED");
}

}  // namespace coldsite::site
