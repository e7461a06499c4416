// Data set enqueues between jobs: SHR together, everything else alone, held for a whole job (or a
// whole single program). One byte of <site>/run/enq stands for each name, so nothing has to be
// cleaned up after a kill. threads: none.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "datasets/io/file_store.hpp"
#include "datasets/site/dd_request.hpp"
#include "datasets/site/site.hpp"

namespace coldsite::site {

struct EnqueueRequest {
  std::string data_set_name;
  io::LockMode mode = io::LockMode::kShared;
  bool operator==(const EnqueueRequest&) const = default;
};

/// The byte of a lock file that stands for a name: FNV-1a, 62 bits. Two names on one byte would
/// only wait for each other without need.
[[nodiscard]] std::uint64_t lock_byte_of(std::string_view name);

/// What a job needs, from its DDs: each permanent name once, at the strongest mode.
[[nodiscard]] std::vector<EnqueueRequest> enqueues_for(const std::vector<DdBinding>& bindings);

/// Holds enqueues until destroyed.
class Enqueues {
 public:
  virtual ~Enqueues() = default;
};

enum class Waiting { kWait, kFail };

/// Who wants to know that an enqueue waits.
class EnqueueWatcher {
 public:
  virtual ~EnqueueWatcher() = default;
  /// Called once, before the wait; all that cannot be had now.
  virtual void waits_for(const std::vector<EnqueueRequest>& unavailable) = 0;
  /// Asked again and again; true ends the wait.
  [[nodiscard]] virtual bool is_cancelled() const = 0;
};

/// Takes all of them, in one order for all jobs, so that no two jobs wait for each other.
/// errors: CSE0030E data set in use (kFail).
[[nodiscard]] Result<std::unique_ptr<Enqueues>> enqueue(Site& site,
                                                        std::vector<EnqueueRequest> requests,
                                                        Waiting waiting);
/// The same with a wait that is told and can be ended. errors: CSE0030E the wait was cancelled.
[[nodiscard]] Result<std::unique_ptr<Enqueues>> enqueue(Site& site,
                                                        std::vector<EnqueueRequest> requests,
                                                        EnqueueWatcher& watcher);

}  // namespace coldsite::site
