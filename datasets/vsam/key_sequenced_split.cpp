// CI splits of a key-sequenced data set. What is split, and where:
//   an ascending run of inserts   where the run stands, so that the left CI stays full
//   else                          in the middle
//   at either end, and beside a spanned record, an empty CI is put in for the new record
#include <algorithm>

#include "datasets/io/kill_point.hpp"
#include "datasets/vsam/key_sequenced.hpp"

namespace coldsite::vsam {

/// Makes room for a record with `key`, which does not fit where the spot says. The caller looks
/// again.
Result<void> KeySequenced::split(const KeySpot& spot, ByteView key) {
  const std::vector<IntervalRecord>& records = spot.data->directory.records;
  std::size_t middle = spot.slot;
  if (spot.data->directory.segment == Segment::kWhole && records.size() > 1) {
    const bool is_run = last_insert_interval_ == spot.data->interval &&
                        last_insert_slot_ + 1 == spot.slot && spot.slot < records.size();
    if (!is_run) {
      const std::uint32_t half = (std::uint32_t{records.back().offset} + records.back().bytes) / 2;
      middle = 1;
      while (middle + 1 < records.size() && records[middle].offset < half) {
        ++middle;
      }
    }
  }
  return split_at(spot, middle, key);
}

/// Splits before record `middle`; 0 and the number of records put an empty CI before or behind.
Result<void> KeySequenced::split_at(const KeySpot& spot, std::size_t middle, ByteView key) {
  ++changes_;
  if (!spot.leaf->index.free.empty()) {
    const bool is_inside = middle > 0 && middle < spot.data->directory.records.size();
    CS_ASSIGN(const bool is_done, is_inside ? split_interval(spot, middle)
                                            : add_empty_interval(spot, middle != 0, key));
    if (is_done) {
      ++statistics().interval_splits;
      return {};
    }
  }
  return split_area(spot, middle, key);
}

/// What was changed in the record in memory does not fit into it: it is as it was. Gives false.
Result<bool> KeySequenced::forget_changes(Buffer& leaf) {
  leaf.is_decoded = false;
  CS_TRY(tree_->record(leaf.interval));
  return false;
}

/// The CI on the volume holds more than its bounds say until it is cut. shape: nothing that it
/// holds has been cut from it in memory, except where it waits and is marked already.
Result<void> KeySequenced::mark_busy(Buffer& data) {
  if (BufferPool::is_waiting(data)) {
    return {};
  }
  if (auto written = pool().write_busy(data); !written) {
    return broken(written.failure());
  }
  return {};
}

/// Writes a sequence set record that leads to CIs that were written.
Result<void> KeySequenced::commit_leaf(Buffer& leaf) {
  tree_->encode(leaf);
  CS_TRY(commit(leaf));
  leaf_lasts_at_ = leaf.not_before + 1;
  return {};
}

/// The records from `first` on are in another CI since commit_leaf().
void KeySequenced::cut(Buffer& data, std::size_t first) {
  data.directory.segment = Segment::kWhole;
  data.directory.records.resize(first);
  data.directory.encode(data.bytes);
  changed_from(leaf_lasts_at_, data);
  is_unsettled_ = true;
}

/// CIs that became free may be written again when no record that lasts leads to them any more.
Result<void> KeySequenced::settle_free() {
  return order().reach(free_at_);
}

/// Other writers know nothing of what waits here.
Result<void> KeySequenced::settle_for_others() {
  if (is_unsettled_ && is_shared() && !options().defer_writes) {
    CS_TRY(order().reach(leaf_lasts_at_));
    CS_TRY(pool().flush(storage()));
    is_unsettled_ = false;
  }
  return {};
}

/// A CI with the records of `from` from `first` on, written; nothing leads to it yet.
Result<Buffer*> KeySequenced::build_interval(std::uint32_t number, const Buffer& from,
                                             std::size_t first) {
  CS_TRY(settle_free());
  CS_ASSIGN(Buffer* const made, pool().make(storage(), number));
  IntervalBuilder builder(made->bytes);
  for (std::size_t i = first; i < from.directory.records.size(); ++i) {
    builder.add(from.directory.records[i].in(from.bytes));
  }
  static_cast<void>(made->directory.decode(made->bytes));
  made->is_decoded = true;
  if (auto written = pool().write(*made); !written) {
    return broken(written.failure());
  }
  return made;
}

/// false: the sequence set record has no room for one more entry; nothing was changed.
Result<bool> KeySequenced::split_interval(const KeySpot& spot, std::size_t middle) {
  IndexRecord& leaf = spot.leaf->index;
  Buffer& data = *spot.data;
  const std::uint32_t old_pointer = leaf.entries[spot.entry].pointer;
  const std::uint32_t free = leaf.free.back();
  leaf.insert(spot.entry, separator(key_in(data, middle - 1), key_in(data, middle)), old_pointer);
  leaf.entries[spot.entry + 1].pointer = free;
  leaf.free.pop_back();
  if (!tree_->fits(leaf)) {
    return forget_changes(*spot.leaf);
  }
  CS_TRY(mark_busy(data));
  CS_KILL_POINT("vsam.split_busy");
  const std::uint32_t number = data.interval - old_pointer + free;
  CS_TRY(build_interval(number, data, middle));
  CS_KILL_POINT("vsam.split_new");
  CS_TRY(commit_leaf(*spot.leaf));
  CS_KILL_POINT("vsam.split_leaf");
  cut(data, middle);
  return true;
}

/// Puts an empty CI before the spot's or behind it, into whose range `key` belongs.
Result<bool> KeySequenced::add_empty_interval(const KeySpot& spot, bool is_behind, ByteView key) {
  IndexRecord& leaf = spot.leaf->index;
  const std::uint32_t old_pointer = leaf.entries[spot.entry].pointer;
  const std::uint32_t number = spot.data->interval - old_pointer + leaf.free.back();
  if (is_behind) {
    CS_ASSIGN(const Bytes high, high_key(spot));
    leaf.insert(spot.entry, separator(high, key), old_pointer);
    leaf.entries[spot.entry + 1].pointer = leaf.free.back();
  } else {
    leaf.insert(spot.entry, separator(key, key_in(*spot.data, 0)), leaf.free.back());
  }
  leaf.free.pop_back();
  if (!tree_->fits(leaf)) {
    return forget_changes(*spot.leaf);
  }
  const Buffer nothing;
  CS_TRY(build_interval(number, nothing, 0));
  CS_KILL_POINT("vsam.split_empty");
  CS_TRY(commit_leaf(*spot.leaf));
  return true;
}

/// The next CI of the last control area, with the record in it.
Result<bool> KeySequenced::append_interval(const KeySpot& spot, ByteView record) {
  IndexRecord& leaf = spot.leaf->index;
  const std::uint32_t old_pointer = leaf.entries[spot.entry].pointer;
  const std::uint32_t number = spot.data->interval - old_pointer + leaf.free.back();
  CS_ASSIGN(const Bytes high, high_key(spot));
  leaf.insert(spot.entry, separator(high, key_of(record)), old_pointer);
  leaf.entries[spot.entry + 1].pointer = leaf.free.back();
  leaf.free.pop_back();
  if (!tree_->fits(leaf)) {
    return forget_changes(*spot.leaf);
  }
  CS_TRY(settle_free());
  CS_ASSIGN(Buffer* const made, pool().make(storage(), number));
  IntervalBuilder(made->bytes).add(record);
  static_cast<void>(made->directory.decode(made->bytes));
  made->is_decoded = true;
  if (auto written = pool().write(*made); !written) {
    return broken(written.failure());
  }
  CS_KILL_POINT("vsam.append_new");
  CS_TRY(commit_leaf(*spot.leaf));
  return true;
}

/// The highest key of the spot's CI, which is not empty; of a spanned record, its key.
Result<Bytes> KeySequenced::high_key(const KeySpot& spot) {
  const Buffer* data = spot.data;
  std::size_t entry = spot.entry;
  while (data->directory.segment == Segment::kMiddle || data->directory.segment == Segment::kLast) {
    if (entry == 0) {
      return damaged(data->interval, "the first segment of its record is missing");
    }
    CS_ASSIGN(data, data_buffer(*spot.leaf, --entry));
  }
  CS_CHECK(!data->directory.records.empty());
  const ByteView key = key_in(*data, data->directory.records.size() - 1);
  return Bytes(key.begin(), key.end());
}

}  // namespace coldsite::vsam
