// Which writes of a cluster must last before others go out, so that a power failure may lose any of
// the writes since the last sync and leave nothing that leads nowhere.
//
// The time between two syncs is an epoch. A control interval that leads to what was written in
// epoch e (a sequence set record that names a new CI) waits for epoch e + 1; one that loses what
// another one took over (the CI that was split) waits until that other one lasts, e + 2. It waits
// in its buffer (Buffer::not_before): syncs are made when somebody cannot wait any longer, and one
// sync serves all changes of structure of its epoch. Plain changes of a CI wait for nothing.
// Inside datasets/vsam only. threads: as Cluster.
#pragma once

#include <cstdint>
#include <vector>

#include "datasets/result.hpp"

namespace coldsite::vsam {

class BufferPool;
class IntervalStorage;

class WriteOrder {
 public:
  WriteOrder() = default;
  WriteOrder(const WriteOrder&) = delete;
  WriteOrder& operator=(const WriteOrder&) = delete;

  /// A component of the cluster. `pool`: what waits in it goes out with advance(); nullptr: it
  /// waits on. Both must outlive their use.
  void add(IntervalStorage& storage, BufferPool* pool);

  [[nodiscard]] std::uint64_t epoch() const { return epoch_; }
  /// The epoch in which everything written so far lasts.
  [[nodiscard]] std::uint64_t after_now() const { return epoch_ + 1; }

  /// Everything written so far lasts: syncs the volumes and begins the next epoch. What waited for
  /// it in the index goes out, because CIs of the data wait for that in turn.
  Result<void> advance();
  /// Advances as often as it takes.
  Result<void> reach(std::uint64_t epoch);

 private:
  struct Member {
    IntervalStorage* storage;
    BufferPool* pool;
  };

  std::vector<Member> members_;
  std::uint64_t epoch_ = 1;
};

}  // namespace coldsite::vsam
