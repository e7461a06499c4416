#include "datasets/vsam/cluster.hpp"

#include <fmt/format.h>

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/cluster_base.hpp"

namespace coldsite::vsam {
namespace {

/// SHAREOPTIONS between jobs: 1 many readers or one writer; 2 many readers and one writer; 3 and 4
/// many readers and either one writer, for whom the others wait, or many that lock records.
Result<void> lock_share(OpenState& state) {
  const std::uint8_t share = state.data.attributes().share_region;
  if (state.options.ignore_shares || (share >= 2 && !state.options.update)) {
    return {};
  }
  const bool is_waiting = share >= 3;
  const bool is_alone = state.options.update && !(is_waiting && state.options.lock_records);
  const io::LockMode mode = is_alone ? io::LockMode::kExclusive : io::LockMode::kShared;
  CS_ASSIGN(std::shared_ptr<void> lock,
            state.volumes->lock("VSAM.SHARE." + state.place.name, mode, is_waiting));
  if (lock == nullptr) {
    return failure<msg::CSM0042E>(
        state.place.name, fmt::format("{} {}", share, state.data.attributes().share_system));
  }
  state.share_locks.push_back(std::move(lock));
  return {};
}

/// Where several writers may live at once, the open indicator says nothing while one lives. Each
/// holds a shared lock; who can have it alone finds nobody. Gives whether we are alone.
Result<bool> lock_live(OpenState& state) {
  const bool is_shared = state.options.ignore_shares || state.data.attributes().share_region >= 2;
  if (!is_shared) {
    return true;
  }
  const std::string name = "VSAM.WRITERS." + state.place.name;
  CS_ASSIGN(std::shared_ptr<void> alone,
            state.volumes->lock(name, io::LockMode::kExclusive, false));
  const bool is_alone = alone != nullptr;
  alone = nullptr;
  if (state.options.update) {
    CS_ASSIGN(state.live_lock, state.volumes->lock(name, io::LockMode::kShared, true));
  }
  return is_alone;
}

Result<void> reset(OpenState& state) {
  if (!state.data.attributes().is_reusable) {
    return failure<msg::CSM0041E>(state.place.name);
  }
  for (Component* component : {state.index ? &*state.index : nullptr, &state.data}) {
    if (component == nullptr) {
      continue;
    }
    set_high_used_rba(*component, 0);
    VolumeRecord& first = component->volumes[0];
    first.is_loading = true;
    first.is_open_for_output = false;
    first.root_rba = first.first_sequence_set_rba = 0;
    const std::uint32_t extents = first.statistics.extents;
    first.statistics = ComponentStatistics();
    first.statistics.extents = extents;
    first.statistics.free_bytes = component->unused_bytes();
    CS_TRY(write_component(*state.volumes, *component));
  }
  return {};
}

std::unique_ptr<ClusterBase> make(OpenState state) {
  switch (state.data.attributes().organization) {
    case Organization::kKeySequenced:
      return make_key_sequenced(std::move(state));
    case Organization::kEntrySequenced:
      return make_entry_sequenced(std::move(state));
    case Organization::kRelative:
      return make_relative(std::move(state));
    case Organization::kVariableRelative:
      return make_variable_relative(std::move(state));
    case Organization::kLinear:
      return make_linear(std::move(state));
  }
  return nullptr;
}

}  // namespace

Result<std::unique_ptr<Cluster>> Cluster::open(VolumeSet& volumes, const ClusterPlace& place,
                                               const OpenOptions& options,
                                               std::vector<Failure>& notes) {
  OpenState state;
  state.volumes = &volumes;
  state.place = place;
  state.options = options;
  CS_ASSIGN(state.data, read_component(volumes, place.data));
  CS_TRY(lock_share(state));
  CS_ASSIGN(const bool is_alone, lock_live(state));
  if (!options.ignore_shares) {
    // What was read before the locks may be old by now.
    CS_ASSIGN(state.data, read_component(volumes, place.data));
  }
  if (!place.index.name.empty()) {
    CS_ASSIGN(state.index, read_component(volumes, place.index));
  }
  if (options.reset) {
    if (!options.update) {
      return failure<msg::CSM0049E>(place.name);
    }
    CS_TRY(reset(state));
  }
  const bool is_unclean = (state.data.volumes[0].is_open_for_output || options.verify) && is_alone;
  std::unique_ptr<ClusterBase> cluster = make(std::move(state));
  CS_TRY(cluster->start());
  if (is_unclean) {
    CS_TRY(cluster->settle_found());
    CS_ASSIGN(const std::string found, cluster->verify());
    notes.push_back(failure<msg::CSM0046W>(place.name, found));
    if (options.update) {
      CS_TRY(cluster->note_verified());
    }
  }
  if (!options.update && cluster->is_empty()) {
    return failure<msg::CSM0043E>(place.name);
  }
  return std::unique_ptr<Cluster>(std::move(cluster));
}

}  // namespace coldsite::vsam
