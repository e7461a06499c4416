// A key-sequenced data set after an unclean end: the real end, splits and erases that were begun.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/vsam/key_sequenced.hpp"

namespace coldsite::vsam {

Result<std::string> KeySequenced::verify() {
  Verification found;
  if (was_unclean()) {
    CS_TRY(tree_->probe());
  }
  if (options().update && !tree_->is_empty()) {
    CS_TRY(tree_->repair());
  }
  if (tree_->is_empty()) {
    return std::string("nothing was loaded");
  }
  std::uint32_t steps = 0;
  std::uint32_t number = tree_->first_leaf();
  for (;;) {
    CS_ASSIGN(Buffer* const leaf, tree_->record(number));
    const Pin pin(leaf);
    CS_TRY(verify_leaf(*leaf, found));
    CS_ASSIGN(const Buffer* const next, tree_->leaf_after(*leaf));
    if (next == nullptr) {
      break;
    }
    if (++steps > index_storage_->interval_count()) {
      return tree_->damaged(number, "the chain of the sequence set does not end");
    }
    number = next->interval;
  }
  used_areas_ = std::max(used_areas_, found.areas);
  statistics().records = found.records;
  tree_->set_free_intervals(found.free_intervals);
  std::string text = fmt::format("{} records in {} control areas", found.records, found.areas);
  if (found.splits != 0) {
    text += fmt::format(", {} begun changes of control intervals finished", found.splits);
  }
  if (found.segments != 0) {
    text += fmt::format(", {} segments of erased records freed", found.segments);
  }
  if (found.damaged != 0) {
    text += fmt::format(", {} control intervals are damaged", found.damaged);
  }
  return text;
}

Result<void> KeySequenced::verify_leaf(Buffer& leaf, Verification& found) {
  found.areas = std::max(found.areas, leaf.index.base_rba / storage().area_bytes() + 1);
  bool is_in_record = false;
  for (std::size_t entry = 0; entry < leaf.index.entries.size(); ++entry) {
    if (cached(interval_of(leaf.index, entry)) == nullptr) {
      CS_TRY(read_ahead(leaf.index, entry));
    }
    CS_TRY(verify_interval(leaf, entry, found));
    if (const auto data = data_buffer(leaf, entry)) {
      CS_TRY(verify_segment(**data, is_in_record, found));
      const Segment segment = (*data)->directory.segment;
      is_in_record = segment == Segment::kFirst || segment == Segment::kMiddle;
    }
  }
  found.free_intervals += static_cast<std::uint32_t>(leaf.index.free.size());
  return {};
}

/// A segment that no record leads to: its write lasted, that of the sequence set record did not.
Result<void> KeySequenced::verify_segment(Buffer& data, bool is_in_record, Verification& found) {
  const Segment segment = data.directory.segment;
  if (is_in_record || (segment != Segment::kMiddle && segment != Segment::kLast) ||
      !options().update) {
    return {};
  }
  ++found.segments;
  data.directory.segment = Segment::kWhole;
  data.directory.records.clear();
  data.directory.encode(data.bytes);
  return pool().write(data);
}

Result<void> KeySequenced::verify_interval(Buffer& leaf, std::size_t entry, Verification& found) {
  const auto data = data_buffer(leaf, entry);
  if (!data) {
    ++found.damaged;  // a request for its records will tell
    return {};
  }
  Buffer& interval = **data;
  const Pin pin(&interval);
  const Segment segment = interval.directory.segment;
  if (segment == Segment::kWhole || segment == Segment::kFirst) {
    found.records += static_cast<std::uint32_t>(interval.directory.records.size());
  }
  if (!interval.directory.is_busy || !options().update) {
    return {};
  }
  // A record of several CIs whose first one was emptied: the others follow in the index.
  std::size_t count = 1;
  while (interval.directory.records.empty() && entry + count < leaf.index.entries.size()) {
    const auto next = data_buffer(leaf, entry + count);
    if (!next || ((*next)->directory.segment != Segment::kMiddle &&
                  (*next)->directory.segment != Segment::kLast)) {
      break;
    }
    ++count;
  }
  ++found.splits;
  if (segment == Segment::kFirst) {
    set_busy(interval.bytes, false);
    interval.is_decoded = false;
    return pool().write(interval);
  }
  if (count > 1) {
    found.segments += static_cast<std::uint32_t>(count - 1);
    return finish_erase(leaf, entry, count);
  }
  interval.directory.encode(interval.bytes);
  return pool().write(interval);
}

}  // namespace coldsite::vsam
