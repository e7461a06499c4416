// Records of a key-sequenced data set that are longer than a CI: one segment in each of several CIs
// of a control area, each with an entry in the sequence set. All entries but the last have the
// record's full key as their bound.
//
// Crash safety: new segments go to free CIs; the sequence set record that leads to them commits.
// An erase empties the first CI (the commit; it is marked busy), then takes the others out of the
// index; segments without a first one in between are passed over.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/key_sequenced.hpp"

namespace coldsite::vsam {

std::size_t KeySequenced::segments_of(std::size_t record_bytes) const {
  if (!is_spanned(record_bytes)) {
    return 1;
  }
  const std::size_t segment = segment_bytes_max(interval_bytes());
  return (record_bytes + segment - 1) / segment;
}

/// Puts the record together whose first segment is at the position.
Result<void> KeySequenced::assemble(const KeyPosition& position, Bytes& out) {
  CS_ASSIGN(Buffer* const leaf, tree_->record(position.leaf));
  const Pin pin(leaf);
  out.clear();
  std::uint16_t update_number = 0;
  for (std::size_t entry = position.entry;; ++entry) {
    if (entry == leaf->index.entries.size()) {
      return damaged(position.interval, "the last segment of its record is missing");
    }
    CS_ASSIGN(const Buffer* const data, data_buffer(*leaf, entry));
    const IntervalDirectory& directory = data->directory;
    const bool is_first = entry == position.entry;
    if (is_first) {
      update_number = directory.update_number;
    }
    const bool fits_in =
        is_first ? directory.segment == Segment::kFirst
                 : directory.segment == Segment::kMiddle || directory.segment == Segment::kLast;
    if (!fits_in || directory.update_number != update_number) {
      return damaged(data->interval, "it does not go on with the record that began before it");
    }
    const ByteView part = directory.records[0].in(data->bytes);
    out.insert(out.end(), part.begin(), part.end());
    if (directory.segment == Segment::kLast) {
      return {};
    }
  }
}

/// Entries of the record (or CI) that begins at `entry`.
Result<std::size_t> KeySequenced::group_size(const Buffer& leaf, std::size_t entry) {
  CS_ASSIGN(const Buffer* data, data_buffer(leaf, entry));
  std::size_t count = 1;
  while (data->directory.segment == Segment::kFirst ||
         data->directory.segment == Segment::kMiddle) {
    if (entry + count == leaf.index.entries.size()) {
      return damaged(data->interval, "the last segment of its record is missing");
    }
    CS_ASSIGN(data, data_buffer(leaf, entry + count));
    ++count;
  }
  return count;
}

/// Writes the record into CIs that nothing leads to: in segments, or whole when it is one.
Result<void> KeySequenced::write_segments(const std::vector<std::uint32_t>& intervals,
                                          ByteView record) {
  CS_TRY(settle_free());
  const std::size_t count = intervals.size();
  const std::size_t bytes_max = segment_bytes_max(interval_bytes());
  for (std::size_t i = 0; i < count; ++i) {
    CS_ASSIGN(Buffer* const data, pool().make(storage(), intervals[i]));
    if (count == 1) {
      IntervalBuilder(data->bytes).add(record);
    } else {
      const ByteView part = record.first(std::min(bytes_max, record.size()));
      write_segment(data->bytes, segment_of(i, count), 0, part);
      record = record.subspan(part.size());
    }
    if (auto written = pool().write(*data); !written) {
      return broken(written.failure());
    }
    CS_KILL_POINT("vsam.segment");
  }
  return {};
}

Result<std::uint64_t> KeySequenced::insert_spanned(ByteView record) {
  const Bytes key_bytes(key_of(record).begin(), key_of(record).end());
  const ByteView key = key_bytes;
  for (;;) {
    CS_ASSIGN(KeySpot spot, find(key));
    if (spot.is_found) {
      return failure<msg::CSM0047E>(data().place.name, "that it brings");
    }
    const Pin leaf_pin(spot.leaf), data_pin(spot.data);
    const std::size_t count = spot.data->directory.records.size();
    const bool is_whole = spot.data->directory.segment == Segment::kWhole;
    if (is_whole && spot.slot > 0 && spot.slot < count) {
      CS_TRY(split_at(spot, spot.slot, key));
      continue;
    }
    CS_ASSIGN(const bool is_done, add_spanned(spot, record));
    if (is_done) {
      CS_ASSIGN(const KeySpot there, find(key));
      return std::uint64_t{there.data->interval} * interval_bytes();
    }
    const bool is_end = count != 0 && spot.slot == count && spot.leaf->index.next_rba == 0 &&
                        spot.entry + 1 == spot.leaf->index.entries.size();
    if (is_end) {
      CS_ASSIGN(const Bytes high, high_key(spot));
      CS_TRY(start_load(high, record));
      return loader_.last_rba();
    }
    CS_TRY(split_area(spot, spot.slot, key));
  }
}

/// Puts the segments before or behind the spot's CI; an empty one takes the last of them.
/// false: not enough free CIs, or no room in the sequence set record; nothing was changed.
Result<bool> KeySequenced::add_spanned(const KeySpot& spot, ByteView record) {
  IndexRecord& leaf = spot.leaf->index;
  const bool is_empty_interval = spot.data->directory.records.empty();
  const bool is_behind = !is_empty_interval && spot.slot != 0;
  const std::size_t count = segments_of(record.size());
  const std::size_t added = count - (is_empty_interval ? 1 : 0);
  if (leaf.free.size() < added) {
    return false;
  }
  const ByteView key = key_of(record);
  const std::uint32_t old_pointer = leaf.entries[spot.entry].pointer;
  const std::uint32_t base = spot.data->interval - old_pointer;
  std::vector<std::uint32_t> intervals;
  std::size_t at = spot.entry;
  if (is_behind) {
    CS_ASSIGN(const Bytes high, high_key(spot));
    leaf.insert(at++, separator(high, key), old_pointer);
  }
  // Behind: the last segment takes over the entry, whose bound is the old one.
  const bool takes_entry = is_behind || is_empty_interval;
  for (std::size_t i = 0; i < count - (takes_entry ? 1 : 0); ++i) {
    intervals.push_back(base + leaf.free.back());
    leaf.insert(at++, key, leaf.free.back());
    leaf.free.pop_back();
  }
  if (is_behind) {
    leaf.entries[at].pointer = leaf.free.back();
    intervals.push_back(base + leaf.free.back());
    leaf.free.pop_back();
  } else if (is_empty_interval) {
    intervals.push_back(base + old_pointer);
  }
  if (!tree_->fits(leaf)) {
    return forget_changes(*spot.leaf);
  }
  CS_TRY(write_segments(intervals, record));
  CS_TRY(commit_leaf(*spot.leaf));
  return true;
}

/// Old or new record in several CIs, or both: the new one goes to free CIs, the entries are
/// exchanged by one write.
Result<void> KeySequenced::replace_spanned(ByteView record) {
  const Bytes key_bytes(key_of(record).begin(), key_of(record).end());
  ++changes_;
  for (;;) {
    CS_ASSIGN(const KeySpot spot, find(key_bytes));
    const Pin leaf_pin(spot.leaf), data_pin(spot.data);
    const std::size_t count = spot.data->directory.records.size();
    if (spot.data->directory.segment == Segment::kWhole && count > 1) {
      CS_TRY(split_at(spot, spot.slot > 0 ? spot.slot : 1, key_bytes));
      continue;
    }
    CS_ASSIGN(const bool is_done, swap_group(spot, record));
    if (is_done) {
      return {};
    }
    CS_ASSIGN(const std::size_t cut, choose_area_middle(*spot.leaf));
    if (cut != 0) {
      CS_TRY(split_area(spot, spot.slot, key_bytes));
      continue;
    }
    // The record fills its control area, so that old and new cannot stand beside each other.
    if (spot.data->directory.segment == Segment::kWhole) {
      take_out(*spot.data, spot.slot);
      spot.data->directory.encode(spot.data->bytes);
      CS_TRY(changed(*spot.data));
    } else {
      CS_TRY(erase_spanned(spot));
    }
    CS_ASSIGN(const std::uint64_t rba, insert_anywhere(record));
    static_cast<void>(rba);
    return {};
  }
}

Result<bool> KeySequenced::swap_group(const KeySpot& spot, ByteView record) {
  IndexRecord& leaf = spot.leaf->index;
  CS_ASSIGN(const std::size_t old_count, group_size(*spot.leaf, spot.entry));
  const std::size_t count = segments_of(record.size());
  if (leaf.free.size() < count) {
    return false;
  }
  const std::uint32_t base = interval_of(leaf, 0) - leaf.entries[0].pointer;
  const ByteView last_bound = leaf.bound(spot.entry + old_count - 1);
  const Bytes old_bound(last_bound.begin(), last_bound.end());
  std::vector<std::uint32_t> intervals, old_pointers;
  for (std::size_t i = 0; i < old_count; ++i) {
    old_pointers.push_back(leaf.entries[spot.entry + i].pointer);
  }
  leaf.erase(spot.entry, old_count);
  for (std::size_t i = 0; i < count; ++i) {
    leaf.insert(spot.entry + i, i + 1 == count ? ByteView(old_bound) : key_of(record),
                leaf.free.back());
    intervals.push_back(base + leaf.free.back());
    leaf.free.pop_back();
  }
  leaf.free.insert(leaf.free.end(), old_pointers.begin(), old_pointers.end());
  if (!tree_->fits(leaf)) {
    return forget_changes(*spot.leaf);
  }
  CS_TRY(write_segments(intervals, record));
  CS_TRY(commit_leaf(*spot.leaf));
  free_at_ = leaf_lasts_at_;
  is_unsettled_ = true;
  for (const std::uint32_t pointer : old_pointers) {
    if (Buffer* gone = pool().find(storage(), base + pointer)) {
      pool().drop(*gone);
    }
  }
  return true;
}

Result<void> KeySequenced::erase_spanned(const KeySpot& spot) {
  const Pin leaf_pin(spot.leaf), data_pin(spot.data);
  CS_ASSIGN(const std::size_t count, group_size(*spot.leaf, spot.entry));
  spot.data->directory.segment = Segment::kWhole;
  spot.data->directory.records.clear();
  spot.data->directory.encode(spot.data->bytes);
  set_busy(spot.data->bytes, true);
  if (auto written = pool().write(*spot.data); !written) {
    return broken(written.failure());
  }
  CS_KILL_POINT("vsam.spanned_emptied");
  return finish_erase(*spot.leaf, spot.entry, count);
}

/// The CI at `entry` is empty; the ones behind it, up to `count`, held the rest of its record.
Result<void> KeySequenced::finish_erase(Buffer& leaf, std::size_t entry, std::size_t count) {
  IndexRecord& index = leaf.index;
  const std::uint32_t base = interval_of(index, 0) - index.entries[0].pointer;
  CS_ASSIGN(Buffer* const data, data_buffer(leaf, entry));
  const ByteView last = index.bound(entry + count - 1);
  const Bytes bound(last.begin(), last.end());
  for (std::size_t i = 1; i < count; ++i) {
    const std::uint32_t pointer = index.entries[entry + i].pointer;
    index.free.push_back(pointer);
    if (Buffer* gone = pool().find(storage(), base + pointer)) {
      pool().drop(*gone);
    }
  }
  index.erase(entry + 1, count - 1);
  index.set_bound(entry, bound);
  CS_TRY(commit_leaf(leaf));
  free_at_ = leaf_lasts_at_;
  CS_KILL_POINT("vsam.spanned_freed");
  cut(*data, 0);
  return {};
}

}  // namespace coldsite::vsam
