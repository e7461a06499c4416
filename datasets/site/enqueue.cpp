#include "datasets/site/enqueue.hpp"

#include <algorithm>
#include <map>

#include "datasets/messages/cse.hpp"
#include "datasets/site/locks.hpp"

namespace coldsite::site {
namespace {

class HeldEnqueues : public Enqueues {
 public:
  std::vector<std::shared_ptr<HeldLock>> locks;
};

bool takes_part(const DdRequest& request) {
  return !request.data_set_name.empty() && !request.data_set_name.starts_with('&') &&
         !request.is_dummy && !request.instream && !request.sysout_class &&
         request.host_path.empty() && request.data_set_name != "NULLFILE";
}

}  // namespace

std::uint64_t lock_byte_of(std::string_view name) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : name) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return hash >> 2;
}

std::vector<EnqueueRequest> enqueues_for(const std::vector<DdBinding>& bindings) {
  std::map<std::string, io::LockMode> strongest;
  for (const DdBinding& binding : bindings) {
    for (const DdRequest& request : binding.parts) {
      if (!takes_part(request)) {
        continue;
      }
      const auto mode =
          request.status == Status::kShare ? io::LockMode::kShared : io::LockMode::kExclusive;
      const auto [at, is_new] = strongest.emplace(request.data_set_name, mode);
      if (mode == io::LockMode::kExclusive) {
        at->second = mode;
      }
    }
  }
  std::vector<EnqueueRequest> requests;
  for (const auto& [name, mode] : strongest) {
    requests.push_back({name, mode});
  }
  return requests;
}

Result<std::unique_ptr<Enqueues>> enqueue(Site& site, std::vector<EnqueueRequest> requests,
                                          Waiting waiting) {
  std::ranges::sort(requests, {}, [](const EnqueueRequest& request) {
    return lock_byte_of(request.data_set_name);
  });
  const std::string path = io::join_path(site.run_directory(), "enq");
  auto held = std::make_unique<HeldEnqueues>();
  std::uint64_t last_byte = UINT64_MAX;
  for (const EnqueueRequest& request : requests) {
    const std::uint64_t byte = lock_byte_of(request.data_set_name);
    if (byte == last_byte) {
      continue;  // held already: never wait for oneself
    }
    last_byte = byte;
    CS_ASSIGN(auto lock,
              lock_byte(site.store(), path, byte, request.mode, waiting == Waiting::kWait));
    if (!lock) {
      return failure<msg::CSE0030E>(request.data_set_name);
    }
    held->locks.push_back(std::move(lock));
  }
  return std::unique_ptr<Enqueues>(std::move(held));
}

}  // namespace coldsite::site
