#include "datasets/vsam/cluster_base.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"

namespace coldsite::vsam {
namespace {

/// What the buffers of a component take when the caller does not choose.
constexpr std::size_t kDataBufferBytes = 1 << 20, kIndexBufferBytes = 2 << 20;

std::shared_ptr<BufferPool> choose_pool(const OpenOptions& options, std::uint32_t asked,
                                        std::size_t bytes, std::uint32_t interval_bytes) {
  if (options.pool != nullptr) {
    return options.pool;
  }
  return std::make_shared<BufferPool>(asked != 0 ? asked : bytes / interval_bytes);
}

}  // namespace

std::string_view to_string(Organization organization) {
  switch (organization) {
    case Organization::kKeySequenced:
      return "key-sequenced";
    case Organization::kEntrySequenced:
      return "entry-sequenced";
    case Organization::kRelative:
      return "relative";
    case Organization::kVariableRelative:
      return "relative with records of variable length";
    case Organization::kLinear:
      return "linear";
  }
  return "";
}

void set_high_used_rba(Component& component, std::uint64_t rba) {
  for (VolumeRecord& volume : component.volumes) {
    volume.high_used_rba = 0;
    if (!volume.extents.empty() && rba > volume.extents.front().low_rba) {
      volume.high_used_rba = std::min(rba, volume.extents.back().high_rba + 1);
    }
  }
}

ClusterBase::ClusterBase(OpenState state) : state_(std::move(state)) {
  is_shared_ = state_.options.update &&
               (state_.options.ignore_shares || state_.data.attributes().share_region >= 3);
}

ClusterBase::~ClusterBase() {
  if (pool_ != nullptr) {
    pool_->drop(*storage_);
  }
  if (index_pool_ != nullptr) {
    index_pool_->drop(*index_storage_);
  }
}

Result<void> ClusterBase::start() {
  const dasd::Access access = state_.options.update ? dasd::Access::kUpdate : dasd::Access::kRead;
  CS_ASSIGN(storage_, IntervalStorage::open(*state_.volumes, state_.data, access));
  pool_ = choose_pool(state_.options, state_.options.data_buffers, kDataBufferBytes,
                      storage_->interval_bytes());
  order_.add(*storage_, nullptr);
  if (state_.index) {
    CS_ASSIGN(index_storage_, IntervalStorage::open(*state_.volumes, *state_.index, access));
    index_pool_ = choose_pool(state_.options, state_.options.index_buffers, kIndexBufferBytes,
                              index_storage_->interval_bytes());
    order_.add(*index_storage_, index_pool_.get());
  }
  return load_state();
}

Failure ClusterBase::not_possible(std::string_view request) const {
  return failure<msg::CSM0040E>(request, state_.place.name, to_string(attributes().organization));
}

Failure ClusterBase::damaged(std::uint32_t interval, std::string_view what) const {
  return failure<msg::CSM0001E>(std::uint64_t{interval} * interval_bytes(), state_.data.place.name,
                                what);
}

Result<std::optional<Record>> ClusterBase::get(ByteView, Search) {
  return not_possible("GET by key");
}
Result<std::optional<Record>> ClusterBase::get_at(std::uint64_t) {
  return not_possible("GET by RBA");
}
Result<std::optional<Record>> ClusterBase::get_number(std::uint32_t) {
  return not_possible("GET by record number");
}
Result<std::uint64_t> ClusterBase::insert(ByteView) {
  return not_possible("PUT of a record");
}
Result<std::uint64_t> ClusterBase::insert_number(std::uint32_t, ByteView) {
  return not_possible("PUT by record number");
}
Result<bool> ClusterBase::replace(ByteView) {
  return not_possible("PUT by key");
}
Result<bool> ClusterBase::erase(ByteView) {
  return not_possible("ERASE by key");
}

Result<void> ClusterBase::check_rba(std::uint64_t rba) const {
  const std::uint64_t end = std::uint64_t{storage_->interval_count()} * interval_bytes();
  if (rba % interval_bytes() != 0 || rba >= end) {
    return failure<msg::CSM0001E>(
        rba, state_.data.place.name,
        fmt::format("no CI begins there; they have {} bytes and end at {}", interval_bytes(), end));
  }
  return {};
}

Result<void> ClusterBase::read_interval(std::uint64_t rba, ByteSpan out) {
  CS_TRY(check_usable());
  CS_TRY(check_rba(rba));
  CS_TRY(flush());
  return storage_->read(static_cast<std::uint32_t>(rba / interval_bytes()), out);
}

Result<void> ClusterBase::write_interval(std::uint64_t rba, ByteView bytes) {
  CS_TRY(check_rba(rba));
  CS_TRY(begin_change());
  CS_TRY(flush());
  const auto interval = static_cast<std::uint32_t>(rba / interval_bytes());
  if (Buffer* buffer = pool_->find(*storage_, interval)) {
    pool_->drop(*buffer);
  }
  ++changes_;
  return storage_->write(interval, bytes);
}

Result<void> ClusterBase::check_usable() const {
  CS_CHECK(!is_closed_);
  if (is_broken_) {
    return failure<msg::CSM0050E>(state_.place.name);
  }
  return {};
}

Result<void> ClusterBase::begin_change() {
  CS_TRY(check_usable());
  if (!state_.options.update) {
    return failure<msg::CSM0049E>(state_.place.name);
  }
  if (!is_marked_) {
    CS_TRY(prepare_change());
    CS_TRY(order_.advance());
    state_.data.volumes[0].is_open_for_output = true;
    CS_TRY(write_component(*state_.volumes, state_.data));
    is_marked_ = true;
    CS_KILL_POINT("vsam.marked_open");
  }
  return {};
}

Result<void> ClusterBase::hold_record(ByteView record_id) {
  std::string name = "VSAM.RECORD." + state_.place.name + ".";
  for (const std::uint8_t byte : record_id) {
    name += fmt::format("{:02X}", byte);
  }
  if (held_record_ == nullptr || name != held_name_) {
    held_record_ = nullptr;
    CS_ASSIGN(held_record_, state_.volumes->lock(name, io::LockMode::kExclusive, true));
    held_name_ = std::move(name);
  }
  return {};
}

Result<void> ClusterBase::hold(std::uint64_t rba_or_number) {
  std::array<std::uint8_t, 8> id;
  store_be(id, 0, 8, rba_or_number);
  return hold(id);
}

Result<void> ClusterBase::changed(Buffer& buffer) {
  if (state_.options.defer_writes) {
    (buffer.storage == storage_.get() ? pool_ : index_pool_)->note_change(buffer);
    return {};
  }
  if (auto written =
          buffer.storage == storage_.get() ? pool_->write(buffer) : index_pool_->write(buffer);
      !written) {
    return broken(written.failure());
  }
  return {};
}

Result<void> ClusterBase::commit(Buffer& buffer) {
  buffer.not_before = order_.after_now();
  return changed(buffer);
}

Result<void> ClusterBase::ensure_area(std::uint32_t area) {
  while (area >= storage_->area_count()) {
    CS_TRY(storage_->extend());  // HURBA in the VVR stays: the new area is not formatted yet
  }
  return {};
}

Result<void> ClusterBase::flush() {
  CS_TRY(pool_->flush(*storage_));
  if (index_storage_ != nullptr) {
    CS_TRY(index_pool_->flush(*index_storage_));
  }
  return {};
}

Result<void> ClusterBase::write_components() {
  CS_TRY(prepare_store());
  CS_TRY(order_.advance());
  store_state();
  statistics().free_bytes =
      state_.data.unused_bytes() + std::uint64_t{free_intervals()} * interval_bytes();
  if (state_.index) {
    state_.index->statistics().free_bytes = state_.index->unused_bytes();
    CS_TRY(write_component(*state_.volumes, *state_.index));
  }
  return write_component(*state_.volumes, state_.data);
}

Result<void> ClusterBase::refresh() {
  CS_TRY(check_usable());
  CS_TRY(flush());
  if (state_.options.update && !is_shared_) {
    return {};  // nobody else writes, and the VVRs do not have yet what we know
  }
  pool_->drop(*storage_);
  CS_ASSIGN(state_.data, read_component(*state_.volumes, state_.data.place));
  CS_TRY(storage_->map());
  if (state_.index) {
    index_pool_->drop(*index_storage_);
    CS_ASSIGN(*state_.index, read_component(*state_.volumes, state_.index->place));
    CS_TRY(index_storage_->map());
  }
  ++changes_;
  return load_state();
}

Result<void> ClusterBase::keep_order() {
  CS_TRY(check_usable());
  CS_TRY(flush());
  return order_.advance();
}

Result<void> ClusterBase::sync() {
  CS_TRY(check_usable());
  CS_TRY(flush());
  return is_marked_ ? write_components() : Result<void>();
}

/// Whether nobody else has the data set open for output.
Result<bool> ClusterBase::is_last_writer() {
  if (!is_shared_) {
    return true;
  }
  state_.live_lock = nullptr;
  CS_ASSIGN(state_.live_lock, state_.volumes->lock("VSAM.WRITERS." + state_.place.name,
                                                   io::LockMode::kExclusive, false));
  return state_.live_lock != nullptr;
}

Result<void> ClusterBase::close() {
  CS_TRY(sync());
  if (is_marked_) {
    CS_ASSIGN(const bool is_last, is_last_writer());
    if (is_last) {
      CS_KILL_POINT("vsam.before_close");
      state_.data.volumes[0].is_open_for_output = false;
      statistics().changed = state_.volumes->now();
      statistics().excps += static_cast<std::uint32_t>(storage_->io_count());
      CS_TRY(write_component(*state_.volumes, state_.data));
    }
    is_marked_ = false;
  }
  held_record_ = nullptr;
  state_.live_lock = nullptr;
  state_.share_locks.clear();
  is_closed_ = true;
  return {};
}

}  // namespace coldsite::vsam
