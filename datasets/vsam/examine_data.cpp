// DATATEST: every CI that the sequence set names, in key order; of data sets without index every CI
// below the high-used RBA.
#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/definition.hpp"
#include "datasets/vsam/examine_parts.hpp"

namespace coldsite::vsam {
namespace {

using Kind = ExamineKind;
using Severity = ExamineSeverity;

constexpr std::uint32_t kRecordNumberBytes = 4;

std::string hex(ByteView key) {
  constexpr std::size_t kShown = 16;
  std::string text = "X'";
  for (const std::uint8_t byte : key.first(std::min(key.size(), kShown))) {
    text += fmt::format("{:02X}", byte);
  }
  return text + (key.size() > kShown ? "...'" : "'");
}

bool is_above(ByteView key, ByteView bound) {
  return std::memcmp(key.data(), bound.data(), std::min(key.size(), bound.size())) > 0;
}

}  // namespace

void DataExamination::add(Kind kind, Severity severity, std::uint32_t number, std::string text) {
  findings_.add({kind, severity, false, data_.rba_of(number), 0, std::move(text)});
}

/// false: the CI has nothing to look at; that is told.
Result<bool> DataExamination::read(std::uint32_t number, IntervalDirectory& directory) {
  interval_.resize(data_.storage->interval_bytes());
  if (const auto done = data_.storage->read(number, interval_); !done) {
    add(Kind::kDataUnreadable, Severity::kMajor, number, done.failure().text());
    return false;
  }
  const bool has_slots = data_.component.attributes().organization == Organization::kRelative;
  if (const auto wrong = directory.decode(interval_, has_slots)) {
    add(Kind::kDataIntervalDamaged, Severity::kMajor, number, *wrong);
    return false;
  }
  if (directory.is_end_of_file) {
    add(Kind::kDataEndOfFile, Severity::kMajor, number,
        "a software end of file stands where data should be");
    return false;
  }
  return true;
}

Result<void> DataExamination::run_by_index(ExaminedComponent& index,
                                           const std::vector<std::uint32_t>& leaves) {
  const std::uint32_t bytes = data_.storage->interval_bytes();
  Bytes leaf_interval(index.storage->interval_bytes());
  Bytes bound_before;
  IndexRecord leaf;
  IntervalDirectory directory;
  bool is_first = true;
  for (const std::uint32_t number : leaves) {
    CS_TRY(index.storage->read(number, leaf_interval));
    if (leaf.decode(leaf_interval, data_.component.attributes().key_bytes)) {
      continue;  // INDEXTEST told
    }
    report_.empty_intervals += static_cast<std::uint32_t>(leaf.free.size());
    for (std::size_t entry = 0; entry < leaf.entries.size(); ++entry) {
      const std::uint32_t interval = leaf.base_rba / bytes + leaf.entries[entry].pointer;
      const bool exists = leaf.base_rba % bytes == 0 &&
                          leaf.entries[entry].pointer < data_.storage->intervals_per_area() &&
                          interval < data_.storage->interval_count();
      const ByteView bound = leaf.bound(entry);
      if (exists) {
        CS_ASSIGN(const bool is_good, read(interval, directory));
        if (is_good) {
          look_at(interval, directory, {bound_before, bound, is_first, bound.empty()});
        }
      }
      bound_before.assign(bound.begin(), bound.end());
      is_first = false;
    }
  }
  finish();
  return {};
}

Result<void> DataExamination::run_by_rba() {
  IntervalDirectory directory;
  for (std::uint32_t number = 0; number < data_.used; ++number) {
    CS_ASSIGN(const bool is_good, read(number, directory));
    if (is_good) {
      look_at(number, directory, {.low = {}, .high = {}, .is_first = true, .is_last = true});
    }
  }
  finish();
  return {};
}

void DataExamination::look_at(std::uint32_t number, const IntervalDirectory& directory,
                              const Bounds& bounds) {
  const ComponentAttributes& a = data_.component.attributes();
  if (directory.is_busy) {
    add(Kind::kSplitUnfinished, Severity::kMinor, number,
        "it is marked busy: a split was interrupted");
  }
  ++report_.data_intervals;
  free_bytes_ += directory.free_bytes;
  check_segment(number, directory);
  if (directory.segment == Segment::kMiddle || directory.segment == Segment::kLast) {
    return;
  }
  for (std::size_t slot = 0; slot < directory.records.size(); ++slot) {
    const ByteView record = directory.records[slot].in(interval_);
    if (slot < directory.slot_empty.size() && directory.slot_empty[slot] != 0) {
      continue;
    }
    const bool is_keyed = has_index(a);
    if (is_keyed && record.size() < std::size_t{a.key_offset} + a.key_bytes) {
      add(Kind::kRecordLength, Severity::kMajor, number,
          fmt::format("record {} of {} bytes is too short for its key", slot, record.size()));
      continue;
    }
    if (is_keyed && directory.is_busy && !bounds.is_last &&
        is_above(record.subspan(a.key_offset, a.key_bytes), bounds.high)) {
      continue;  // it moved in the split
    }
    ++report_.records;
    if (directory.segment == Segment::kWhole) {
      check_length(number, record.size());
    }
    if (is_keyed) {
      check_key(number, slot, record, bounds);
    }
  }
}

void DataExamination::check_key(std::uint32_t number, std::size_t slot, ByteView record,
                                const Bounds& bounds) {
  const ComponentAttributes& a = data_.component.attributes();
  const ByteView key = record.subspan(a.key_offset, a.key_bytes);
  if (!high_key_.empty() && std::memcmp(key.data(), high_key_.data(), key.size()) <= 0) {
    add(Kind::kKeyOrder, Severity::kMajor, number,
        fmt::format("key {} of record {} is not above {} before it", hex(key), slot,
                    hex(high_key_)));
  }
  if ((!bounds.is_first && !is_above(key, bounds.low)) ||
      (!bounds.is_last && is_above(key, bounds.high))) {
    add(Kind::kKeyOutsideBounds, Severity::kMajor, number,
        fmt::format("the index looks for key {} of record {} in another CI", hex(key), slot));
  }
  high_key_.assign(key.begin(), key.end());
}

void DataExamination::check_segment(std::uint32_t number, const IntervalDirectory& directory) {
  const Segment segment = directory.segment;
  const bool continues = segment == Segment::kMiddle || segment == Segment::kLast;
  if (continues != is_in_record_) {
    add(Kind::kSegments, Severity::kMajor, number,
        is_in_record_ ? "a spanned record ends before its last segment"
                      : "a segment stands here without the first one of its record");
  } else if (continues && directory.update_number != update_number_) {
    add(Kind::kSegments, Severity::kMajor, number,
        fmt::format("a segment of update {} follows one of update {}", directory.update_number,
                    update_number_));
  }
  if (segment == Segment::kFirst) {
    spanned_bytes_ = 0;
  }
  if (segment != Segment::kWhole) {
    update_number_ = directory.update_number;
    for (const IntervalRecord& part : directory.records) {
      spanned_bytes_ += part.bytes;
    }
  }
  if (segment == Segment::kLast && is_in_record_) {
    check_length(number, spanned_bytes_);
  }
  is_in_record_ = segment == Segment::kFirst || segment == Segment::kMiddle;
}

void DataExamination::check_length(std::uint32_t number, std::uint64_t bytes) {
  const ComponentAttributes& a = data_.component.attributes();
  const std::uint32_t longest =
      a.max_record_bytes +
      (a.organization == Organization::kVariableRelative ? kRecordNumberBytes : 0);
  if (bytes > longest ||
      (a.organization == Organization::kRelative && bytes != a.max_record_bytes)) {
    add(Kind::kRecordLength, Severity::kMajor, number,
        fmt::format("a record has {} bytes, the data set's have {} at most", bytes, longest));
  }
  report_.record_bytes_max = std::max(report_.record_bytes_max, static_cast<std::uint32_t>(bytes));
}

void DataExamination::finish() {
  const std::uint64_t all = std::uint64_t{report_.data_intervals} * data_.storage->interval_bytes();
  report_.free_percent = all == 0 ? 0 : static_cast<std::uint32_t>(free_bytes_ * 100 / all);
  if (is_in_record_) {
    findings_.add({Kind::kSegments, Severity::kMajor, false, 0, 0,
                   "the last spanned record has no last segment"});
  }
}

}  // namespace coldsite::vsam
