#include "datasets/vsam/index_tree.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/cluster_base.hpp"

namespace coldsite::vsam {
namespace {

/// A tree of 4 GiB needs fewer, whatever its keys.
constexpr std::uint32_t kLevelsMax = 24;

Bytes padded(ByteView bound, std::uint32_t key_bytes) {
  Bytes key(bound.begin(), bound.end());
  key.resize(key_bytes, 0xFF);
  return key;
}

}  // namespace

Result<void> IndexTree::load_state(const Component& component) {
  const VolumeRecord& record = component.volumes[0];
  const std::uint32_t bytes = storage_->interval_bytes();
  used_ = static_cast<std::uint32_t>(component.high_used_rba() / bytes);
  root_ = record.root_rba / bytes;
  first_leaf_ = record.first_sequence_set_rba / bytes;
  levels_ = record.statistics.levels;
  if (used_ > storage_->interval_count() || (used_ != 0 && std::max(root_, first_leaf_) >= used_)) {
    return failure<msg::CSM0021E>(
        component.place.name, component.place.volsers[0],
        fmt::format("its root is at RBA {}, its sequence set at {}, its end at {}", record.root_rba,
                    record.first_sequence_set_rba, component.high_used_rba()));
  }
  return {};
}

void IndexTree::store_state(Component& component) const {
  component.volumes[0].root_rba = rba_of(root_);
  component.volumes[0].first_sequence_set_rba = rba_of(first_leaf_);
  component.volumes[0].is_loading = used_ == 0;
  component.statistics().levels = levels_;
  component.statistics().records = used_;
  set_high_used_rba(component, rba_of(used_));
}

Failure IndexTree::damaged(std::uint32_t number, std::string_view what) const {
  return failure<msg::CSM0003E>(number, storage_->name(), what);
}

std::optional<std::string> IndexTree::check_pointers(const IndexRecord& record) const {
  if (record.level != 1) {
    for (const IndexEntry& entry : record.entries) {
      if (entry.pointer >= storage_->interval_count()) {
        return fmt::format("it points to index record {}", entry.pointer);
      }
    }
    return {};
  }
  const std::uint32_t limit = data_->intervals_per_area();
  if (record.base_rba % data_->area_bytes() != 0 ||
      record.base_rba / data_->area_bytes() >= data_->area_count()) {
    return fmt::format("its control area is at RBA {}", record.base_rba);
  }
  std::vector<bool> seen(limit);
  const auto take = [&seen, limit](std::uint32_t pointer) {
    const bool is_new = pointer < limit && !seen[pointer];
    if (is_new) {
      seen[pointer] = true;
    }
    return is_new;
  };
  for (const IndexEntry& entry : record.entries) {
    if (!take(entry.pointer)) {
      return fmt::format("CI {} of the control area is named twice or not there", entry.pointer);
    }
  }
  for (const std::uint32_t pointer : record.free) {
    if (!take(pointer)) {
      return fmt::format("free CI {} is in use or not there", pointer);
    }
  }
  return {};
}

Result<Buffer*> IndexTree::record(std::uint32_t number) {
  if (number >= storage_->interval_count()) {
    return damaged(number, "something points behind the end of the index");
  }
  CS_ASSIGN(Buffer* const buffer, pool_->get(*storage_, number));
  if (!buffer->is_decoded) {
    auto wrong = buffer->index.decode(buffer->bytes, key_bytes_);
    if (!wrong) {
      wrong = check_pointers(buffer->index);
    }
    if (wrong) {
      return damaged(number, *wrong);
    }
    buffer->is_decoded = true;
  }
  return buffer;
}

Result<Buffer*> IndexTree::next_in_chain(const Buffer& buffer, std::uint32_t& steps) {
  const std::uint32_t next_rba = buffer.index.next_rba, from = buffer.interval;
  const std::uint8_t level = buffer.index.level;
  if (next_rba % storage_->interval_bytes() != 0 || ++steps > storage_->interval_count()) {
    return damaged(from, "its chain of records does not end");
  }
  CS_ASSIGN(Buffer* const next, record(number_of(next_rba)));
  if (next->index.level != level) {
    return damaged(from, fmt::format("it is chained to level {}", next->index.level));
  }
  return next;
}

Result<Buffer*> IndexTree::find_level(std::uint8_t level, ByteView key) {
  std::uint32_t steps = 0;
  CS_ASSIGN(Buffer * at, record(root_));
  for (;;) {
    const std::size_t entry = at->index.search(key);
    if (entry == at->index.entries.size()) {
      if (at->index.next_rba == 0) {
        return damaged(at->interval, "none of its bounds reaches the key");
      }
      CS_ASSIGN(at, next_in_chain(*at, steps));
      continue;
    }
    if (at->index.level <= level) {
      found_entry_ = entry;
      return at;
    }
    const std::uint8_t child_level = static_cast<std::uint8_t>(at->index.level - 1);
    const std::uint32_t child = at->index.entries[entry].pointer;
    CS_ASSIGN(at, record(child));
    if (at->index.level != child_level) {
      return damaged(child, fmt::format("it is of level {}, not {}", at->index.level, child_level));
    }
  }
}

Result<Buffer*> IndexTree::leaf_after(const Buffer& leaf) {
  if (leaf.index.next_rba == 0) {
    return nullptr;
  }
  std::uint32_t steps = 0;
  return next_in_chain(leaf, steps);
}

Result<Buffer*> IndexTree::last_leaf() {
  CS_ASSIGN(Buffer * at, find_leaf(Bytes(key_bytes_, 0xFF)));
  std::uint32_t steps = 0;
  while (at->index.next_rba != 0) {
    CS_ASSIGN(at, next_in_chain(*at, steps));
  }
  return at;
}

/// Goes down toward the leaf and keeps the left neighbour of each record on the way, as far as the
/// parents know it; the rest of the way is along the chain.
Result<Buffer*> IndexTree::leaf_before(const Buffer& leaf) {
  const std::uint32_t wanted = leaf.interval;
  if (wanted == first_leaf_) {
    return nullptr;
  }
  const Bytes key = padded(leaf.index.bound(0), key_bytes_);
  std::optional<std::uint32_t> left;
  std::uint32_t steps = 0;
  CS_ASSIGN(Buffer * at, record(root_));
  while (at->index.level > 1) {
    const std::size_t entry = at->index.search(key);
    if (entry == at->index.entries.size()) {
      left = at->interval;
      if (at->index.next_rba == 0) {
        return damaged(left.value(), "none of its bounds reaches the key");
      }
      CS_ASSIGN(at, next_in_chain(*at, steps));
      continue;
    }
    const std::uint32_t child = at->index.entries[entry].pointer;
    if (entry > 0) {
      left = at->index.entries[entry - 1].pointer;
    } else if (left) {
      CS_ASSIGN(const Buffer* const neighbour, record(*left));
      left = neighbour->index.entries.back().pointer;
    }
    const std::uint8_t child_level = static_cast<std::uint8_t>(at->index.level - 1);
    CS_ASSIGN(at, record(child));
    if (at->index.level != child_level) {
      return damaged(child, fmt::format("it is of level {}", at->index.level));
    }
  }
  CS_ASSIGN(at, record(left.value_or(first_leaf_)));
  while (at->index.level == 1 && rba_of(wanted) != at->index.next_rba) {
    if (at->index.next_rba == 0) {
      return damaged(wanted, "it is not in the chain of the sequence set");
    }
    CS_ASSIGN(at, next_in_chain(*at, steps));
  }
  return at;
}

Result<void> IndexTree::reserve(std::uint32_t count) {
  while (storage_->interval_count() - used_ < count) {
    CS_TRY(storage_->extend());
  }
  return {};
}

Result<Buffer*> IndexTree::make(std::uint8_t level) {
  CS_TRY(reserve(1));
  if (used_ % storage_->intervals_per_area() == 0) {
    CS_TRY(storage_->write_area(used_ / storage_->intervals_per_area(), {}));
  }
  CS_ASSIGN(Buffer* const buffer, pool_->make(*storage_, used_));
  ++used_;
  buffer->index.clear();
  buffer->index.level = level;
  buffer->is_decoded = true;
  return buffer;
}

/// The highest bound of a sequence set may become a real one when keys above it are loaded.
bool IndexTree::fits(const IndexRecord& record) const {
  const bool is_open = record.level == 1 && record.next_rba == 0;
  return record.bytes_needed() + (is_open ? key_bytes_ + 1 : 0) <= storage_->interval_bytes();
}

void IndexTree::encode(Buffer& buffer) {
  const std::uint32_t free_before = IndexRecord::free_count(buffer.bytes);
  buffer.index.encode(buffer.bytes);
  free_intervals_ += static_cast<std::uint32_t>(buffer.index.free.size()) - free_before;
  if (buffer.index.keys.size() > std::size_t{16} * storage_->interval_bytes()) {
    buffer.is_decoded = false;  // reading it back drops bounds that nothing uses any more
  }
}

Result<void> IndexTree::write(Buffer& buffer) {
  encode(buffer);
  return pool_->write(buffer);
}

Result<void> IndexTree::commit(Buffer& buffer) {
  buffer.not_before = storage_->order()->after_now();
  return write(buffer);
}

void IndexTree::set_first(std::uint32_t leaf) {
  root_ = first_leaf_ = leaf;
  levels_ = 1;
}

Result<void> IndexTree::make_root(std::uint8_t level, std::uint32_t left, ByteView bound,
                                  std::uint32_t right) {
  CS_ASSIGN(Buffer* const root, make(level));
  root->index.insert(0, bound, left);
  root->index.insert(1, {}, right);
  const std::uint32_t number = root->interval;
  CS_TRY(write(*root));
  CS_KILL_POINT("vsam.index_root");
  root_ = number;
  levels_ = level;
  return {};
}

Result<void> IndexTree::add_to_parent(std::uint8_t level, std::uint32_t left, Bytes bound,
                                      std::uint32_t right) {
  for (;;) {
    CS_ASSIGN(const Buffer* const root, record(root_));
    if (level > kLevelsMax) {
      return damaged(root_, "the index has too many levels");
    }
    if (root->index.level < level) {
      return make_root(level, left, bound, right);
    }
    CS_ASSIGN(Buffer* const parent, find_level(level, padded(bound, key_bytes_)));
    IndexRecord& index = parent->index;
    const std::optional<std::size_t> entry = index.find_pointer(left);
    if (!entry) {
      return damaged(parent->interval, fmt::format("it does not lead to record {}", left));
    }
    if (std::ranges::equal(index.bound(*entry), bound)) {
      return {};  // it was done before
    }
    index.insert(*entry, bound, left);
    index.entries[*entry + 1].pointer = right;
    if (fits(index)) {
      return commit(*parent);
    }
    parent->is_decoded = false;  // as it is on the volume
    CS_TRY(split(parent->interval));
  }
}

/// The upper half of an index record goes to a new one.
Result<void> IndexTree::split(std::uint32_t number) {
  CS_ASSIGN(const Buffer* const first, record(number));
  const std::uint8_t level = first->index.level;
  if (first->index.entries.size() < 2) {
    return failure<msg::CSM0051E>(storage_->name(),
                                  fmt::format("record {} has room for one", number));
  }
  CS_TRY(reserve(1));
  CS_ASSIGN(Buffer* const right, make(level));
  CS_ASSIGN(Buffer* const left, record(number));
  const std::size_t middle = left->index.entries.size() / 2;
  for (std::size_t i = middle; i < left->index.entries.size(); ++i) {
    right->index.insert(i - middle, left->index.bound(i), left->index.entries[i].pointer);
  }
  right->index.next_rba = left->index.next_rba;
  const std::uint32_t right_number = right->interval;
  CS_TRY(write(*right));
  CS_KILL_POINT("vsam.index_split");
  const ByteView bound = left->index.bound(middle - 1);
  Bytes left_bound(bound.begin(), bound.end());
  left->index.erase(middle, left->index.entries.size() - middle);
  left->index.next_rba = rba_of(right_number);
  CS_TRY(commit(*left));
  CS_KILL_POINT("vsam.index_split_parent");
  return add_to_parent(static_cast<std::uint8_t>(level + 1), number, std::move(left_bound),
                       right_number);
}

}  // namespace coldsite::vsam
