#include "datasets/vsam/key_sequenced.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "datasets/messages/csm.hpp"

namespace coldsite::vsam {

KeySequenced::KeySequenced(OpenState state) : ClusterBase(std::move(state)) {
  const bool is_by_number = attributes().organization == Organization::kVariableRelative;
  key_bytes_ = is_by_number ? 4 : attributes().key_bytes;
  key_offset_ = is_by_number ? 0 : attributes().key_offset;
}

Result<void> KeySequenced::load_state() {
  if (index_storage_ == nullptr || key_bytes_ == 0 || key_bytes_ > 255) {
    return failure<msg::CSM0021E>(data().place.name, data().place.volsers[0],
                                  fmt::format("a key of {} bytes and {}", key_bytes_,
                                              index() == nullptr ? "no index" : "an index"));
  }
  if (!tree_) {
    tree_.emplace(*index_storage_, *index_pool_, storage(), key_bytes_);
  }
  CS_TRY(tree_->load_state(*state().index));
  used_areas_ = static_cast<std::uint32_t>(data().high_used_rba() / storage().area_bytes());
  const std::uint64_t free_bytes = statistics().free_bytes, behind = data().unused_bytes();
  tree_->set_free_intervals(
      static_cast<std::uint32_t>((free_bytes - std::min(free_bytes, behind)) / interval_bytes()));
  return {};
}

void KeySequenced::store_state() {
  tree_->store_state(*state().index);
  set_high_used_rba(state().data, std::uint64_t{used_areas_} * storage().area_bytes());
  state().data.volumes[0].is_loading = tree_->is_empty();
  statistics().levels = tree_->levels();
}

/// A root that the VVR does not know would be made again after a kill, beside the first one.
Result<void> KeySequenced::publish_root() {
  return is_shared() || tree_->levels() != statistics().levels ? write_components()
                                                               : Result<void>();
}

Result<void> KeySequenced::flush() {
  CS_TRY(settle_load());
  return ClusterBase::flush();
}

Result<Buffer*> KeySequenced::data_buffer(const Buffer& leaf, std::size_t entry) {
  const IndexRecord& index = leaf.index;
  const std::uint32_t number = interval_of(index, entry);
  CS_ASSIGN(Buffer* const data, pool().get(storage(), number));
  if (!data->is_decoded) {
    if (const auto wrong = data->directory.decode(data->bytes)) {
      return damaged(number, *wrong);
    }
    if (data->directory.is_end_of_file) {
      return damaged(number, "the index leads to it, and it was never written");
    }
    CS_TRY(check_keys(*data, index, entry));
    data->is_decoded = true;
    if (data->directory.is_busy && is_shared()) {
      data->not_before = order().after_now();  // what cut it may be another writer's, and not last
    }
  }
  return data;
}

/// Ascending keys between the bounds. A CI whose split was not finished may hold what the index
/// says is elsewhere: that is passed over.
Result<void> KeySequenced::check_keys(Buffer& data, const IndexRecord& leaf, std::size_t entry) {
  std::vector<IntervalRecord>& records = data.directory.records;
  const Segment segment = data.directory.segment;
  if (segment == Segment::kMiddle || segment == Segment::kLast) {
    return {};
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].bytes < key_offset_ + key_bytes_) {
      return damaged(data.interval, fmt::format("record {} is too short for its key", i));
    }
    const ByteView key = key_in(data, i);
    if (i > 0 && compare(data, i - 1, key, key_head(key, 0)) >= 0) {
      return damaged(data.interval, fmt::format("the key of record {} is not ascending", i));
    }
    if (data.directory.is_busy && leaf.is_above(key, entry)) {
      records.resize(i);
      data.directory.segment = Segment::kWhole;
    }
  }
  if (!records.empty() && (leaf.is_above(key_in(data, records.size() - 1), entry) ||
                           (entry > 0 && !leaf.is_above(key_in(data, 0), entry - 1)))) {
    return damaged(data.interval, "its keys are not those that the index says");
  }
  return {};
}

