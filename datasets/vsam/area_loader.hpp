// Loading: records that come in key order behind the last one fill a control area in memory, which
// is written by whole tracks when it is full, with FREESPACE left in its CIs and behind them.
// Inside datasets/vsam only. threads: as Cluster.
#pragma once

#include <optional>

#include "datasets/vsam/control_interval.hpp"
#include "datasets/vsam/index_record.hpp"

namespace coldsite::vsam {

/// What a loader has to know of the data set.
struct LoadShape {
  std::uint32_t interval_bytes = 0, intervals_per_area = 0;
  std::uint32_t free_bytes = 0;      ///< of a CI, left free
  std::uint32_t free_intervals = 0;  ///< of a control area
  std::uint32_t key_bytes = 0, key_offset = 0;
  std::uint32_t index_interval_bytes = 0;
};

class AreaLoader {
 public:
  [[nodiscard]] bool is_active() const { return is_active_; }
  void start(const LoadShape& shape, std::uint32_t area);
  void stop() { is_active_ = false; }

  /// Adds a record whose key is above the last. false: the area is full.
  bool add(ByteView record);

  [[nodiscard]] ByteView last_key() const { return last_key_; }
  [[nodiscard]] ByteView first_key() const { return first_key_; }
  [[nodiscard]] std::uint32_t area() const { return area_; }
  [[nodiscard]] ByteView intervals() const {
    return ByteView(bytes_).first(std::size_t{used_} * shape_.interval_bytes);
  }
  /// RBA of the record added last.
  [[nodiscard]] std::uint64_t last_rba() const { return last_rba_; }
  [[nodiscard]] std::uint32_t record_count() const { return record_count_; }
  /// Puts entries and free CIs into the sequence set record of the area; its last bound is open.
  void fill(IndexRecord& leaf) const;

 private:
  bool add_spanned(ByteView record);
  bool begin_interval(ByteView key);
  [[nodiscard]] ByteSpan interval(std::uint32_t number) {
    return ByteSpan(bytes_).subspan(std::size_t{number} * shape_.interval_bytes,
                                    shape_.interval_bytes);
  }
  bool add_entry(ByteView bound, std::uint32_t pointer);
  void note(ByteView key, std::uint32_t interval, std::size_t offset);

  LoadShape shape_;
  bool is_active_ = false;
  std::uint32_t area_ = 0, used_ = 0;
  Bytes bytes_;
  std::optional<IntervalBuilder> builder_;  ///< of CI used_ - 1; nothing behind a spanned record
  std::uint32_t offset_ = 0;                ///< in that CI
  IndexRecord leaf_;                        ///< of all CIs but the last
  std::size_t leaf_bytes_ = 0;              ///< that the entries need at most
  Bytes first_key_, last_key_;
  std::uint64_t last_rba_ = 0;
  std::uint32_t record_count_ = 0;
};

}  // namespace coldsite::vsam
