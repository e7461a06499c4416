#include "datasets/site/enqueue.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/cse.hpp"
#include "datasets/site/locks.hpp"

namespace coldsite::site {
namespace {

/// A wait that has been told looks this often whether it is over.
constexpr std::chrono::milliseconds kLookAgain{20};

class HeldEnqueues : public Enqueues {
 public:
  std::vector<std::shared_ptr<HeldLock>> locks;
};

bool takes_part(const DdRequest& request) {
  return !request.data_set_name.empty() && !request.data_set_name.starts_with('&') &&
         !request.is_dummy && !request.instream && !request.sysout_class &&
         request.host_path.empty() && request.data_set_name != "NULLFILE";
}

std::string enqueue_path(const Site& site) {
  return io::join_path(site.run_directory(), "enq");
}

/// Takes them in one order for all jobs, keeping what it has: nobody waits for who waits for him.
template <class Take>
Result<std::unique_ptr<Enqueues>> enqueue_in_order(std::vector<EnqueueRequest>& requests,
                                                   const Take& take) {
  std::ranges::sort(requests, {}, [](const EnqueueRequest& request) {
    return lock_byte_of(request.data_set_name);
  });
  auto held = std::make_unique<HeldEnqueues>();
  std::uint64_t last_byte = UINT64_MAX;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const std::uint64_t byte = lock_byte_of(requests[i].data_set_name);
    if (byte == last_byte) {
      continue;  // held already: never wait for oneself
    }
    last_byte = byte;
    CS_ASSIGN(auto lock, take(requests[i], i));
    if (!lock) {
      return failure<msg::CSE0030E>(requests[i].data_set_name);
    }
    held->locks.push_back(std::move(lock));
  }
  return std::unique_ptr<Enqueues>(std::move(held));
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
  return enqueue_in_order(requests, [&](const EnqueueRequest& request, std::size_t) {
    return lock_byte(site.store(), enqueue_path(site), lock_byte_of(request.data_set_name),
                     request.mode, waiting == Waiting::kWait);
  });
}

Result<std::unique_ptr<Enqueues>> enqueue(Site& site, std::vector<EnqueueRequest> requests,
                                          EnqueueWatcher& watcher) {
  bool is_told = false;
  const auto try_one = [&](const EnqueueRequest& request) {
    return lock_byte(site.store(), enqueue_path(site), lock_byte_of(request.data_set_name),
                     request.mode, false);
  };
  return enqueue_in_order(
      requests,
      [&](const EnqueueRequest& request, std::size_t index) -> Result<std::shared_ptr<HeldLock>> {
        CS_ASSIGN(auto lock, try_one(request));
        if (!lock && !is_told) {
          is_told = true;
          std::vector<EnqueueRequest> unavailable{request};
          for (std::size_t i = index + 1; i < requests.size(); ++i) {
            CS_ASSIGN(const auto other, try_one(requests[i]));
            if (!other) {
              unavailable.push_back(requests[i]);
            }
          }
          watcher.waits_for(unavailable);
          CS_KILL_POINT("site.waits_for_lock");
        }
        while (!lock && !watcher.is_cancelled()) {
          std::this_thread::sleep_for(kLookAgain);
          CS_ASSIGN(lock, try_one(request));
        }
        return lock;
      });
}

}  // namespace coldsite::site
