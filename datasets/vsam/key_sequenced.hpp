// A key-sequenced data set: records in key order, found through the index. The files:
//   key_sequenced.cpp          finding and reading, get
//   key_sequenced_insert.cpp   insert, replace, erase
//   key_sequenced_split.cpp    CI splits
//   key_sequenced_area.cpp     CA splits
//   key_sequenced_spanned.cpp  records of several CIs
//   key_sequenced_verify.cpp   after an unclean end
//   key_cursor.cpp, area_loader.cpp
//
// Crash safety, for every prefix of the writes, and after a power failure for every choice of those
// since the last sync ("|" is where WriteOrder puts a sync; a CI is written whole or not at all):
//   CI split  old CI marked busy, new CI | sequence set record (the commit) | old CI without what
//             moved. Between the last two the old CI holds records above its bound: a reader of a
//             busy CI passes over them.
//   CA split  new CA, its sequence set record | the old one with its chain pointer (the commit) |
//             the level above.
//   load      new CA (its sequence set record) | the chain to it (the commit) | the level above.
//   erase of a spanned record  its first CI emptied and busy | sequence set record | not busy.
// A CI is used again when the sequence set record that made it free lasts. A CI that erases leave
// empty stays where it is, with its range of keys. One case is not covered: see replace_spanned().
// Inside datasets/vsam only. threads: as Cluster.
#pragma once

#include <compare>
#include <cstring>
#include <optional>

#include "datasets/vsam/area_loader.hpp"
#include "datasets/vsam/cluster_base.hpp"
#include "datasets/vsam/index_tree.hpp"

namespace coldsite::vsam {

/// Where a record is or would be. The buffers are good as BufferPool says.
struct KeySpot {
  Buffer* leaf = nullptr;
  std::size_t entry = 0;  ///< in the leaf
  Buffer* data = nullptr;
  std::size_t slot = 0;  ///< in the CI: of the record, or of the first one behind the key
  bool is_found = false;
};

/// The same by numbers, as a cursor keeps it.
struct KeyPosition {
  std::uint32_t leaf = 0;
  std::size_t entry = 0;
  std::uint32_t interval = 0;
  std::size_t slot = 0;
};

class KeySequenced : public ClusterBase {
 public:
  explicit KeySequenced(OpenState state);

  [[nodiscard]] std::unique_ptr<Cursor> cursor() override;
  Result<std::optional<Record>> get(ByteView key, Search search) override;
  Result<std::optional<Record>> get_at(std::uint64_t rba) override;
  Result<std::uint64_t> insert(ByteView record) override;
  Result<bool> replace(ByteView record) override;
  Result<bool> erase(ByteView key) override;
  Result<void> write_interval(std::uint64_t rba, ByteView bytes) override;
  Result<std::string> verify() override;
  [[nodiscard]] bool is_empty() const override { return tree_->is_empty() && !loader_.is_active(); }

  // What cursors need.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }
  [[nodiscard]] std::uint32_t key_bytes() const { return key_bytes_; }
  [[nodiscard]] ByteView key_of(ByteView record) const {
    return record.subspan(key_offset_, key_bytes_);
  }
  [[nodiscard]] std::uint32_t key_end() const { return key_offset_ + key_bytes_; }
  [[nodiscard]] std::uint64_t rba_of(std::uint32_t interval) const {
    return std::uint64_t{interval} * interval_bytes();
  }
  [[nodiscard]] bool owns(const Buffer& buffer) const { return buffer.storage == &storage(); }
  /// Before a request that reads: everything that is being loaded is in its place.
  Result<void> settle_load();
  Result<KeySpot> find(ByteView key);
  /// The CI of an entry, its records checked against the bounds.
  Result<Buffer*> data_buffer(const Buffer& leaf, std::size_t entry);
  Result<Buffer*> leaf(std::uint32_t number) { return tree_->record(number); }
  /// The first record at or behind the position. false: the end. `is_sequential`: CIs are read
  /// ahead.
  Result<bool> seek_forward(KeyPosition& position, bool is_sequential);
  /// The last record before the position (slot counts what is before it). false: the start.
  Result<bool> seek_backward(KeyPosition& position);
  Result<std::optional<KeyPosition>> first_position();
  Result<std::optional<KeyPosition>> end_position();
  [[nodiscard]] Buffer* cached(std::uint32_t interval) { return pool().find(storage(), interval); }
  /// The record at a position; spanned ones are put together in `spanned`.
  Result<Record> record_at(const KeyPosition& position, Bytes& spanned);
  Result<std::optional<Bytes>> key_at_rba(std::uint64_t rba);
  /// The record with this key or the one before it.
  Result<std::optional<Record>> get_at_or_before(ByteView key);
  /// The last key while a load is going on; else empty.
  [[nodiscard]] ByteView loaded_key() const {
    return loader_.is_active() ? loader_.last_key() : ByteView();
  }
  void count_retrieved() { ++statistics().retrieved; }

 protected:
  Result<void> load_state() override;
  void store_state() override;
  [[nodiscard]] std::uint32_t free_intervals() const override { return tree_->free_intervals(); }
  Result<void> prepare_change() override;
  Result<void> flush() override;

 private:
  friend class AreaLoader;

