// What the organizations have in common: components, storage, buffers, the open indicator, share
// locks, sync and close. Requests that an organization does not have are refused here.
// Inside datasets/vsam only. threads: as Cluster.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/vsam/buffer_pool.hpp"
#include "datasets/vsam/cluster.hpp"
#include "datasets/vsam/interval_storage.hpp"

namespace coldsite::vsam {

/// "key-sequenced", "linear" ...
[[nodiscard]] std::string_view to_string(Organization organization);

/// Puts the end of what is used into the VVRs of the volumes.
void set_high_used_rba(Component& component, std::uint64_t rba);

/// What open() found out before the organization is known.
struct OpenState {
  VolumeSet* volumes = nullptr;
  ClusterPlace place;
  OpenOptions options;
  Component data;
  std::optional<Component> index;
  std::vector<std::shared_ptr<void>> share_locks;
  std::shared_ptr<void> live_lock;  ///< says to other openers that a writer lives
};

class ClusterBase : public Cluster {
 public:
  explicit ClusterBase(OpenState state);
  ~ClusterBase() override;
  ClusterBase(const ClusterBase&) = delete;
  ClusterBase& operator=(const ClusterBase&) = delete;

  [[nodiscard]] const ComponentAttributes& attributes() const override {
    return state_.data.attributes();
  }
  [[nodiscard]] const Component& data() const override { return state_.data; }
  [[nodiscard]] const Component* index() const override {
    return state_.index ? &*state_.index : nullptr;
  }

  Result<std::optional<Record>> get(ByteView key, Search search) override;
  Result<std::optional<Record>> get_at(std::uint64_t rba) override;
  Result<std::optional<Record>> get_number(std::uint32_t number) override;
  Result<std::uint64_t> insert(ByteView record) override;
  Result<std::uint64_t> insert_number(std::uint32_t number, ByteView record) override;
  Result<bool> replace(ByteView record) override;
  Result<bool> erase(ByteView key) override;
  Result<void> read_interval(std::uint64_t rba, ByteSpan out) override;
  Result<void> write_interval(std::uint64_t rba, ByteView bytes) override;
  Result<void> refresh() override;
  Result<void> keep_order() override;
  Result<void> sync() override;
  Result<void> close() override;

  /// Opens storage and buffers and takes the state out of the VVRs.
  Result<void> start();
  /// After an unclean end: what a killed writer left lasts before anything is built on it.
  Result<void> settle_found() { return state_.options.update ? order_.advance() : Result<void>(); }
  /// After an unclean end: finds the real end of the data set and mends what was begun (in memory
  /// only when open for input). Gives what it found, for CSM0046W.
  virtual Result<std::string> verify() = 0;
  /// close() puts what verify() found into the VVRs, although nothing else is changed.
  Result<void> note_verified() { return begin_change(); }
  [[nodiscard]] virtual bool is_empty() const = 0;

  /// With record locks: waits for the record and keeps it until another one is asked for.
  Result<void> hold(ByteView record_id) {
    return state_.options.lock_records && state_.options.update ? hold_record(record_id)
                                                                : Result<void>();
  }
  Result<void> hold(std::uint64_t rba_or_number);

  [[nodiscard]] Failure not_possible(std::string_view request) const;
  [[nodiscard]] Failure damaged(std::uint32_t interval, std::string_view what) const;

 protected:
  /// Takes HURBA and the like out of the components.
  virtual Result<void> load_state() = 0;
  /// Before the open indicator is set: what the next open would look at after a kill exists.
  virtual Result<void> prepare_change() { return {}; }
  [[nodiscard]] bool was_unclean() const { return state_.data.volumes[0].is_open_for_output; }
  /// Before HURBA goes into the VVRs: what the next open would look at from there exists.
  virtual Result<void> prepare_store() { return {}; }
  /// Puts them back.
  virtual void store_state() = 0;
  /// CIs below HURBA that hold nothing and may be used.
  [[nodiscard]] virtual std::uint32_t free_intervals() const { return 0; }
  /// Everything that waits in memory goes to the buffers and from there to the volumes.
  virtual Result<void> flush();

