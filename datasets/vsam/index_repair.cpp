// What an IndexTree does after an unclean end.
#include <algorithm>

#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/index_tree.hpp"

namespace coldsite::vsam {

/// The leftmost record of a level, or nothing when the root is below it.
Result<std::optional<std::uint32_t>> IndexTree::first_of_level(std::uint8_t level) {
  CS_ASSIGN(const Buffer* at, record(root_));
  if (at->index.level < level) {
    return std::optional<std::uint32_t>();
  }
  while (at->index.level > level) {
    const std::uint8_t below = static_cast<std::uint8_t>(at->index.level - 1);
    const std::uint32_t child = at->index.entries[0].pointer;
    CS_ASSIGN(at, record(child));
    if (at->index.level != below) {
      return damaged(child, "it is of another level than its parent says");
    }
  }
  return std::optional(at->interval);
}

/// What stands behind every record that can be reached is free.
Result<void> IndexTree::find_end() {
  CS_ASSIGN(const Buffer* const root, record(root_));
  const std::uint8_t top = root->index.level;
  std::uint32_t end = root_ + 1;
  for (std::uint8_t level = 1; level <= top; ++level) {
    std::uint32_t number = first_leaf_, steps = 0;
    if (level > 1) {
      CS_ASSIGN(const std::optional<std::uint32_t> first, first_of_level(level));
      number = first.value_or(root_);
    }
    CS_ASSIGN(const Buffer* at, record(number));
    end = std::max(end, number + 1);
    while (at->index.next_rba != 0) {
      CS_ASSIGN(at, next_in_chain(*at, steps));
      end = std::max(end, at->interval + 1);
    }
  }
  used_ = end;
  return {};
}

Result<void> IndexTree::repair_level(std::uint8_t level, std::uint32_t first) {
  std::uint32_t steps = 0, number = first;
  for (;;) {
    CS_ASSIGN(const Buffer* const left, record(number));
    if (left->index.next_rba == 0) {
      return {};
    }
    const ByteView bound = left->index.bound(left->index.entries.size() - 1);
    Bytes left_bound(bound.begin(), bound.end());
    CS_ASSIGN(const Buffer* const right, next_in_chain(*left, steps));
    const std::uint32_t right_number = right->interval;
    CS_TRY(add_to_parent(static_cast<std::uint8_t>(level + 1), number, std::move(left_bound),
                         right_number));
    number = right_number;
  }
}

/// CI 0 was formatted before the data set was marked open, and is the first that a load writes.
Result<void> IndexTree::probe() {
  if (used_ == 0) {
    CS_ASSIGN(const Buffer* const first, pool_->get(*storage_, 0));
    if (!is_end_of_file(first->bytes)) {
      set_first(0);
      used_ = 1;
    }
  }
  return {};
}

Result<void> IndexTree::repair() {
  CS_TRY(find_end());
  for (std::uint8_t level = 1;; ++level) {
    CS_ASSIGN(const std::optional<std::uint32_t> first, first_of_level(level));
    if (!first) {
      return {};
    }
    CS_TRY(repair_level(level, level == 1 ? first_leaf_ : *first));
    CS_ASSIGN(const Buffer* const root, record(root_));
    levels_ = root->index.level;
  }
}

}  // namespace coldsite::vsam