  /// Puts HURBA and the root where other users of the data set see them at once.
  Result<void> publish_root();
  [[nodiscard]] KeyPosition position_of(const KeySpot& spot) const {
    return {spot.leaf->interval, spot.entry, spot.data->interval, spot.slot};
  }
  [[nodiscard]] std::uint32_t interval_of(const IndexRecord& leaf, std::size_t entry) const {
    return leaf.base_rba / interval_bytes() + leaf.entries[entry].pointer;
  }
  /// How the key of a record stands to `key`, whose key_head() is `head`.
  [[nodiscard]] std::strong_ordering compare(const Buffer& data, std::size_t slot, ByteView key,
                                             std::uint64_t head) const {
    const std::size_t at = data.directory.records[slot].offset + key_offset_;
    const ByteView there = data.bytes.subspan(at, key_bytes_);
    const std::uint64_t there_head = key_head(there, 0);
    return there_head != head || key_bytes_ <= 8
               ? there_head <=> head
               : std::memcmp(there.data() + 8, key.data() + 8, key_bytes_ - 8) <=> 0;
  }
  [[nodiscard]] ByteView key_in(const Buffer& data, std::size_t slot) const {
    return key_of(data.directory.records[slot].in(data.bytes));
  }
  Result<void> check_keys(Buffer& data, const IndexRecord& leaf, std::size_t entry);
  void find_slot(KeySpot& spot, ByteView key) const;
  Result<void> read_ahead(const IndexRecord& leaf, std::size_t entry);
  [[nodiscard]] Result<void> check_record(ByteView record) const;
  Result<Bytes> high_key(const KeySpot& spot);

  // key_sequenced_insert.cpp
  Result<std::uint64_t> insert_anywhere(ByteView record);
  Result<std::uint64_t> append(const KeySpot& spot, ByteView record);
  [[nodiscard]] bool fits(const KeySpot& spot, std::size_t bytes) const;
  void put_in(Buffer& data, std::size_t slot, ByteView record);
  void take_out(Buffer& data, std::size_t slot);
  Result<void> store_in(const KeySpot& spot, ByteView record);
  /// `high`: the highest key that is there.
  Result<void> start_load(ByteView high, ByteView record);

  // key_sequenced_split.cpp
  Result<void> split(const KeySpot& spot, ByteView key);
  Result<void> split_at(const KeySpot& spot, std::size_t middle, ByteView key);
  Result<bool> add_empty_interval(const KeySpot& spot, bool is_behind, ByteView key);
  Result<bool> split_interval(const KeySpot& spot, std::size_t middle);
  Result<bool> append_interval(const KeySpot& spot, ByteView record);
  Result<Buffer*> build_interval(std::uint32_t number, const Buffer& from, std::size_t first);
  Result<bool> forget_changes(Buffer& leaf);
  Result<void> mark_busy(Buffer& data);
  Result<void> commit_leaf(Buffer& leaf);
  void cut(Buffer& data, std::size_t first);
  Result<void> settle_free();
  Result<void> settle_for_others();

  // key_sequenced_area.cpp
  Result<void> split_area(const KeySpot& spot, std::size_t middle, ByteView key);
  Result<std::size_t> choose_area_middle(const Buffer& leaf);
  Result<void> move_entries(Buffer& leaf, std::size_t first);
  Result<Bytes> build_lone_area(const KeySpot& spot, std::size_t middle, ByteView key,
                                IndexRecord& right, Bytes& left_bound);
  Result<void> split_lone(const KeySpot& spot, std::size_t middle, ByteView key);
  Result<void> write_new_leaf(Buffer& left, const IndexRecord& right, Bytes left_bound);

  // key_sequenced_spanned.cpp
  Result<void> assemble(const KeyPosition& position, Bytes& out);
  [[nodiscard]] bool is_spanned(std::size_t record_bytes) const {
    return record_bytes > whole_record_bytes_max(interval_bytes());
  }
  [[nodiscard]] std::size_t segments_of(std::size_t record_bytes) const;
  Result<std::size_t> group_size(const Buffer& leaf, std::size_t entry);
  Result<void> write_segments(const std::vector<std::uint32_t>& intervals, ByteView record);
  Result<std::uint64_t> insert_spanned(ByteView record);
  Result<bool> add_spanned(const KeySpot& spot, ByteView record);
  Result<void> replace_spanned(ByteView record);
  Result<bool> swap_group(const KeySpot& spot, ByteView record);
  Result<void> erase_spanned(const KeySpot& spot);
  Result<void> finish_erase(Buffer& leaf, std::size_t entry, std::size_t count);

  // key_sequenced_verify.cpp
  struct Verification {
    std::uint32_t records = 0, splits = 0, segments = 0, damaged = 0, areas = 0;
    std::uint32_t free_intervals = 0;
  };
  Result<void> verify_leaf(Buffer& leaf, Verification& found);
  Result<void> verify_interval(Buffer& leaf, std::size_t entry, Verification& found);
  Result<void> verify_segment(Buffer& data, bool is_in_record, Verification& found);

  std::uint32_t key_bytes_, key_offset_;
  std::optional<IndexTree> tree_;
  std::uint32_t used_areas_ = 0;
  AreaLoader loader_;
  std::uint64_t leaf_lasts_at_ = 0;  ///< the epoch in which what commit_leaf() wrote lasts
  std::uint64_t free_at_ = 0;        ///< the epoch in which free CIs may be used again
  bool is_unsettled_ = false;        ///< something waits for leaf_lasts_at_
  Bytes load_left_;                  ///< the highest key before what is being loaded
  Bytes spanned_;                    ///< the record given out last, if it is spanned
  std::uint32_t last_insert_interval_ = UINT32_MAX;  ///< an ascending run splits where it stands
  std::size_t last_insert_slot_ = 0;
};

}  // namespace coldsite::vsam