  /// Before every change: refuses what cannot be, sets the open indicator once.
  Result<void> begin_change();
  /// Before every request.
  Result<void> check_usable() const;
  /// A write that belongs to several failed: memory and volume differ from here on.
  Failure broken(const Failure& cause) {
    is_broken_ = true;
    return cause;
  }
  /// A changed CI: written at once, or later when writes are deferred.
  Result<void> changed(Buffer& buffer);
  /// The same for a CI that leads to what was written so far, which has to last before.
  Result<void> commit(Buffer& buffer);
  /// The same for a CI that lost what another one has now: it waits for `epoch`, and a kill before
  /// that does no harm.
  void changed_from(std::uint64_t epoch, Buffer& buffer) {
    buffer.not_before = epoch;
    pool_->note_change(buffer);
  }
  /// Puts HURBA, root and statistics into the VVRs, after what they lead to lasts.
  Result<void> write_components();
  /// Extends the data component until it has that control area.
  Result<void> ensure_area(std::uint32_t area);
  Result<void> check_rba(std::uint64_t rba) const;
  /// CIs up to HURBA, where that may stand inside a control area, and the areas that they take.
  [[nodiscard]] std::uint32_t used_intervals() const {
    return static_cast<std::uint32_t>(data().high_used_rba() / interval_bytes());
  }
  [[nodiscard]] std::uint32_t areas_of(std::uint32_t intervals) const {
    const std::uint32_t per_area = storage().intervals_per_area();
    return (intervals + per_area - 1) / per_area;
  }
  void set_used_intervals(std::uint32_t intervals) {
    set_high_used_rba(state_.data, std::uint64_t{intervals} * interval_bytes());
    state_.data.volumes[0].is_loading = intervals == 0;
  }

  [[nodiscard]] OpenState& state() { return state_; }
  [[nodiscard]] const OpenOptions& options() const { return state_.options; }
  /// Whether other writers may live beside us.
  [[nodiscard]] bool is_shared() const { return is_shared_; }
  [[nodiscard]] IntervalStorage& storage() { return *storage_; }
  [[nodiscard]] const IntervalStorage& storage() const { return *storage_; }
  [[nodiscard]] BufferPool& pool() { return *pool_; }
  [[nodiscard]] WriteOrder& order() { return order_; }
  [[nodiscard]] ComponentStatistics& statistics() { return state_.data.statistics(); }
  [[nodiscard]] std::uint32_t interval_bytes() const { return attributes().interval_bytes; }

  std::unique_ptr<IntervalStorage> index_storage_;
  std::shared_ptr<BufferPool> index_pool_;
  std::uint64_t changes_ = 0;  ///< counts what moves records: cursors find their place again

 private:
  Result<bool> is_last_writer();
  Result<void> hold_record(ByteView record_id);

  OpenState state_;
  WriteOrder order_;
  std::unique_ptr<IntervalStorage> storage_;
  std::shared_ptr<BufferPool> pool_;
  std::string held_name_;
  std::shared_ptr<void> held_record_;
  bool is_marked_ = false;  ///< the open indicator was set by us
  bool is_shared_ = false;
  bool is_broken_ = false;
  bool is_closed_ = false;
};

/// The organizations; in files of their own.
[[nodiscard]] std::unique_ptr<ClusterBase> make_key_sequenced(OpenState state);
[[nodiscard]] std::unique_ptr<ClusterBase> make_entry_sequenced(OpenState state);
[[nodiscard]] std::unique_ptr<ClusterBase> make_relative(OpenState state);
[[nodiscard]] std::unique_ptr<ClusterBase> make_variable_relative(OpenState state);
[[nodiscard]] std::unique_ptr<ClusterBase> make_linear(OpenState state);

}  // namespace coldsite::vsam
