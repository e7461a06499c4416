// The index of a key-sequenced data set as a tree: searching it, and adding records to it.
//
// Crash safety: a record that is split is written in this order: the new right record (nothing
// leads to it), the old one with its chain pointer to the new one (the commit), their parent. Each
// lasts before the next is written. A search that a parent leads too far left goes on along the
// chain, so that every prefix of these writes is a whole index; repair() adds what parents lack.
// Inside datasets/vsam only. threads: as Cluster.
#pragma once

#include <cstdint>
#include <optional>

#include "datasets/vsam/buffer_pool.hpp"

namespace coldsite::vsam {

class IndexTree {
 public:
  /// `data` tells how many CIs a sequence set record may name.
  IndexTree(IntervalStorage& storage, BufferPool& pool, const IntervalStorage& data,
            std::uint32_t key_bytes)
      : storage_(&storage), pool_(&pool), data_(&data), key_bytes_(key_bytes) {}

  /// Takes root and end out of the VVR, or puts them there.
  Result<void> load_state(const Component& component);
  void store_state(Component& component) const;

  [[nodiscard]] bool is_empty() const { return used_ == 0; }
  [[nodiscard]] std::uint32_t first_leaf() const { return first_leaf_; }
  [[nodiscard]] std::uint32_t levels() const { return levels_; }
  /// Free CIs of the data that sequence set records name: what was there at open, and what
  /// encode() changed since.
  [[nodiscard]] std::uint32_t free_intervals() const { return free_intervals_; }
  void set_free_intervals(std::uint32_t count) { free_intervals_ = count; }
  [[nodiscard]] std::uint32_t number_of(std::uint32_t rba) const {
    return rba / storage_->interval_bytes();
  }
  [[nodiscard]] std::uint32_t rba_of(std::uint32_t number) const {
    return number * storage_->interval_bytes();
  }

  /// The record in that CI, checked. errors: CSM0003E.
  Result<Buffer*> record(std::uint32_t number);
  /// The sequence set record in which `key` is or would be. shape: the index is not empty.
  Result<Buffer*> find_leaf(ByteView key) { return find_level(1, key); }
  /// The entry in the record that find_leaf() gave last.
  [[nodiscard]] std::size_t found_entry() const { return found_entry_; }
  /// The sequence set record to the right or left, or nullptr.
  Result<Buffer*> leaf_after(const Buffer& leaf);
  Result<Buffer*> leaf_before(const Buffer& leaf);
  Result<Buffer*> last_leaf();

  /// Makes sure that so many new records can be had. errors: CSM0022E, CSM0023E.
  Result<void> reserve(std::uint32_t count);
  /// A new, empty record; nothing leads to it yet.
  Result<Buffer*> make(std::uint8_t level);
  /// Whether the record, changed in memory, fits into its CI.
  [[nodiscard]] bool fits(const IndexRecord& record) const;
  /// Writes the record, which nothing leads to yet, as it is in memory.
  Result<void> write(Buffer& buffer);
  /// Writes it after everything that was written so far lasts: it leads to some of that.
  Result<void> commit(Buffer& buffer);
  /// Puts the record as it is in memory into its CI, which the caller writes.
  void encode(Buffer& buffer);

  /// The first sequence set record becomes the whole index.
  void set_first(std::uint32_t leaf);
  /// `left` was split at `bound`: its upper part is `right` now, which is in the chain already.
  /// Adds that to the level above. errors: CSM0051E.
  Result<void> add_to_parent(std::uint8_t level, std::uint32_t left, Bytes bound,
                             std::uint32_t right);

  /// After an unclean end of the first load: looks whether it came as far as an index.
  Result<void> probe();
  /// After an unclean end: finds the last record in use and adds to parents what they lack.
  /// shape: the index is not empty.
  Result<void> repair();

  [[nodiscard]] Failure damaged(std::uint32_t number, std::string_view what) const;

 private:
  Result<Buffer*> find_level(std::uint8_t level, ByteView key);
  [[nodiscard]] std::optional<std::string> check_pointers(const IndexRecord& record) const;
  Result<Buffer*> next_in_chain(const Buffer& buffer, std::uint32_t& steps);
  Result<void> split(std::uint32_t number);
  Result<void> make_root(std::uint8_t level, std::uint32_t left, ByteView bound,
                         std::uint32_t right);
  Result<void> find_end();
  Result<void> repair_level(std::uint8_t level, std::uint32_t first);
  Result<std::optional<std::uint32_t>> first_of_level(std::uint8_t level);

  IntervalStorage* storage_;
  BufferPool* pool_;
  const IntervalStorage* data_;
  std::uint32_t key_bytes_;
  std::uint32_t root_ = 0, first_leaf_ = 0, levels_ = 0;
  std::uint32_t used_ = 0;  ///< CIs in use from the start
  std::uint32_t free_intervals_ = 0;
  std::size_t found_entry_ = 0;
};

}  // namespace coldsite::vsam
