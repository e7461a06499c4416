#include "datasets/vsam/area_loader.hpp"

#include <algorithm>

namespace coldsite::vsam {
namespace {

/// What an index record takes before any key: header, RDF, CIDF, a pointer for each CI (in an entry
/// or in the list of free ones) and the section marks.
std::size_t leaf_overhead(std::uint32_t intervals) {
  const std::size_t width = intervals <= 0x100 ? 1 : intervals <= 0x10000 ? 2 : 3;
  std::size_t sections = 1;
  while (sections * sections < intervals) {
    ++sections;
  }
  return 24 + 7 + intervals * width + 2 * (sections + 1);
}

}  // namespace

void AreaLoader::start(const LoadShape& shape, std::uint32_t area) {
  shape_ = shape;
  is_active_ = true;
  area_ = area;
  used_ = record_count_ = offset_ = 0;
  bytes_.resize(std::size_t{shape.interval_bytes} * shape.intervals_per_area);
  builder_.reset();
  leaf_.clear();
  leaf_bytes_ = leaf_overhead(shape.intervals_per_area);
  first_key_.clear();
  last_key_.clear();
}

bool AreaLoader::add(ByteView record) {
  if (record.size() > whole_record_bytes_max(shape_.interval_bytes)) {
    return add_spanned(record);
  }
  const auto bytes = static_cast<std::uint32_t>(record.size());
  const ByteView key = record.subspan(shape_.key_offset, shape_.key_bytes);
  const bool has_room =
      builder_ && builder_->free_after(bytes) >= static_cast<std::int32_t>(shape_.free_bytes);
  if (!has_room && !begin_interval(key)) {
    return false;
  }
  builder_->add(record);
  note(key, used_ - 1, offset_);
  offset_ += bytes;
  return true;
}

/// The next CI for a record with that key. false: the area is full.
bool AreaLoader::begin_interval(ByteView key) {
  const std::uint32_t limit = shape_.intervals_per_area - shape_.free_intervals;
  if (used_ >= limit || (used_ != 0 && !add_entry(separator(last_key_, key), used_ - 1))) {
    return false;
  }
  builder_.emplace(interval(used_));
  ++used_;
  offset_ = 0;
  return true;
}

/// An entry takes its key, F and L; one more with a key of full length has to fit behind it.
bool AreaLoader::add_entry(ByteView bound, std::uint32_t pointer) {
  const std::size_t bytes = bound.size() + 2;  // less what it shares with the one before
  std::size_t shared = 0;
  if (!leaf_.entries.empty()) {
    const ByteView before = leaf_.bound(leaf_.entries.size() - 1);
    while (shared < std::min(before.size(), bound.size()) && before[shared] == bound[shared]) {
      ++shared;
    }
  }
  if (leaf_bytes_ + bytes - shared + shape_.key_bytes + 8 > shape_.index_interval_bytes) {
    return false;
  }
  leaf_bytes_ += bytes - shared;
  leaf_.insert(leaf_.entries.size(), bound, pointer);
  return true;
}

bool AreaLoader::add_spanned(ByteView record) {
  const ByteView key = record.subspan(shape_.key_offset, shape_.key_bytes);
  const std::size_t segment = segment_bytes_max(shape_.interval_bytes);
  const std::size_t count = (record.size() + segment - 1) / segment;
  if (count > shape_.intervals_per_area - used_ ||
      leaf_bytes_ + count * 2 + 3 * (std::size_t{shape_.key_bytes} + 2) >
          shape_.index_interval_bytes ||
      (used_ != 0 && !add_entry(separator(last_key_, key), used_ - 1))) {
    return false;
  }
  const std::uint32_t first = used_;
  ByteView rest = record;
  for (std::size_t i = 0; i < count; ++i) {
    const ByteView part = rest.first(std::min(segment, rest.size()));
    write_segment(interval(used_), segment_of(i, count), 0, part);
    rest = rest.subspan(part.size());
    if (i + 1 < count) {
      leaf_.insert(leaf_.entries.size(), key, used_);
      leaf_bytes_ += 2 + (i == 0 ? key.size() : 0);
    }
    ++used_;
  }
  builder_.reset();
  note(key, first, 0);
  return true;
}

void AreaLoader::note(ByteView key, std::uint32_t interval, std::size_t offset) {
  if (first_key_.empty()) {
    first_key_.assign(key.begin(), key.end());
  }
  last_key_.assign(key.begin(), key.end());
  last_rba_ =
      (std::uint64_t{area_} * shape_.intervals_per_area + interval) * shape_.interval_bytes +
      offset;
  ++record_count_;
}

void AreaLoader::fill(IndexRecord& leaf) const {
  leaf.base_rba = area_ * shape_.intervals_per_area * shape_.interval_bytes;
  leaf.entries = leaf_.entries;
  leaf.keys = leaf_.keys;
  leaf.insert(leaf.entries.size(), {}, used_ - 1);
  for (std::uint32_t number = shape_.intervals_per_area; number > used_; --number) {
    leaf.free.push_back(number - 1);
  }
}

}  // namespace coldsite::vsam
