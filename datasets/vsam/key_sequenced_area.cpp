// CA splits of a key-sequenced data set: half of the CIs of a control area move to a new one.
#include <algorithm>

#include "datasets/io/kill_point.hpp"
#include "datasets/vsam/key_sequenced.hpp"

namespace coldsite::vsam {

/// The sequence set record of the spot has no free CI, or no room. The caller looks again.
Result<void> KeySequenced::split_area(const KeySpot& spot, std::size_t middle, ByteView key) {
  CS_TRY(ensure_area(used_areas_));
  CS_TRY(tree_->reserve(tree_->levels() + 2));
  const Pin leaf_pin(spot.leaf), data_pin(spot.data);
  CS_ASSIGN(const std::size_t first, choose_area_middle(*spot.leaf));
  if (auto done = first != 0 ? move_entries(*spot.leaf, first) : split_lone(spot, middle, key);
      !done) {
    return broken(done.failure());
  }
  ++statistics().area_splits;
  return publish_root();
}

/// The entry at which to cut, near the middle and not inside a spanned record; 0: there is none.
Result<std::size_t> KeySequenced::choose_area_middle(const Buffer& leaf) {
  const std::size_t count = leaf.index.entries.size();
  for (std::size_t distance = 0; distance <= count / 2 + 1; ++distance) {
    for (const std::size_t at : {count / 2 - std::min(distance, count / 2), count / 2 + distance}) {
      if (at == 0 || at >= count) {
        continue;
      }
      CS_ASSIGN(const Buffer* const data, data_buffer(leaf, at));
      const Segment segment = data->directory.segment;
      if (segment == Segment::kWhole || segment == Segment::kFirst) {
        return at;
      }
    }
  }
  return std::size_t{0};
}

/// The entries from `first` on move to a new control area.
Result<void> KeySequenced::move_entries(Buffer& leaf, std::size_t first) {
  IndexRecord& left = leaf.index;
  const std::size_t count = left.entries.size() - first;
  Bytes area(count * interval_bytes());
  IndexRecord right;
  right.base_rba = used_areas_ * storage().area_bytes();
  right.next_rba = left.next_rba;
  for (std::size_t i = 0; i < count; ++i) {
    if (cached(interval_of(left, first + i)) == nullptr) {
      CS_TRY(read_ahead(left, first + i));
    }
    CS_ASSIGN(Buffer* const data, data_buffer(leaf, first + i));
    if (data->directory.is_busy) {
      data->directory.encode(data->bytes);  // without what moved in a split that was cut off
    }
    std::ranges::copy(data->bytes,
                      area.begin() + static_cast<std::ptrdiff_t>(i * interval_bytes()));
    right.insert(i, left.bound(first + i), static_cast<std::uint32_t>(i));
  }
  for (std::uint32_t free = storage().intervals_per_area(); free > count; --free) {
    right.free.push_back(free - 1);
  }
  CS_TRY(storage().write_area(used_areas_, area));
  CS_KILL_POINT("vsam.area_copied");
  const std::uint32_t moved_to = used_areas_ * storage().intervals_per_area();
  for (std::size_t i = left.entries.size(); i > first; --i) {
    if (Buffer* moved = cached(interval_of(left, i - 1))) {
      pool().move(*moved, moved_to + static_cast<std::uint32_t>(i - 1 - first));
    }
    left.free.push_back(left.entries[i - 1].pointer);
  }
  const ByteView bound = left.bound(first - 1);
  Bytes left_bound(bound.begin(), bound.end());
  left.erase(first, count);
  return write_new_leaf(leaf, right, std::move(left_bound));
}

/// Writes the record of the new control area, then the old one (as it is in memory) with its chain
/// pointer, then the level above.
Result<void> KeySequenced::write_new_leaf(Buffer& left, const IndexRecord& right,
                                          Bytes left_bound) {
  CS_ASSIGN(Buffer* const made, tree_->make(1));
  made->index = right;
  const std::uint32_t number = made->interval;
  CS_TRY(tree_->write(*made));
  CS_KILL_POINT("vsam.area_leaf");
  left.index.next_rba = tree_->rba_of(number);
  CS_TRY(tree_->commit(left));
  leaf_lasts_at_ = free_at_ = order().after_now();
  ++used_areas_;
  CS_KILL_POINT("vsam.area_chain");
  return tree_->add_to_parent(2, left.interval, std::move(left_bound), number);
}

/// The CIs of the new area of split_lone(); fills in its sequence set record and the bound of what
/// stays.
Result<Bytes> KeySequenced::build_lone_area(const KeySpot& spot, std::size_t middle, ByteView key,
                                            IndexRecord& right, Bytes& left_bound) {
  const IndexRecord& left = spot.leaf->index;
  right.base_rba = used_areas_ * storage().area_bytes();
  right.next_rba = left.next_rba;
  const std::size_t count = left.entries.size();
  const bool is_moving_all = middle == 0;
  Bytes area((is_moving_all ? count : 1) * interval_bytes());
  if (is_moving_all) {
    CS_ASSIGN(Buffer* const head, data_buffer(*spot.leaf, 0));
    const ByteView bound = separator(key, key_in(*head, 0));
    left_bound.assign(bound.begin(), bound.end());
    for (std::size_t i = 0; i < count; ++i) {
      CS_ASSIGN(const Buffer* const data, data_buffer(*spot.leaf, i));
      std::ranges::copy(data->bytes,
                        area.begin() + static_cast<std::ptrdiff_t>(i * interval_bytes()));
      right.insert(i, left.bound(i), static_cast<std::uint32_t>(i));
    }
  } else {
    const IntervalDirectory& directory = spot.data->directory;
    IntervalBuilder builder(area);
    const bool is_behind = middle == directory.records.size();
    CS_ASSIGN(const Bytes high, is_behind ? high_key(spot) : Result<Bytes>(Bytes()));
    const ByteView bound =
        is_behind ? separator(high, key)
                  : separator(key_in(*spot.data, middle - 1), key_in(*spot.data, middle));
    left_bound.assign(bound.begin(), bound.end());
    for (std::size_t i = middle; i < directory.records.size(); ++i) {
      builder.add(directory.records[i].in(spot.data->bytes));
    }
    right.insert(0, left.bound(count - 1), 0);
  }
  for (std::uint32_t free = storage().intervals_per_area(); free > area.size() / interval_bytes();
       --free) {
    right.free.push_back(free - 1);
  }
  return area;
}

/// A control area whose CIs all belong to one record, or that has one CI only: the upper records
/// (or an empty CI) go to a new area. What stays and what goes is cut before record `middle`.
Result<void> KeySequenced::split_lone(const KeySpot& spot, std::size_t middle, ByteView key) {
  IndexRecord& left = spot.leaf->index;
  const std::uint32_t base = interval_of(left, 0) - left.entries[0].pointer;
  const std::size_t count = left.entries.size();
  const bool is_moving_all = middle == 0;
  IndexRecord right;
  Bytes left_bound;
  CS_ASSIGN(const Bytes area, build_lone_area(spot, middle, key, right, left_bound));
  // The CI that stays first in the old area holds too much between the commit and the last write.
  const std::uint32_t kept = base + left.entries[is_moving_all ? 0 : spot.entry].pointer;
  const bool is_cut = middle < spot.data->directory.records.size();  // else nothing moves
  if (is_cut) {
    CS_ASSIGN(Buffer* const data, pool().get(storage(), kept));
    CS_TRY(mark_busy(*data));
  }
  CS_TRY(storage().write_area(used_areas_, area));
  CS_KILL_POINT("vsam.lone_area_copied");
  if (is_moving_all) {
    for (std::size_t i = 1; i < count; ++i) {
      left.free.push_back(left.entries[i].pointer);
      if (Buffer* moved = pool().find(storage(), interval_of(left, i))) {
        pool().drop(*moved);
      }
    }
    left.erase(1, count - 1);
    left.set_bound(0, left_bound);
  } else {
    left.set_bound(count - 1, left_bound);
  }
  CS_TRY(write_new_leaf(*spot.leaf, right, std::move(left_bound)));
  if (is_cut) {
    CS_ASSIGN(Buffer* const data, pool().get(storage(), kept));
    cut(*data, middle);
    data->is_decoded = true;
  }
  return {};
}

}  // namespace coldsite::vsam
