#include "datasets/vsam/write_order.hpp"

#include <algorithm>

#include "datasets/io/kill_point.hpp"
#include "datasets/vsam/buffer_pool.hpp"

namespace coldsite::vsam {

void WriteOrder::add(IntervalStorage& storage, BufferPool* pool) {
  members_.push_back({&storage, pool});
  storage.set_order(*this);
}

Result<void> WriteOrder::advance() {
  std::vector<dasd::Volume*> volumes;
  for (const Member& member : members_) {
    for (const auto& volume : member.storage->volumes()) {
      if (std::ranges::find(volumes, volume.get()) == volumes.end()) {
        volumes.push_back(volume.get());
      }
    }
  }
  for (dasd::Volume* volume : volumes) {
    CS_TRY(volume->sync());
  }
  ++epoch_;
  CS_KILL_POINT("vsam.order_synced");
  for (const Member& member : members_) {
    if (member.pool != nullptr) {
      CS_TRY(member.pool->write_ready(*member.storage));
    }
  }
  return {};
}

Result<void> WriteOrder::reach(std::uint64_t epoch) {
  while (epoch_ < epoch) {
    CS_TRY(advance());
  }
  return {};
}

}  // namespace coldsite::vsam
