// Changing single records of a key-sequenced data set.
#include <algorithm>

#include <fmt/format.h>

#include "datasets/io/kill_point.hpp"
#include "datasets/messages/csm.hpp"
#include "datasets/vsam/key_sequenced.hpp"

namespace coldsite::vsam {
namespace {

std::string hexadecimal(ByteView key) {
  std::string text = "X'";
  for (const std::uint8_t byte : key) {
    text += fmt::format("{:02X}", byte);
  }
  return text + "'";
}

}  // namespace

Result<void> KeySequenced::check_record(ByteView record) const {
  const std::size_t bytes = record.size();
  // The number before a record of a VRRDS is not in its RECORDSIZE.
  const std::uint32_t limit = attributes().max_record_bytes == 0 ||
                                      attributes().organization != Organization::kVariableRelative
                                  ? attributes().max_record_bytes
                                  : attributes().max_record_bytes + key_bytes_;
  const auto wrong = [&](const std::string& why) {
    return failure<msg::CSM0048E>(bytes, data().place.name, why);
  };
  if (bytes < key_offset_ + key_bytes_) {
    return wrong(fmt::format("its key ends at byte {}", key_offset_ + key_bytes_));
  }
  if (limit != 0 && bytes > limit) {
    return wrong(fmt::format("RECORDSIZE allows {}", limit));
  }
  if (is_spanned(bytes) && !attributes().is_spanned) {
    return wrong(fmt::format("a CI holds {} and records do not span CIs",
                             whole_record_bytes_max(interval_bytes())));
  }
  if (is_spanned(bytes) && (segments_of(bytes) > storage().intervals_per_area() ||
                            key_offset_ + key_bytes_ > segment_bytes_max(interval_bytes()))) {
    return wrong("it does not fit into a control area, or its key not into a control interval");
  }
  return {};
}

/// An empty index begins with a CI that says so, before the open indicator makes anybody look.
Result<void> KeySequenced::prepare_change() {
  if (is_empty()) {
    index_pool_->drop(*index_storage_);
    CS_TRY(index_storage_->write_area(0, {}));
  }
  return {};
}

Result<std::uint64_t> KeySequenced::insert(ByteView record) {
  if (loader_.is_active()) {
    CS_TRY(check_record(record));
    const ByteView key = key_of(record);
    const ByteView last = loader_.last_key();
    if (std::memcmp(key.data(), last.data(), key_bytes_) > 0) {
      if (!loader_.add(record)) {
        const Bytes high(last.begin(), last.end());
        CS_TRY(settle_load());
        CS_TRY(start_load(high, record));
      }
      ++statistics().records;
      return loader_.last_rba();
    }
    CS_TRY(settle_load());
  }
  CS_TRY(check_record(record));
  CS_TRY(begin_change());
  CS_TRY(hold(key_of(record)));
  CS_ASSIGN(std::uint64_t rba, insert_anywhere(record));
  ++statistics().records;
  if (loader_.is_active()) {
    rba = loader_.last_rba();
    if (is_shared() && !options().defer_writes) {
      CS_TRY(settle_load());
    }
  } else {
    ++statistics().inserted;
    ++changes_;
  }
  CS_TRY(settle_for_others());
  return rba;
}

Result<std::uint64_t> KeySequenced::insert_anywhere(ByteView record) {
  if (tree_->is_empty()) {
    CS_TRY(start_load({}, record));
    return loader_.last_rba();
  }
  if (is_spanned(record.size())) {
    return insert_spanned(record);
  }
  const ByteView key = key_of(record);
  for (;;) {
    CS_ASSIGN(KeySpot spot, find(key));
    if (spot.is_found) {
      return failure<msg::CSM0047E>(data().place.name, hexadecimal(key));
    }
    const std::size_t count = spot.data->directory.records.size();
    if (count != 0 && spot.slot == count && spot.leaf->index.next_rba == 0 &&
        spot.entry + 1 == spot.leaf->index.entries.size()) {
      return append(spot, record);
    }
    if (fits(spot, record.size())) {
      CS_TRY(store_in(spot, record));
      last_insert_interval_ = spot.data->interval;
      last_insert_slot_ = spot.slot;
      return std::uint64_t{spot.data->interval} * interval_bytes() +
             spot.data->directory.records[spot.slot].offset;
    }
    CS_TRY(split(spot, key));
  }
}

/// Behind the last record of the data set: into its CI as far as FREESPACE lets, into the next CI
/// of the control area, or into a new control area.
Result<std::uint64_t> KeySequenced::append(const KeySpot& spot, ByteView record) {
  const ComponentAttributes& a = attributes();
  const IntervalDirectory& directory = spot.data->directory;
  if (fits(spot, record.size())) {
    const std::uint32_t end = directory.records.back().offset + directory.records.back().bytes;
    const std::uint32_t used = end + directory.rdf_bytes() + kCidfBytes;
    const std::uint32_t free = interval_bytes() * a.free_interval_percent / 100;
    if (used + record.size() + 2 * kRdfBytes + free <= interval_bytes() || free == 0) {
      CS_TRY(store_in(spot, record));
      return std::uint64_t{spot.data->interval} * interval_bytes() +
             spot.data->directory.records[spot.slot].offset;
    }
  }
  const std::size_t free_intervals = a.intervals_per_area * a.free_area_percent / 100;
  if (spot.leaf->index.free.size() > free_intervals) {
    const std::uint32_t number = interval_of(spot.leaf->index, 0) -
                                 spot.leaf->index.entries[0].pointer + spot.leaf->index.free.back();
    CS_ASSIGN(const bool is_done, append_interval(spot, record));
    if (is_done) {
      return std::uint64_t{number} * interval_bytes();
    }
  }
  CS_ASSIGN(const Bytes high, high_key(spot));
  CS_TRY(start_load(high, record));
  return loader_.last_rba();
}

Result<void> KeySequenced::start_load(ByteView high, ByteView record) {
  const ComponentAttributes& a = attributes();
  LoadShape shape;
  shape.interval_bytes = interval_bytes();
  shape.intervals_per_area = a.intervals_per_area;
  shape.free_bytes = interval_bytes() * a.free_interval_percent / 100;
  // A CI takes at least one record, and a control area one CI.
  shape.free_bytes = std::min(shape.free_bytes, interval_bytes() - 1);
  shape.free_intervals =
      std::min(a.intervals_per_area * a.free_area_percent / 100, a.intervals_per_area - 1);
  shape.key_bytes = key_bytes_;
  shape.key_offset = key_offset_;
  shape.index_interval_bytes = index_storage_->interval_bytes();
  CS_TRY(ensure_area(used_areas_));
  CS_TRY(tree_->reserve(tree_->levels() + 2));
  load_left_.assign(high.begin(), high.end());
  loader_.start(shape, used_areas_);
  if (!loader_.add(record)) {
    loader_.stop();
    return failure<msg::CSM0051E>(index()->place.name, "not even one control area can be named");
  }
  return {};
}

/// Writes the control area that is being loaded: its CIs, its sequence set record, the chain to it
/// (the commit), the level above.
Result<void> KeySequenced::settle_load() {
  if (!loader_.is_active()) {
    return {};
  }
  loader_.stop();
  const auto write_all = [this]() -> Result<void> {
    CS_TRY(storage().write_area(loader_.area(), loader_.intervals()));
    CS_KILL_POINT("vsam.load_area");
    const bool is_first = tree_->is_empty();
    CS_ASSIGN(Buffer* const leaf, tree_->make(1));
    loader_.fill(leaf->index);
    const std::uint32_t number = leaf->interval;
    // Alone, it makes the index: whoever finds it there trusts it.
    CS_TRY(is_first ? tree_->commit(*leaf) : tree_->write(*leaf));
    CS_KILL_POINT("vsam.load_leaf");
    used_areas_ = loader_.area() + 1;
    if (is_first) {
      tree_->set_first(number);
      return {};
    }
    CS_ASSIGN(Buffer* const last, tree_->last_leaf());
    const ByteView bound = separator(load_left_, loader_.first_key());
    last->index.set_bound(last->index.entries.size() - 1, bound);
    last->index.next_rba = tree_->rba_of(number);
    const std::uint32_t left = last->interval;
    CS_TRY(tree_->commit(*last));
    CS_KILL_POINT("vsam.load_chain");
    return tree_->add_to_parent(2, left, Bytes(bound.begin(), bound.end()), number);
  };
  if (auto written = write_all(); !written) {
    return broken(written.failure());
  }
  ++changes_;
  return publish_root();
}

bool KeySequenced::fits(const KeySpot& spot, std::size_t bytes) const {
  IntervalDirectory& directory = spot.data->directory;
  if (directory.segment != Segment::kWhole) {
    return false;
  }
  const auto at = directory.records.begin() + static_cast<std::ptrdiff_t>(spot.slot);
  const std::uint32_t end = directory.records.empty()
                                ? 0
                                : directory.records.back().offset + directory.records.back().bytes;
  const auto added = directory.records.insert(at, {0, static_cast<std::uint16_t>(bytes)});
  const std::uint32_t rdfs = directory.rdf_bytes();
  directory.records.erase(added);
  return end + bytes + rdfs + kCidfBytes <= interval_bytes();
}

/// Makes room for the record before `slot`. shape: it fits.
void KeySequenced::put_in(Buffer& data, std::size_t slot, ByteView record) {
  std::vector<IntervalRecord>& records = data.directory.records;
  const std::uint32_t end =
      records.empty() ? 0 : std::uint32_t{records.back().offset} + records.back().bytes;
  const std::uint32_t offset = slot < records.size() ? records[slot].offset : end;
  std::uint8_t* const base = data.bytes.data();
  std::memmove(base + offset + record.size(), base + offset, end - offset);
  std::memcpy(base + offset, record.data(), record.size());
  for (std::size_t i = slot; i < records.size(); ++i) {
    records[i].offset = static_cast<std::uint16_t>(records[i].offset + record.size());
  }
  records.insert(records.begin() + static_cast<std::ptrdiff_t>(slot),
                 {static_cast<std::uint16_t>(offset), static_cast<std::uint16_t>(record.size())});
}

void KeySequenced::take_out(Buffer& data, std::size_t slot) {
  std::vector<IntervalRecord>& records = data.directory.records;
  const IntervalRecord gone = records[slot];
  const std::uint32_t end = std::uint32_t{records.back().offset} + records.back().bytes;
  std::uint8_t* const base = data.bytes.data();
  const std::uint32_t behind = std::uint32_t{gone.offset} + gone.bytes;
  std::memmove(base + gone.offset, base + behind, end - behind);
  records.erase(records.begin() + static_cast<std::ptrdiff_t>(slot));
  for (std::size_t i = slot; i < records.size(); ++i) {
    records[i].offset = static_cast<std::uint16_t>(records[i].offset - gone.bytes);
  }
}

Result<void> KeySequenced::store_in(const KeySpot& spot, ByteView record) {
  put_in(*spot.data, spot.slot, record);
  spot.data->directory.encode(spot.data->bytes);
  return changed(*spot.data);
}

Result<bool> KeySequenced::replace(ByteView record) {
  CS_TRY(check_record(record));
  CS_TRY(begin_change());
  CS_TRY(hold(key_of(record)));
  CS_TRY(settle_load());
  if (tree_->is_empty()) {
    return false;
  }
  const ByteView key = key_of(record);
  for (;;) {
    CS_ASSIGN(KeySpot spot, find(key));
    if (!spot.is_found) {
      return false;
    }
    IntervalDirectory& directory = spot.data->directory;
    if (directory.segment != Segment::kWhole || is_spanned(record.size())) {
      CS_TRY(replace_spanned(record));
      break;
    }
    const IntervalRecord place = directory.records[spot.slot];
    if (place.bytes == record.size()) {
      std::memcpy(spot.data->bytes.data() + place.offset, record.data(), record.size());
      CS_TRY(changed(*spot.data));
      break;
    }
    std::vector<IntervalRecord> after = directory.records;
    after[spot.slot].bytes = static_cast<std::uint16_t>(record.size());
    std::swap(after, directory.records);
    const std::uint32_t rdfs = directory.rdf_bytes();
    std::swap(after, directory.records);
    const std::uint32_t end = directory.records.back().offset + directory.records.back().bytes;
    if (end - place.bytes + record.size() + rdfs + kCidfBytes <= interval_bytes()) {
      take_out(*spot.data, spot.slot);
      CS_TRY(store_in(spot, record));
      break;
    }
    CS_TRY(split(spot, key));
    ++changes_;
  }
  ++statistics().updated;
  CS_TRY(settle_for_others());
  return true;
}

Result<bool> KeySequenced::erase(ByteView key) {
  CS_TRY(begin_change());
  if (key.size() != key_bytes_) {
    return failure<msg::CSM0052E>(key.size(), data().place.name, key_bytes_);
  }
  CS_TRY(hold(key));
  CS_TRY(settle_load());
  if (tree_->is_empty()) {
    return false;
  }
  CS_ASSIGN(KeySpot spot, find(key));
  if (!spot.is_found) {
    return false;
  }
  ++changes_;
  if (spot.data->directory.segment != Segment::kWhole) {
    CS_TRY(erase_spanned(spot));
  } else {
    take_out(*spot.data, spot.slot);
    spot.data->directory.encode(spot.data->bytes);
    CS_TRY(changed(*spot.data));
  }
  ++statistics().deleted;
  --statistics().records;
  CS_TRY(settle_for_others());
  return true;
}

}  // namespace coldsite::vsam
