#include "utilities/idcams/volume_choice.hpp"

#include <algorithm>

#include "datasets/dasd/vtoc.hpp"
#include "datasets/messages/idc.hpp"
#include "datasets/site/storage_group.hpp"

namespace coldsite::idcams {
namespace {

struct FreeVolume {
  std::string volser, device;
  std::uint64_t free_tracks = 0;
};

/// Whether data sets that name no volume go there: the volumes of the storage groups, or all.
bool is_for_storage(const site::SiteConfiguration& configuration, std::string_view volser) {
  return configuration.storage_groups.empty() || site::is_in_storage_group(configuration, volser);
}

/// Most free tracks first; a volume that cannot be used is left out.
Result<std::vector<FreeVolume>> volumes_by_space(Session& session) {
  CS_ASSIGN(site::SiteVolumes * volumes, session.volumes("VOLUMES(*)"));
  std::vector<FreeVolume> found;
  for (const site::Device& device : session.context().site->devices()) {
    if (device.state != site::DeviceState::kOnline ||
        !is_for_storage(session.context().site->configuration(), device.volser)) {
      continue;
    }
    CS_ASSIGN(const auto volume, volumes->volume(device.volser, dasd::Access::kRead));
    if (const auto vtoc = dasd::read_vtoc(*volume)) {
      FreeVolume free{device.volser, std::string(volume->geometry().device), 0};
      for (const dasd::FreeExtent& extent : vtoc->free) {
        free.free_tracks += extent.track_count;
      }
      found.push_back(std::move(free));
    }
  }
  std::ranges::stable_sort(found, std::ranges::greater(), &FreeVolume::free_tracks);
  return found;
}

}  // namespace

Result<std::vector<Word>> choose_volumes(Session& session, const std::vector<Word>& volumes) {
  if (std::ranges::find(volumes, "*", &Word::text) == volumes.end()) {
    return volumes;
  }
  CS_ASSIGN(const std::vector<FreeVolume> free, volumes_by_space(session));
  std::vector<Word> chosen;
  std::string device;
  for (const Word& wanted : volumes) {
    if (wanted.text != "*") {
      chosen.push_back(wanted);
      continue;
    }
    const auto at = std::ranges::find_if(free, [&](const FreeVolume& volume) {
      return (device.empty() || volume.device == device) &&
             std::ranges::find(volumes, volume.volser, &Word::text) == volumes.end() &&
             std::ranges::find(chosen, volume.volser, &Word::text) == chosen.end();
    });
    if (at != free.end()) {
      device = at->device;
      chosen.push_back({at->volser, wanted.position});
    }
  }
  if (chosen.empty()) {
    return failure<msg::IDC3506I>().at(volumes.front().position);
  }
  return chosen;
}

}  // namespace coldsite::idcams
