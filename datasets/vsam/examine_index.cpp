// INDEXTEST: one pass over all index CIs for what each says alone, then pointers from above, then
// the chain of each level, then the control areas.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "datasets/messages/csm.hpp"
#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/examine_parts.hpp"

namespace coldsite::vsam {

using Kind = ExamineKind;
using Severity = ExamineSeverity;

int compare_bounds(ByteView a, ByteView b) {
  const std::size_t length = std::max(a.size(), b.size());
  for (std::size_t i = 0; i < length; ++i) {
    const int left = i < a.size() ? a[i] : 0xFF;
    const int right = i < b.size() ? b[i] : 0xFF;
    if (left != right) {
      return left < right ? -1 : 1;
    }
  }
  return 0;
}

void IndexExamination::add(Kind kind, Severity severity, std::uint32_t number, std::string text) {
  const std::uint32_t level = number < records_.size() ? records_[number].level : 0;
  findings_.add({kind, severity, true, index_.rba_of(number), level, std::move(text)});
}

Result<void> IndexExamination::run() {
  CS_TRY(summarize());
  if (records_.empty()) {
    return {};  // nothing was loaded yet
  }
  check_root();
  CS_TRY(check_parents());
  for (std::uint32_t level = levels_; level >= 1; --level) {
    walk_level(static_cast<std::uint8_t>(level));
  }
  check_unused();
  check_areas();
  return {};
}

Result<void> IndexExamination::summarize() {
  records_.resize(index_.used);
  Bytes interval(index_.storage->interval_bytes());
  for (std::uint32_t number = 0; number < index_.used; ++number) {
    if (const auto read = index_.storage->read(number, interval); !read) {
      add(Kind::kIndexUnreadable, Severity::kMajor, number, read.failure().text());
      continue;
    }
    CS_TRY(take(number, interval));
  }
  return {};
}

Result<void> IndexExamination::take(std::uint32_t number, ByteView interval) {
  if (is_end_of_file(interval)) {
    add(Kind::kIndexEndOfFile, Severity::kMajor, number,
        "a software end of file stands below the high-used RBA");
    return {};
  }
  IndexRecord record;
  if (const auto wrong = record.decode(interval, data_.component.attributes().key_bytes)) {
    add(Kind::kIndexRecordDamaged, Severity::kMajor, number, *wrong);
    return {};
  }
  IndexSummary& summary = records_[number];
  summary.level = record.level;
  if (record.entries.empty()) {
    add(Kind::kIndexRecordDamaged, Severity::kMajor, number, "it has no entries");
    return {};
  }
  if (record.next_rba % index_.storage->interval_bytes() != 0) {
    add(Kind::kChainBroken, Severity::kMajor, number,
        fmt::format("the chain leads to RBA {}, where no index record begins", record.next_rba));
    return {};
  }
  summary.is_readable = true;
  summary.next = record.next_rba / index_.storage->interval_bytes();
  summary.base_rba = record.base_rba;
  summary.first_child = record.entries.front().pointer;
  const ByteView bound = record.bound(record.entries.size() - 1);
  summary.bound.assign(bound.begin(), bound.end());
  if (record.level == 1) {
    check_area(number, record);
  } else {
    check_children(number, record);
  }
  return {};
}

/// Entries and free list of a sequence set record name each CI of the control area once.
void IndexExamination::check_area(std::uint32_t number, const IndexRecord& record) {
  const std::uint32_t count = data_.storage->intervals_per_area();
  std::vector<bool> seen(count);
  const auto take = [&](std::uint32_t interval, std::string_view as) {
    if (interval >= count) {
      add(Kind::kFreeListWrong, Severity::kMajor, number,
          fmt::format("it names CI {} as {}, a control area has {}", interval, as, count));
    } else if (seen[interval]) {
      add(Kind::kSequenceSetPointerTwice, Severity::kMajor, number,
          fmt::format("it names CI {} twice, the second time as {}", interval, as));
    } else {
      seen[interval] = true;
    }
  };
  for (const IndexEntry& entry : record.entries) {
    take(entry.pointer, "used");
  }
  for (const std::uint32_t interval : record.free) {
    take(interval, "free");
  }
  const auto missing = std::ranges::count(seen, false);
  if (missing != 0) {
    const auto first = std::ranges::find(seen, false) - seen.begin();
    add(Kind::kFreeListWrong, Severity::kMajor, number,
        fmt::format("{} CIs of the control area, CI {} the first, are neither used nor free",
                    missing, first));
  }
}

void IndexExamination::check_children(std::uint32_t number, const IndexRecord& record) {
  for (const IndexEntry& entry : record.entries) {
    if (entry.pointer >= records_.size()) {
      add(Kind::kPointerOutside, Severity::kMajor, number,
          fmt::format("it points to index CI {}, the index has {}", entry.pointer,
                      records_.size()));
    } else if (records_[entry.pointer].has_parent) {
      add(Kind::kPointerTwice, Severity::kMajor, number,
          fmt::format("it points to index CI {}, to which another entry points too",
                      entry.pointer));
    } else {
      records_[entry.pointer].has_parent = true;
    }
  }
}

/// The root is the only record of the highest level; everything is found from there.
void IndexExamination::check_root() {
  const VolumeRecord& vvr = index_.component.volumes[0];
  root_ = vvr.root_rba / index_.storage->interval_bytes();
  std::uint8_t highest = 0;
  for (const IndexSummary& record : records_) {
    highest = record.is_readable ? std::max(highest, record.level) : highest;
  }
  const bool is_inside =
      root_ < records_.size() && vvr.root_rba % index_.storage->interval_bytes() == 0;
  if (!is_inside || !records_[root_].is_readable) {
    add(Kind::kRootWrong, Severity::kMajor, is_inside ? root_ : 0,
        fmt::format("the VVR's root at RBA {} is no index record", vvr.root_rba));
    return;
  }
  levels_ = records_[root_].level;
  if (records_[root_].has_parent || levels_ != highest) {
    add(Kind::kRootWrong, Severity::kMajor, root_,
        fmt::format("the VVR's root is of level {}, the index has {}", levels_, highest));
  }
  if (vvr.statistics.levels != levels_) {
    add(Kind::kLevelWrong, Severity::kMinor, root_,
        fmt::format("the root is of level {}, the VVR says {}", levels_, vvr.statistics.levels));
  }
}

Result<void> IndexExamination::check_parents() {
  Bytes interval(index_.storage->interval_bytes());
  IndexRecord record;
  for (std::uint32_t number = 0; number < records_.size(); ++number) {
    if (!records_[number].is_readable || records_[number].level == 1) {
      continue;
    }
    CS_TRY(index_.storage->read(number, interval));
    if (record.decode(interval, data_.component.attributes().key_bytes)) {
      continue;  // another job is at work; the first pass saw it whole
    }
    for (std::size_t entry = 0; entry < record.entries.size(); ++entry) {
      check_child(number, record, entry);
    }
  }
  return {};
}

void IndexExamination::check_child(std::uint32_t number, const IndexRecord& record,
                                   std::size_t entry) {
  const std::uint32_t child = record.entries[entry].pointer;
  if (child >= records_.size() || !records_[child].is_readable) {
    return;  // told already
  }
  const IndexSummary& below = records_[child];
  if (below.level + 1 != record.level) {
    add(Kind::kLevelWrong, Severity::kMajor, number,
        fmt::format("it is of level {} and points to index CI {} of level {}", record.level, child,
                    below.level));
    return;
  }
  // A right neighbour that no parent knows took the upper part: told as kNotInParent.
  const bool was_split = below.next != 0 && below.next < records_.size() &&
                         records_[below.next].is_readable && !records_[below.next].has_parent;
  const int order = compare_bounds(below.bound, record.bound(entry));
  if (order != 0 && !(was_split && order < 0)) {
    add(Kind::kBoundWrong, Severity::kMajor, number,
        fmt::format("its key for index CI {} is not the highest key there", child));
  }
}

std::optional<std::uint32_t> IndexExamination::leftmost(std::uint8_t level) const {
  std::uint32_t at = root_;
  for (std::uint32_t steps = 0; steps <= levels_; ++steps) {
    if (at >= records_.size() || !records_[at].is_readable) {
      return {};
    }
    if (records_[at].level == level) {
      return at;
    }
    at = records_[at].first_child;
  }
  return {};
}

/// Along the chain of a level: every record once, keys ascending, to the record without a bound.
void IndexExamination::walk_level(std::uint8_t level) {
  const auto first = leftmost(level);
  if (!first) {
    add(Kind::kChainBroken, Severity::kMajor, root_,
        fmt::format("the first record of level {} cannot be reached", level));
    return;
  }
  const VolumeRecord& vvr = index_.component.volumes[0];
  if (level == 1 && index_.rba_of(*first) != vvr.first_sequence_set_rba) {
    add(Kind::kSequenceSetStart, Severity::kMajor, *first,
        fmt::format("the sequence set begins here, the VVR says at RBA {}",
                    vvr.first_sequence_set_rba));
  }
  const IndexSummary* before = nullptr;
  for (std::uint32_t at = *first;;) {
    IndexSummary& record = records_[at];
    record.is_in_chain = true;
    if (level == 1) {
      leaves_.push_back(at);
    }
    if (before != nullptr && compare_bounds(before->bound, record.bound) >= 0) {
      add(Kind::kIndexKeyOrder, Severity::kMajor, at,
          "its highest key is not above that of the record before it");
    }
    before = &record;
    if (record.next == 0) {
      if (!record.bound.empty()) {
        add(Kind::kChainBroken, Severity::kMajor, at,
            fmt::format("the chain of level {} ends here, below the highest key", level));
      }
      return;
    }
    if (record.next >= records_.size() || !records_[record.next].is_readable ||
        records_[record.next].level != level || records_[record.next].is_in_chain) {
      add(Kind::kChainBroken, Severity::kMajor, at,
          fmt::format("the chain of level {} leads to RBA {}, which is no further record of it",
                      level, index_.rba_of(record.next)));
      return;
    }
    at = record.next;
  }
}

void IndexExamination::check_unused() {
  for (std::uint32_t number = 0; number < records_.size(); ++number) {
    const IndexSummary& record = records_[number];
    if (!record.is_readable || number == root_) {
      continue;
    }
    if (record.is_in_chain && !record.has_parent) {
      add(Kind::kNotInParent, Severity::kMinor, number,
          "it is in the chain of its level, and the level above does not know it: a split was "
          "interrupted");
    } else if (!record.is_in_chain && record.has_parent) {
      add(Kind::kChainBroken, Severity::kMajor, number,
          "the level above knows it, and it is not in the chain of its level");
    } else if (!record.is_in_chain) {
      add(Kind::kNotUsed, Severity::kMinor, number,
          "nothing leads to it: a split was interrupted, or the chain is broken");
    }
  }
}

/// Each control area below the high-used RBA has one sequence set record.
void IndexExamination::check_areas() {
  const std::uint32_t area_bytes = data_.storage->area_bytes();
  std::map<std::uint32_t, std::uint32_t> leaf_of;
  for (const std::uint32_t leaf : leaves_) {
    const std::uint32_t base = records_[leaf].base_rba;
    if (base % area_bytes != 0 || base / area_bytes >= data_.storage->area_count()) {
      add(Kind::kAreaOutside, Severity::kMajor, leaf,
          fmt::format("its control area at RBA {} is not one of the data component", base));
    } else if (base >= data_.component.high_used_rba()) {
      add(Kind::kAreaOutside, Severity::kMajor, leaf,
          fmt::format("its control area at RBA {} is behind the high-used RBA {}", base,
                      data_.component.high_used_rba()));
    }
    if (!leaf_of.emplace(base, leaf).second) {
      add(Kind::kAreaTwice, Severity::kMajor, leaf,
          fmt::format("the record at RBA {} describes the same control area",
                      index_.rba_of(leaf_of[base])));
    }
  }
  for (std::uint64_t base = 0; base < data_.component.high_used_rba(); base += area_bytes) {
    if (!leaf_of.contains(static_cast<std::uint32_t>(base))) {
      findings_.add({Kind::kAreaUnknown, Severity::kMajor, false, base, 0,
                     "the sequence set does not know this control area"});
    }
  }
}

}  // namespace coldsite::vsam