void KeySequenced::find_slot(KeySpot& spot, ByteView key) const {
  const Buffer& data = *spot.data;
  if (data.directory.segment == Segment::kMiddle || data.directory.segment == Segment::kLast) {
    spot.slot = 1;  // the record begins further left
    return;
  }
  const std::uint64_t head = key_head(key, 0);
  std::size_t low = 0, count = data.directory.records.size();
  while (count != 0) {
    const std::size_t half = count / 2;
    const auto order = compare(data, low + half, key, head);
    if (order == 0) {
      spot.slot = low + half;
      spot.is_found = true;
      return;
    }
    if (order < 0) {
      low += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  spot.slot = low;
}

Result<KeySpot> KeySequenced::find(ByteView key) {
  KeySpot spot;
  CS_ASSIGN(spot.leaf, tree_->find_leaf(key));
  spot.entry = tree_->found_entry();
  CS_ASSIGN(spot.data, data_buffer(*spot.leaf, spot.entry));
  find_slot(spot, key);
  return spot;
}

/// Reads the CIs that the index names next, as far as they stand in a row.
Result<void> KeySequenced::read_ahead(const IndexRecord& leaf, std::size_t entry) {
  const std::uint32_t first = leaf.entries[entry].pointer;
  std::uint32_t count = 1;
  while (entry + count < leaf.entries.size() &&
         leaf.entries[entry + count].pointer == first + count) {
    ++count;
  }
  return count < 2 ? Result<void>() : pool().read_ahead(storage(), interval_of(leaf, entry), count);
}

Result<bool> KeySequenced::seek_forward(KeyPosition& position, bool is_sequential) {
  KeyPosition at = position;
  for (;;) {
    CS_ASSIGN(Buffer* const leaf, tree_->record(at.leaf));
    if (is_sequential && cached(interval_of(leaf->index, at.entry)) == nullptr) {
      CS_TRY(read_ahead(leaf->index, at.entry));
    }
    CS_ASSIGN(const Buffer* const data, data_buffer(*leaf, at.entry));
    at.interval = data->interval;
    const Segment segment = data->directory.segment;
    if (at.slot < data->directory.records.size() &&
        (segment == Segment::kWhole || segment == Segment::kFirst)) {
      position = at;
      return true;
    }
    position = at;
    position.slot = data->directory.records.size();
    at.slot = 0;
    if (++at.entry == leaf->index.entries.size()) {
      CS_ASSIGN(const Buffer* const next, tree_->leaf_after(*leaf));
      if (next == nullptr) {
        return false;
      }
      at.leaf = next->interval;
      at.entry = 0;
    }
  }
}

Result<bool> KeySequenced::seek_backward(KeyPosition& position) {
  for (;;) {
    CS_ASSIGN(Buffer* const leaf, tree_->record(position.leaf));
    CS_ASSIGN(const Buffer* data, data_buffer(*leaf, position.entry));
    position.interval = data->interval;
    const Segment segment = data->directory.segment;
    if (position.slot > 0 && (segment == Segment::kWhole || segment == Segment::kFirst)) {
      --position.slot;
      return true;
    }
    KeyPosition before = position;
    const Buffer* left = leaf;
    if (before.entry == 0) {
      CS_ASSIGN(left, tree_->leaf_before(*leaf));
      if (left == nullptr) {
        return false;
      }
      before.leaf = left->interval;
      before.entry = left->index.entries.size();
    }
    --before.entry;
    CS_ASSIGN(data, data_buffer(*left, before.entry));
    before.interval = data->interval;
    before.slot = data->directory.records.size();
    position = before;
  }
}

Result<std::optional<KeyPosition>> KeySequenced::first_position() {
  if (tree_->is_empty()) {
    return std::optional<KeyPosition>();
  }
  return std::optional(KeyPosition{tree_->first_leaf(), 0, 0, 0});
}

Result<std::optional<KeyPosition>> KeySequenced::end_position() {
  if (tree_->is_empty()) {
    return std::optional<KeyPosition>();
  }
  CS_ASSIGN(const Buffer* const leaf, tree_->last_leaf());
  const std::size_t entry = leaf->index.entries.size() - 1;
  CS_ASSIGN(const Buffer* const data, data_buffer(*leaf, entry));
  return std::optional(
      KeyPosition{leaf->interval, entry, data->interval, data->directory.records.size()});
}

Result<Record> KeySequenced::record_at(const KeyPosition& position, Bytes& spanned) {
  const Buffer* data = cached(position.interval);
  if (data == nullptr || !data->is_decoded) {
    CS_ASSIGN(Buffer* const leaf, tree_->record(position.leaf));
    CS_ASSIGN(data, data_buffer(*leaf, position.entry));
  }
  const IntervalRecord& place = data->directory.records[position.slot];
  Record record;
  record.rba = std::uint64_t{position.interval} * interval_bytes() + place.offset;
  if (data->directory.segment == Segment::kWhole) {
    record.bytes = place.in(data->bytes);
  } else {
    CS_TRY(assemble(position, spanned));
    record.bytes = spanned;
  }
  return record;
}

Result<std::optional<Record>> KeySequenced::get(ByteView key, Search search) {
  CS_TRY(check_usable());
  const bool is_generic = search == Search::kGeneric || search == Search::kGenericOrGreater;
  if (key.empty() || key.size() > key_bytes_ || (!is_generic && key.size() != key_bytes_)) {
    return failure<msg::CSM0052E>(key.size(), data().place.name, key_bytes_);
  }
  CS_TRY(settle_load());
  if (tree_->is_empty()) {
    return std::optional<Record>();
  }
  std::array<std::uint8_t, 256> full = {};
  std::ranges::copy(key, full.begin());
  CS_ASSIGN(const KeySpot spot, find(ByteView(full).first(key_bytes_)));
  KeyPosition position = position_of(spot);
  if (!spot.is_found) {
    if (search == Search::kEqual) {
      return std::optional<Record>();
    }
    CS_ASSIGN(const bool is_there, seek_forward(position, false));
    if (!is_there) {
      return std::optional<Record>();
    }
  }
  CS_ASSIGN(Record record, record_at(position, spanned_));
  if (search == Search::kGeneric &&
      std::memcmp(key_of(record.bytes).data(), key.data(), key.size()) != 0) {
    return std::optional<Record>();
  }
  CS_TRY(hold(key_of(record.bytes)));
  count_retrieved();
  return std::optional(record);
}

Result<std::optional<Record>> KeySequenced::get_at_or_before(ByteView key) {
  CS_TRY(check_usable());
  CS_TRY(settle_load());
  if (tree_->is_empty()) {
    return std::optional<Record>();
  }
  CS_ASSIGN(const KeySpot spot, find(key));
  KeyPosition position = position_of(spot);
  if (!spot.is_found) {
    CS_ASSIGN(const bool is_there, seek_backward(position));
    if (!is_there) {
      return std::optional<Record>();
    }
  }
  count_retrieved();
  CS_ASSIGN(const Record record, record_at(position, spanned_));
  CS_TRY(hold(key_of(record.bytes)));
  return std::optional(record);
}

/// The key of the record that begins at `rba`, by what the CI says; the index has the last word.
Result<std::optional<Bytes>> KeySequenced::key_at_rba(std::uint64_t rba) {
  if (rba >= std::uint64_t{used_areas_} * storage().area_bytes()) {
    return std::optional<Bytes>();
  }
  const auto number = static_cast<std::uint32_t>(rba / interval_bytes());
  CS_ASSIGN(const Buffer* const data, pool().get(storage(), number));
  IntervalDirectory directory;
  if (const auto wrong = directory.decode(data->bytes)) {
    return damaged(number, *wrong);
  }
  for (const IntervalRecord& record : directory.records) {
    if (record.offset == rba % interval_bytes() && record.bytes >= key_offset_ + key_bytes_) {
      const ByteView key = key_of(record.in(data->bytes));
      return std::optional(Bytes(key.begin(), key.end()));
    }
  }
  return std::optional<Bytes>();
}

Result<std::optional<Record>> KeySequenced::get_at(std::uint64_t rba) {
  CS_TRY(check_usable());
  CS_TRY(settle_load());
  CS_ASSIGN(const std::optional<Bytes> key, key_at_rba(rba));
  if (!key) {
    return std::optional<Record>();
  }
  CS_ASSIGN(const std::optional<Record> record, get(*key, Search::kEqual));
  return record && record->rba == rba ? record : std::nullopt;
}

Result<void> KeySequenced::write_interval(std::uint64_t, ByteView) {
  return not_possible("PUT of a control interval");
}

std::unique_ptr<ClusterBase> make_key_sequenced(OpenState state) {
  return std::make_unique<KeySequenced>(std::move(state));
}

}  // namespace coldsite::vsam
